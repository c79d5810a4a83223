/** The form of the setting on the page: what is changed there is computed, what is wrong there is refused beside its field. */
import type { Page } from 'playwright-core';
import { afterAll, describe, expect, test } from 'vitest';
import { dynamicsRegistry } from '../../src/dynamics/index.ts';
import { initialRegistry } from '../../src/initial/index.ts';
import { integratorRegistry } from '../../src/integrators/index.ts';
import { chromiumPath } from '../browser/chromium.ts';
import { closeLab, type LabOptions, labIsBuilt, openLab } from './support/lab-page.ts';

const PATIENCE = { timeout: 20_000 };

afterAll(closeLab);

async function openSetting(options: LabOptions = {}) {
  const lab = await openLab({ calm: true, ...options });
  await lab.page.getByRole('tab', { name: 'Setting' }).click();
  await lab.page.locator('#setting-beta').waitFor();
  return lab;
}

async function open(page: Page, title: string): Promise<void> {
  await page.locator('summary', { hasText: title }).click();
}

/** The specification as the last group of the form has it. */
async function spec(page: Page): Promise<Record<string, unknown>> {
  return JSON.parse(await page.getByRole('textbox', { name: 'The specification as text' }).inputValue());
}

/** A setting that is computed at once, by way of the text. */
async function small(page: Page): Promise<void> {
  await open(page, 'As text');
  const text = page.getByRole('textbox', { name: 'The specification as text' });
  await text.fill('{"tokens": 5, "beta": 4, "until": 1}');
  await text.blur();
  await expect.poll(() => page.locator('#setting-tokens').inputValue(), PATIENCE).toBe('5');
}

describe.skipIf(chromiumPath === null || !labIsBuilt)('the setting (needs chromium, and dist/lab)', () => {
  test('a typed value counts, a wrong one stays to be mended while the picture goes on', async () => {
    const { page, complaints, close } = await openSetting();
    await open(page, 'As text');
    const beta = page.locator('#setting-beta');
    await beta.fill('1e52');
    await beta.press('Enter');
    await expect.poll(() => spec(page), PATIENCE).toMatchObject({ beta: 1e52 });
    await beta.fill('-1');
    await beta.press('Enter');
    const message = page.locator('#setting-beta-message');
    await expect
      .poll(() => message.innerText(), PATIENCE)
      .toContain('"beta" should be a finite number ≥ 0, but came as -1');
    expect(await beta.inputValue()).toBe('-1');
    expect(await beta.getAttribute('aria-invalid')).toBe('true');
    expect(await beta.getAttribute('aria-describedby')).toBe('setting-beta-message');
    expect(await spec(page)).toMatchObject({ beta: 1e52 });
    await beta.fill('9');
    await beta.press('Enter');
    await expect.poll(() => message.count(), PATIENCE).toBe(0);
    expect(await spec(page)).toMatchObject({ beta: 9 });
    expect(complaints).toEqual([]);
    await close();
  });

  test('a slider that is dragged is one step of undo', async () => {
    const { page, close } = await openSetting();
    await open(page, 'As text');
    const slider = page.getByRole('slider', { name: 'inverse temperature' });
    await slider.scrollIntoViewIfNeeded();
    const box = (await slider.boundingBox()) as { x: number; y: number; width: number; height: number };
    await page.mouse.move(box.x + 0.6 * box.width, box.y + box.height / 2);
    await page.mouse.down();
    for (let i = 0; i <= 6; i++) {
      await page.mouse.move(box.x + (0.6 - 0.06 * i) * box.width, box.y + box.height / 2);
    }
    await page.mouse.up();
    await expect.poll(async () => (await spec(page)).beta as number, PATIENCE).toBeLessThan(5);
    await page.getByRole('button', { name: 'Undo' }).click();
    expect(await spec(page)).toMatchObject({ beta: 64 });
    expect(await page.getByRole('button', { name: 'Undo' }).isDisabled()).toBe(true);
    await close();
  });

  test('every equation, integrator and law can be chosen, and goes on its way', async () => {
    const { page, complaints, close } = await openSetting();
    await small(page);
    for (const title of ['Equation', 'Initial tokens', 'Method']) await open(page, title);
    const choose = async (key: string, word: string) => {
      await page.locator(`#setting-${key}`).selectOption(word);
      await expect.poll(async () => (await spec(page))[key], { ...PATIENCE, message: `${key} ${word}` }).toBe(word);
      expect(await page.locator('[role="alert"]').allInnerTexts(), word).toEqual([]);
    };
    for (const word of Object.keys(initialRegistry).reverse()) await choose('initial', word);
    for (const word of Object.keys(dynamicsRegistry).reverse()) await choose('dynamics', word);
    for (const word of Object.keys(integratorRegistry)) await choose('integrator', word);
    expect(complaints).toEqual([]);
    await close();
  });

  test('eigenvalues are moved by keys, and leave the real axis as a pair', async () => {
    const { page, complaints, close } = await openSetting();
    await small(page);
    await page.locator('#setting-value').selectOption('plane');
    const first = page.getByRole('slider', { name: 'Eigenvalue 1' });
    await first.focus();
    await page.keyboard.press('Shift+ArrowUp');
    await expect
      .poll(async () => (await spec(page)).value, PATIENCE)
      .toEqual([
        [1, -0.25],
        [0.25, 1],
      ]);
    expect(await first.getAttribute('aria-valuetext')).toBe('1 ± 0.25i');
    await expect.poll(() => page.locator('figcaption').innerText(), PATIENCE).toContain('no row of Table 1');
    await page.keyboard.press('Shift+ArrowDown');
    await expect.poll(async () => (await spec(page)).value, PATIENCE).toEqual([1, 1]);
    await page.keyboard.press('Shift+ArrowLeft');
    await expect.poll(async () => (await spec(page)).value, PATIENCE).toEqual([0.75, 1]);
    await expect
      .poll(() => page.locator('figcaption').innerText(), PATIENCE)
      .toContain('two points, ξ and −ξ (conjecture)');
    expect(complaints).toEqual([]);
    await close();
  });

  test('the text can be edited by hand, as YAML too', async () => {
    const { page, close } = await openSetting();
    await open(page, 'As text');
    await page.getByRole('button', { name: 'YAML' }).click();
    const text = page.getByRole('textbox', { name: 'The specification as text' });
    await expect.poll(() => text.inputValue(), PATIENCE).toContain('beta: 64');
    await text.fill('beta: 4\nuntil: 3\ntokens: 7\n');
    await text.blur();
    await expect.poll(() => page.locator('#setting-tokens').inputValue(), PATIENCE).toBe('7');
    await text.fill('beta: 4\nuntil: 3\ntokens: [');
    await text.blur();
    await expect
      .poll(() => page.locator('#spec-text-message').innerText(), PATIENCE)
      .toContain('neither JSON nor YAML');
    await text.fill('beta: 4\nunti: 3\n');
    await text.blur();
    await expect
      .poll(() => page.locator('#spec-text-message').innerText(), PATIENCE)
      .toContain('did you mean "until"?');
    expect(await page.locator('#setting-tokens').inputValue()).toBe('7');
    await close();
  });

  test('tokens begin as they stand now', async () => {
    const { page, close } = await openSetting();
    await small(page);
    await open(page, 'Initial tokens');
    await page.getByRole('button', { name: /as they stand now/ }).click();
    await expect.poll(async () => ((await spec(page)).initial as unknown[])?.length, PATIENCE).toBe(5);
    expect(await page.locator('[role="alert"]').count()).toBe(0);
    await close();
  });

  test.each([{ width: 360, height: 740, touch: true }, { dark: true }])('nobody is shut out: %o', async (options) => {
    const { page, violations, close } = await openSetting(options);
    for (const summary of await page.locator('summary').all()) await summary.click();
    await page.locator('#setting-value').selectOption('plane');
    await page.locator('.katex').first().waitFor();
    await page.locator('#setting-delta').fill('9');
    await page.locator('#setting-delta').press('Enter');
    await page.locator('#setting-delta-message').waitFor();
    expect(await violations()).toEqual([]);
    const overflow = await page.evaluate(
      () => document.documentElement.scrollWidth - document.documentElement.clientWidth,
    );
    expect(overflow).toBe(0);
    await close();
  });
});
