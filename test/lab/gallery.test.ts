/** The gallery, its questions and the tour, in Chromium: every preset opens and says its sentence. */
import { gallery } from 'parkade/gallery';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { figureCards } from '../../lab/gallery/figures.ts';
import { timeText } from '../../lab/text/numbers.ts';
import { steps } from '../../lab/tour/steps.ts';
import { chromiumPath } from '../browser/chromium.ts';
import { eventually, type LabPage, labIsBuilt, openLab, PATIENCE, shows, small, textsOf } from './support/lab-page.ts';

const states = gallery.flatMap((group) => group.states);

describe.skipIf(chromiumPath === null || !labIsBuilt)('the gallery in Chromium (needs chromium, and dist/lab)', () => {
  let lab: LabPage;
  const play = (reducedMotion: 'reduce' | 'no-preference') => lab.page.emulateMedia({ reducedMotion });

  beforeAll(async () => {
    lab = await openLab({ calm: true, spec: small });
    await lab.computed();
    await lab.panel('Gallery');
  });
  afterAll(() => lab?.close());

  /** Opens a state by its card; what the page says when the end of its run is shown. */
  function ended(title: string): Promise<{ sentence: string; time: string; alerts: number }> {
    return lab.page.evaluate(
      async ({ card, patience }) => {
        const cards = [...document.querySelectorAll<HTMLElement>('.card')];
        const before = performance.now();
        cards.find((one) => one.querySelector('.title')?.textContent === card)?.click();
        const isThere = () =>
          document.querySelector('[data-computed=true]') !== null &&
          document.querySelector<HTMLInputElement>('input[aria-label=Time]')?.value === '1000';
        do await new Promise((resolve) => setTimeout(resolve, 20));
        while (!isThere() && performance.now() - before < patience);
        return {
          sentence: document.querySelector('header')?.innerText ?? '',
          time: document.querySelector('output')?.innerText ?? '',
          alerts: document.querySelectorAll('[role=alert]').length,
        };
      },
      { card: title, patience: PATIENCE.timeout },
    );
  }

  test('every preset opens and says its sentence, and no run is refused', async () => {
    expect(await lab.page.locator('.card[aria-current]').count()).toBe(states.length);
    for (const { title, says, tryThis, spec } of states) {
      const shown = await ended(title);
      expect(shown.sentence, title).toContain(`${says} ${tryThis}`);
      // Calm people see the end at once: the whole run was computed.
      expect(shown.time, title).toBe(`t = ${timeText(spec.until as number)}`);
      expect(shown.alerts, title).toBe(0);
    }
    expect(lab.complaints).toEqual([]);
  });

  test('all small pictures are drawn', async () => {
    const drawn = () =>
      lab.page.evaluate(
        () =>
          [...document.querySelectorAll<SVGUseElement>('.card use')].filter((use) => use.getBBox().width > 20).length,
      );
    await eventually(drawn, (count) => count === states.length + figureCards.length);
  });

  test('guess first: asked before anything moves, and told afterwards', async () => {
    await play('no-preference');
    await lab.page.locator('.gallery .guess input').check();
    await lab.page.getByRole('button', { name: 'How many clusters come first?' }).click();
    const field = lab.page.locator('section.guess input');
    await field.waitFor();
    await shows(lab.page, 'section.guess h2', 'How many clusters will there be');
    await shows(lab.page, '[aria-label=Play]');
    // What happened would give it away.
    expect((await textsOf(lab.page, '.timeline')).join()).not.toContain('merger');
    await lab.panel('Views');
    await shows(lab.page, '.views', 'The views would tell the answer');
    expect(await lab.page.locator('.views .plot').count()).toBe(0);
    await lab.panel('Gallery');
    await field.fill('5');
    await lab.page.keyboard.press('Enter');
    await lab.page.getByRole('button', { name: 'Show the end' }).click();
    await shows(lab.page, 'section.guess', /There are 3 clusters\. You were off by 2\. Theory: .* 3 crests/);
    await lab.page.locator('section.guess .close').click();
    expect(await textsOf(lab.page, 'section.guess')).toEqual([]);
    await lab.page.locator('.gallery .guess input').uncheck();
    await play('reduce');
  });

  test('a figure of the run is drawn over the page, and Esc takes it away', async () => {
    await lab.page.getByRole('button', { name: /^Measurements over time/ }).click();
    const figure = lab.page.locator('dialog[open] .figure > svg');
    await figure.waitFor();
    expect(await figure.textContent()).toContain('Tokens captured by centers');
    await lab.page.keyboard.press('Escape');
    await eventually(
      () => textsOf(lab.page, 'dialog[open]'),
      (found) => found.length === 0,
    );
    expect(lab.complaints).toEqual([]);
  });

  test('the tour by keyboard at 360 px: each step is done and seen, and Esc ends it', async () => {
    await lab.page.setViewportSize({ width: 360, height: 740 });
    await lab.page.getByRole('button', { name: 'Tour' }).focus();
    await lab.page.keyboard.press('Enter');
    /** A button of the tour by what is written on it, once it can be pressed: pressed by a key. */
    const press = async (label: string) => {
      const able = (name: string) =>
        [...document.querySelectorAll<HTMLButtonElement>('.tour button')].some((one) => {
          if (one.innerText !== name || one.disabled) return false;
          one.focus();
          return true;
        });
      await eventually(() => lab.page.evaluate(able, label), Boolean, label);
      await lab.page.keyboard.press('Enter');
    };
    for (const [i, { title, act, expect: wanted }] of steps.entries()) {
      await shows(lab.page, '.tour h2', title);
      await press(act.label);
      await shows(lab.page, '.tour', `✓ ${wanted}`);
      if (i + 1 < steps.length) await press('Next');
    }
    await lab.page.keyboard.press('Escape');
    await eventually(
      () => textsOf(lab.page, '.tour'),
      (found) => found.length === 0,
    );
    expect(lab.complaints).toEqual([]);
  });
});
