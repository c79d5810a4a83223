/** A run that takes long: it is seen that it is computed, and how to stop; and what is copied while it plays is of the moment. */
import { beforeAll, describe, expect, test } from 'vitest';
import { readLink } from '../../src/link/index.ts';
import { chromiumPath } from '../browser/chromium.ts';
import { eventually, type LabPage, labIsBuilt, openLab, PATIENCE, shows, small } from './support/lab-page.ts';

describe.skipIf(chromiumPath === null || !labIsBuilt)('in Chromium (needs chromium, and dist/lab)', () => {
  let lab: LabPage;
  beforeAll(async () => {
    lab = await openLab({ spec: small, calm: true });
    await lab.computed();
  }, 60_000);

  test('a setting that takes long says so over the stage, and can be stopped: then the last one stays', async () => {
    const { page } = lab;
    await lab.panel('Setting');
    await page.locator('#setting-tokens').fill('4000');
    await page.keyboard.press('Enter');
    await shows(page, '.waiting', 'Computing this setting');
    await page.locator('.waiting button').click();
    await lab.computed();
    expect(await page.locator('.waiting').count()).toBe(0);
    await eventually(
      () => page.locator('#setting-tokens').inputValue(),
      (value) => value === '12',
    );
  });

  test('after a token was dragged the dimension can be changed, and it is said what that cost', async () => {
    const { page } = lab;
    await page.getByRole('application').focus();
    for (const key of [']', 'ArrowRight', 'Enter']) await page.keyboard.press(key);
    await shows(page, '.notice', 'was moved');
    await page.locator('#setting-dimension').fill('3');
    await page.keyboard.press('Enter');
    await shows(page, '.notice', 'was in another dimension');
    await lab.computed();
    expect(await page.locator('#setting-dimension').inputValue()).toBe('3');
  });

  test('a link that is copied while it plays is of the moment', async () => {
    const { page } = lab;
    await page.context().grantPermissions(['clipboard-read', 'clipboard-write']);
    await lab.panel('Share');
    await page.keyboard.press('r');
    await eventually(
      () => page.locator('output').first().innerText(),
      (text) => !text.includes('t = 0.0'),
    );
    await page.getByRole('button', { name: 'Copy link' }).click();
    await page.getByRole('button', { name: 'Copied', exact: true }).waitFor({ timeout: PATIENCE.timeout });
    const { time, spec } = readLink(await page.evaluate(() => navigator.clipboard.readText()));
    expect(spec.dimension).toBe(3);
    expect(time).toBeGreaterThan(0);
    expect(lab.complaints).toEqual([]);
    await lab.close();
  });
});
