/** What leaves the page comes back whole: links, files, specifications; what is wrong is refused, and what was there stays. */
import { createHash } from 'node:crypto';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { readAllOfNpz } from '../../src/formats/npz.ts';
import { execute, prepareRun } from '../../src/index.ts';
import { readLink, trajectoryBytes } from '../../src/link/index.ts';
import { chromiumPath } from '../browser/chromium.ts';
import { closeLab, type LabPage, labIsBuilt, openLab } from './support/lab-page.ts';

const folder = mkdtempSync(join(tmpdir(), 'lab-share-'));
afterAll(async () => {
  await closeLab();
  rmSync(folder, { recursive: true });
});
const PATIENCE = 60_000;

/** What is asked for, as soon as it is right. */
async function eventually<T>(ask: () => Promise<T>, isRight: (found: T) => boolean): Promise<T> {
  const until = Date.now() + PATIENCE;
  for (;;) {
    const found = await ask();
    if (isRight(found)) return found;
    if (Date.now() > until) throw new Error(`never came right: ${String(found).slice(0, 200)}`);
    await new Promise((resolve) => setTimeout(resolve, 100));
  }
}

/** The tab of sharing, and the link in it. */
async function linkIn({ page }: LabPage): Promise<string> {
  await page.getByRole('tab', { name: 'Share' }).click();
  const field = page.getByRole('textbox', { name: 'Link' });
  return eventually(
    () => field.inputValue(),
    (text) => text.includes('#'),
  );
}

async function saved({ page }: LabPage, button: string): Promise<Buffer> {
  const waiting = page.waitForEvent('download', { timeout: PATIENCE });
  await page.getByRole('button', { name: button, exact: true }).click();
  return readFileSync(await (await waiting).path());
}

describe.skipIf(chromiumPath === null || !labIsBuilt)('sharing in Chromium (needs chromium, and dist/lab)', () => {
  let lab: LabPage;
  let link = '';
  beforeAll(async () => {
    lab = await openLab({ calm: true });
    await lab.page.locator('[data-computed=true]').waitFor({ timeout: PATIENCE });
    link = await eventually(
      () => linkIn(lab),
      (text) => readLink(text).sha256 !== undefined && readLink(text).time === 150,
    );
  }, 120_000);
  afterAll(() => lab?.close());

  test('a link has the hash that Node computes, and the page that opens it says so', async () => {
    const { spec, sha256, time } = readLink(link);
    const { trajectory } = await execute(prepareRun({ ...spec, observe: 'none' }));
    const hash = createHash('sha256');
    for (const chunk of trajectoryBytes(trajectory)) hash.update(chunk);
    expect(sha256).toBe(hash.digest('hex'));
    expect(time).toBe(150);
    const other = await openLab({ calm: true, hash: link.slice(link.indexOf('#')) });
    await other.page.getByText('Identical to the author’s, bit by bit.').waitFor({ timeout: PATIENCE });
    expect(other.complaints).toEqual([]);
    await other.close();
  });

  test('a wrong link is refused in a sentence, and the first sight is there; so is one that comes later', async () => {
    const other = await openLab({ calm: true, hash: '#not-a-link' });
    const alert = other.page.getByRole('alert');
    await alert.waitFor({ timeout: PATIENCE });
    expect(await alert.innerText()).toMatch(/link should/);
    await other.page.locator('[data-computed=true]').waitFor({ timeout: PATIENCE });
    for (const hash of ['#eNo', '#eNoDAAAAAAE', `#${'A'.repeat(300_000)}`]) {
      await other.page.getByRole('button', { name: 'Put this note away' }).click();
      await other.page.evaluate((text) => void (location.hash = text), hash);
      await alert.waitFor({ timeout: PATIENCE });
      expect(await alert.innerText()).toMatch(/link should/);
    }
    expect(other.complaints).toEqual([]);
    await other.close();
  }, 120_000);

  test('tokens as CSV, NPZ and HDF5 are those of the run', async () => {
    const { trajectory } = await execute(prepareRun({ ...readLink(link).spec, observe: 'none' }));
    const { ts, xs } = trajectory;
    const csv = (await saved(lab, 'CSV')).toString().trim().split('\n').slice(1);
    expect(csv.length).toBe(xs.length / 2);
    expect(csv.flatMap((line) => line.split(',').slice(2).map(Number))).toEqual([...xs]);
    const arrays = new Map(readAllOfNpz(await saved(lab, 'NPZ'), 'run.npz'));
    expect([...(arrays.get('tokens')?.data ?? [])]).toEqual([...xs]);
    expect([...(arrays.get('times')?.data ?? [])]).toEqual([...ts]);
    const path = join(folder, 'run.h5');
    writeFileSync(path, await saved(lab, 'HDF5'));
    const { readTrajectoryFile } = await import('../../src/node/store/hdf5.ts');
    const stored = await readTrajectoryFile(path);
    expect([...stored.xs]).toEqual([...xs]);
    expect([...stored.ts]).toEqual([...ts]);
    expect(lab.complaints).toEqual([]);
  }, 120_000);

  test('pictures: a PNG of the stage, the figure as SVG', async () => {
    const png = await saved(lab, 'PNG');
    expect(png.subarray(1, 4).toString()).toBe('PNG');
    const svg = (await saved(lab, 'SVG')).toString();
    expect(svg).toMatch(/^<svg[^>]*xmlns="http:\/\/www.w3.org\/2000\/svg"/);
    expect(svg).toContain('Tokens on the circle over time');
  }, 120_000);

  test('files are opened, or refused with what was there left as it was', async () => {
    await lab.page.getByRole('tab', { name: 'Share' }).click();
    const open = (name: string, text: string) =>
      lab.page.locator('input[type=file]').setInputFiles({ name, mimeType: 'text/plain', buffer: Buffer.from(text) });
    const wrong: readonly (readonly [name: string, text: string, says: RegExp])[] = [
      ['spec.json', '{"beta": -1, "until": 4}', /"beta" should be a finite number ≥ 0/],
      ['spec.json', '{"beta": ', /cannot be read/],
      ['spec.json', '3', /should hold a mapping/],
      ['picture.bmp', 'BM', /should be a specification/],
      ['run.json', '{"format": "parkade-run"}', /should be the record of a run/],
      ['spec.yaml', 'beta: 9\nuntil: 4\ntokens: 1000000000', /"tokens"/],
    ];
    for (const [name, text, says] of wrong) {
      await open(name, text);
      const told = await eventually(
        () => lab.page.getByRole('alert').allInnerTexts(),
        (texts) => texts.some((one) => says.test(one)),
      );
      expect(told.length, name).toBeGreaterThan(0);
    }
    expect(readLink(await linkIn(lab)).spec).toEqual(readLink(link).spec);
    await open('spec.yaml', 'beta: 9\ntokens: 12\nuntil: 4\n');
    const opened = await eventually(
      () => linkIn(lab),
      (text) => readLink(text).spec.beta === 9,
    );
    expect(readLink(opened).spec).toEqual({ beta: 9, tokens: 12, until: 4 });
    expect(lab.complaints).toEqual([]);
  }, 120_000);
});
