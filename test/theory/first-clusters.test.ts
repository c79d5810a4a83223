/** First clusters: the Bessel functions of core, quadrature on the sphere, a table, and the growth of a mode in runs. */
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { tokensAt } from '../../src/core/recording.ts';
import { scaledBessel } from '../../src/numerics/bessel.ts';
import { sphericalBessel } from '../../src/numerics/spherical-bessel.ts';
import { approximateClusterMode, firstClusterMode, growthRates, onsetTime } from '../../src/theory/first-clusters.ts';
import { between, forAll } from '../support/arbitraries.ts';
import { atAngles } from '../support/draw.ts';
import { problemOf, solve } from '../support/problems.ts';

/** Some dozens of operations each, on either side. */
const TOLERANCE = 1e-12;
const BETAS = [0.01, 1, 5, 30, 300, 1e4];

describe('growth rates', () => {
  test('on the circle are k² I_k(β)/β, over I_0 for SA', () => {
    for (const beta of BETAS) {
      const bessel = scaledBessel(beta, 40);
      const { softmax, scaledCount } = growthRates(beta, 2, 40);
      for (let k = 1; k < 40; k++) {
        const wanted = (k * k * bessel[k]) / beta;
        expect(Math.abs(scaledCount[k] - wanted)).toBeLessThanOrEqual(TOLERANCE * wanted);
        expect(Math.abs(softmax[k] - wanted / bessel[0])).toBeLessThanOrEqual((TOLERANCE * wanted) / bessel[0]);
      }
    }
  });

  test('on S² are k(k + 1) i_k(β)/β', () => {
    for (const beta of BETAS) {
      const { values } = sphericalBessel(beta, 40);
      const { scaledCount } = growthRates(beta, 3, 40);
      for (let k = 1; k < 40; k++) {
        const wanted = (k * (k + 1) * values[k]) / beta;
        expect(Math.abs(scaledCount[k] - wanted)).toBeLessThanOrEqual(TOLERANCE * wanted);
      }
    }
  });

  test('for any d are k(k + d − 2)/β times the mean of e^{β(cos θ − 1)} P_k(cos θ)', () => {
    const cases = fc.record({
      d: fc.integer({ min: 2, max: 12 }),
      beta: between(0.2, 20),
      k: fc.integer({ min: 1, max: 6 }),
    });
    forAll(cases, 60, ({ d, beta, k }) => {
      // Simpson's rule: an error of (π/points)⁴ times fourth derivatives, which stay below 1e4 or so.
      const points = 4000;
      let [sum, weight] = [0, 0];
      for (let i = 0; i <= points; i++) {
        const theta = (Math.PI * i) / points;
        const measure = (i === 0 || i === points ? 1 : i % 2 === 1 ? 4 : 2) * Math.sin(theta) ** (d - 2);
        weight += measure;
        sum += measure * Math.exp(beta * (Math.cos(theta) - 1)) * legendre(k, d, Math.cos(theta));
      }
      const wanted = ((k * (k + d - 2)) / beta) * (sum / weight);
      expect(Math.abs(growthRates(beta, d, k + 1).scaledCount[k] - wanted)).toBeLessThan(
        (1e-8 * (k * (k + d - 2))) / beta,
      );
    });
  });

  test('at β = 0 only the mean grows, at (d − 1)/d', () => {
    for (const d of [2, 3, 8, 1000]) {
      const { softmax, scaledCount } = growthRates(0, d, 4);
      expect(softmax[1]).toBeCloseTo((d - 1) / d, 14);
      expect([...softmax.subarray(2)]).toEqual([0, 0]);
      expect(scaledCount[1]).toBe(softmax[1]);
    }
  });

  test('neither overflow nor vanish at β = 1e4 or d = 1e4', () => {
    for (const [beta, d] of [
      [1e4, 2],
      [1e4, 1e4],
      [1, 1e4],
      [1e4, 9],
    ]) {
      const { softmax, scaledCount } = growthRates(beta, d, 200);
      const top = Math.max(...softmax);
      expect(top).toBeGreaterThan(0.1);
      expect(top).toBeLessThan(1.1);
      expect(Math.max(...scaledCount)).toBeGreaterThanOrEqual(0);
      expect(softmax.every(Number.isFinite)).toBe(true);
    }
  });

  test('refuse negative β and d = 1', () => {
    expect(() => growthRates(-1, 2, 3)).toThrow('"beta" should be a number from 0 to 1e10');
    expect(() => firstClusterMode(1, 1)).toThrow('"d" should be an integer ≥ 2');
  });
});

/** P_k of dimension d with P_k(1) = 1: (k + d − 3)P_k = (2k + d − 4)c P_{k−1} − (k − 1)P_{k−2}; Chebyshev for d = 2. */
function legendre(k: number, d: number, c: number): number {
  let [before, now] = [1, c];
  for (let j = 2; j <= k; j++) {
    [before, now] = [now, ((2 * j + d - 4) * c * now - (j - 1) * before) / (j + d - 3)];
  }
  return now;
}

describe('the first clusters', () => {
  const betas = [1, 2, 4, 5, 9, 16, 25, 64, 100];

  test.each([
    [2, [1, 2, 3, 3, 4, 6, 7, 11, 14]],
    [3, [1, 2, 2, 3, 4, 5, 7, 11, 14]],
    [4, [1, 1, 2, 2, 3, 5, 6, 10, 13]],
    [8, [1, 1, 1, 1, 2, 3, 5, 9, 11]],
  ])('d = %d: the table', (d, modes) => {
    expect(betas.map((beta) => firstClusterMode(beta, d))).toEqual(modes);
  });

  test('are near √(2β + ν²) − ν', () => {
    forAll(fc.record({ beta: between(1, 1e4), d: fc.integer({ min: 2, max: 30 }) }), 100, ({ beta, d }) => {
      expect(Math.abs(firstClusterMode(beta, d) - approximateClusterMode(beta, d))).toBeLessThan(2);
    });
    expect(approximateClusterMode(0, 2)).toBe(0);
  });

  test('appear at log n/(2γ_max)', () => {
    const top = Math.max(...growthRates(9, 2, 20).softmax);
    expect(onsetTime(1000, 9, 2)).toBeCloseTo(Math.log(1000) / (2 * top), 12);
  });
});

test.each(['softmax', 'count'] as const)(
  'a small wave on equispaced tokens grows at γ_k in a run (%s)',
  async (normalization) => {
    const [n, beta, amplitude] = [64, 4, 1e-6];
    const { softmax, scaledCount } = growthRates(beta, 2, 8);
    for (const k of [1, 2, 3, 5]) {
      const rate = normalization === 'softmax' ? softmax[k] : Math.exp(beta) * scaledCount[k];
      const even = (j: number) => (2 * Math.PI * j) / n;
      const angles = Array.from({ length: n }, (_, j) => even(j) + amplitude * Math.sin(k * even(j)));
      const until = 1 / rate;
      const given = { beta, mask: 'full', normalization } as const;
      const end = tokensAt(await solve(problemOf(given, atAngles(angles), 2, until)), 0);
      let wave = 0;
      for (let j = 0; j < n; j++) {
        const angle = Math.atan2(end[2 * j + 1], end[2 * j]) - even(j);
        wave += (2 / n) * Math.sin(k * even(j)) * (angle - 2 * Math.PI * Math.round(angle / (2 * Math.PI)));
      }
      // Of second order: amplitude times some β; and what the solver leaves, 1e-13 over the amplitude.
      expect(Math.abs(Math.log(wave / amplitude) - 1)).toBeLessThan(1e-5);
    }
  },
);
