/** Wendel's probability: small cases, symmetry, large numbers, and draws. */
import { describe, expect, test } from 'vitest';
import { hemisphereProbability } from '../../src/theory/hemisphere.ts';
import { uniformTokens } from '../support/draw.ts';

describe('the probability of a common hemisphere', () => {
  test('on the circle n/2^{n−1}, and 1 up to d tokens', () => {
    for (const n of [2, 3, 5, 20, 60]) expect(hemisphereProbability(n, 2)).toBeCloseTo(n / 2 ** (n - 1), 15);
    for (const d of [1, 2, 7]) for (let n = 1; n <= d; n++) expect(hemisphereProbability(n, d)).toBe(1);
    expect(hemisphereProbability(4, 3)).toBe(7 / 8);
  });

  test('is ½ for n = 2d, and grows to 1 as P(n, d) + P(n, n − d) = 1', () => {
    for (const d of [1, 5, 50, 500, 50_000]) expect(hemisphereProbability(2 * d, d)).toBeCloseTo(0.5, 11);
    for (const [n, d] of [
      [31, 7],
      [100, 49],
      [1001, 500],
    ]) {
      expect(hemisphereProbability(n, d) + hemisphereProbability(n, n - d)).toBeCloseTo(1, 12);
    }
  });

  test('follows Pascal: P(n + 1, d) = (P(n, d) + P(n, d − 1))/2', () => {
    for (let n = 2; n < 80; n++) {
      for (let d = 2; d <= n; d++) {
        const mean = (hemisphereProbability(n, d) + hemisphereProbability(n, d - 1)) / 2;
        expect(Math.abs(hemisphereProbability(n + 1, d) / mean - 1)).toBeLessThan(1e-13);
      }
    }
  });

  test('keeps values far below 1, and loses them only below 1e-308', () => {
    const n = 900; // (1 + 899 + C(899, 2)) 2^{−899}
    expect(Math.abs(hemisphereProbability(n, 3) / ((1 + 899 + (899 * 898) / 2) * 2 ** -899) - 1)).toBeLessThan(1e-12);
    expect(hemisphereProbability(1e6, 5)).toBe(0);
  });

  test('is the share of draws on the circle whose angles leave a gap of π', () => {
    const [draws, n] = [4000, 6];
    let count = 0;
    for (let seed = 1; seed <= draws; seed++) {
      const x = uniformTokens(seed, n, 2);
      const angles = Array.from({ length: n }, (_, k) => Math.atan2(x[2 * k + 1], x[2 * k])).sort((a, b) => a - b);
      const gaps = angles.map((angle, i) => (angles[i + 1] ?? angles[0] + 2 * Math.PI) - angle);
      if (Math.max(...gaps) > Math.PI) count += 1;
    }
    const p = hemisphereProbability(n, 2);
    expect(Math.abs(count / draws - p)).toBeLessThan(4 * Math.sqrt((p * (1 - p)) / draws));
  });

  test('refuses what is no number of tokens', () => {
    expect(() => hemisphereProbability(2.5, 2)).toThrow('"n" should be an integer from 1 to 1e12');
  });
});
