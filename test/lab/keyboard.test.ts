/** The lab by keys alone: whatever a hand does can be done without one, and the focus is seen and comes back. */
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { readLink } from '../../src/link/index.ts';
import { chromiumPath } from '../browser/chromium.ts';
import { eventually, type LabPage, labIsBuilt, openLab, shows, small, textsOf } from './support/lab-page.ts';

/** What has the focus, in a line, and whether that is seen. */
interface Focus {
  readonly name: string;
  readonly tab: string | null;
  /** Whether nothing in the page has it. */
  readonly isPage: boolean;
  readonly seen: boolean;
}

describe.skipIf(chromiumPath === null || !labIsBuilt)('by keys alone (needs chromium, and dist/lab)', () => {
  let lab: LabPage;
  const press = (key: string) => lab.page.keyboard.press(key);
  const state = async () => readLink(await lab.fragment());
  const edits = async () => (await state()).spec.edits ?? [];
  const time = () =>
    lab.page.evaluate(() => Number(document.querySelector<HTMLInputElement>('input[aria-label=Time]')?.value));

  function focus(): Promise<Focus> {
    return lab.page.evaluate(() => {
      const at = document.activeElement as HTMLElement;
      // Of a control that is drawn by its label, the label shows it.
      const drawn = [at, at.closest('label')].filter((one) => one !== null);
      return {
        name: (at.getAttribute('aria-label') ?? at.innerText ?? '').split('\n')[0],
        tab: at.getAttribute('role') === 'tab' ? at.getAttribute('aria-selected') : null,
        isPage: at === document.body,
        seen: drawn.some((one) => {
          const { outlineStyle, outlineWidth } = getComputedStyle(one);
          return outlineStyle !== 'none' && Number.parseFloat(outlineWidth) >= 2;
        }),
      };
    });
  }

  /** Goes on with Tab until something has the focus; on the way it is seen all the time. */
  async function tabTo(name: string | RegExp, key = 'Tab'): Promise<void> {
    const passed: string[] = [];
    for (let i = 0; i < 120; i++) {
      await press(key);
      const now = await focus();
      passed.push(now.name);
      if (!now.isPage) expect(now.seen, now.name).toBe(true);
      if (typeof name === 'string' ? now.name === name : name.test(now.name)) return;
    }
    throw new Error(`no way by Tab to ${name}: ${passed.join(' | ')}`);
  }

  /** Gives the focus to everything that can have it, one after another; to how many, and where it is not seen. */
  function unseen(): Promise<{ readonly count: number; readonly where: readonly string[] }> {
    return lab.page.evaluate(() => {
      const all = [
        ...document.querySelectorAll<HTMLElement>('button, input, select, textarea, summary, a, [tabindex="0"]'),
      ];
      const able = all.filter((one) => {
        one.focus();
        return document.activeElement === one;
      });
      const where = able.filter((one) => {
        one.focus();
        return ![one, one.closest('label')].some((drawn) => drawn && getComputedStyle(drawn).outlineStyle !== 'none');
      });
      return { count: able.length, where: where.map((one) => one.outerHTML.slice(0, 90)) };
    });
  }

  beforeAll(async () => {
    lab = await openLab({ calm: true, spec: small });
    await lab.computed();
  });
  afterAll(() => lab?.close());

  test('play, pause, step, to the end', async () => {
    await eventually(time, (now) => now === 1000);
    await press(' ');
    await shows(lab.page, '[aria-label=Pause]');
    await press(' ');
    await shows(lab.page, '[aria-label=Play]');
    await press('End');
    await eventually(time, (now) => now === 1000);
    await press('ArrowLeft');
    await eventually(time, (now) => now === 995);
    await press('ArrowRight');
    await eventually(time, (now) => now === 1000);
    await press('Shift+ArrowLeft');
    await eventually(time, (now) => now < 995);
  });

  test('a token is chosen, moved, frozen, and all of it undone', async () => {
    const canUndo = () => lab.page.evaluate(() => !document.querySelector('[aria-label=Undo]')?.matches(':disabled'));
    const gone = (selector: string, says = '') =>
      eventually(
        () => textsOf(lab.page, selector),
        (found) => !found.some((text) => text.includes(says)),
      );
    await tabTo(/^Stage/);
    await press(']');
    await press(']');
    await shows(lab.page, '.chosen', 'x₂');
    await press('ArrowLeft');
    await shows(lab.page, '.chosen', 'Keep it here');
    await press('Enter');
    await gone('.chosen', 'Keep it here');
    await press('f');
    await shows(lab.page, '.chosen', 'Frozen');
    await eventually(edits, (found) => found.length === 2);
    expect((await edits()).map((edit) => [edit.kind, 'token' in edit && edit.token]).sort()).toEqual([
      ['freeze', 1],
      ['move', 1],
    ]);
    await press('Control+z');
    await press('Control+z');
    await eventually(canUndo, (can) => !can);
    await press('Control+Shift+z');
    await eventually(canUndo, (can) => can);
    await press('Control+z');
    await eventually(edits, (found) => found.length === 0);
    await press('Escape');
    await gone('.chosen');
  });

  test('views are opened and closed', async () => {
    await tabTo('Cosines');
    await press('Enter');
    await shows(lab.page, 'h2, h3', 'Cosines');
    await press(' ');
    await eventually(
      () => textsOf(lab.page, '.views h2, .views h3'),
      (found) => !found.includes('Cosines'),
    );
  });

  test('tabs are gone through by arrows; a state of the gallery is opened', async () => {
    await tabTo('Views', 'Shift+Tab');
    for (const tab of ['Setting', 'Theory', 'Gallery']) {
      await press('ArrowRight');
      await eventually(focus, ({ name, tab: chosen }) => name === tab && chosen === 'true', tab);
    }
    await shows(lab.page, '.gallery h2');
    await tabTo(/two points|Table 1|V/);
    const before = (await textsOf(lab.page, 'header'))[0];
    await press('Enter');
    await eventually(
      () => textsOf(lab.page, 'header'),
      ([now]) => now !== before,
    );
    await lab.computed();
  });

  test('? opens help; Escape closes it, and the focus is where it was', async () => {
    const before = await focus();
    await press('?');
    await shows(lab.page, 'dialog[open]', 'play or pause');
    expect(await lab.page.evaluate(() => document.activeElement?.closest('dialog') !== null)).toBe(true);
    // What keys do on the page, they do not do behind a dialog.
    await press('d');
    expect(await lab.page.evaluate(() => document.documentElement.dataset.theme)).toBe('light');
    await press('Escape');
    await eventually(
      () => textsOf(lab.page, 'dialog[open]'),
      (found) => found.length === 0,
    );
    expect(await focus()).toEqual(before);
    await press('?');
    await shows(lab.page, 'dialog[open]', 'play or pause');
    await press('?');
    await eventually(
      () => textsOf(lab.page, 'dialog[open]'),
      (found) => found.length === 0,
    );
    expect(await focus()).toEqual(before);
  });

  test('a figure of the run is opened; Escape closes it, and the focus is where it was', async () => {
    await tabTo(/Measurements over time|Cosines/i);
    const before = await focus();
    await press('Enter');
    await shows(lab.page, 'dialog[open] .figure');
    await press('Escape');
    await eventually(
      () => textsOf(lab.page, 'dialog[open]'),
      (found) => found.length === 0,
    );
    expect(await focus()).toEqual(before);
  });

  test('the tour and the list of what is shown are closed by Escape, with the focus where they were opened', async () => {
    await tabTo('Tour', 'Shift+Tab');
    await press('Enter');
    await shows(lab.page, '.tour', '1 of 6');
    await press('Escape');
    await eventually(
      () => textsOf(lab.page, '.tour'),
      (found) => found.length === 0,
    );
    expect((await focus()).name).toBe('Tour');
    await tabTo('What is shown, and how');
    await press('Enter');
    await shows(lab.page, '.list');
    await press('Tab');
    await press('Escape');
    await eventually(
      () => textsOf(lab.page, '.list'),
      (found) => found.length === 0,
    );
    expect((await focus()).name).toBe('What is shown, and how');
  });

  test('two settings; and wherever the focus comes, it is seen', async () => {
    await tabTo('Compare two settings', 'Shift+Tab');
    await press('Enter');
    await tabTo('Let the panels speak of B');
    await tabTo('Compare two settings', 'Shift+Tab');
    await press('Enter');
    for (const tab of ['Setting', 'Share'] as const) {
      await lab.panel(tab);
      for (const title of await lab.page.locator('.body summary').all()) await title.click();
      await press('Tab'); // a focus that keys have given is seen
      const { count, where } = await unseen();
      expect(where).toEqual([]);
      expect(count, tab).toBeGreaterThan(40);
    }
    expect(lab.complaints).toEqual([]);
  });
});
