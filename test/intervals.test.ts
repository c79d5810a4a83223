/** Means and correlations with intervals that hold the truth as often as they say. */
import { describe, expect, test } from 'vitest';
import { bootstrapInterval } from '../src/numerics/bootstrap.ts';
import { correlationOf } from '../src/numerics/correlation.ts';
import { type Interval, meanInterval } from '../src/numerics/interval.ts';
import { random, streams } from '../src/numerics/random.ts';

/** Standard normal draws of a trial. */
function normals(trial: number, count: number): Float64Array {
  const out = new Float64Array(count);
  random(20261130, streams.design).normals(trial, 0, out, count);
  return out;
}

/** In what share of the trials the interval holds the true value. */
function coverage(trials: number, interval: (trial: number) => Interval, truth: number): number {
  const all = Array.from({ length: trials }, (_, i) => interval(i));
  return all.filter(({ low, high }) => low <= truth && truth <= high).length / trials;
}

test("a mean has Student's interval, of the stated coverage", () => {
  // Of 1, 2, 3, 4: 2.5 ± 3.182446 · √(5/3/4).
  const reach = 3.182446305 * Math.sqrt(5 / 12);
  const { estimate, low, high } = meanInterval([1, 2, 3, 4]);
  expect(estimate).toBe(2.5);
  expect(low).toBeCloseTo(2.5 - reach, 7);
  expect(high).toBeCloseTo(2.5 + reach, 7);
  expect(meanInterval([3])).toEqual({ estimate: 3, low: -Infinity, high: Infinity });
  // 95 % but for four standard errors of a share of 400.
  const share = coverage(400, (i) => meanInterval([...normals(i, 6)].map((z) => 5 + 2 * z)), 5);
  expect(share).toBeGreaterThan(0.906);
  expect(share).toBeLessThan(0.994);
});

describe('a correlation', () => {
  test('is that of Pearson', () => {
    expect(correlationOf([1, 2, 3], [2, 4, 6])).toBeCloseTo(1, 12);
    expect(correlationOf([1, 2, 3], [6, 4, 2])).toBeCloseTo(-1, 12);
    expect(correlationOf([1, 2, 3, 4], [1, 3, 2, 4])).toBeCloseTo(0.8, 12);
    expect(correlationOf([1, 2], [5, 5])).toBeNaN();
    expect(() => correlationOf([1], [1, 2])).toThrow('one length');
  });

  test('has a bootstrap interval of about the stated coverage, the same for the same seed', () => {
    const truth = 0.6;
    const pairs = (i: number) => {
      const z = normals(i, 160);
      return Array.from({ length: 80 }, (_, k) => [z[2 * k], truth * z[2 * k] + 0.8 * z[2 * k + 1]] as const);
    };
    const statistic = (draws: readonly (readonly [number, number])[]) =>
      correlationOf(
        draws.map(([a]) => a),
        draws.map(([, b]) => b),
      );
    const interval = (i: number) => bootstrapInterval(pairs(i), statistic, { resamples: 200 });
    expect(interval(3)).toEqual(interval(3));
    expect(bootstrapInterval(pairs(3), statistic, { seed: 2, resamples: 200 })).not.toEqual(interval(3));
    const share = coverage(200, interval, truth);
    expect(share).toBeGreaterThan(0.88);
    expect(share).toBeLessThan(0.99);
    expect(() => bootstrapInterval([], () => 0)).toThrow('at least one draw');
  });
});
