import { describe, expect, test } from 'vitest';
import { eigenvalues } from '../../src/numerics/eigenvalues.ts';
import { expectedRealEigenvalues, twoByTwo } from '../../src/theory/real-gaussian-matrices.ts';
import { gaussianMatrix } from '../support/draw.ts';

describe('the expected number of real eigenvalues', () => {
  // Table 2 of Edelman, Kostlan & Shub.
  test.each([
    [1, 1],
    [2, Math.SQRT2],
    [3, 1 + Math.SQRT2 / 2],
    [4, (11 * Math.SQRT2) / 8],
    [5, 1 + (13 * Math.SQRT2) / 16],
    [6, (211 * Math.SQRT2) / 128],
  ])('of %i×%i', (d, exact) => {
    expect(Math.abs(expectedRealEigenvalues(d) - exact)).toBeLessThan(1e-14);
  });

  test('grows like √(2d/π) + ½', () => {
    for (const d of [1000, 1001, 20_000]) {
      // The next term is 3/8·√(2/(πd)) at most.
      expect(Math.abs(expectedRealEigenvalues(d) - Math.sqrt((2 * d) / Math.PI) - 0.5)).toBeLessThan(
        0.4 / Math.sqrt(d),
      );
    }
  });

  test('is that of random matrices, from a generator that owes nothing to src', () => {
    const counts = Array.from({ length: 2000 }, (_, i) => {
      const { im } = eigenvalues(Float64Array.from(gaussianMatrix(i + 1, 6).flat()), 6);
      return im.filter((part) => part === 0).length;
    });
    const mean = counts.reduce((a, b) => a + b) / counts.length;
    const deviation = Math.sqrt(counts.reduce((sum, count) => sum + (count - mean) ** 2, 0) / counts.length);
    expect(Math.abs(mean - expectedRealEigenvalues(6))).toBeLessThan((4 * deviation) / Math.sqrt(counts.length));
  });

  test('is refused for what is no dimension', () => {
    for (const d of [0, -1, 2.5, Number.NaN]) expect(() => expectedRealEigenvalues(d)).toThrow(/whole number ≥ 1/);
  });
});

test('2×2: the mean number of real eigenvalues is twice the probability that both are', () => {
  expect(2 * twoByTwo.real).toBeCloseTo(expectedRealEigenvalues(2), 14);
});
