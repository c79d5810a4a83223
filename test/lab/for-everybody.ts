/**
 * Nobody is shut out: every view, panel and dialog, light and dark, narrow and wide, without a violation of accessibility rules. Shared by a short
 * and a long suite.
 */
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { views } from '../../lab/views/index.ts';
import { chromiumPath } from '../browser/chromium.ts';
import { hashOf, type LabPage, labIsBuilt, openLab, shows, small } from './support/lab-page.ts';

/** What needs more than two dimensions, and tokens that end at two points. */
const sphere = { ...small, dimension: 3, value: [1, 0.5, 0.2] };
const flat = { n: 12, d: 2 };

/** Of axe-core: the rules of which the answer can be another one in the dark. */
const OF_COLOURS = ['color-contrast', 'link-in-text-block'];

/** @param whole in the dark as in the light all rules, not those of colours alone */
export function describeForEverybody(whole: boolean): void {
  describe.skipIf(chromiumPath === null || !labIsBuilt)('for everybody (needs chromium, and dist/lab)', () => {
    let lab: LabPage;

    async function soundIn(colorScheme: 'light' | 'dark', rules?: readonly string[]): Promise<void> {
      await lab.page.emulateMedia({ colorScheme });
      await shows(lab.page, `[data-theme=${colorScheme}] header`);
      expect(await lab.violations(rules), colorScheme).toEqual([]);
    }
    async function sound(): Promise<void> {
      await soundIn('light');
      await soundIn('dark', whole ? undefined : OF_COLOURS);
    }
    const click = (selector: string) => lab.page.locator(selector).first().click();
    const press = (key: string) => lab.page.keyboard.press(key);
    /** Everything in a panel that can be unfolded. */
    const unfold = () =>
      lab.page.evaluate(() => {
        for (const summary of document.querySelectorAll<HTMLElement>('.body details:not([open]) > summary'))
          summary.click();
        for (const what of document.querySelectorAll<HTMLElement>('.body .what[aria-expanded=false]')) what.click();
      });
    const widths = () =>
      lab.page.evaluate(() => [document.documentElement.scrollWidth, document.documentElement.clientWidth]);

    describe('on a screen', () => {
      beforeAll(async () => {
        lab = await openLab({ calm: true, height: 900, hash: hashOf(small, { views: views.map(({ id }) => id) }) });
        await lab.computed();
      });
      afterAll(() => lab?.close());

      test.each(['circle', 'sphere'])(
        'every view of the %s, each with what it shows; a chosen token, and the list of what is shown',
        async (where) => {
          const hash = hashOf(where === 'circle' ? small : sphere, { views: views.map(({ id }) => id), chosen: 4 });
          await lab.page.evaluate((to) => void (location.hash = to), hash);
          await shows(lab.page, '.chosen', 'x₅');
          const fitting = views.filter(({ applies }) => applies({ ...flat, d: where === 'circle' ? 2 : 3 } as never));
          for (const { title } of fitting) await shows(lab.page, '.views h2, .views h3', title);
          await unfold();
          await shows(lab.page, '.says .katex');
          await click('[aria-label="What is shown, and how"]');
          await click('.list input[type=checkbox] >> nth=4');
          await shows(lab.page, '.said', 'The longest arrow is');
          await sound();
          await click('.list input[type=checkbox] >> nth=4');
          await click('[aria-label="What is shown, and how"]');
        },
      );

      test('the setting, all of it unfolded, with eigenvalues on their plane and a value that is refused; two settings', async () => {
        await lab.page.evaluate((to) => void (location.hash = to), hashOf({ ...small, value: [1, 0.5] }));
        await click('[aria-label="Compare two settings"]');
        await shows(lab.page, '.side-name', 'the same as A so far');
        await lab.panel('Setting');
        await unfold();
        await lab.page.locator('#setting-value').selectOption('plane');
        await shows(lab.page, '.katex');
        await lab.page.locator('#setting-delta').fill('9');
        await press('Enter');
        await shows(lab.page, '#setting-delta-message');
        await sound();
        await click('[aria-label="Compare two settings"]');
      });

      test('theory, unfolded', async () => {
        await lab.panel('Theory');
        await unfold();
        await sound();
      });

      test('the gallery, with a question asked first, and a figure over the page', async () => {
        await lab.panel('Gallery');
        await click('.guess input');
        await lab.page.getByRole('button', { name: 'The energy climbs a staircase' }).click();
        await shows(lab.page, 'section.guess', '?');
        await lab.computed();
        await sound();
        await click('section.guess .close');
        await lab.page.getByRole('button', { name: /^Measurements over time/ }).click();
        await shows(lab.page, 'dialog[open] .figure');
        await lab.page.locator('dialog[open] .figure svg').first().waitFor();
        await sound();
        await press('Escape');
      });

      test('sharing, unfolded, with a list of past runs and a file that was refused', async () => {
        await lab.page.evaluate((to) => void (location.hash = to), hashOf(small));
        await lab.computed();
        await lab.panel('Share');
        await shows(lab.page, 'ol button');
        await unfold();
        const file = { name: 'picture.bmp', mimeType: 'image/bmp', buffer: Buffer.from('BM') };
        await lab.page.locator('input[type=file]').setInputFiles(file);
        await shows(lab.page, '[role=alert]', 'should be a specification');
        await sound();
        await click('.notes button');
      });

      test('the tour, and the list of keys over the page', async () => {
        await lab.page.getByRole('button', { name: 'Tour' }).click();
        await shows(lab.page, '.tour');
        await sound();
        await press('?');
        await shows(lab.page, 'dialog[open]', 'play or pause');
        await sound();
        await press('Escape');
        await press('Escape');
      });

      test('1,920 px wide: views on the left, panels on the right', async () => {
        await lab.page.setViewportSize({ width: 1920, height: 1080 });
        await shows(lab.page, '.left .views');
        expect(await lab.violations()).toEqual([]);
        const [wide, width] = await widths();
        expect(wide).toBe(width);
        expect(lab.complaints).toEqual([]);
      });
    });

    describe('on a phone, 360 px wide', () => {
      beforeAll(async () => {
        lab = await openLab({ calm: true, spec: small, width: 360, height: 740, touch: true });
        await lab.computed();
      });
      afterAll(() => lab?.close());

      test('the list of what is shown', async () => {
        await lab.page.locator('[aria-label="What is shown, and how"]').tap();
        await shows(lab.page, '.list');
        await sound();
        await press('Escape');
      });

      test.each(['Views', 'Setting', 'Theory', 'Gallery', 'Share'] as const)(
        '%s: sound, nothing overflows',
        async (name) => {
          await lab.panel(name);
          await unfold();
          if (name === 'Setting') await shows(lab.page, '.katex');
          await soundIn(name === 'Gallery' ? 'dark' : 'light');
          const [wide, width] = await widths();
          expect(wide).toBe(width);
          expect(lab.complaints).toEqual([]);
        },
      );
    });
  });
}
