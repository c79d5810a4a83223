/** Rényi's parking: the delay equation, exact values, the asymptote, and cars that park. */
import { describe, expect, test } from 'vitest';
import { integrate } from '../../src/numerics/special/quadrature.ts';
import { meanParked, PARKING_VARIANCE, RENYI_CONSTANT, varianceParked } from '../../src/theory/parking.ts';
import { draw } from '../support/draw.ts';
import { summary } from '../support/numeric.ts';

/** A few roundings of numbers up to 20. */
const ROUNDING = 1e-14;

function parked(length: number, uniform: () => number): number {
  if (length < 1) return 0;
  const left = uniform() * (length - 1);
  return 1 + parked(left, uniform) + parked(length - 1 - left, uniform);
}

/** ∫₀^x f for an f that is smooth between integers. */
function integral(f: (x: number) => number, x: number): number {
  let sum = 0;
  for (let k = 0; k < x; k++) sum += integrate(f, k, Math.min(k + 1, x));
  return sum;
}

describe('the mean number of cars', () => {
  test.each([
    [0, 0],
    [0.999, 0],
    [1, 1],
    [2, 1],
    [2.5, 3 - 2 / 1.5],
    [3, 2],
    [4, 11 / 3 - (4 / 3) * Math.log(2)],
    [5, 3.485085924981],
    [6, 4.233187104299],
    [8, 5.728381111921],
    [10, 7.223577123033],
  ])('M(%d) = %d', (x, wanted) => {
    expect(Math.abs(meanParked(x) - wanted)).toBeLessThan(6e-13); // the digits given
  });

  test('solves M(x + 1) = 1 + (2/x) ∫₀^x M', () => {
    for (const x of [0.5, 1, 1.7, 2.2, 3, 4.5, 7.9, 11, 15.3, 22.5, 24, 30.25]) {
      const wanted = 1 + (2 / x) * integral(meanParked, x);
      expect(Math.abs(meanParked(x + 1) / wanted - 1), `${x}`).toBeLessThan(ROUNDING);
    }
  });

  test('is mx − (1 − m) for long streets, nearer than (2e/x)^{x − 3/2}', () => {
    for (const x of [6, 8, 10, 12, 15, 19.5]) {
      const rest = Math.abs(meanParked(x) - (RENYI_CONSTANT * (x + 1) - 1));
      expect(rest).toBeLessThan(((2 * Math.E) / x) ** (x - 1.5) + ROUNDING);
      if (x < 12) expect(rest).toBeGreaterThan(1e-13); // there is one
    }
    expect(meanParked(1e6)).toBeCloseTo(RENYI_CONSTANT * (1e6 + 1) - 1, 8);
    expect(Math.abs(meanParked(24) - meanParked(24 - 1e-12))).toBeLessThan(1e-11); // where the pieces end
  });

  test('never falls, and jumps nowhere but at 1', () => {
    for (let x = 1; x < 26; x += 0.0625) expect(meanParked(x + 0.0625) - meanParked(x)).toBeGreaterThan(-ROUNDING);
    for (let k = 2; k < 26; k++) expect(Math.abs(meanParked(k) - meanParked(k - 1e-13))).toBeLessThan(1e-12);
  });
});

describe('the variance', () => {
  test.each([
    [1.5, 0],
    [2, 0],
    [2.5, (2 / 3) * (1 / 3)],
    [3, 0],
    [4, 0.191208092554],
    [10, 0.419718451399],
  ])('Var N(%d) = %d', (x, wanted) => {
    expect(Math.abs(varianceParked(x) - wanted)).toBeLessThan(6e-13);
  });

  test('solves the equation of the second moment', () => {
    const second = (x: number) => varianceParked(x) + meanParked(x) ** 2;
    for (const x of [1.5, 2.5, 3.25, 4, 6.5, 9.75]) {
      // E N²(x + 1) = (1/x) ∫ E(1 + N(y) + N′(x − y))² dy, between the integers of y and of x − y.
      const ends = [...Array(Math.ceil(x)).keys(), ...Array.from({ length: Math.ceil(x) }, (_, i) => x - i)].sort(
        (a, b) => a - b,
      );
      let cross = 0;
      for (let i = 1; i < ends.length; i++) {
        cross += integrate((y) => meanParked(y) * meanParked(x - y), ends[i - 1], ends[i]);
      }
      const wanted = 1 + (2 * integral(second, x) + 4 * integral(meanParked, x) + 2 * cross) / x;
      expect(Math.abs(second(x + 1) / wanted - 1), `${x}`).toBeLessThan(10 * ROUNDING);
    }
  });

  test('is v(x + 1) for long streets, and v is what the pieces say', () => {
    expect(Math.abs(varianceParked(23.9) / 24.9 - PARKING_VARIANCE)).toBeLessThan(1e-15);
    expect(PARKING_VARIANCE).toBeCloseTo(0.0381563992, 10);
    expect(varianceParked(1e6)).toBe(PARKING_VARIANCE * (1e6 + 1));
  });

  test('mean and variance are those of cars that park', () => {
    const { uniform } = draw(1958);
    for (const x of [3.5, 4.7, 9, 40]) {
      const runs = 20_000;
      const { mean, deviation, error } = summary(Array.from({ length: runs }, () => parked(x, uniform)));
      expect(Math.abs(mean - meanParked(x))).toBeLessThan(4 * error);
      // Two-valued or nearly normal: √(2/runs) of itself is at least the standard error.
      expect(Math.abs(deviation ** 2 / varianceParked(x) - 1)).toBeLessThan(4 * Math.sqrt(2 / runs));
    }
  });
});

test('streets without a length are refused', () => {
  for (const x of [-1, Number.NaN, Infinity]) expect(() => meanParked(x)).toThrow(/"x" should be a finite length/);
});
