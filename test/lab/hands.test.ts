/** Hands on the stage: tokens held, moved, added, by pointer and by keys. */
import type { Page } from 'playwright-core';
import { afterAll, describe, expect, test } from 'vitest';
import { specJsonSchema } from '../../src/index.ts';
import { chromiumPath } from '../browser/chromium.ts';
import { closeLab, labIsBuilt, openLab } from './support/lab-page.ts';

/** For machines with other work. */
const PATIENCE = { timeout: 30_000 };
/** Whether the core carries edits out. */
const hasEdits = 'edits' in ((specJsonSchema() as { properties: object }).properties ?? {});

afterAll(closeLab);

/** A spot on the circle, by its angle. */
async function onCircle(page: Page, angle: number): Promise<[number, number]> {
  const box = await page.locator('.stage').boundingBox();
  if (box === null) throw new Error('There is no stage.');
  const radius = Math.min(box.width, box.height) / 2 - 40;
  const [cx, cy] = [box.x + box.width / 2, box.y + box.height / 2];
  return [cx + radius * Math.cos(angle), cy - radius * Math.sin(angle)];
}

/** The angle of a token that the pointer finds. */
async function someToken(page: Page): Promise<number> {
  for (let degrees = 0; degrees < 360; degrees += 2) {
    const angle = (degrees * Math.PI) / 180;
    await page.mouse.move(...(await onCircle(page, angle)));
    if (await page.locator('.stage.over').count()) return angle;
  }
  throw new Error('The pointer finds no token.');
}

async function opened() {
  const lab = await openLab({ calm: true });
  await expect
    .poll(() => lab.page.getByRole('slider', { name: 'Time', exact: true }).inputValue(), PATIENCE)
    .toBe('1000');
  return lab;
}

describe.skipIf(chromiumPath === null || !labIsBuilt)('hands on the stage (needs chromium, and dist/lab)', () => {
  test('a token in hand shows what would come, and Escape puts it back', async () => {
    const { page, complaints, close } = await opened();
    const angle = await someToken(page);
    await page.mouse.down();
    for (const by of [0.05, 0.1, 0.2]) await page.mouse.move(...(await onCircle(page, angle + by)));
    await page.getByText(/What would come, inwards/).waitFor(PATIENCE);
    expect(await page.locator('.stage.held').count()).toBe(1);
    await page.locator('.stage').focus();
    await page.keyboard.press('Escape');
    expect(await page.locator('.stage.held').count()).toBe(0);
    await page.mouse.up();
    expect(await page.getByRole('button', { name: 'Undo' }).first().isDisabled()).toBe(true);
    expect(complaints).toEqual([]);
    await close();
  });

  test.skipIf(!hasEdits)('moved and added by hand, frozen, and undone (needs edits in the core)', async () => {
    const { page, complaints, close } = await opened();
    const angle = await someToken(page);
    await page.mouse.down();
    for (const by of [0.05, 0.1, 0.2]) await page.mouse.move(...(await onCircle(page, angle + by)));
    await page.mouse.up();
    await page.getByText(/was moved at t = 150.*goes on until t = 225/).waitFor(PATIENCE);
    await page.getByRole('button', { name: 'Undo' }).first().click();
    await page.mouse.click(...(await onCircle(page, angle + 0.4)));
    await page.getByText(/x₂₀₁ was added at t = .*the others do not see it/).waitFor(PATIENCE);
    await page.locator('.stage').focus();
    await page.keyboard.press('f');
    await page.getByText(/x₂₀₁ stands still from/).waitFor(PATIENCE);
    expect(complaints).toEqual([]);
    await close();
  });

  test('by keys: a token is chosen, held, moved, and put back; its attention is told', async () => {
    const { page, complaints, close } = await opened();
    const stage = page.getByRole('application');
    await stage.focus();
    await page.keyboard.press(']');
    await page.getByText(/x₁ sees nobody but itself/).waitFor(PATIENCE);
    await page.keyboard.press('ArrowLeft');
    await page.getByText(/Enter keeps it, Escape puts it back/).waitFor(PATIENCE);
    await expect.poll(() => stage.getAttribute('aria-label'), PATIENCE).toMatch(/x₁ is held/);
    await page.keyboard.press('Escape');
    await expect.poll(() => stage.getAttribute('aria-label'), PATIENCE).not.toMatch(/is held/);
    expect(complaints).toEqual([]);
    await close();
  });

  test.each([
    { width: 360, height: 740, touch: true },
    { width: 1280, height: 800, dark: true },
  ])('what is shown is chosen from a list that shuts nobody out: %o', async (options) => {
    const lab = await openLab({ ...options, calm: true });
    const tools = lab.page.getByRole('button', { name: 'What is shown, and how' });
    await tools.waitFor(PATIENCE);
    await tools.click();
    await lab.page.getByRole('checkbox', { name: /Velocities/ }).check();
    await lab.page.getByText(/The longest arrow is/).waitFor(PATIENCE);
    expect(await lab.violations()).toEqual([]);
    expect(lab.complaints).toEqual([]);
    await lab.close();
  });
});
