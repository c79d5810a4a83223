/** A sweep as one document: what is read is what was written; whatever else anybody writes is refused in a sentence. */
import { describe, expect, test } from 'vitest';
import { tableOf } from '../../src/sweeps/columns.ts';
import { meansOf } from '../../src/sweeps/means.ts';
import { placesIn } from '../../src/sweeps/places.ts';
import { planOf } from '../../src/sweeps/plan.ts';
import { type EndedCell, rowMaker } from '../../src/sweeps/rows.ts';
import { readSharedSweep, sharedSweepText, sweepOfTable } from '../../src/sweeps/shared.ts';

const spec = {
  title: 'A few',
  base: { tokens: 5, saveAt: [1, 2] },
  axes: { beta: [1, 4], value: { identity: 'identity', shrinking: '1,0.5' } },
  together: [{ dimension: [2, 3], delta: [0.5, 0.25] }],
  random: { count: 3, seed: 2, axes: { kappa: 'lin:0.1:1' } },
  seeds: { from: 7, count: 2 },
  measure: ['clusters', 'centers'],
  reduce: { proportions: ['clusters@2 <= 1'] },
};
const plan = planOf(spec);

/** Cell i has i clusters; every fifth has no run. */
const cells = (length = plan.length): EndedCell[] =>
  Array.from({ length }, (_, index) => ({
    ...{ index, hash: `hash ${index}` },
    value:
      index % 5 === 4
        ? { status: 'refused', steps: 0, evaluations: 0, undecided: 0, values: [], error: '"beta" should be ≥ 0.' }
        : {
            ...{ status: 'completed', steps: 3, evaluations: 9, undecided: 0, error: null },
            values: [[index, index === 7 ? Number.NaN : 1], 2],
          },
  }));
const written = () => sharedSweepText(plan, cells(), plan.length);
const tableOfCells = () => {
  const { columns, rowOf } = rowMaker(plan);
  return tableOf(columns, cells().map(rowOf));
};

test('a cell is found again by what a table says of it', () => {
  const keys = plan.axes.flatMap((axis) => axis.keys);
  const placeOf = placesIn(plan);
  for (let index = 0; index < plan.length; index++) {
    const { labels } = plan.at(index);
    expect(placeOf(Object.fromEntries(keys.map((key, i) => [key, labels[i]])))).toBe(index);
  }
  expect(placeOf({ beta: 4 })).toBe(1);
  expect(placeOf({ beta: 5 })).toBe(-1);
});

test('the document comes back: cells at their places, and the same means', () => {
  const { columns, rowOf } = rowMaker(plan);
  const read = readSharedSweep(written(), 'a.sweep');
  expect(read.plan.spec).toEqual(plan.spec);
  expect(read.ended).toBe(plan.length);
  expect(read.cells?.places).toEqual(cells().map(({ index }) => index));
  expect(read.cells?.rows.map((row) => row.slice(1))).toEqual(cells().map((cell) => rowOf(cell).slice(1)));
  const { groups } = meansOf(plan, tableOf(columns, cells().map(rowOf)));
  expect(read.means.groups).toEqual(groups);
  expect(structuredClone(read.means)).toEqual(read.means);
});

test('a record and a table are the same sweep', () => {
  const record = JSON.stringify({ format: 'parkade-sweep', formatVersion: 1, spec });
  const read = sweepOfTable(record, tableOfCells(), 'cells.parquet');
  const { means, cells: own } = readSharedSweep(written(), 'a.sweep');
  expect(read.means).toEqual(means);
  expect(read.cells?.places).toEqual(own?.places);
});

test('of very many cells only the means are handed on', () => {
  const large = planOf({ ...spec, seeds: 300_000 });
  const text = sharedSweepText(large, cells(), plan.length);
  expect(text.length).toBeLessThan(10_000);
  const { columns, rowOf } = rowMaker(large);
  const { groups } = meansOf(large, tableOf(columns, cells().map(rowOf)));
  const read = readSharedSweep(text, 'a.sweep');
  expect(read.cells).toBeNull();
  expect(read.ended).toBe(plan.length);
  expect(read.means.groups).toEqual(groups);
});

describe('refuses in a sentence', () => {
  const changed = (change: (document: Record<string, unknown> & { cells: [number, object][] }) => void) => {
    const document = JSON.parse(written());
    change(document);
    return JSON.stringify(document);
  };
  const cellWith = (part: object) => changed(({ cells: own }) => void (own[3][1] = { ...own[3][1], ...part }));
  test.each<[string, string, RegExp]>([
    ['what is no JSON', '{"format":', /"a\.sweep" should be JSON/],
    ['a number', '3', /should be a sweep, but is something else/],
    ['another document', '{"format":"parkade-sweep"}', /should be a sweep, but is something else/],
    ['another version', changed((own) => void (own.formatVersion = 2)), /another version/],
    ['a key that is none', changed((own) => void (own.spec = { ...spec, axis: {} })), /did you mean "axes"/],
    ['no specification', changed((own) => void (own.spec = 3)), /"sweep" should be a mapping/],
    ['very many seeds', changed((own) => void (own.spec = { ...spec, seeds: 1e12 })), /at most 100000000 cells/],
    [
      'many seeds',
      changed((own) => void (own.spec = { ...spec, seeds: 1e6 })),
      /at most 200000 cells, but has 24000000/,
    ],
    ['no cells', changed((own) => void ((own as Record<string, unknown>).cells = 'many')), /has no list of cells/],
    [
      'a cell that is elsewhere',
      changed((own) => void (own.cells[3][0] = 1e9)),
      /a cell that its specification has not/,
    ],
    ['a cell twice', changed((own) => void (own.cells[3][0] = 2)), /has the cell 2 twice/],
    ['text in place of numbers', cellWith({ values: [['many', 1], 2] }), /something else than the numbers that cell 3/],
    ['text in place of a number', cellWith({ values: [[1, 1], '2'] }), /something else than the numbers that cell 3/],
    ['fewer quantities', cellWith({ values: [[1, 1]] }), /something else than the numbers that cell 3/],
    ['markup in place of a word', cellWith({ status: '<b>' }), /does not say how cell 3 ended/],
    ['a cost that is none', cellWith({ steps: 'few' }), /does not say what cell 3 cost/],
    ['an error that is no sentence', cellWith({ error: {} }), /for why cell 3 is no run/],
    ['groups that are none', changed((own) => void (own.groups = [3])), /a group without its place/],
  ])('%s', (_, text, says) => {
    expect(() => readSharedSweep(text, 'a.sweep')).toThrow(says);
  });

  test('a record and a table that do not belong together', () => {
    const record = (of: unknown) => JSON.stringify({ format: 'parkade-sweep', formatVersion: 1, spec: of });
    const table = tableOfCells();
    const strangers =
      /should be the table of the sweep in sweep\.json, but is that of another; take both from one folder/;
    for (const other of [
      { ...spec, axes: { beta: [1, 4] } },
      { ...spec, axes: { ...spec.axes, beta: [1, 5] } },
    ])
      expect(() => sweepOfTable(record(other), table, 'cells.parquet')).toThrow(strangers);
    expect(() => sweepOfTable('{"format":"parkade-run"}', table, 'cells.parquet')).toThrow(
      /"sweep\.json" should be the record/,
    );
  });
});
