import { describe, expect, test } from 'vitest';
import { uniform } from '../../src/initial/uniform.ts';
import { park } from '../../src/parking/park.ts';
import { predictedRenyi, predictedStrong } from '../../src/parking/predictions.ts';
import { countsOf, estimate, saturation, tokenCounts } from '../../src/parking/saturation.ts';

const SIGMAS = 4; // standard errors; the seeds are fixed

describe('numbers of tokens at which centers are counted', () => {
  test.each([1, 2, 7, 1000, 1e7, 123_457])('ascend from 1 to %d, about eight a decade', (n) => {
    const ns = tokenCounts(n);
    expect(ns[0]).toBe(1);
    expect(ns.at(-1)).toBe(n);
    for (let i = 1; i < ns.length; i++) expect(ns[i]).toBeGreaterThan(ns[i - 1]);
    expect(ns.length).toBeLessThanOrEqual(8 * Math.log10(n) + 2);
  });

  test('do not depend on n but for the last', () => {
    expect(tokenCounts(1e5).slice(0, 20)).toEqual(tokenCounts(1e7).slice(0, 20));
  });
});

test('counts at n are those of a run of n tokens', () => {
  const tokens = uniform.sequence({}, 3, 5);
  const ns = tokenCounts(3000);
  const { strong, renyi } = countsOf(park(tokens, { n: 3000, d: 3 }, 0.3), ns);
  for (const [i, n] of ns.entries()) {
    const alone = park(tokens, { n, d: 3 }, 0.3);
    expect([strong[i], renyi[i]]).toEqual([alone.strong.length, alone.renyi.length]);
  }
});

test('mean, deviations and errors of known numbers', () => {
  const exact = { value: 2, kind: 'exact', standardDeviation: null } as const;
  expect(estimate([1, 2, 3, 6], exact)).toEqual({
    mean: 3,
    standardDeviation: Math.sqrt(14 / 3),
    standardError: Math.sqrt(14 / 3) / 2,
    predicted: exact,
    deviation: 1 / (Math.sqrt(14 / 3) / 2),
  });
  expect(estimate([5], exact)).toMatchObject({ standardError: null, deviation: null });
  expect(estimate([5, 5], exact)).toMatchObject({ standardError: 0, deviation: null });
  expect(estimate([5, 7], { ...exact, kind: 'asymptote' }).deviation).toBeNull();
  expect(estimate([5, 7], null)).toMatchObject({ mean: 6, predicted: null, deviation: null });
  // A predicted spread is preferred to that of the runs.
  const known = { ...exact, standardDeviation: 3 };
  expect(estimate([5], known)).toMatchObject({ standardError: null, deviation: 1 });
  expect(estimate([5, 5, 5, 5], known)).toMatchObject({ standardError: 0, deviation: 2 });
});

describe('predictions', () => {
  test.each([
    [2, 0.05, 3000],
    [3, 0.3, 3000],
    [4, 0.6, 2000],
  ])('hold in dimension %i, δ = %d, at every n', (dimension, delta, n) => {
    const ns = tokenCounts(n);
    const shape = { n, d: dimension };
    const runs = Array.from({ length: 60 }, (_, r) =>
      countsOf(park(uniform.sequence({}, dimension, 100 + r), shape, delta), ns),
    );
    const result = saturation({ delta, dimension, uniform: true }, ns, runs);
    for (const kind of dimension === 2 ? (['strong', 'renyi'] as const) : (['strong'] as const)) {
      const off = result[kind].map(({ deviation }) => deviation).filter((deviation) => deviation !== null);
      expect(off.length).toBeGreaterThan(15);
      expect(Math.max(...off.map(Math.abs))).toBeLessThan(SIGMAS);
    }
  });

  test('are the formulas of the paper where n is endless, and marked where they are asymptotes', () => {
    expect(predictedStrong(Infinity, 1, 3)).toMatchObject({
      value: expect.closeTo(1 / Math.sin(0.5) ** 2, 12),
      kind: 'exact',
    });
    expect(predictedStrong(Infinity, 0.5, 8).standardDeviation).toBeCloseTo(Math.sqrt(420.46598828358), 9);
    expect(predictedRenyi(Infinity, 0.5, 2)).toMatchObject({ value: expect.closeTo(9.39459253643, 9), kind: 'exact' });
    // φ_2/σ(B_{δ/2}) of S², 0.547074/sin²(δ/4)
    expect(predictedRenyi(1e6, 0.1, 3)).toMatchObject({
      value: expect.closeTo(0.547074 / Math.sin(0.025) ** 2, 6),
      kind: 'asymptote',
    });
    expect(predictedRenyi(1e6, 0.1, 10)).toBeNull();
  });

  test('are none for other laws', () => {
    const { strong, renyi } = saturation(
      { delta: 0.5, dimension: 2, uniform: false },
      [1],
      [{ strong: [1], renyi: [1] }],
    );
    expect([strong[0].predicted, renyi[0].predicted]).toEqual([null, null]);
  });
});
