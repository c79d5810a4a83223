/** The views beside the stage, as people use them. */
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { chromiumPath } from '../browser/chromium.ts';
import { type LabPage, labIsBuilt, openLab, PATIENCE } from './support/lab-page.ts';

describe.skipIf(chromiumPath === null || !labIsBuilt)('views in Chromium (needs chromium, and dist/lab)', () => {
  let lab: LabPage;
  const place = () =>
    lab.page.evaluate(() => Number(document.querySelector<HTMLInputElement>('input[aria-label=Time]')?.value));
  const words = (name: RegExp) =>
    lab.page.evaluate((starts) => {
      const all = [...document.querySelectorAll('.views [role=slider]')];
      const found = all.find((one) => new RegExp(starts).test(one.getAttribute('aria-label') ?? ''));
      return found?.getAttribute('aria-valuetext') ?? null;
    }, name.source);

  beforeAll(async () => {
    // With reduced motion nothing moves but what a test moves; the run is there when the final picture is.
    lab = await openLab({ calm: true, height: 1200 });
  });
  afterAll(() => lab?.close());

  test('say their values at the time shown', async () => {
    await expect.poll(place, PATIENCE).toBe(1000);
    await expect.poll(() => words(/^Clusters/), PATIENCE).toMatch(/^t = 150\.0\. \d+ clusters$/);
    expect(await words(/^Angles/)).toMatch(/^t = 150\.0\. x₂₀₀ at −?[\d.]+ rad$/);
    expect(await words(/^Captured/)).toMatch(/ 100 % of the tokens are captured by centers, \d\d % by strong ones$/);
    expect(await words(/^Energy/)).toMatch(/The energy is 0\.1\d+; it falls once, by \d\.\d·10⁻⁵$/);
  });

  test('are moved by keys and by the pointer, and move the clock of the page', async () => {
    const angles = lab.page.getByRole('slider', { name: /^Angles/ });
    await angles.focus();
    await lab.page.keyboard.press('Home');
    await expect.poll(place, PATIENCE).toBe(0);
    await lab.page.keyboard.press('PageUp');
    await expect.poll(place, PATIENCE).toBe(100);
    await lab.page.keyboard.press('ArrowRight');
    await expect.poll(place, PATIENCE).toBe(110);
    const box = await angles.boundingBox();
    if (box === null) throw new Error('the angles are not there');
    await lab.page.mouse.move(box.x + 0.5 * box.width, box.y + 20);
    await lab.page.mouse.down();
    await lab.page.mouse.move(box.x + 0.25 * box.width, box.y + 20, { steps: 3 });
    await lab.page.mouse.up();
    await expect.poll(place, PATIENCE).toBeCloseTo(250, -1);
    await expect.poll(() => words(/^Clusters/), PATIENCE).toMatch(/^t = 3[78]\.\d\d\. \d+ clusters$/);
  });

  test('each opens and closes, and has words for what it shows', async () => {
    const which = lab.page.getByRole('group', { name: 'Which views are open' });
    const names = ['Gram matrix', 'Merge tree', 'Cosines', 'Attention'];
    for (const name of names) await which.getByRole('button', { name }).click();
    for (const name of ['Angles', 'Clusters', 'Captured', 'Energy', ...names])
      await lab.page.getByRole('heading', { name, exact: true }).waitFor();
    await lab.page.getByRole('button', { name: 'What Energy shows' }).click();
    await lab.page.getByText(/Under causal attention it may fall/).waitFor();
    await lab.page.locator('.says .katex').waitFor();
    await expect.poll(() => words(/^Merge tree/), PATIENCE).toMatch(/\d+ clusters are alive$/);
    await expect
      .poll(() => words(/^Cosines/), PATIENCE)
      .toMatch(/^[\d.]+ % of the pairs have a cosine from 0\.96 to 1$/);
    await expect.poll(() => words(/^Attention of x₂₀₀/), PATIENCE).toMatch(/attends to \S+ most, [\d.]+ %/);
    await which.getByRole('button', { name: 'Energy' }).click();
    await expect.poll(() => lab.page.getByRole('heading', { name: 'Energy' }).count(), PATIENCE).toBe(0);
  });

  test('what is pointed at in one is noted in the others', async () => {
    const gram = lab.page.getByRole('application', { name: /Gram matrix/ });
    await gram.focus();
    for (let i = 0; i < 3; i++) await lab.page.keyboard.press('ArrowDown');
    await lab.page.keyboard.press('ArrowRight');
    await expect.poll(() => gram.getAttribute('aria-label'), PATIENCE).toMatch(/The cosine of x₄ and x₂ is −?[\d.]+/);
    await expect.poll(() => words(/^Angles/), PATIENCE).toMatch(/x₄ at/);
    await expect.poll(() => words(/^Attention of x₄/), PATIENCE).toMatch(/^x₄ attends to \S+ most/);
    const attention = lab.page.getByRole('slider', { name: /^Attention/ });
    await lab.page.keyboard.press('Enter');
    await attention.focus();
    await lab.page.keyboard.press('Home');
    // The row stays that of x₄ while its weights are read.
    await expect.poll(() => words(/^Attention of x₄/), PATIENCE).toMatch(/^x₄ gives x₁ [\d.]+ % of its attention$/);
    await expect.poll(() => words(/^Angles/), PATIENCE).toMatch(/x₁ at/);
    await lab.page.keyboard.press('Escape');
    await expect.poll(() => words(/^Angles/), PATIENCE).toMatch(/x₄ at/);
    expect(lab.complaints).toEqual([]);
  });
});
