/** The gallery, its questions and the tour, in Chromium: every preset opens and says its sentence. */
import { gallery } from 'parkade/gallery';
import { afterAll, describe, expect, test } from 'vitest';
import { steps } from '../../lab/tour/steps.ts';
import { chromiumPath } from '../browser/chromium.ts';
import { closeLab, type LabPage, labIsBuilt, openLab } from './support/lab-page.ts';

const PATIENCE = { timeout: 30_000 };
const states = gallery.flatMap((group) => group.states);

afterAll(closeLab);

async function openGallery(lab: LabPage): Promise<void> {
  await lab.page.getByRole('tab', { name: 'Gallery' }).click();
  await lab.page.getByRole('heading', { name: gallery[0].title }).waitFor();
}

describe.skipIf(chromiumPath === null || !labIsBuilt)('the gallery in Chromium (needs chromium, and dist/lab)', () => {
  test('every preset opens and says its sentence, and no run is refused', async () => {
    const lab = await openLab({ calm: true });
    await openGallery(lab);
    for (const { title, says, tryThis, spec } of states) {
      await lab.page.getByRole('button', { name: title }).click();
      await expect.poll(() => lab.page.locator('header').innerText(), PATIENCE).toContain(`${says} ${tryThis}`);
      // Calm people see the end at once: the whole run was computed.
      const time = lab.page.getByRole('slider', { name: 'Time', exact: true });
      await expect.poll(() => time.inputValue(), PATIENCE).toBe('1000');
      expect(await time.getAttribute('aria-valuetext'), title).not.toBe('t = 0.00');
      expect(spec.until).toBeGreaterThan(0);
      expect(await lab.page.getByRole('alert').count(), title).toBe(0);
    }
    expect(lab.complaints).toEqual([]);
    await lab.close();
  }, 240_000);

  test('all small pictures are drawn, and cards can be read by everybody, light and dark', async () => {
    for (const dark of [false, true]) {
      const lab = await openLab({ width: dark ? 360 : 1280, height: 800, dark, touch: dark, calm: true });
      await openGallery(lab);
      await expect
        .poll(
          () =>
            lab.page
              .locator('.card use')
              .evaluateAll((all) => all.filter((use) => (use as SVGUseElement).getBBox().width > 20).length),
          PATIENCE,
        )
        .toBe(states.length + 7);
      expect(await lab.violations()).toEqual([]);
      expect(lab.complaints).toEqual([]);
      await lab.close();
    }
  });

  test('guess first: asked before anything moves, and told afterwards', async () => {
    const lab = await openLab();
    await openGallery(lab);
    await lab.page.getByRole('checkbox', { name: /Guess first/ }).check();
    await lab.page.getByRole('button', { name: 'How many clusters come first?' }).click();
    const field = lab.page.getByRole('spinbutton', { name: /How many clusters will there be/ });
    await field.waitFor(PATIENCE);
    expect(await lab.page.getByRole('button', { name: 'Play', exact: true }).count()).toBe(1);
    // What happened would give it away.
    expect(
      await lab.page
        .getByRole('region', { name: 'Time' })
        .getByText(/merger/)
        .count(),
    ).toBe(0);
    await field.fill('5');
    await lab.page.getByRole('button', { name: 'Guess', exact: true }).click();
    await lab.page.getByRole('button', { name: 'Show the end' }).click();
    const told = lab.page.getByRole('region', { name: 'Guess first' });
    await expect
      .poll(() => told.innerText(), PATIENCE)
      .toMatch(/There are 3 clusters\. You were off by 2\. Theory: .* 3 crests/);
    expect(await lab.violations()).toEqual([]);
    await lab.page.getByRole('button', { name: 'Close' }).click();
    expect(await told.count()).toBe(0);
    expect(lab.complaints).toEqual([]);
    await lab.close();
  });

  test('a figure of the run is drawn over the page, and Esc takes it away', async () => {
    const lab = await openLab({ calm: true });
    await openGallery(lab);
    await lab.page.getByRole('button', { name: /^Measurements over time/ }).click();
    const figure = lab.page.locator('dialog[open] .figure > svg');
    await figure.waitFor(PATIENCE);
    expect(await figure.textContent()).toContain('Tokens captured by centers');
    await lab.page.keyboard.press('Escape');
    await expect.poll(() => lab.page.locator('dialog[open]').count()).toBe(0);
    expect(lab.complaints).toEqual([]);
    await lab.close();
  });

  test('the tour by keyboard at 360 px: each step is done and seen, and Esc ends it', async () => {
    const lab = await openLab({ width: 360, height: 740, calm: true });
    await lab.page.getByRole('button', { name: 'Tour' }).focus();
    await lab.page.keyboard.press('Enter');
    const tour = lab.page.getByRole('region', { name: 'Tour' });
    for (const [i, { title, act, expect: wanted }] of steps.entries()) {
      await tour.getByRole('heading', { name: title }).waitFor(PATIENCE);
      const button = tour.getByRole('button', { name: act.label });
      await expect.poll(() => button.isEnabled(), PATIENCE).toBe(true);
      await button.focus();
      await lab.page.keyboard.press('Enter');
      await expect.poll(() => tour.innerText(), PATIENCE).toContain(`✓ ${wanted}`);
      if (i === 0) expect(await lab.violations()).toEqual([]);
      if (i + 1 === steps.length) continue;
      await tour.getByRole('button', { name: 'Next' }).focus();
      await lab.page.keyboard.press('Enter');
    }
    await lab.page.keyboard.press('Escape');
    await expect.poll(() => tour.count()).toBe(0);
    expect(lab.complaints).toEqual([]);
    await lab.close();
  });
});
