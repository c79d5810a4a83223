/** The form of the setting on the page: what is changed there is computed, what is wrong there is refused beside its field. */
import type { Page } from 'playwright-core';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { dynamicsRegistry } from '../../src/dynamics/index.ts';
import { initialRegistry } from '../../src/initial/index.ts';
import { integratorRegistry } from '../../src/integrators/index.ts';
import { chromiumPath } from '../browser/chromium.ts';
import { eventually, hashOf, type LabPage, labIsBuilt, openLab, PATIENCE, shows, textsOf } from './support/lab-page.ts';

/** A run without anything that is not usual but its size. */
const plain = { tokens: 5, beta: 4, until: 1 };

/** The specification as the last group of the form has it. */
async function spec(page: Page): Promise<Record<string, unknown>> {
  const text = await page.evaluate(
    () => document.querySelector<HTMLTextAreaElement>('textarea[aria-label="The specification as text"]')?.value ?? '',
  );
  return text.startsWith('{') ? JSON.parse(text) : {};
}

describe.skipIf(chromiumPath === null || !labIsBuilt)('the setting (needs chromium, and dist/lab)', () => {
  let lab: LabPage;
  let page: Page;
  let begun = 1;

  beforeAll(async () => {
    lab = await openLab({ calm: true, spec: plain });
    ({ page } = lab);
    await lab.panel('Setting');
    await page.evaluate(() => {
      for (const summary of document.querySelectorAll<HTMLElement>('.body summary')) summary.click();
    });
    await shows(page, '.katex');
  });
  beforeEach(async () => {
    // Another link each time: the same one again is no change of the address.
    const hash = hashOf(plain, { time: 1e300 / ++begun });
    await page.evaluate((to) => void (location.hash = to), hash);
    await eventually(
      () => spec(page),
      (found) => found.beta === 4 && found.until === 1 && found.tokens === 5,
    );
  });
  afterAll(async () => {
    expect(lab.complaints).toEqual([]);
    await lab.close();
  });

  test('a typed value counts, a wrong one stays to be mended while the picture goes on', async () => {
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
  });

  test('a slider that is dragged is one step of undo', async () => {
    const slider = page.getByRole('slider', { name: 'inverse temperature' });
    await slider.scrollIntoViewIfNeeded();
    const box = (await slider.boundingBox()) as { x: number; y: number; width: number; height: number };
    await page.mouse.move(box.x + 0.5 * box.width, box.y + box.height / 2);
    await page.mouse.down();
    for (let i = 0; i <= 6; i++) {
      await page.mouse.move(box.x + (0.5 - 0.06 * i) * box.width, box.y + box.height / 2);
    }
    await page.mouse.up();
    await expect.poll(async () => (await spec(page)).beta as number, PATIENCE).toBeLessThan(2);
    await page.getByRole('button', { name: 'Undo' }).click();
    expect(await spec(page)).toMatchObject({ beta: 4 });
    expect(await page.getByRole('button', { name: 'Undo' }).isDisabled()).toBe(true);
  });

  test('every equation, integrator and law can be chosen, and goes on its way', async () => {
    const choose = async (key: string, word: string) => {
      await page.locator(`#setting-${key}`).selectOption(word);
      await eventually(
        () => spec(page),
        (found) => found[key] === word,
        `${key} ${word}`,
      );
      expect(await textsOf(page, '[role=alert]'), word).toEqual([]);
    };
    const lists = { initial: initialRegistry, dynamics: dynamicsRegistry, integrator: integratorRegistry };
    for (const [key, registry] of Object.entries(lists)) {
      for (const word of Object.keys(registry).reverse()) await choose(key, word);
    }
  });

  test('eigenvalues are moved by keys, and leave the real axis as a pair', async () => {
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
  });

  test('the text can be edited by hand, as YAML too', async () => {
    await page.getByRole('button', { name: 'YAML' }).click();
    const text = page.getByRole('textbox', { name: 'The specification as text' });
    await expect.poll(() => text.inputValue(), PATIENCE).toContain('beta: 4');
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
    await page.getByRole('button', { name: 'JSON' }).click();
  });

  test('tokens begin as they stand now', async () => {
    await page.getByRole('button', { name: /as they stand now/ }).click();
    await expect.poll(async () => ((await spec(page)).initial as unknown[])?.length, PATIENCE).toBe(5);
    expect(await page.locator('[role="alert"]').count()).toBe(0);
  });
});
