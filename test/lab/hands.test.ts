/** Hands on the stage: tokens held, moved, added, taken away, by pointer and by keys. */
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { frameOf, home } from '../../lab/stage/camera.ts';
import { opticsOf } from '../../lab/stage/painter.ts';
import { execute, prepareRun } from '../../src/index.ts';
import { readLink } from '../../src/link/index.ts';
import { chromiumPath } from '../browser/chromium.ts';
import { eventually, hashOf, type LabPage, labIsBuilt, openLab, shows, small, textsOf } from './support/lab-page.ts';

describe.skipIf(chromiumPath === null || !labIsBuilt)('hands on the stage (needs chromium, and dist/lab)', () => {
  let lab: LabPage;
  /** Where x₁ is at the end. */
  let angle = 0;
  const press = (key: string) => lab.page.keyboard.press(key);
  const edits = async () => readLink(await lab.fragment()).spec.edits ?? [];

  /** A spot on the circle, by its angle. */
  async function onCircle(at: number): Promise<[number, number]> {
    const box = await lab.page.locator('.stage').boundingBox();
    if (box === null) throw new Error('There is no stage.');
    const { radius } = opticsOf(box.width, box.height, home, frameOf(home), 2);
    return [box.x + box.width / 2 + radius * Math.cos(at), box.y + box.height / 2 - radius * Math.sin(at)];
  }
  async function takeUp(): Promise<void> {
    await lab.page.mouse.move(...(await onCircle(angle)));
    await eventually(() => lab.page.locator('.stage.over').count(), Boolean, 'a token under the pointer');
    await lab.page.mouse.down();
    for (const by of [0.05, 0.1, 0.2]) await lab.page.mouse.move(...(await onCircle(angle + by)));
  }

  beforeAll(async () => {
    const { xs } = (await execute(prepareRun(small))).trajectory;
    const [x, y] = xs.slice(-24);
    angle = Math.atan2(y, x);
    lab = await openLab({ calm: true, spec: small });
    await lab.computed();
    await shows(lab.page, 'output', 't = 20');
  });
  afterAll(() => lab?.close());

  test('a token in hand shows what would come, and Escape puts it back', async () => {
    await takeUp();
    await shows(lab.page, '.said', 'What would come, inwards');
    expect(await lab.page.locator('.stage.held').count()).toBe(1);
    await lab.page.locator('.stage').focus();
    await press('Escape');
    expect(await lab.page.locator('.stage.held').count()).toBe(0);
    await lab.page.mouse.up();
    expect(await lab.page.getByRole('button', { name: 'Undo' }).first().isDisabled()).toBe(true);
  });

  test('moved by hand, and undone', async () => {
    await lab.page.evaluate((to) => void (location.hash = to), hashOf(small));
    await takeUp();
    await lab.page.mouse.up();
    await shows(lab.page, '.said', /x₁ was moved at t = 20.*goes on until t = 30/);
    await lab.page.locator('.said .undo').click();
    await eventually(
      () => textsOf(lab.page, '.said .notice'),
      (found) => found.length === 0,
    );
  });

  test('added, frozen, and removed', async () => {
    await lab.page.evaluate((to) => void (location.hash = to), hashOf(small, { time: 10 }));
    await shows(lab.page, 'output', 't = 10');
    await lab.page.mouse.click(...(await onCircle(angle + 0.4)));
    await shows(lab.page, '.said', /x₁₃ was added at t = 10.*: the others do not see it/);
    await lab.page.locator('.stage').focus();
    await press('f');
    await shows(lab.page, '.said', 'x₁₃ stands still from');
    await press('Delete');
    await shows(lab.page, '.said', 'x₁₃, the last token, is gone from');
    const kinds = (await eventually(edits, (found) => found.length === 3)).map(({ t, kind }) => [t, kind]);
    expect(kinds).toEqual([
      [10, 'add'],
      [10, 'freeze'],
      [10, 'remove'],
    ]);
  });

  test('quicker than the picture: who is removed twice at once is told by name', async () => {
    await lab.page.evaluate(() => {
      const stage = document.querySelector('.stage');
      for (let i = 0; i < 2; i++) stage?.dispatchEvent(new KeyboardEvent('keydown', { key: 'Delete', bubbles: true }));
    });
    await shows(lab.page, '.said', 'x₁₁, the last token, is gone from');
    await lab.page.evaluate((to) => void (location.hash = to), hashOf(small));
  });

  test('by keys: a token is chosen, held, moved, and put back; its attention is told', async () => {
    const label = () => lab.page.evaluate(() => document.querySelector('.stage')?.getAttribute('aria-label') ?? '');
    await lab.page.locator('.stage').focus();
    await press('Escape');
    await press(']');
    await shows(lab.page, '.said', 'x₁ sees nobody but itself');
    await press('ArrowLeft');
    await shows(lab.page, '.said', 'Enter keeps it, Escape puts it back');
    await eventually(label, (found) => found.includes('x₁ is held'));
    await press('Escape');
    await eventually(label, (found) => !found.includes('is held'));
    expect(lab.complaints).toEqual([]);
  });
});
