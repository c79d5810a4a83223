/** Tokens recorded elsewhere: as a film they are what was recorded; as a beginning they are where they were first. */
import { prepareRun, run, tokensAt } from 'parkade';
import { recordingNpz } from 'parkade/formats';
import { describe, expect, test } from 'vitest';
import { Film } from '../../lab/engine/film.ts';
import type { Listener, Prepared } from '../../lab/engine/protocol.ts';
import { beginningOf, film, readRecording, shownOf } from '../../lab/engine/recorded.ts';
import { clockOf } from '../../lab/state/clock.ts';
import { timeTicks } from '../../lab/views/kit/ticks.ts';
import { writeNpy } from '../../src/formats/npy.ts';
import { chromiumPath } from '../browser/chromium.ts';
import { labIsBuilt, openLab } from './support/lab-page.ts';

async function filmOf(name: string, bytes: Uint8Array) {
  const recording = await readRecording({ name, bytes });
  const shown = shownOf(recording);
  let made: Film | undefined;
  const listener = {
    prepared: (prepared: Prepared) => void (made = new Film(prepared)),
    frames: (batch) => made?.add(batch),
  } as Partial<Listener> as Listener;
  await film(recording, shown, listener, { aborted: false });
  return { recording, film: made as Film };
}

test('a run that was exported as .npz is shown at its own times and places, with its β', async () => {
  const { trajectory } = await run({ beta: 9, tokens: 12, dimension: 3, until: 4, saveAt: [0, 1, 2.5, 4] });
  const { film } = await filmOf('run.npz', recordingNpz(trajectory));
  expect([...film.ts]).toEqual([0, 1, 2.5, 4]);
  expect(film.run).toMatchObject({ spec: null, beta: 9, n: 12, d: 3, from: 0, until: 4 });
  for (let frame = 0; frame < 4; frame++)
    expect(film.placesAt(frame)).toEqual(Float32Array.from(tokensAt(trajectory, frame)));
  expect(film.series('energy').every(Number.isFinite)).toBe(true);
});

const array = (shape: number[], value: (i: number) => number) => ({
  shape,
  data: Float64Array.from({ length: shape.reduce((a, b) => a * b) }, (_, i) => value(i)),
});
const layers = () => writeNpy(array([3, 5, 8], (i) => Math.sin(1 + i * i)));

test('layers without β have clusters and cosines, and no energy, which depends on it', async () => {
  const { film } = await filmOf('layers.npy', layers());
  expect(film.run).toMatchObject({ beta: null, space: 'euclidean', shown: 3 });
  expect(film.series('clusters').every((count) => count >= 1 && count <= 5)).toBe(true);
  expect([...film.series('energy')].every(Number.isNaN)).toBe(true);
});

test('an equation begins with the directions of the recorded tokens', async () => {
  const { recording } = await filmOf('layers.npy', layers());
  const { problem } = prepareRun(beginningOf(recording));
  expect(problem.shape).toEqual({ n: 5, d: 8 });
  for (let k = 0; k < 5; k++) {
    const row = recording.xs.subarray(8 * k, 8 * (k + 1));
    const length = Math.hypot(...row);
    row.forEach((value, i) => void expect(problem.initial[8 * k + i]).toBeCloseTo(value / length, 14));
  }
});

test('times may begin anywhere: the clock goes from the first to the last one', () => {
  for (const log of [false, true]) {
    const clock = clockOf(5, log, -3);
    expect([clock.placeOf(-3), clock.placeOf(5)]).toEqual([0, 1]);
    for (const t of [-3, -1, 0, 2, 5]) expect(clock.timeAt(clock.placeOf(t))).toBeCloseTo(t, 12);
    const ticks = timeTicks(clock, 5, 6, -3);
    expect(ticks.every((t) => t >= -3 && t <= 5)).toBe(true);
    expect(ticks.length).toBeGreaterThan(3);
  }
  const single = clockOf(2, false, 2);
  expect([single.placeOf(2), single.timeAt(1)]).toEqual([0, 2]);
});

describe.skipIf(chromiumPath === null || !labIsBuilt)('in Chromium (needs chromium, and dist/lab)', () => {
  test('a file is shown instead of the setting, moves nothing, begins an equation, and is put away', async () => {
    const { page, complaints, close } = await openLab({ calm: true });
    await page.getByRole('tab', { name: 'Share' }).click();
    const choose = page.locator('input[type=file]');
    await choose.setInputFiles({
      name: 'layers.npy',
      mimeType: 'application/octet-stream',
      buffer: Buffer.from(layers()),
    });
    await page.getByText('“layers.npy”, recorded elsewhere: 3 states of 5 tokens, d = 8.').waitFor();

    // What is no such file leaves it there.
    await choose.setInputFiles({ name: 'bad.npz', mimeType: 'application/zip', buffer: Buffer.from('PK no zip') });
    expect(await page.getByRole('alert').first().innerText()).toMatch(/bad\.npz.* should be an \.npz file/);
    await page.getByText('3 states of 5 tokens').waitFor();

    await page.getByRole('application').focus();
    await page.keyboard.press(']');
    await page.keyboard.press('f');
    await page.getByText('These tokens were recorded elsewhere, so nothing here moves them.').waitFor();

    await page.getByRole('tab', { name: 'Setting' }).click();
    await page.getByRole('button', { name: 'Begin an equation with them' }).click();
    await page.getByText('Causal attention, begun with the tokens of “layers.npy”.').waitFor();
    await page.locator('[data-computed=true]').waitFor();

    await page.getByRole('tab', { name: 'Share' }).click();
    await choose.setInputFiles({
      name: 'layers.npy',
      mimeType: 'application/octet-stream',
      buffer: Buffer.from(layers()),
    });
    await page.getByText('3 states of 5 tokens').waitFor();
    await page.getByRole('button', { name: 'Undo' }).first().click();
    await page.getByText('Causal attention, begun with the tokens of “layers.npy”.').waitFor();
    expect(complaints).toEqual([]);
    await close();
  }, 60_000);
});
