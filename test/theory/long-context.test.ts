/** Long contexts: one layer at equal angles, exactly and in the limit, and by the field itself. */
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import {
  criticalGamma,
  longContextBeta,
  longContextLimit,
  oneLayerCosine,
  selectivityScale,
} from '../../src/theory/long-context.ts';
import { between, forAll } from '../support/arbitraries.ts';
import { dotProduct } from '../support/linear.ts';

/** The same from n vectors and n² scores. */
function byBruteForce(beta: number, n: number, rho: number): number {
  const spread = Math.sqrt(1 - rho);
  const common = (Math.sqrt(1 + (n - 1) * rho) - spread) / n;
  const x = Array.from({ length: n }, (_, k) => Array.from({ length: n }, (_, i) => common + (i === k ? spread : 0)));
  const output = (k: number) => {
    const weights = x.map((y) => Math.exp(beta * (dotProduct(x[k], y) - 1)));
    const z = weights.reduce((sum, weight) => sum + weight, 0);
    return x[k].map((_, i) => x.reduce((sum, y, j) => sum + (weights[j] / z) * y[i], 0));
  };
  const [a, b] = [output(0), output(1)];
  return dotProduct(a, b) / Math.sqrt(dotProduct(a, a) * dotProduct(b, b));
}

describe('one layer', () => {
  test('is exact', () => {
    const cases = fc.record({ beta: between(-5, 20), n: fc.integer({ min: 2, max: 40 }), rho: between(0.02, 0.98) });
    forAll(cases, 60, ({ beta, n, rho }) => {
      expect(Math.abs(oneLayerCosine(beta, n, rho) - byBruteForce(beta, n, rho))).toBeLessThan(1e-13);
    });
  });

  test('ρ = ½, n = 10⁴: .9999, .8000, .505 at γ = 1, 2, 3', () => {
    const at = (gamma: number) => oneLayerCosine(longContextBeta(gamma, 1e4), 1e4, 0.5);
    expect(at(1)).toBeCloseTo(0.9999, 4);
    expect(at(2)).toBeCloseTo(0.8, 4);
    expect(at(3)).toBeCloseTo(0.505, 3);
  });

  test('tends to the limits on either side and at the critical γ', () => {
    forAll(fc.record({ rho: between(0.05, 0.95), away: between(0.3, 2) }), 100, ({ rho, away }) => {
      const n = 1e100; // the limits are reached as a power of n
      for (const gamma of [criticalGamma(rho) * (1 - away / 3), criticalGamma(rho), criticalGamma(rho) * (1 + away)]) {
        const cosine = oneLayerCosine(longContextBeta(gamma, n), n, rho);
        expect(Math.abs(cosine - longContextLimit(gamma, rho))).toBeLessThan(1e-9);
      }
    });
    expect(longContextLimit(2, 0.5)).toBe(0.8);
    expect(longContextLimit(1.999, 0.5)).toBe(1);
    expect(longContextLimit(2.001, 0.5)).toBe(0.5);
  });

  test('keeps ρ for β → ∞ and makes all one at β = 0, without overflow', () => {
    expect(oneLayerCosine(1e6, 100, 0.3)).toBeCloseTo(0.3, 14);
    expect(oneLayerCosine(0, 100, 0.3)).toBe(1);
    expect(oneLayerCosine(-1e6, 3, 0.3)).toBeCloseTo((0.25 * (1 + 3 * 0.3)) / (0.25 * 2 * 1.3), 12); // means of the two others
  });

  test('refuses cosines outside (0, 1)', () => {
    expect(() => oneLayerCosine(1, 10, 1)).toThrow('in (0, 1)');
    expect(() => oneLayerCosine(1, 1, 0.5)).toThrow('two tokens');
  });
});

test('selectivity: n² on the circle, n on the sphere, √n in R⁵', () => {
  expect(selectivityScale(100, 2)).toBeCloseTo(1e4, 8);
  expect(selectivityScale(100, 3)).toBeCloseTo(100, 10);
  expect(selectivityScale(100, 5)).toBeCloseTo(10, 12);
});
