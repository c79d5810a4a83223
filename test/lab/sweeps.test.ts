/** A sweep in the lab: opened as the local server hands it over or by hand; its points are pressed, their runs opened; what is wrong is refused. */
import { createHash } from 'node:crypto';
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { execute, prepareRun, type RunSpec } from '../../src/index.ts';
import { type LinkState, readLink, trajectoryBytes } from '../../src/link/index.ts';
import { openingOf } from '../../src/node/cli/lab-opening.ts';
import { chromiumPath } from '../browser/chromium.ts';
import { parkade, scratchFolder } from '../cli/parkade.ts';
import {
  type Dropped,
  dropFiles,
  eventually,
  type LabPage,
  labIsBuilt,
  openLab,
  shows,
  textsOf,
} from './support/lab-page.ts';

async function shaOf(spec: RunSpec): Promise<string> {
  const { trajectory } = await execute(prepareRun({ ...spec, observe: 'none' }));
  const hash = createHash('sha256');
  for (const chunk of trajectoryBytes(trajectory)) hash.update(chunk);
  return hash.digest('hex');
}

const sweep = `title: Clusters of a few
base: {tokens: 12, saveAt: [1, 5]}
axes: {beta: [-1, 4, 9], dimension: [2, 3]}
seeds: 3
measure: [clusters, centers]
reduce: {proportions: ["clusters@5 <= 2"]}
`;

describe.skipIf(chromiumPath === null || !labIsBuilt)('a sweep in Chromium (needs chromium, and dist/lab)', () => {
  const folder = scratchFolder();
  let lab: LabPage;
  let document: Uint8Array;
  const ofFolder = (name: string): Dropped => ({ name, bytes: readFileSync(join(folder, 's1', name)) });
  const whole = () => [ofFolder('sweep.json'), ofFolder('cells.parquet')];
  const dialog = 'dialog[open]';
  const choose = (select: string, value: string) => lab.page.locator(`#sweep-${select}`).selectOption(value);
  const marks = () => lab.page.locator(`${dialog} [data-point]`).count();
  const put = async (files: readonly Dropped[]) => void (await dropFiles(lab.page, files));

  /** What the page shows of a run, when it is computed to its end. */
  async function runShown(of: Partial<RunSpec>) {
    return eventually(
      async () => {
        const fragment = await lab.fragment();
        return fragment.startsWith('#open=') ? null : readLink(fragment);
      },
      (state) =>
        state?.sha256 !== undefined && Object.entries(of).every(([key, value]) => state.spec[key as 'beta'] === value),
      JSON.stringify(of),
    ) as Promise<LinkState>;
  }

  beforeAll(async () => {
    writeFileSync(join(folder, 'sweep.yaml'), sweep);
    expect(parkade(['sweep', 'sweep.yaml', '--threads', '1', '--out', 's1'], folder).code).toBe(1);
    const { path, beside } = await openingOf(join(folder, 's1'));
    if (beside?.kind !== 'made') throw new Error('a sweep is made when it is asked for');
    expect(path).toMatch(/^\/#open=\/opened\/[\w-]{22}\/s1\.sweep$/);
    document = beside.make();
    lab = await openLab({ calm: true });
    await lab.page.route('**/opened/**', (route) => route.fulfill({ body: Buffer.from(document) }));
    const { origin } = new URL(lab.page.url());
    await lab.page.goto(`${origin}/?sweep${path.slice(1)}`);
    await shows(lab.page, dialog, 'Clusters of a few');
  });
  afterAll(async () => {
    await lab?.page.unroute('**/opened/**');
    await lab?.close();
  });

  test('comes from the server, with its picture and a mark for each point that has a number', async () => {
    await shows(lab.page, dialog, '18 runs');
    await eventually(marks, (count) => count === 4);
    expect(await lab.page.locator(`${dialog} svg[role=img] > title`).textContent()).toContain('against β');
    expect(await lab.violations()).toEqual([]);
  });

  test('what is chosen is drawn: a share, a heat map, with axes changed for each other', async () => {
    await choose('quantity', 'clusters@5 <= 2');
    await eventually(
      () => lab.page.locator(`${dialog} svg[role=img] > title`).textContent(),
      (title) => /^Share of runs with clusters@5 <= 2/.test(title ?? ''),
    );
    await choose('quantity', 'clusters@5');
    await choose('form', 'heat map');
    await choose('across', 'dimension');
    await eventually(
      () => lab.page.locator(`${dialog} svg[role=img] > title`).textContent(),
      (title) => /against d and β$/.test(title ?? ''),
    );
    await eventually(
      () => lab.page.locator(`${dialog} rect[data-point]`).count(),
      (count) => count === 6,
    );
    await choose('across', 'beta');
    await choose('form', 'curves');
    await eventually(marks, (count) => count === 4);
    await lab.page.getByLabel('lines fitted').check();
    await eventually(
      () => lab.page.locator(`${dialog} svg > desc`).textContent(),
      (told) => /lines of least squares/.test(told ?? ''),
    );
    await lab.page.getByLabel('lines fitted').uncheck();
  });

  test('a click on a point lists its runs, a click on one opens it: the run of parkade simulate, to be played', async () => {
    const point = lab.page.locator(`${dialog} [data-point="5"]`);
    const box = await point.boundingBox();
    if (box === null) throw new Error('the point is there');
    // Not quite on it, as fingers do.
    await lab.page.mouse.click(box.x + box.width / 2 + 9, box.y + box.height / 2 - 6);
    await shows(lab.page, `${dialog} section`, 'β = 9, d = 3: 3 runs');
    await eventually(
      () => point.getAttribute('class'),
      (name) => name?.includes('chosen') === true,
    );
    await lab.page.locator(`${dialog} .run`, { hasText: 'seed 2' }).click();
    await shows(lab.page, '.sweep-strip', 'seed 2');
    const spec = { tokens: 12, beta: 9, dimension: 3, seed: 2, until: 5 };
    const { spec: shown, sha256 } = await runShown(spec);
    expect(sha256).toBe(await shaOf(spec));
    const record = parkade(
      ['simulate', '--tokens', '12', '--beta', '9', '--dimension', '3', '--seed', '2', '--until', '5', '--out', 'run'],
      folder,
    );
    expect(record.code).toBe(0);
    expect(sha256).toBe(JSON.parse(readFileSync(join(folder, 'run', 'run.json'), 'utf8')).trajectory.sha256);
    expect(shown.saveAt).toBeUndefined();
    await shows(lab.page, 'header', 'A run of the sweep “Clusters of a few”');
    expect(await lab.violations()).toEqual([]);
  });

  test('one button leads back, where all is as it was', async () => {
    await lab.page.getByRole('button', { name: 'Back to the sweep' }).click();
    await shows(lab.page, `${dialog} section`, 'β = 9, d = 3: 3 runs');
    await eventually(
      () => textsOf(lab.page, `${dialog} .run[aria-current=true]`),
      ([name]) => name?.startsWith('seed 2'),
    );
  });

  test('by keys alone: a point from the list, a run by Enter', async () => {
    await lab.page.locator('#sweep-point').focus();
    await lab.page.keyboard.press('ArrowUp');
    await shows(lab.page, `${dialog} section`, 'β = 9, d = 2: 3 runs');
    await eventually(
      () => lab.page.locator(`${dialog} .run`).count(),
      (count) => count === 3,
    );
    for (const key of ['Tab', 'Tab', 'Tab', 'Enter']) await lab.page.keyboard.press(key);
    const { sha256 } = await runShown({ beta: 9, seed: 3 });
    expect(sha256).toBe(await shaOf({ tokens: 12, beta: 9, dimension: 2, seed: 3, until: 5 }));
  });

  test('what makes no run says why, and is not opened', async () => {
    await lab.page.getByRole('button', { name: 'Back to the sweep' }).click();
    await choose('point', '0');
    await shows(lab.page, `${dialog} .error`, '"beta" should be');
    expect(await lab.page.locator(`${dialog} .run:disabled`).count()).toBe(3);
    await lab.page.keyboard.press('Escape');
    await shows(lab.page, '.sweep-strip', 'Clusters of a few');
    await lab.page.getByRole('button', { name: 'Put the sweep away' }).click();
    await eventually(
      () => lab.page.locator('.sweep-strip').count(),
      (count) => count === 0,
    );
  });

  test('the record and the table are dropped together; in dark colours', async () => {
    await lab.page.emulateMedia({ colorScheme: 'dark', reducedMotion: 'reduce' });
    await put(whole());
    await shows(lab.page, dialog, '18 runs');
    await eventually(
      () => lab.page.locator(`${dialog} svg[role=img] > rect`).getAttribute('fill'),
      (fill) => fill === '#11161c',
    );
    await eventually(marks, (count) => count === 4);
    await choose('point', '3');
    await eventually(
      () => lab.page.locator(`${dialog} .run`).count(),
      (count) => count === 3,
    );
    expect(await lab.violations()).toEqual([]);
    await lab.page.locator(`${dialog} .run`).nth(2).click();
    const { sha256 } = await runShown({ beta: 4, dimension: 3, seed: 3 });
    expect(sha256).toBe(await shaOf({ tokens: 12, beta: 4, dimension: 3, seed: 3, until: 5 }));
    await lab.page.emulateMedia({ colorScheme: 'light', reducedMotion: 'reduce' });
  });

  test('or their folder is', async () => {
    const cdp = await lab.page.context().newCDPSession(lab.page);
    const data = { items: [], files: [join(folder, 's1')], dragOperationsMask: 1 };
    for (const type of ['dragEnter', 'dragOver', 'drop'] as const)
      await cdp.send('Input.dispatchDragEvent', { type, x: 300, y: 300, data });
    await cdp.detach();
    await shows(lab.page, dialog, '18 runs');
    await eventually(marks, (count) => count === 4);
    await lab.page.keyboard.press('Escape');
    await shows(lab.page, '.sweep-strip', 'Clusters of a few');
  });

  test('what cannot be opened is refused in a sentence, and what was there stays', async () => {
    const [record, table] = whole();
    const text = (name: string, words: string): Dropped => ({ name, bytes: Buffer.from(words) });
    const given = JSON.parse(Buffer.from(document).toString());
    const hostile = (change: object) => text('x.sweep', JSON.stringify({ ...given, ...change }));
    const other = text(
      'sweep.json',
      record.bytes.toString().replace('[-1, 4, 9]', '[-1, 4, 8]').replace('[-1,4,9]', '[-1,4,8]'),
    );
    const cases: readonly (readonly [files: readonly Dropped[], says: string])[] = [
      [[record], '“sweep.json” is the record of a sweep: drop cells.parquet of the same folder together with it.'],
      [[table], '“cells.parquet” is a table: drop sweep.json of the same folder together with it.'],
      [[other, table], 'should be the table of the sweep in sweep.json, but is that of another'],
      [[record, text('cells.parquet', 'PAR1 no table')], 'should be a table in Parquet'],
      [[text('x.sweep', 'no sweep')], '"x.sweep" should be JSON'],
      [[hostile({ spec: { ...given.spec, seeds: 1e9 } })], 'at most 100000000 cells'],
      [
        [hostile({ cells: [[0, { ...given.cells[0][1], status: 'completed', values: ['<img src=x>', 1] }]] })],
        'something else than the numbers that cell 0 measures',
      ],
      [[hostile({ cells: [] })], 'No cell of this sweep has ended yet'],
    ];
    for (const [files, says] of cases) {
      await put(files);
      await shows(lab.page, '.notes [role=alert]', says);
    }
    expect(await textsOf(lab.page, '.sweep-strip')).toHaveLength(1);
    expect(lab.complaints).toEqual([]);
  });

  test('and it fits a telephone', async () => {
    await lab.page.setViewportSize({ width: 360, height: 780 });
    await lab.page.getByRole('button', { name: 'Back to the sweep' }).click();
    await eventually(marks, (count) => count === 4);
    const wide = await lab.page.evaluate((found) => {
      const { scrollWidth, clientWidth } = globalThis.document.querySelector(found) as HTMLElement;
      return scrollWidth - clientWidth;
    }, dialog);
    expect(wide).toBeLessThanOrEqual(0);
    expect(lab.complaints).toEqual([]);
  });
});
