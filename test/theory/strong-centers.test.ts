/** Counts of strong Rényi centers: the finite lemma, its variance, and laws that are not uniform. */
import { describe, expect, test } from 'vitest';
import { strongRenyiCenters } from '../../src/analysis/renyi-centers.ts';
import { uniform } from '../../src/initial/uniform.ts';
import { vonMisesFisher } from '../../src/initial/von-mises-fisher.ts';
import { capMeasure, logCapMeasure } from '../../src/theory/cap-measure.ts';
import { varianceStrongCenters } from '../../src/theory/strong-center-variance.ts';
import {
  expectedStrongCenters,
  logExpectedStrongCenters,
  meanStrongIndex,
  printedStrongCentersOnSphere,
  strongProbability,
} from '../../src/theory/strong-centers.ts';
import {
  expectedStrongCentersOnCircle,
  expectedStrongCentersVonMisesFisher,
} from '../../src/theory/strong-centers-of-laws.ts';
import { summary } from '../support/numeric.ts';

const SIGMAS = 4; // standard errors; the seeds are fixed
const ROUNDING = 1e-14;
/** What the quadratures are asked for. */
const QUADRATURE = 1e-9;
/** Double integrals of the definition with 18 digits, by mpmath. */
const REFERENCE = 1e-12;

function range(n: number): number[] {
  return Array.from({ length: n }, (_, i) => i + 1);
}

function total(values: readonly number[]): number {
  return values.reduce((sum, value) => sum + value, 0);
}

function counts(sample: (seed: number) => Float64Array, n: number, d: number, delta: number, runs: number): number[] {
  return Array.from({ length: runs }, (_, i) => strongRenyiCenters(sample(2000 + i), { n, d }, delta).length);
}

describe('the expected number', () => {
  test('is the sum of the index law, whatever p and n', () => {
    for (const p of [0, 1e-12, 1e-3, 0.159, 0.5, 1]) {
      for (const n of [1, 2, 7, 300]) {
        const law = range(n).map((k) => strongProbability(k, p));
        expect(Math.abs(expectedStrongCenters(p, n) / total(law) - 1)).toBeLessThan(ROUNDING);
        const mean = total(law.map((probability, i) => (i + 1) * probability)) / total(law);
        expect(Math.abs(meanStrongIndex(p, n) / mean - 1)).toBeLessThan(ROUNDING);
      }
    }
  });

  test('is 1/p in the end, and so is the mean index; 6.283185 on the circle for δ = ½', () => {
    const p = capMeasure(0.5, 2);
    expect(expectedStrongCenters(p, Infinity)).toBeCloseTo(2 * Math.PI, 14);
    expect(expectedStrongCenters(p, 200)).toBeCloseTo(2 * Math.PI * (1 - (1 - 0.5 / Math.PI) ** 200), 12);
    expect(meanStrongIndex(p, Infinity)).toBe(1 / p);
  });

  test('is n for tiny p, and goes on below the range of doubles', () => {
    expect(expectedStrongCenters(1e-300, 1000)).toBe(1000);
    expect(expectedStrongCenters(0, Infinity)).toBe(Infinity);
    for (const p of [1e-5, 1e-13, 1e-14, 1e-200]) {
      for (const n of [3, 1e6, 1e13, 1e17, Infinity]) {
        const wanted = Math.log(expectedStrongCenters(p, n));
        expect(Math.abs(logExpectedStrongCenters(Math.log(p), n) - wanted)).toBeLessThan(ROUNDING * (1 + wanted));
      }
    }
    const logP = logCapMeasure(1e-3, 1000);
    expect(logP).toBeLessThan(-5000);
    expect([logExpectedStrongCenters(logP, Infinity), logExpectedStrongCenters(logP, 1e9)]).toEqual([
      -logP,
      Math.log(1e9),
    ]);
  });

  test('nothing jumps where formulas change', () => {
    for (const p of [0.02, 0.0200001]) expect(meanStrongIndex(p, 30)).toBeCloseTo(13.9957 - (p - 0.02) * 74, 3);
    for (const [a, b] of [[0.49999, 0.50001]].map((spans) =>
      spans.map((span) => meanStrongIndex(-Math.expm1(-span / 100), 100)),
    )) {
      expect(Math.abs(a - b)).toBeLessThan(1e-3);
    }
  });

  test('printed for S² is a third of what is found', async () => {
    const [delta, n, d] = [1, 200, 3];
    const found = summary(counts((seed) => uniform.sample({}, { n, d }, seed), n, d, delta, 500));
    expect(Math.abs(found.mean - expectedStrongCenters(capMeasure(delta, d), n))).toBeLessThan(SIGMAS * found.error);
    expect(Math.abs(found.mean - printedStrongCentersOnSphere(delta))).toBeGreaterThan(20 * found.error);
    expect(3 * printedStrongCentersOnSphere(delta)).toBeCloseTo(1 / capMeasure(delta, d), 13);
  });

  test('wrong arguments are refused', () => {
    expect(() => expectedStrongCenters(1.5, 3)).toThrow(/"p" should be a probability/);
    expect(() => expectedStrongCenters(0.5, 2.5)).toThrow(/"n" should be an integer/);
    expect(() => strongProbability(0, 0.5)).toThrow(/count from 1/);
    expect(() => logExpectedStrongCenters(1, 3)).toThrow(/logarithm/);
  });
});

/** More tokens, more variance, where far fewer are centers than could be. */
function risen(before: number, variance: number): number {
  expect(variance).toBeGreaterThanOrEqual(before * (1 - REFERENCE));
  return variance;
}

describe('the variance', () => {
  test('on the circle is (4 log(4/3) − 1)/p in the end, for δ ≤ π/2', () => {
    for (const delta of [1e-6, 0.01, 0.5, 1.5]) {
      const wanted = (4 * Math.log(4 / 3) - 1) / (delta / Math.PI);
      expect(Math.abs(varianceStrongCenters(delta, 2, Infinity) / wanted - 1)).toBeLessThan(QUADRATURE);
    }
  });

  test('of one token is 0, of two that of a coin; of very many that of endless ones', () => {
    for (const [d, delta] of [
      [2, 0.5],
      [3, 0.7],
      [3, 2.2],
      [6, 1.4],
    ]) {
      const p = capMeasure(delta, d);
      expect(varianceStrongCenters(delta, d, 1)).toBe(0);
      expect(Math.abs(varianceStrongCenters(delta, d, 2) / (p * (1 - p)) - 1)).toBeLessThan(REFERENCE);
      const endless = varianceStrongCenters(delta, d, Infinity);
      expect(Math.abs(varianceStrongCenters(delta, d, 1e5) / endless - 1)).toBeLessThan(QUADRATURE);
    }
  });

  test.each([
    [2, 0.5, 7, 0.85187131527381],
    [2, 1.7, 200, 0.27915389214844],
    [3, 0.5, Infinity, 3.7692772368535],
    [3, 2.0, Infinity, 0.24533769170496],
    [3, 2.05, 4, 0.23126064318244],
    [4, 0.7, 50, 4.0673368895936],
    [5, 1.57, 20, 0.46426089469564],
    [5, 1.6, 20, 0.43603493868152],
    [8, 0.5, Infinity, 420.46598828358],
    [12, 1.3, 100, 1.8488189791584],
    [30, 1.5, Infinity, 0.96216747596225],
  ])('is the double integral over distances and caps: d = %i, δ = %d, n = %d', (d, delta, n, wanted) => {
    expect(Math.abs(varianceStrongCenters(delta, d, n) / wanted - 1)).toBeLessThan(REFERENCE);
  });

  test('is never negative and always a number, from one token to endless ones', () => {
    for (const d of [2, 3, 5, 12, 100, 1000, 10_000]) {
      for (const delta of [1e-9, 1e-3, 0.5, 1.5, 1.570796326794896, Math.PI / 2, 1.58, 2, 2.09, 3.1]) {
        let before = 0;
        for (const n of [1, 2, 3, 200, 1e6, 1e9, Infinity]) {
          const variance = varianceStrongCenters(delta, d, n);
          expect(variance).toBeGreaterThanOrEqual(0); // not of NaN
          if (delta < 1) before = risen(before, variance);
        }
      }
    }
  });

  test('of few tokens is that of the number of close pairs; nothing jumps where formulas change', () => {
    const n = 1000; // formulas change at np = 1e-16 and np = 1
    const pairs = (n * (n - 1)) / 2;
    for (const [p, off] of [
      [1e-18, 1e-14],
      [1e-7, 2e-4], // of order np
    ]) {
      expect(Math.abs(varianceStrongCenters(Math.PI * p, 2, n) / (pairs * p) - 1)).toBeLessThan(off);
    }
    for (const np of [1e-16, 1]) {
      const [below, above] = [1 - 1e-13, 1 + 1e-13].map((more) =>
        varianceStrongCenters((Math.PI * np * more) / n, 2, n),
      );
      expect(Math.abs(above / below - 1)).toBeLessThan(REFERENCE);
    }
    expect(varianceStrongCenters(1e-3, 1000, 5)).toBe(0); // p = 0
    const rest = capMeasure(Math.PI - 3.1, 50); // 1e-69: a coin that hardly ever falls so
    expect(Math.abs(varianceStrongCenters(3.1, 50, 100) / rest - 1)).toBeLessThan(REFERENCE);
  });

  test.each([
    [2, 0.5, 12],
    [2, 2.5, 40],
    [3, 0.6, 10],
    [3, 2.2, 30],
    [8, 1.2, 60],
  ])('of runs on the unit sphere of R^%i, δ = %d, n = %i', (d, delta, n) => {
    const runs = 2000;
    const { deviation } = summary(counts((seed) => uniform.sample({}, { n, d }, seed), n, d, delta, runs));
    // The variance of a near-normal or two-valued count has a standard error of at most √(2/runs) of itself or so.
    expect(Math.abs(deviation ** 2 / varianceStrongCenters(delta, d, n) - 1)).toBeLessThan(
      SIGMAS * Math.sqrt(2 / runs),
    );
  });
});

describe('laws that are not uniform', () => {
  test('a constant density and κ = 0 are the uniform law', () => {
    for (const n of [1, 20, Infinity]) {
      const wanted = expectedStrongCenters(0.5 / Math.PI, n);
      expect(Math.abs(expectedStrongCentersOnCircle(() => 7, 0.5, n) / wanted - 1)).toBeLessThan(QUADRATURE);
      for (const d of [2, 3, 5, 40]) {
        const even = expectedStrongCenters(capMeasure(1.1, d), n);
        expect(Math.abs(expectedStrongCentersVonMisesFisher(0, 1.1, d, n) / even - 1)).toBeLessThan(QUADRATURE);
      }
    }
  });

  test('on the circle the two ways agree for the von Mises law', () => {
    for (const [kappa, n] of [
      [0.5, Infinity],
      [4, 50],
      [60, Infinity],
    ]) {
      const density = (angle: number) => Math.exp(kappa * (Math.cos(angle) - 1));
      const found = expectedStrongCentersOnCircle(density, 0.5, n);
      expect(Math.abs(expectedStrongCentersVonMisesFisher(kappa, 0.5, 2, n) / found - 1)).toBeLessThan(QUADRATURE);
    }
  });

  test('tokens on half the circle: 1/p_x has a closed integral', () => {
    // Uniform on (0, π), δ < π/2: p = (δ + x)/π near an end, 2δ/π inside; ∫ dx/(πp) = 2 log 2 + (π − 2δ)/2δ.
    const delta = 0.5;
    const half = (angle: number) => (Math.sin(angle) > 0 ? 1 : 0);
    const found = expectedStrongCentersOnCircle(half, delta, Infinity, [0, Math.PI]);
    expect(Math.abs(found - (2 * Math.log(2) + (Math.PI - 2 * delta) / (2 * delta)))).toBeLessThan(1e-9);
  });

  test.each([
    [2, 4, 0.5, 50],
    [3, 10, 0.4, 60],
    [5, 3, 0.9, 60],
  ])('as many as in runs on the unit sphere of R^%i, κ = %d, δ = %d, n = %i', (d, concentration, delta, n) => {
    const directions = [range(d).map((i) => (i === 1 ? 1 : 0))];
    const sample = (seed: number) => vonMisesFisher.sample({ directions, concentration }, { n, d }, seed);
    const { mean, error } = summary(counts(sample, n, d, delta, 1200));
    const wanted = expectedStrongCentersVonMisesFisher(concentration, delta, d, n);
    expect(Math.abs(mean - wanted)).toBeLessThan(SIGMAS * error);
    // The uniform law would be noticed.
    expect(Math.abs(mean - expectedStrongCenters(capMeasure(delta, d), n))).toBeGreaterThan(SIGMAS * error);
  });

  test('tokens all near one direction have one center', () => {
    expect(expectedStrongCentersVonMisesFisher(500, 0.5, 3, Infinity)).toBeCloseTo(1, 6);
    // Densities within δ of rare tokens are e^{959} times their own.
    expect(expectedStrongCentersVonMisesFisher(1000, 1, 2, 20)).toBeCloseTo(1, 10);
    // By quadrature over θ, r and the angle about x (1200 × 800 × 400 nodes).
    expect(expectedStrongCentersVonMisesFisher(1000, 0.05, 3, 1000)).toBeCloseTo(3.35794981262222, 11);
    expect(() => expectedStrongCentersOnCircle(() => 0, 0.5, 3)).toThrow(/positive and finite integral/);
  });
});
