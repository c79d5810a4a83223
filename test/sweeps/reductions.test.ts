/** Groups over seeds: every row counted once, in an order that depends on no order of the rows. */
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { tableOf } from '../../src/sweeps/columns.ts';
import { conditionOf } from '../../src/sweeps/condition.ts';
import { overTime } from '../../src/sweeps/over-time.ts';
import { type ReductionOptions, reduced } from '../../src/sweeps/reductions.ts';
import type { Column, Field } from '../../src/sweeps/table.ts';

const columns: Column[] = [
  { name: 'beta', kind: 'number', what: 'inverse temperature' },
  { name: 'initial', kind: 'text', what: 'law of the tokens' },
  { name: 'seed', kind: 'whole', what: 'seed' },
  { name: 'clusters@10', kind: 'whole', what: 'number of clusters at t = 10' },
  { name: 'clusters@100', kind: 'whole', what: 'number of clusters at t = 100' },
  { name: 'collapsed', kind: 'flag', what: 'whether all are one' },
];
const rows: Field[][] = [
  [16, 'uniform', 1, 4, 1, true],
  [4, 'uniform', 1, 2, 1, true],
  [16, 'uniform', 2, 8, 3, false],
  [4, 'uniform', 2, null, null, null],
  [16, 'uniform', 3, 6, Number.NaN, false],
  [4, 'equispaced', 1, 5, 5, false],
];
const options: ReductionOptions = {
  axes: ['beta', 'initial'],
  quantities: ['clusters@10', 'collapsed'],
  conditions: ['clusters@100<=1'],
};

test('means, standard errors, quantiles and shares of a table that was worked out by hand', () => {
  const { groups, table } = reduced(tableOf(columns, rows), { ...options, quantiles: [0.5] });
  expect(groups.map(({ at, runs }) => [...at, runs])).toEqual([
    [4, 'uniform', 2],
    [4, 'equispaced', 1],
    [16, 'uniform', 3],
  ]);
  const [count, half] = groups[2].summaries;
  expect(count).toEqual({
    ...{ count: 3, missing: 0, mean: 6, least: 4, greatest: 8, quantiles: [6] },
    standardError: Math.sqrt(4 / 3),
  });
  expect(half.mean).toBeCloseTo(1 / 3, 15);
  expect(groups[0].summaries[0]).toMatchObject({ count: 1, missing: 1, mean: 2, standardError: Number.NaN });
  expect(groups.map(({ proportions: [{ hits, trials }] }) => [hits, trials])).toEqual([
    [1, 1],
    [0, 1],
    [1, 2],
  ]);
  expect(table.columns.map(({ name }) => name)).toEqual([
    ...['beta', 'initial', 'runs', 'clusters@10 count', 'clusters@10 missing', 'clusters@10 mean'],
    ...['clusters@10 standard error', 'clusters@10 least', 'clusters@10 quantile 0.5', 'clusters@10 greatest'],
    ...['count', 'missing', 'mean', 'standard error', 'least', 'quantile 0.5', 'greatest'].map((w) => `collapsed ${w}`),
    ...['share', 'low', 'high', 'hits', 'trials'].map((word) => `clusters@100 <= 1 ${word}`),
  ]);
  const [first] = table.rows();
  expect(first.slice(0, 10)).toEqual([4, 'uniform', 2, 1, 1, 2, null, 2, 2, 2]);
});

test('nothing depends on the order of the rows but the order of texts, and no run is lost', () => {
  fc.assert(
    fc.property(fc.shuffledSubarray(rows, { minLength: rows.length }), (shuffled) => {
      const at = (list: Field[][]) => {
        const { groups } = reduced(tableOf(columns, list), options);
        expect(groups.reduce((sum, { runs }) => sum + runs, 0)).toBe(rows.length);
        return new Map(groups.map((group) => [JSON.stringify(group.at), group]));
      };
      expect(at(shuffled)).toEqual(at(rows));
    }),
  );
});

test('times become an axis', () => {
  const long = overTime(tableOf(columns, rows), 'clusters');
  expect(long.columns.map(({ name }) => name)).toEqual(['beta', 'initial', 'seed', 'collapsed', 'time', 'clusters']);
  expect([...long.rows()].slice(0, 3)).toEqual([
    [16, 'uniform', 1, true, 10, 4],
    [16, 'uniform', 1, true, 100, 1],
    [4, 'uniform', 1, true, 10, 2],
  ]);
  expect([...long.rows()]).toHaveLength(long.length);
  expect(() => overTime(tableOf(columns, rows), 'cluster')).toThrow('those are clusters');
});

test('conditions read as they are written, and others are told in a sentence', () => {
  for (const [text, written, yes, no] of [
    ['clusters@100 <= 1', 'clusters@100 <= 1', 1, 2],
    ['a≥−2e0', 'a >= -2', -2, -3],
    ['a b= 3', 'a b = 3', 3, 4],
    ['t < Infinity', 't < Infinity', 1e300, Infinity],
    ['x>0', 'x > 0', 1e-300, 0],
  ] as const) {
    const condition = conditionOf(text);
    expect(condition.text).toBe(written);
    expect([condition.holds(yes), condition.holds(no)]).toEqual([true, false]);
  }
  for (const text of ['', 'a', 'a <', '< 1', 'a < b', 'a < 1 < 2', 'a <> 1', 'a = 0x10', 'a < 1e', 'a < NaN']) {
    expect(() => conditionOf(text)).toThrow(
      /^"condition" should be a name, one of < <= = >= >, and a number, but came/,
    );
  }
});

test('wrong columns and shares are told', () => {
  const table = tableOf(columns, rows);
  expect(() => reduced(table, { axes: ['bta'], quantities: [] })).toThrow('did you mean "beta"?');
  expect(() => reduced(table, { axes: [], quantities: ['initial'] })).toThrow('holds text');
  expect(() => reduced(table, { axes: [], quantities: [], quantiles: [1.5] })).toThrow('has 1.5');
  expect(reduced(tableOf(columns, []), options).groups).toEqual([]);
});
