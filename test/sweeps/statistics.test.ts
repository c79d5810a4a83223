/** Laws of chance against SciPy and NumPy, and quantiles against their definition. */
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { wilson } from '../../src/numerics/proportion.ts';
import { quantile } from '../../src/numerics/quantile.ts';
import { chiSquaredTail, upperIncompleteGamma } from '../../src/numerics/special/incomplete-gamma.ts';
import { studentLimit, studentTail } from '../../src/numerics/student.ts';

test('the incomplete gamma function is that of scipy.special.gammaincc', () => {
  for (const [a, x, value] of [
    [0.5, 0.1, 0.6547208460185768],
    [0.5, 3, 0.014305878435429641],
    [1, 1, 0.36787944117144245],
    [3.5, 2, 0.779777408475716],
    [3.5, 12, 0.001139351178947464],
    [50, 40, 0.9296649333406051],
    [50, 80, 0.0001307839765914092],
    [1000, 1010, 0.37232105526300524],
    [0.001, 1e-5, 0.010876955304217334],
  ]) {
    expect(upperIncompleteGamma(a, x) / value - 1).toBeCloseTo(0, 10);
  }
  expect([upperIncompleteGamma(2, 0), upperIncompleteGamma(2, Infinity)]).toEqual([1, 0]);
  expect(() => upperIncompleteGamma(0, 1)).toThrow('"a" should be a number > 0');
});

test('χ² of two degrees of freedom is an exponential law', () => {
  for (const sum of [0.1, 1, 2, 7, 30]) expect(chiSquaredTail(sum, 2)).toBeCloseTo(Math.exp(-sum / 2), 14);
});

test('Student’s limits are those of scipy.stats.t.ppf(0.975, …)', () => {
  for (const [freedom, limit] of [
    [1, 12.706204736174694],
    [2, 4.302652729749462],
    [3, 3.1824463052837078],
    [10, 2.228138851986274],
    [100, 1.9839715185235518],
  ]) {
    expect(studentLimit(0.05, freedom)).toBeCloseTo(limit, 10);
    expect(studentTail(limit, freedom)).toBeCloseTo(0.05, 12);
  }
});

test('Wilson’s interval is that of scipy.stats.binomtest', () => {
  for (const [hits, trials, low, high] of [
    [0, 10, 0, 0.27753279986288926],
    [10, 10, 0.7224672001371109, 1],
    [3, 10, 0.10779126740630102, 0.6032218525388546],
    [1, 1000, 0.00017654637062607809, 0.0056425585979579355],
    [512, 1000, 0.48103255440609083, 0.5428756033902556],
  ]) {
    const interval = wilson(hits, trials);
    expect(interval.low).toBeCloseTo(low, 13);
    expect(interval.high).toBeCloseTo(high, 13);
    expect(interval.share).toBe(hits / trials);
  }
  expect(wilson(0, 0)).toMatchObject({ low: 0, high: 1, share: Number.NaN });
});

test('quantiles are those of numpy.quantile', () => {
  const sorted = [1, 1, 2, 3, 3, 4, 5, 5, 5, 6, 9];
  const known = { 0: 1, 0.05: 1, 0.1: 1, 0.25: 2.5, 0.5: 4, 0.9: 6, 0.975: 8.25, 1: 9 };
  for (const [q, value] of Object.entries(known)) expect(quantile(sorted, Number(q))).toBeCloseTo(value, 14);
  expect(quantile([], 0.5)).toBeNaN();
  expect([0.25, 0.75].map((q) => quantile([-Infinity, Infinity], q))).toEqual([-Infinity, Infinity]);
});

test('a quantile lies between its neighbours, grows with its share, and is a value at whole places', () => {
  const number = fc.oneof(fc.double({ noNaN: true }), fc.constantFrom(-Infinity, Infinity, 0, -0));
  fc.assert(
    fc.property(
      fc.array(number, { minLength: 1, maxLength: 20 }),
      fc.double({ min: 0, max: 1, noNaN: true }),
      (list, q) => {
        const sorted = Float64Array.from(list).sort();
        const at = q * (sorted.length - 1);
        const value = quantile(sorted, q);
        expect(value).toBeGreaterThanOrEqual(sorted[Math.floor(at)]);
        expect(value).toBeLessThanOrEqual(sorted[Math.ceil(at)]);
        sorted.forEach((own, i) => {
          if (sorted.length > 1 && (i / (sorted.length - 1)) * (sorted.length - 1) === i) {
            expect(quantile(sorted, i / (sorted.length - 1))).toBe(own);
          }
        });
      },
    ),
  );
});
