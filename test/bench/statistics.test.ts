/** The statistics of the bench on samples whose answers are known; nothing here is timed. */
import { expect, test } from 'vitest';
import { growthExponent, predictTime, quantile, repeatsFor, summarize } from '../../bench/statistics.ts';

test('a median lies between the middle values, whatever the order', () => {
  expect(quantile([3, 1, 2], 0.5)).toBe(2);
  expect(quantile([4, 1, 3, 2], 0.5)).toBe(2.5);
  expect(quantile([7], 0.5)).toBe(7);
  expect(() => quantile([], 0.5)).toThrow(RangeError);
});

test('quartiles are those of R and NumPy (type 7)', () => {
  // numpy.quantile([1, 2, 4, 8, 16, 32], [.25, .5, .75])
  expect(summarize([32, 1, 8, 2, 16, 4])).toEqual({ lower: 2.5, median: 6, upper: 14, count: 6 });
});

test('an outlier moves the mean, not the median', () => {
  expect(summarize([1, 1.1, 0.9, 1, 500]).median).toBe(1);
});

test('sorting leaves the sample as it was, and numbers sort as numbers', () => {
  const sample = [10, 9, 100];
  expect(summarize(sample).median).toBe(10);
  expect(sample).toEqual([10, 9, 100]);
});

test('the growth exponent of c·n^p is p', () => {
  for (const p of [1, 1.5, 2]) {
    const points = [32, 200, 2_000, 20_000].map((n) => [n, 3e-9 * n ** p] as const);
    expect(growthExponent(points)).toBeCloseTo(p, 12);
  }
});

test('the growth exponent of disturbed times is that of least squares', () => {
  // Logarithms to base 10: (0, 0), (1, 2), (2, 1): slope 1/2.
  expect(growthExponent([[1, 1], [10, 100], [100, 10]])).toBeCloseTo(0.5, 12); // biome-ignore format: three points
});

test('one size has no growth', () => {
  expect(growthExponent([])).toBeNull();
  expect(growthExponent([[200, 1]])).toBeNull();
  expect(growthExponent([[200, 1], [200, 2]])).toBeNull(); // biome-ignore format: two points
});

test('a prediction grows as the last two sizes did, and at least as it is told', () => {
  const quadratic = [[100, 1], [1_000, 100]] as const; // biome-ignore format: two points
  expect(predictTime(quadratic, 10_000, 1)).toBeCloseTo(10_000, 6);
  // Overheads hide the order at small sizes.
  const flat = [[10, 1], [20, 1]] as const; // biome-ignore format: two points
  expect(predictTime(flat, 200, 2)).toBeCloseTo(100, 9);
  expect(predictTime([], 200, 2)).toBe(0);
});

test('repeats fill the time of a sample and are never none', () => {
  expect(repeatsFor(0.001, 0.02)).toBe(20);
  expect(repeatsFor(5, 0.02)).toBe(1);
  expect(repeatsFor(0, 0.02)).toBe(1_000_000);
});
