/** Ordinary Rényi centers on the circle: endless sequences, n tokens, and what runs find. */
import { describe, expect, test } from 'vitest';
import { renyiCenters } from '../../src/analysis/renyi-centers.ts';
import { uniform } from '../../src/initial/uniform.ts';
import { ein } from '../../src/numerics/special/exponential-integral.ts';
import { acceptanceProbability, circleCenters, coverage, meanCircleCenters } from '../../src/theory/circle-centers.ts';
import { expectedCircleCenters } from '../../src/theory/finite-circle-centers.ts';
import { PARKING_VARIANCE, RENYI_CONSTANT } from '../../src/theory/parking.ts';
import { summary } from '../support/numeric.ts';

const SIGMAS = 4; // standard errors; the seeds are fixed
const EULER_GAMMA = 0.5772156649015329;

function separation(circumference: number): number {
  return (2 * Math.PI) / circumference;
}

function found(n: number, delta: number, runs: number) {
  const shape = { n, d: 2 };
  return summary(
    Array.from({ length: runs }, (_, i) => renyiCenters(uniform.sample({}, shape, 5000 + i), shape, delta).length),
  );
}

describe('of an endless sequence', () => {
  test('δ = ½ has 9.394592536430 centers with standard deviation .692450', () => {
    const { mean, variance, standardDeviation } = circleCenters(0.5);
    expect(mean).toBeCloseTo(9.39459253643, 12);
    expect(standardDeviation).toBeCloseTo(0.69245, 6);
    expect(standardDeviation).toBe(Math.sqrt(variance));
    expect(meanCircleCenters(0.5)).toBe(mean);
  });

  test.each([
    [2.0001, 2],
    [2.9, 2],
    [3, 2],
    [4, 3],
    [5, 3.7424704],
    [6, 4.4850859],
  ])('a circle of %d car lengths has %d', (circumference, wanted) => {
    expect(circleCenters(separation(circumference)).mean).toBeCloseTo(wanted, 7);
  });

  test('tiny δ: mC centers, variance vC', () => {
    const { mean, variance } = circleCenters(1e-6);
    const circumference = 2e6 * Math.PI;
    expect(Math.abs(mean / (RENYI_CONSTANT * circumference) - 1)).toBeLessThan(1e-14);
    expect(Math.abs(variance / (PARKING_VARIANCE * circumference) - 1)).toBeLessThan(1e-14);
  });

  test('separations outside (0, π) are refused', () => {
    for (const delta of [0, Math.PI, -1, Number.NaN])
      expect(() => circleCenters(delta)).toThrow(/strictly between 0 and π/);
  });
});

describe('R(τ)', () => {
  test('R(15.9155) = .727791, R(∞) = m', () => {
    expect(coverage(15.9155)).toBeCloseTo(0.727791, 6);
    expect(coverage(Infinity)).toBe(RENYI_CONSTANT);
    expect(coverage(0)).toBe(0);
    // The quadrature to 40 and the rest from there: two ways to Rényi's constant.
    expect(Math.abs(coverage(40 - 1e-12) - coverage(40))).toBeLessThan(1e-14);
  });

  test('is what it is the integral of, and m − R ≈ e^{−2γ}/τ', () => {
    for (const tau of [0.1, 0.9, 1.1, 5, 39.9, 40.1, 200]) {
      const h = 1e-4 * tau;
      const slope = (coverage(tau + h) - coverage(tau - h)) / (2 * h);
      // h² times a third derivative of at most 24/τ² of the first, and roundoff over h.
      expect(Math.abs(slope / Math.exp(-2 * ein(tau)) - 1)).toBeLessThan(1e-6);
    }
    expect((RENYI_CONSTANT - coverage(1e4)) * 1e4).toBeCloseTo(Math.exp(-2 * EULER_GAMMA), 10);
  });
});

describe('of n tokens', () => {
  test('the first ones exactly: 1, 2 − 2/C, and three tokens by hand', () => {
    for (const circumference of [2.5, 4 * Math.PI, 20, 1000]) {
      const delta = separation(circumference);
      expect(expectedCircleCenters(1, delta)).toBe(1);
      expect(Math.abs(expectedCircleCenters(2, delta) - (2 - 2 / circumference))).toBeLessThan(1e-13);
    }
    // C ≥ 4: token 3 misses two intervals of 2 that overlap by 2 − s where token 2 is a center at s from 1, and one interval where it is none.
    for (const circumference of [4.5, 10, 60]) {
      const second = 1 - 2 / circumference;
      const union = (2 / circumference) * (3.5 + 4 * (circumference / 2 - 2)); // ∫ of the union over s in (1, C/2)
      const third = (2 / circumference) * second + (second - union / circumference);
      expect(Math.abs(expectedCircleCenters(3, separation(circumference)) - (1 + second + third))).toBeLessThan(1e-13);
    }
  });

  test('between 2 and 3 car lengths: 2 − (2/C)^{n−1}', () => {
    for (const circumference of [2.001, 2.5, 2.999]) {
      for (const n of [2, 5, 40, 1000]) {
        const wanted = 2 - (2 / circumference) ** (n - 1);
        expect(Math.abs(expectedCircleCenters(n, separation(circumference)) - wanted)).toBeLessThan(1e-13);
      }
    }
  });

  test('ways meet where they change, to 3e-6', () => {
    // Fourth differences of a count that is smooth in n vanish like φ‴/C³; those of a jump are up to thrice the jump, 0.3/C² at most.
    for (const circumference of [12, 300]) {
      const delta = separation(circumference);
      const last = Math.floor(40_000 / circumference);
      const [a, b, c, d, e] = [-2, -1, 0, 1, 2].map((more) => expectedCircleCenters(last + more, delta));
      expect(Math.abs(a - 4 * b + 6 * c - 4 * d + e), `C = ${circumference}`).toBeLessThan(
        circumference > 100 ? 1e-5 : 3e-6,
      );
    }
  });

  test('nearly C R(n/C), the corrections being of order 1', () => {
    for (const [n, circumference] of [
      [200, 4 * Math.PI],
      [1000, 100],
      [1e6, 1e5],
    ]) {
      const leading = circumference * coverage(n / circumference);
      const more = expectedCircleCenters(n, separation(circumference)) - leading;
      expect(more).toBeGreaterThan(0);
      expect(more).toBeLessThan(0.1);
    }
  });

  test('rises with n to the count of an endless sequence', () => {
    for (const circumference of [2.2, 3.3, 5, 9.5, 4 * Math.PI, 80]) {
      const delta = separation(circumference);
      let before = 0;
      for (const n of [1, 2, 3, 10, 100, 1000, 20_000, 1e7, Infinity]) {
        const here = expectedCircleCenters(n, delta);
        expect(here).toBeGreaterThanOrEqual(before * (1 - 1e-13));
        before = here;
      }
      expect(before).toBe(circleCenters(delta).mean);
    }
  });

  test.each([
    [2.4, 3],
    [1, 8],
    [0.5, 200],
    [0.05, 150],
  ])('δ = %d, n = %i: as many as in runs', (delta, n) => {
    const { mean, error } = found(n, delta, 2500);
    expect(Math.abs(mean - expectedCircleCenters(n, delta))).toBeLessThan(SIGMAS * error);
  });

  test('token k is accepted about as often as e^{−2 Ein} says', () => {
    const [delta, n, runs] = [0.05, 120, 2500];
    const accepted = new Float64Array(n);
    for (let i = 0; i < runs; i++) {
      for (const k of renyiCenters(uniform.sample({}, { n, d: 2 }, 9000 + i), { n, d: 2 }, delta))
        accepted[k] += 1 / runs;
    }
    for (const k of [1, 2, 10, 40, 120]) {
      const p = acceptanceProbability(k, delta);
      expect(Math.abs(accepted[k - 1] - p), `${k}`).toBeLessThanOrEqual(
        SIGMAS * Math.sqrt((p * (1 - p)) / runs) + delta * 0.1,
      );
      const exact = expectedCircleCenters(k, delta) - (k > 1 ? expectedCircleCenters(k - 1, delta) : 0);
      expect(Math.abs(exact - p)).toBeLessThan(0.1 * delta);
    }
  });
});
