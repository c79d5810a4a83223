/** The coarsening heuristic: by hand, its laws, and the collapse times of runs. */
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { esdirk4 } from '../../src/integrators/esdirk4.ts';
import { coarsening, collapseExponent } from '../../src/theory/coarsening.ts';
import { forAll, tokens } from '../support/arbitraries.ts';
import { atAngles, uniformTokens } from '../support/draw.ts';
import { dotProduct } from '../support/linear.ts';
import { problemOf, solve } from '../support/problems.ts';

/** The definition, O(n³). */
function plainly(x: Float64Array, n: number, d: number): { token: number; exponent: number }[] {
  const row = (k: number) => x.subarray(k * d, (k + 1) * d);
  const left = Array.from({ length: n }, (_, k) => k);
  const removed: { token: number; exponent: number }[] = [];
  while (left.length > 1) {
    let best = { token: -1, exponent: Infinity };
    for (const k of left) {
      for (const j of left) {
        const exponent = 1 - dotProduct(row(k), row(j));
        if (j < k && exponent < best.exponent) best = { token: k, exponent };
      }
    }
    left.splice(left.indexOf(best.token), 1);
    removed.push(best);
  }
  return removed;
}

describe('coarsening', () => {
  test('by hand: 0, 0.5, 3, 0.4', () => {
    const removed = coarsening(atAngles([0, 0.5, 3, 0.4]), { n: 4, d: 2 });
    expect(removed.map(({ token, into }) => [token, into])).toEqual([
      [3, 1],
      [1, 0],
      [2, 0],
    ]);
    expect(removed[2].exponent).toBeCloseTo(1 - Math.cos(3), 14);
    expect(collapseExponent(atAngles([1]), { n: 1, d: 2 })).toBe(0);
  });

  test('is the definition, removes each token but the first once, with exponents that never fall', () => {
    forAll(tokens(14), 100, ({ n, d, x }) => {
      const removed = coarsening(x, { n, d });
      const wanted = plainly(x, n, d);
      expect(removed.map(({ token }) => token)).toEqual(wanted.map(({ token }) => token));
      for (const [i, { exponent, token, into }] of removed.entries()) {
        expect(Math.abs(exponent - wanted[i].exponent)).toBeLessThan(1e-14);
        expect(into).toBeLessThan(token);
        if (i > 0) expect(exponent).toBeGreaterThanOrEqual(removed[i - 1].exponent);
      }
      expect(new Set(removed.map(({ token }) => token)).size).toBe(Math.max(0, n - 1));
    });
  });

  test('does not depend on a rotation of all tokens', () => {
    forAll(fc.integer({ min: 1, max: 1e6 }), 20, (seed) => {
      const angles = Array.from(
        uniformTokens(seed, 10, 2).filter((_, i) => i % 2 === 0),
        Math.acos,
      );
      const a = collapseExponent(atAngles(angles), { n: 10, d: 2 });
      const b = collapseExponent(atAngles(angles.map((angle) => angle + 1)), { n: 10, d: 2 });
      expect(Math.abs(a - b)).toBeLessThan(1e-14);
    });
  });

  test('goes with the logarithm of the collapse time of runs: six tokens at β = 4', async () => {
    const [beta, n, runs] = [4, 6, 40];
    const loose = { kind: 'adaptive' as const, integrator: esdirk4, tolerance: { rtol: 1e-5, atol: 1e-7 } };
    const exponents: number[] = [];
    const logs: number[] = [];
    for (let seed = 1; seed <= runs; seed++) {
      const x = uniformTokens(seed, n, 2);
      const until = 4000; // e^{2β} = 2981
      let time = until;
      const saveAt = Array.from({ length: 200 }, (_, i) => until ** (i / 199));
      await solve(problemOf({ beta }, x, 2, until), loose, {
        saveAt,
        onSample(t, y) {
          const apart = Array.from({ length: n }, (_, k) => y[0] * y[2 * k] + y[1] * y[2 * k + 1] < Math.cos(0.1));
          if (time === until && !apart.includes(true)) time = t;
        },
      });
      if (time === until) continue;
      exponents.push(collapseExponent(x, { n, d: 2 }));
      logs.push(Math.log(time));
    }
    expect(logs.length).toBeGreaterThan(25);
    const mean = (values: number[]) => values.reduce((sum, value) => sum + value, 0) / values.length;
    const [a, b] = [mean(exponents), mean(logs)];
    const sum = (f: (i: number) => number) => exponents.reduce((total, _, i) => total + f(i), 0);
    const cross = sum((i) => (exponents[i] - a) * (logs[i] - b));
    const correlation = cross / Math.sqrt(sum((i) => (exponents[i] - a) ** 2) * sum((i) => (logs[i] - b) ** 2));
    // Measured 0.896; unrelated numbers stay below 0.5 with 99.9 %.
    expect(correlation).toBeGreaterThan(0.8);
  });
});
