import { describe, expect, test } from 'vitest';
import { uniform } from '../../src/initial/uniform.ts';
import { park } from '../../src/parking/park.ts';
import { predictedRenyi, predictedStrong, unpredicted } from '../../src/parking/predictions.ts';
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

describe('predictions where they hold, and nowhere else', () => {
  const deltas = [1e-7, 1e-3, 0.05, 0.2, 0.5, 0.9, 1.2, 2, 2.5, 3, 3.1415, Math.PI - 1e-6];
  const dimensions = Array.from({ length: 15 }, (_, i) => i + 2);

  test.each(dimensions)('in dimension %d from δ = 1e-7 to just below π', (d) => {
    for (const delta of deltas) {
      for (const n of [1, 30, 1e4, 1e9]) {
        const [strong, renyi] = [predictedStrong(n, delta, d), predictedRenyi(n, delta, d)];
        const where = `δ = ${delta}, n = ${n}`;
        expect(strong.value, where).toBeGreaterThanOrEqual(1 - 1e-12);
        expect(strong.value, where).toBeLessThanOrEqual(n * (1 + 1e-12));
        expect(renyi === null, where).toBe(unpredicted(delta, d) !== null);
        if (renyi === null) continue;
        expect(Number.isFinite(renyi.value), where).toBe(true);
        // Strong centers are Rényi centers; a saturated sphere has at least two.
        if (renyi.kind === 'exact')
          expect(renyi.value, where).toBeGreaterThanOrEqual(strong.value - 1e-6 * strong.value);
        else expect(renyi.value, where).toBeGreaterThan(2);
      }
    }
  });

  test('none on spheres at large δ, where 1.2 stood beside 2; none beyond dimension 9; the sentence says why', () => {
    expect(predictedRenyi(1000, 3, 3)).toBe(null);
    expect(unpredicted(3, 3)).toMatch(/only the limit of small δ is known, and curvature may shift it by 46 % here/);
    expect(unpredicted(0.1, 10)).toBe('of Rényi centers nothing is known beyond dimension 9');
    expect(predictedRenyi(1000, 0.5, 3)?.kind).toBe('asymptote');
  });

  test.each([
    [3, 0.85, 20_000],
    [4, 0.5, 20_000],
  ])('the asymptote is within its domain as near to what parks as is said: d = %d, δ = %d', (d, delta, n) => {
    const runs = 20;
    const counts = Array.from({ length: runs }, (_, r) => {
      const { renyi } = park(uniform.sequence({}, d, 1 + r), { n, d }, delta);
      // N(n) = N∞ − a n^{−1/(d−1)} (Feder): twice N(n) less N(n/2^{d−1}).
      return 2 * renyi.length - renyi.filter((k) => k < n / 2 ** (d - 1)).length;
    });
    const { mean, standardError } = estimate(counts, null);
    const share = mean / (predictedRenyi(n, delta, d)?.value as number);
    const chance = (SIGMAS * (standardError as number)) / mean;
    expect(share).toBeGreaterThan(1 - chance);
    expect(share).toBeLessThan(1.05 + chance);
  });

  test('on the circle just below δ = π a second center is rare, for any number of tokens', () => {
    const delta = (2 * Math.PI) / 2.000001; // misses the first token’s δ with probability 5e-7
    for (const n of [1e3, 1e6, 1e9]) {
      const second = 1 - Math.exp((n - 1) * Math.log1p(-(1 - 2 / 2.000001)));
      expect(predictedRenyi(n, delta, 2)?.value).toBeCloseTo(1 + second, 6);
    }
  });
});
