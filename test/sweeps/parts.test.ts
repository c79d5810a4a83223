/** Parts of a sweep: dealt out evenly, computed apart, taken over once, lost never. */
import { existsSync, mkdirSync, readdirSync, readFileSync, truncateSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { openSweepPart } from '../../src/node/store/sweep-part-store.ts';
import { cellsIn, openSweepStore, readSweep } from '../../src/node/store/sweep-store.ts';
import type { CellValue } from '../../src/sweeps/cell.ts';
import { partAt } from '../../src/sweeps/parts.ts';
import { planOf, type SweepPlan } from '../../src/sweeps/plan.ts';
import { scratchFolder } from '../cli/parkade.ts';

describe('cells are dealt out', () => {
  test('each to one part; parts differ by one cell at most', () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 1000 }), fc.integer({ min: 1, max: 3000 }), (of, length) => {
        const counts = new Array<number>(of).fill(0);
        for (let index = 0; index < length; index++) counts[partAt(index, of)]++;
        expect(counts.every((count) => count >= 0)).toBe(true); // no part but these
        expect(Math.max(...counts) - Math.min(...counts)).toBeLessThanOrEqual(1);
      }),
      { numRuns: 50 },
    );
  });

  test.each([
    [4, 4, 100],
    [16, 4, 25],
    [64, 64, 100],
    [9, 3, 40],
    [144, 12, 10],
  ])('%i values of the first axis, %i parts, %i seeds: no part is much dearer than the others', (values, of, seeds) => {
    const costs = new Array<number>(of).fill(0);
    for (let index = 0; index < values * seeds; index++)
      costs[partAt(index, of)] += 2 ** ((8 * (index % values)) / values);
    const mean = costs.reduce((sum, cost) => sum + cost) / of;
    expect(Math.max(...costs) / mean).toBeLessThan(1.15); // by index alone one part would have a hundred times another's
  });
});

const scratch = scratchFolder();
const sweep = (beta: readonly number[], seeds = 3) =>
  planOf({ base: { tokens: 3, until: 1 }, axes: { beta }, seeds, measure: ['clusters'] });
/** What a cell is known by here: its parameters. */
const hashOf = ({ spec }: ReturnType<SweepPlan['at']>['cell']) =>
  (spec.beta * 1000 + (spec.seed ?? 0)).toString(16).padStart(32, '0');
const value = (clusters: number, status: CellValue['status']): CellValue => ({
  ...{ status, steps: 7, evaluations: 9, undecided: 0 },
  values: [[clusters]],
  error: status === 'completed' ? null : 'why',
});
const cellOf = (plan: SweepPlan, index: number, status: CellValue['status'] = 'completed') => ({
  ...{ index, hash: hashOf(plan.at(index).cell), seconds: 0.25 },
  value: value(index, status),
});

let next = 0;
function newSweep(plan: SweepPlan): string {
  const folder = join(scratch, `p${next++}`);
  openSweepStore(folder, plan, hashOf).close();
  return folder;
}
const unheard = { onWait: () => expect.unreachable('nobody holds it') };
const partsIn = (folder: string) => (existsSync(join(folder, 'parts')) ? readdirSync(join(folder, 'parts')) : []);
const opened = (folder: string, plan: SweepPlan) => openSweepStore(folder, plan, hashOf);

async function computed(folder: string, part: number, of: number, most = Infinity, status?: CellValue['status']) {
  const store = await openSweepPart(folder, { part, of }, unheard);
  const open = [...store.open('missing')].slice(0, most);
  for (const index of open) store.add(cellOf(store.plan, index, status));
  store.close();
  return open;
}

describe('a part', () => {
  test('has the open cells that are dealt to it; the parts together have all', async () => {
    const plan = sweep([4, 9, 16, 25]);
    const folder = newSweep(plan);
    const main = opened(folder, plan);
    for (const index of [2, 5]) main.add(cellOf(plan, index));
    main.close();
    const all = [
      ...(await computed(folder, 0, 3)),
      ...(await computed(folder, 1, 3)),
      ...(await computed(folder, 2, 3)),
    ];
    expect(all.sort((a, b) => a - b)).toEqual([0, 1, 3, 4, 6, 7, 8, 9, 10, 11]);
    expect(readSweep(folder).counts).toEqual({ ended: 12, failed: 0 }); // seen before they are taken over
    expect([...readSweep(folder).table.rows()]).toHaveLength(12);
  });

  test('goes on where it was, a torn line cut off', async () => {
    const plan = sweep([4, 9, 16, 25]);
    const folder = newSweep(plan);
    const first = await computed(folder, 1, 3, 2);
    const rows = join(folder, 'parts', partsIn(folder)[0], 'rows.jsonl');
    truncateSync(rows, readFileSync(rows).length - 5);
    const store = await openSweepPart(folder, { part: 1, of: 3 }, unheard);
    expect({ ...store.counts, cells: store.cells }).toEqual({ ended: 1, failed: 0, cells: 4 });
    expect([...store.open('missing')]).toHaveLength(3);
    expect([...store.open('missing')]).toContain(first[1]);
    store.close();
  });

  test('is worked on by one process at a time: another waits, and says for whom', async () => {
    const folder = newSweep(sweep([4, 9]));
    const holding = await openSweepPart(folder, { part: 0, of: 2 }, unheard);
    const waited: number[] = [];
    const other = openSweepPart(folder, { part: 0, of: 2 }, { onWait: ({ pid }) => waited.push(pid) });
    await expect.poll(() => waited).toEqual([process.pid]);
    holding.close();
    (await other).close();
    const still = await openSweepPart(folder, { part: 0, of: 2 }, unheard);
    const refused = openSweepPart(folder, { part: 0, of: 2 }, { onWait: () => {}, milliseconds: 1 });
    await expect(refused).rejects.toThrow('should be worked on by one process at a time');
    still.close();
  });

  test('of a folder that holds no sweep, or one of other code, is refused', async () => {
    await expect(openSweepPart(scratch, { part: 0, of: 2 }, unheard)).rejects.toThrow(
      'should be the folder of a sweep',
    );
    const folder = newSweep(sweep([4]));
    const record = join(folder, 'sweep.json');
    writeFileSync(record, readFileSync(record, 'utf8').replace(/"code": "[0-9a-f]+"/, '"code": "0123456789abcdef"'));
    await expect(openSweepPart(folder, { part: 0, of: 2 }, unheard)).rejects.toThrow('computed by other code');
  });
});

describe('what parts have is taken over', () => {
  test('once, and they go; the rest is open', async () => {
    const plan = sweep([4, 9, 16, 25]);
    const folder = newSweep(plan);
    const done = [...(await computed(folder, 0, 3)), ...(await computed(folder, 2, 3, 1))];
    for (let again = 0; again < 2; again++) {
      const store = opened(folder, plan);
      expect(store.counts.ended).toBe(5);
      expect([...store.open('missing')].filter((index) => done.includes(index))).toEqual([]);
      store.close();
      expect(existsSync(join(folder, 'parts'))).toBe(false);
      expect([...cellsIn(folder)]).toHaveLength(5);
    }
    await computed(folder, 2, 3); // goes on, though its folder went
    expect(readSweep(folder).counts.ended).toBe(8);
  });

  test('of one that somebody works on too, and it stays', async () => {
    const plan = sweep([4, 9, 16, 25]);
    const folder = newSweep(plan);
    const part = await openSweepPart(folder, { part: 0, of: 3 }, unheard);
    const [first, second] = part.open('missing');
    part.add(cellOf(plan, first));
    await expect.poll(() => readSweep(folder).counts.ended).toBe(1);
    const store = opened(folder, plan);
    expect(store.counts.ended).toBe(1);
    store.close();
    part.add(cellOf(plan, second));
    part.close();
    opened(folder, plan).close();
    expect([...cellsIn(folder)].map(({ index }) => index)).toEqual([first, second]);
    expect(partsIn(folder)).toEqual([]);
  });

  test('with a completed run above one without, never the other way', async () => {
    const plan = sweep([4, 9]);
    const folder = newSweep(plan);
    const main = opened(folder, plan);
    for (let index = 0; index < 6; index++) main.add(cellOf(plan, index, index < 3 ? 'lost' : 'completed'));
    main.close();
    const part = await openSweepPart(folder, { part: 0, of: 1 }, unheard);
    expect([...part.open('failed')]).toEqual([0, 1, 2]);
    part.add(cellOf(plan, 0));
    part.add(cellOf(plan, 1, 'lost'));
    expect([...part.open('failed')]).toEqual([2]);
    part.close();
    const before = readSweep(folder);
    expect(before.counts).toEqual({ ended: 6, failed: 2 });
    const rows = [...before.table.rows()];
    opened(folder, plan).close();
    expect(readSweep(folder).counts).toEqual({ ended: 6, failed: 2 });
    expect([...readSweep(folder).table.rows()]).toEqual(rows);
  });

  test('into another plan by what its cells are known by', async () => {
    const folder = newSweep(sweep([4, 9]));
    await computed(folder, 0, 2);
    await computed(folder, 1, 2);
    const wider = sweep([9, 16, 4], 2);
    const store = opened(folder, wider);
    expect([...store.open('missing')].map((index) => wider.at(index).labels)).toEqual([
      [16, 1],
      [16, 2],
    ]);
    store.close();
    expect(partsIn(folder)).toEqual([]);
    const back = opened(folder, sweep([4, 9]));
    expect(back.counts.ended).toBe(6);
    back.close();
  });

  test('not of other code, nor of a folder that was begun and holds nothing', async () => {
    const plan = sweep([4, 9]);
    const folder = newSweep(plan);
    await computed(folder, 0, 2);
    const [name] = partsIn(folder);
    const rows = join(folder, 'parts', name, 'rows.jsonl');
    writeFileSync(rows, readFileSync(rows, 'utf8').replace(/"code":"[0-9a-f]+"/, '"code":"0123456789abcdef"'));
    mkdirSync(join(folder, 'parts', 'begun'));
    const store = opened(folder, plan);
    expect(store.counts.ended).toBe(0);
    store.close();
    expect(partsIn(folder)).toEqual([name]);
  });
});
