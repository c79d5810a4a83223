/** The cells of a sweep: every combination once, whatever the axes are. */
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { numberKind } from '../../src/sweeps/axes.ts';
import { refuseHopeless } from '../../src/sweeps/hopeless.ts';
import { planOf, sweepOfFlags } from '../../src/sweeps/plan.ts';

const base = { tokens: 3, beta: 1, until: 1 };

const cellsOf = (sweep: object) => {
  const plan = planOf(sweep);
  return Array.from({ length: plan.length }, (_, index) => plan.at(index));
};
const specsOf = (sweep: object) => cellsOf(sweep).map(({ cell }) => cell.spec as unknown as Record<string, unknown>);

describe('axes', () => {
  test('every value of one meets every value of the others, once', () => {
    const lists = fc.uniqueArray(fc.integer({ min: 1, max: 50 }), { minLength: 1, maxLength: 5 });
    fc.assert(
      fc.property(lists, lists, fc.integer({ min: 1, max: 4 }), (beta, tokens, seeds) => {
        const specs = specsOf({ base, axes: { beta, tokens }, seeds });
        const seen = new Set(specs.map((spec) => `${spec.beta} ${spec.tokens} ${spec.seed}`));
        expect(specs).toHaveLength(beta.length * tokens.length * seeds);
        expect(seen.size).toBe(specs.length);
      }),
      { numRuns: 50 },
    );
  });

  test('the seeds move last: whoever stops early has all points with fewer of them', () => {
    const specs = specsOf({ base, axes: { beta: [4, 9] }, seeds: 3 });
    expect(specs.map(({ beta, seed }) => [beta, seed])).toEqual([
      [4, 1],
      [9, 1],
      [4, 2],
      [9, 2],
      [4, 3],
      [9, 3],
    ]);
  });

  test('more seeds are the same cells and others behind them', () => {
    const few = specsOf({ base, axes: { beta: [4, 9] }, seeds: 3 });
    expect(specsOf({ base, axes: { beta: [4, 9] }, seeds: 5 }).slice(0, few.length)).toEqual(few);
  });

  test('some advance together, and are crossed with the others', () => {
    const specs = specsOf({ base, together: [{ beta: [4, 9], delta: [1, 0.5] }], axes: { tokens: [5, 6] } });
    expect(specs.map(({ beta, delta, tokens }) => [tokens, beta, delta])).toEqual([
      [5, 4, 1],
      [6, 4, 1],
      [5, 9, 0.5],
      [6, 9, 0.5],
    ]);
  });

  test('grids: equally spaced, in geometric progression, whole where the key is', () => {
    const values = (key: string, grid: string) => specsOf({ base, axes: { [key]: grid } }).map((spec) => spec[key]);
    expect(values('beta', 'lin:1:4:4')).toEqual([1, 2, 3, 4]);
    expect(values('beta', 'log:1:100:3')).toEqual([1, expect.closeTo(10, 12), 100]);
    expect(values('tokens', 'log:10:1000:5')).toEqual([10, 32, 100, 316, 1000]);
    expect(values('tokens', 'lin:1:3:9')).toEqual([1, 2, 3]); // each whole number once
  });

  test('values by name, and words as a specification has them', () => {
    const cells = cellsOf({
      base: { ...base, dimension: 2 },
      axes: { value: { identity: 'identity', small: '1,0.5' } },
    });
    expect(cells.map(({ labels, cell }) => [labels[0], (cell.spec as { value?: unknown }).value])).toEqual([
      ['identity', 'identity'],
      ['small', [1, 0.5]],
    ]);
    expect(cellsOf({ base, axes: { beta: '4,9' } })).toHaveLength(2);
  });

  test('a cell saves its end, unless more is asked for', () => {
    expect(specsOf({ base })[0].saveAt).toEqual([1]);
    expect(specsOf({ base: { ...base, saveAt: [0.5, 1] } })[0].saveAt).toEqual([0.5, 1]);
    expect(specsOf({ base, axes: { until: [1, 2] } }).map(({ saveAt }) => saveAt)).toEqual([[1], [2]]);
  });
});

describe('random designs', () => {
  const design = (seed: number, count = 500) =>
    specsOf({ base, random: { count, seed, axes: { beta: 'log:1:100', tokens: 'lin:2:9', delta: [0.5, 1] } } });

  test('the same for one seed, others for another, the first ones whatever their number', () => {
    expect(design(1)).toEqual(design(1));
    expect(design(1)).not.toEqual(design(2));
    expect(design(1, 20)).toEqual(design(1).slice(0, 20));
  });

  test('uniform within their bounds, the logarithm where asked', () => {
    const specs = design(3);
    const below = specs.filter(({ beta }) => (beta as number) < 10).length / specs.length;
    expect(Math.abs(below - 0.5)).toBeLessThan(4 * Math.sqrt(0.25 / specs.length)); // four standard errors
    for (const { beta, tokens, delta } of specs) {
      expect(beta).toBeGreaterThan(1);
      expect(beta).toBeLessThan(100);
      expect([2, 3, 4, 5, 6, 7, 8, 9]).toContain(tokens);
      expect([0.5, 1]).toContain(delta);
    }
  });

  test('the keys do not move with each other', () => {
    const specs = design(4);
    const low = specs.filter(({ beta }) => (beta as number) < 10);
    const share = low.filter(({ delta }) => delta === 0.5).length / low.length;
    expect(Math.abs(share - 0.5)).toBeLessThan(4 * Math.sqrt(0.25 / low.length));
  });
});

test('flags: a list or a grid is an axis where the key takes one number', () => {
  expect(sweepOfFlags({ beta: [4, 9], tokens: 'log:10:100:3', until: 3, value: [1, 0.5], saveAt: [1, 3] })).toEqual({
    base: { until: 3, value: [1, 0.5], saveAt: [1, 3] },
    axes: { beta: [4, 9], tokens: 'log:10:100:3' },
  });
  expect([numberKind('beta'), numberKind('tokens'), numberKind('saveAt'), numberKind('radius')]).toEqual([
    ...['number', 'whole', null, null],
  ]);
});

describe('what is no sweep is told in one sentence', () => {
  test.each([
    [{ base, axis: {} }, '"axis" should be a key of a sweep, but is none; did you mean "axes"?'],
    [{ base, axes: { bta: [1] } }, '"bta" should be a key of a run specification, but is none; did you mean "beta"?'],
    [{ base: { ...base, obsrve: 'all' } }, 'did you mean "observe"?'],
    [{ base: { ...base, observe: 'all' } }, 'name quantities under "measure" instead'],
    [{ base, axes: { beta: [] } }, '"beta" should have 1 to 1000000 values, but 0 came'],
    [{ base, axes: { beta: [4, 9, 4] } }, '"beta" should have each value once, but has 4 twice; drop one of them.'],
    [{ base, axes: { beta: 'log:0:9:3' } }, '"beta" should be a grid lin:FROM:TO:COUNT or log:FROM:TO:COUNT'],
    [{ base, axes: { beta: [4] }, together: [{ beta: [4] }] }, '"beta" should be varied once, but is varied twice'],
    [{ base, seeds: 3, axes: { seed: [4] } }, '"seed" should be varied once'],
    [{ base, together: [{ beta: [4], delta: [1, 2] }] }, 'but beta has 1, delta 2; make them equally long'],
    [
      { base, random: { count: 0, axes: { beta: 'lin:1:2' } } },
      '"random" should have whole numbers ≥ 1, but came as 0',
    ],
    [{ base, random: { count: 3, axes: {} } }, '"random" should have axes, a law for each key'],
    [{ base, seeds: 1.5 }, '"seeds" should have whole numbers ≥ 1, but came as 1.5'],
    [{ base, measure: ['cluster'] }, 'did you mean "clusters"?'],
    [{ base, trajectory: 'sometimes' }, '"trajectory" should be one of never, failed, always'],
    [{ base, reduce: { quantiles: [2] } }, '"reduce" should have quantiles from 0 to 1, but one came as 2'],
    [{ base, seeds: 1e6, axes: { beta: 'lin:1:2:1000' } }, '"sweep" should have at most 100000000 cells'],
    [[1], '"sweep" should be a mapping with "base"'],
    [{ base: 4 }, '"base" should be a run specification, but came as 4'],
  ])('%j', (sweep, sentence) => {
    expect(() => planOf(sweep)).toThrow(sentence);
  });
});

describe('what no cell can mend is told before anything is computed', () => {
  test('a mistake that all cells have', () => {
    expect(() => refuseHopeless(planOf({ base: { tokens: 3, until: 1 }, seeds: 3 }))).toThrow('"beta" should be');
    expect(() => refuseHopeless(planOf({ base: { tokens: 3, beta: 4 }, seeds: 3 }))).toThrow('"until" should be');
  });

  test('not one that some cells have', () => {
    expect(() => refuseHopeless(planOf({ base, axes: { beta: [4, -1] } }))).not.toThrow();
  });

  test('seeds that change nothing', () => {
    const given = { ...base, initial: [0, 1, 2] };
    expect(() => refuseHopeless(planOf({ base: given, seeds: 3 }))).toThrow('"seeds" should change the runs');
    expect(() => refuseHopeless(planOf({ base: { ...given, kappa: 9, dt: 0.1 }, seeds: 3 }))).not.toThrow();
    expect(() => refuseHopeless(planOf({ base: given, axes: { beta: [1, 2] } }))).not.toThrow();
  });
});
