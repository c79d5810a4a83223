/** Means, shares, quantiles, lines and their intervals: known values, and the coverage that is stated. */
import { describe, expect, test } from 'vitest';
import { random, streams } from '../../src/numerics/random.ts';
import { bootstrapInterval } from '../../src/numerics/statistics/bootstrap.ts';
import { correlationOf } from '../../src/numerics/statistics/correlation.ts';
import { fitLine } from '../../src/numerics/statistics/line-fit.ts';
import { meanInterval, meanOf } from '../../src/numerics/statistics/mean.ts';
import { quantileOf } from '../../src/numerics/statistics/quantile.ts';
import { errorsFor, studentQuantile } from '../../src/numerics/statistics/student.ts';
import { wilsonInterval } from '../../src/numerics/statistics/wilson.ts';

/** Standard normal draws of a trial. */
function normals(trial: number, count: number): Float64Array {
  const out = new Float64Array(count);
  random(20261130, streams.design).normals(trial, 0, out, count);
  return out;
}

/** In how many of 400 trials the interval holds the true value. */
function coverage(trial: (index: number) => { readonly low: number; readonly high: number }, truth: number): number {
  const hits = Array.from({ length: 400 }, (_, i) => trial(i)).filter(({ low, high }) => low <= truth && truth <= high);
  return hits.length / 400;
}
/** 95 % less and more four standard errors of a share of 400. */
const [LEAST, MOST] = [0.906, 0.994];

describe("quantiles of Student's law", () => {
  test.each([
    [0.975, 1, 12.706204736],
    [0.975, 3, 3.182446305],
    [0.975, 10, 2.228138852],
    [0.95, 30, 1.697260887],
    [0.975, Infinity, 1.959963985],
    [0.5, 7, 0],
  ])('%f of %f degrees of freedom', (p, freedom, expected) => {
    expect(studentQuantile(p, freedom)).toBeCloseTo(expected, 7);
    expect(studentQuantile(1 - p, freedom)).toBeCloseTo(-expected, 7);
  });

  test('a coverage is split between both sides', () => {
    expect(errorsFor(0.95, 10)).toBeCloseTo(2.228138852, 7);
    expect(() => studentQuantile(1, 3)).toThrow('probability strictly between 0 and 1');
    expect(() => studentQuantile(0.9, 0)).toThrow('degrees of freedom');
  });
});

test('a quantile lies between its neighbours, as in NumPy', () => {
  const values = [7, 1, 4, 2];
  expect([0, 0.1, 0.25, 0.5, 0.9, 1].map((p) => quantileOf(values, p))).toEqual([1, 1.3, 1.75, 3, 6.1, 7].map(closeTo));
  expect(quantileOf([], 0.5)).toBeNaN();
  expect(values).toEqual([7, 1, 4, 2]);
  expect(() => quantileOf(values, 1.1)).toThrow('from 0 to 1');
});
const closeTo = (value: number) => expect.closeTo(value, 12);

test("Wilson's interval, and its ends", () => {
  expect(wilsonInterval(5, 10)).toEqual({ estimate: 0.5, low: closeNear(0.236593), high: closeNear(0.763407) });
  expect(wilsonInterval(0, 10)).toEqual({ estimate: 0, low: 0, high: closeNear(0.277533) });
  expect(wilsonInterval(10, 10)).toEqual({ estimate: 1, low: closeNear(0.722467), high: 1 });
  expect(() => wilsonInterval(11, 10)).toThrow('hits from 0 to count');
});
const closeNear = (value: number) => expect.closeTo(value, 5);

test('a mean has its standard error, and an interval of the stated coverage', () => {
  expect(meanOf([1, 2, 3, 4])).toEqual({ mean: 2.5, standardError: closeTo(Math.sqrt(5 / 3 / 4)), count: 4 });
  expect(meanInterval([3])).toEqual({ estimate: 3, low: -Infinity, high: Infinity });
  const share = coverage((i) => meanInterval([...normals(i, 6)].map((z) => 5 + 2 * z)), 5);
  expect(share).toBeGreaterThan(LEAST);
  expect(share).toBeLessThan(MOST);
});

describe('a line', () => {
  test('without errors is that of least squares', () => {
    // Residuals 0.01, −0.13, 0.23, −0.11: squares 0.082, of two degrees of freedom; Σ(x − 1.5)² = 5.
    const fit = fitLine([1.1, 1.9, 3.2, 3.8].map((y, x) => ({ x, y })));
    expect(fit.slope.estimate).toBeCloseTo(0.94, 12);
    expect(fit.intercept).toBeCloseTo(1.09, 12);
    expect(fit.slopeError).toBeCloseTo(Math.sqrt(0.082 / 2 / 5), 12);
    expect(fit.slope.high - 0.94).toBeCloseTo(4.30265273 * fit.slopeError, 6);
    expect(fit.spread).toBeNull();
  });

  test('weighs points by their errors, and widens where they do not explain what is off the line', () => {
    const near = fitLine([1, 2, 3, 4].map((x) => ({ x, y: 2 * x, error: 0.1 * x })));
    expect(near.slope.estimate).toBeCloseTo(2, 12);
    expect(near.spread).toBeCloseTo(0, 12);
    const off = fitLine([1, 2, 3, 4].map((x) => ({ x, y: 2 * x + (x % 2), error: 0.01 })));
    const same = fitLine([1, 2, 3, 4].map((x) => ({ x, y: 2 * x + (x % 2), error: 7 })));
    expect(off.spread).toBeGreaterThan(1000);
    expect(off.slopeError).toBeGreaterThan(
      10 * fitLine([1, 2, 3, 4].map((x) => ({ x, y: 2 * x, error: 0.01 }))).slopeError,
    );
    expect(same.slope.estimate).toBeCloseTo(off.slope.estimate, 12);
    const drawn = fitLine([
      { x: 0, y: 0, error: 1e-6 },
      { x: 1, y: 1, error: 1e-6 },
      { x: 2, y: 9, error: 1e6 },
    ]);
    expect(drawn.slope.estimate).toBeCloseTo(1, 6);
  });

  test('holds the true slope as often as stated', () => {
    const errors = [0.1, 0.2, 0.1, 0.4, 0.2];
    const given = (i: number) =>
      fitLine([...normals(i, 5)].map((z, x) => ({ x, y: 0.5 * x + errors[x] * z, error: errors[x] }))).slope;
    // Student's law and an error that only grows: at least as often.
    expect(coverage(given, 0.5)).toBeGreaterThan(LEAST);
    expect(coverage(given, 0.9)).toBeLessThan(0.6);
    const found = coverage((i) => fitLine([...normals(i, 8)].map((z, x) => ({ x, y: 0.5 * x + z }))).slope, 0.5);
    expect(found).toBeGreaterThan(LEAST);
    expect(found).toBeLessThan(MOST);
  });

  test('needs three points at two places', () => {
    expect(() =>
      fitLine([
        { x: 0, y: 1 },
        { x: 1, y: 2 },
      ]),
    ).toThrow('at least three points');
    expect(() => fitLine([1, 2, 3].map((y) => ({ x: 1, y })))).toThrow('two different x');
  });
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
    const hits = Array.from({ length: 200 }, (_, i) => interval(i)).filter(
      ({ low, high }) => low <= truth && truth <= high,
    );
    expect(hits.length / 200).toBeGreaterThan(0.88);
    expect(hits.length / 200).toBeLessThan(0.99);
    expect(() => bootstrapInterval([], () => 0)).toThrow('at least one draw');
  });
});
