/** What is kept of a run: the numbers that a single run with the same specification has. */
import { describe, expect, test } from 'vitest';
import { computeSweepCell } from '../../src/node/work/sweep-cell.ts';
import { run } from '../../src/run/run.ts';
import { computeCell, prepareCell } from '../../src/sweeps/cell.ts';
import { planOf } from '../../src/sweeps/plan.ts';
import { quantityNames, quantityRegistry } from '../../src/sweeps/quantities/index.ts';
import type { Quantity } from '../../src/sweeps/quantities/quantity.ts';
import { rowMaker } from '../../src/sweeps/rows.ts';

const spec = { beta: 9, tokens: 40, until: 20, saveAt: [0, 5, 20], seed: 3, dimension: 2 } as const;
const euclidean = { ...spec, dynamics: 'unnormalized', until: 1, saveAt: [0, 0.5, 1] } as const;

async function valuesOf(given: object, measure: readonly string[]) {
  const { cell } = planOf({ base: given, measure }).at(0);
  return (await computeCell(cell, prepareCell(cell))).value.values;
}

test('every quantity has a value wherever it has a meaning, of its kind', async () => {
  for (const name of quantityNames) {
    const { kind, over }: Quantity = quantityRegistry[name];
    const given = name === 'largestNorm' ? euclidean : spec;
    const [value] = await valuesOf(given, [name]);
    const numbers = over === 'times' ? (value as readonly number[]) : [value as number];
    expect(numbers, name).toHaveLength(over === 'times' ? 3 : 1);
    for (const number of numbers) {
      if (number === null) expect(name).toBe('collapseTime');
      else if (kind === 'whole') expect(Number.isInteger(number), name).toBe(true);
      else expect(Number.isFinite(number), name).toBe(true);
    }
  }
});

test('they are those of the single run', async () => {
  const { measurements, events } = await run({ ...spec, events: true });
  const { clusters, centers, capture, cosine, energy } = measurements;
  const order = measurements['order-parameter'];
  const measure = [
    'clusters',
    'largest',
    'centers',
    'strongCenters',
    'captured',
    'cosine',
    'energy',
    'order',
    'mergers',
  ];
  expect(await valuesOf(spec, measure)).toEqual([
    clusters?.count,
    clusters?.sizes.map((sizes) => sizes[0] / 40),
    centers?.renyi.length,
    centers?.strong.length,
    capture?.radii[0].renyiMoving,
    cosine?.mean,
    energy,
    order,
    events?.list.filter(({ kind }) => kind === 'merger').length,
  ]);
});

test('clusters that are all alike count in full, one large one counts as one', async () => {
  const [effective] = await valuesOf({ ...spec, initial: [0, 0, 3, 3], tokens: 4, saveAt: [0] }, ['effectiveClusters']);
  expect((effective as number[])[0]).toBeCloseTo(2, 14);
  const [one] = await valuesOf({ ...spec, initial: [0, 0, 0], tokens: 3, saveAt: [0] }, ['effectiveClusters']);
  expect((one as number[])[0]).toBe(1);
});

test('the time of the collapse, and none where there was none', async () => {
  const collapsing = { beta: 1, tokens: 3, until: 200, initial: [0, 1, 2] };
  const [time] = await valuesOf(collapsing, ['collapseTime']);
  const { events } = await run({ ...collapsing, saveAt: [200], events: true });
  expect(time).toBeGreaterThan(0);
  expect(time).toBe(events?.list.find(({ kind }) => kind === 'collapse')?.t);
  expect(await valuesOf({ ...spec, beta: 400, until: 0.1, saveAt: [0.1] }, ['collapseTime'])).toEqual([null]);
});

describe('rows', () => {
  test('a column a saved time where there are several, one where there is one', () => {
    const names = (base: object) =>
      rowMaker(planOf({ base, measure: ['clusters', 'centers'] })).columns.map(({ name }) => name);
    expect(names({ ...spec, saveAt: [5] })).toEqual([
      ...['hash', 'status', 'clusters', 'centers', 'steps', 'evaluations', 'undecided', 'error'],
    ]);
    expect(names({ ...spec, saveAt: 'log:1:100:3' }).slice(2, 6)).toEqual([
      ...['clusters@1', 'clusters@10', 'clusters@100', 'centers'],
    ]);
  });

  test('the parameters come in the order of the axes, seeds last, each as its kind', () => {
    const plan = planOf({ base: spec, axes: { dynamics: ['attention', 'single-leader'], tokens: [3, 4] }, seeds: 2 });
    const { columns, rowOf } = rowMaker(plan);
    expect(columns.slice(1, 4).map(({ name, kind }) => [name, kind])).toEqual([
      ['dynamics', 'text'],
      ['tokens', 'whole'],
      ['seed', 'whole'],
    ]);
    const value = { status: 'refused', steps: 0, evaluations: 0, undecided: 0, values: [], error: 'why' } as const;
    const row = rowOf({ index: 5, hash: 'abc', value });
    expect(row.slice(0, 5)).toEqual(['abc', 'single-leader', 3, 4, 'refused']);
    expect(row).toHaveLength(columns.length);
    expect(row.at(-1)).toBe('why');
  });
});

describe('a cell on a worker', () => {
  const { cell } = planOf({ base: spec, measure: ['clusters'] }).at(0);

  test('is known by what it comes to, not by how it was asked for', async () => {
    const hash = async (base: object) =>
      (await computeSweepCell(planOf({ base, measure: ['clusters'] }).at(0).cell)).hash;
    const own = await hash(spec);
    expect(await hash({ ...spec, saveAt: '0,5,20', dimension: 2, rtol: 1e-8 })).toBe(own);
    expect(await hash({ ...spec, seed: 4 })).not.toBe(own);
    expect(await hash({ ...spec, rtol: 1e-6 })).not.toBe(own);
    expect((await computeSweepCell({ ...cell, measure: ['largest'] })).hash).not.toBe(own);
  });

  test('whose specification makes no run says why, and its tokens are kept where asked', async () => {
    const refused = await computeSweepCell({ ...cell, spec: { ...cell.spec, beta: -1 } });
    expect(refused.value).toMatchObject({ status: 'refused', error: expect.stringContaining('"beta" should be') });
    expect((await computeSweepCell(cell)).run).toBeUndefined();
    expect((await computeSweepCell({ ...cell, trajectory: 'failed' })).run).toBeUndefined();
    const kept = await computeSweepCell({ ...cell, trajectory: 'always' });
    expect(kept.run?.trajectory.xs).toHaveLength(3 * 40 * 2);
    const stopped = { ...cell, spec: { ...cell.spec, maxSteps: 2 }, trajectory: 'failed' as const };
    expect((await computeSweepCell(stopped)).value.status).toBe('max-steps');
    expect((await computeSweepCell(stopped)).run?.trajectory.xs.length).toBeGreaterThan(0);
  });
});
