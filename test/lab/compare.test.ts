/** Two settings side by side: on one seed and one clock, told apart in words, and put away again. */
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { partingTime } from '../../lab/compare/parting.ts';
import { timeText } from '../../lab/text/numbers.ts';
import { readLink } from '../../src/link/index.ts';
import { chromiumPath } from '../browser/chromium.ts';
import { filmed } from './support/film.ts';
import { eventually, hashOf, type LabPage, labIsBuilt, openLab, shows, small, textsOf } from './support/lab-page.ts';

describe.skipIf(chromiumPath === null || !labIsBuilt)('two settings in Chromium (needs chromium, and dist/lab)', () => {
  let lab: LabPage;
  const stages = () =>
    lab.page.evaluate(() => [...document.querySelectorAll('.stage')].map((stage) => stage.getAttribute('aria-label')));
  const names = () => textsOf(lab.page, '.side-name');
  const state = async () => readLink(await lab.fragment());
  async function type(key: string, value: string): Promise<void> {
    await lab.page.locator(`#setting-${key}`).fill(value);
    await lab.page.keyboard.press('Enter');
  }

  beforeAll(async () => {
    lab = await openLab({ calm: true, spec: small });
    await lab.computed();
    await lab.panel('Setting');
    await lab.page.getByRole('button', { name: 'Compare two settings' }).click();
  });
  afterAll(() => lab?.close());

  test('B begins as A is, and what is changed then is B', async () => {
    await shows(lab.page, '.side-name', 'the same as A so far');
    expect(await stages()).toHaveLength(2);
    await shows(lab.page, '.side-name.active', 'B');
    await type('beta', '64');
    const after = await eventually(state, ({ compare }) => compare?.spec.beta === 64 && compare.sha256 !== undefined);
    expect(after.spec).toMatchObject({ beta: 9, seed: 3 });
    expect(after.compare?.spec).toMatchObject({ beta: 64, seed: 3, tokens: 12 });
  });

  test('they are told apart in words: what is unlike, and when they part', async () => {
    const [a, b] = [await filmed(small), await filmed({ ...small, beta: 64 })];
    const parts = timeText(partingTime(a.film, b.film) as number);
    expect(await names()).toEqual([
      expect.stringMatching(/^A\s+β = 9$/),
      expect.stringMatching(new RegExp(`^B\\s+β = 64; parts from A at t = ${parts}$`)),
    ]);
  });

  test('one clock: whatever A shows, B shows at the same time', async () => {
    for (const place of [0, 500]) {
      await lab.page.getByRole('slider', { name: 'Time', exact: true }).fill(String(place));
      const time = `t = ${timeText(place / 50)},`;
      await eventually(stages, (labels) => labels.every((label) => label?.includes(time)), time);
    }
  });

  test('one seed: that of A', async () => {
    await lab.page.getByRole('button', { name: 'Let the panels speak of A' }).click();
    await lab.page.locator('#setting-seed').waitFor();
    await type('seed', '5');
    const { spec } = await eventually(state, ({ compare }) => compare?.spec.seed === 5);
    expect(spec).toMatchObject({ beta: 9, seed: 5 });
    expect(await names()).toEqual([expect.stringMatching(/β = 9$/), expect.stringMatching(/β = 64; parts/)]);
  });

  test('what was done to B is undone where B is spoken of', async () => {
    await lab.page.getByRole('button', { name: 'Let the panels speak of B' }).click();
    await lab.page.locator('#setting-beta').waitFor();
    await type('beta', '30');
    await eventually(state, ({ compare }) => compare?.spec.beta === 30);
    await lab.page.getByRole('button', { name: 'Undo', exact: true }).click();
    const { spec } = await eventually(state, ({ compare }) => compare?.spec.beta === 64);
    expect(spec).toMatchObject({ beta: 9, seed: 5 });
  });

  test('keys on a stage speak of its tokens', async () => {
    await lab.page.locator('.stage').nth(1).focus();
    await lab.page.keyboard.press(']');
    await eventually(stages, ([a, b]) => b!.includes('x₁ is chosen') && !a!.includes('chosen'));
  });

  test('a link restores both, and says so of both', async () => {
    const fragment = hashOf(small, { ...(await state()), time: 5 });
    await lab.page.getByRole('button', { name: 'Compare two settings' }).click();
    await eventually(stages, (labels) => labels.length === 1);
    expect(await textsOf(lab.page, '.side-name')).toEqual([]);
    expect((await eventually(state, ({ compare }) => compare === undefined)).spec.beta).toBe(9);
    await lab.page.evaluate((hash) => void (location.hash = hash), fragment);
    await eventually(stages, (labels) => labels.length === 2);
    await shows(lab.page, '.notes', 'A and B: Identical to the author’s, bit by bit.');
    expect(lab.complaints).toEqual([]);
  });
});
