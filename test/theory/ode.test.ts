/** The solver behind the predictions: exact solutions, its order, and an integrator that shares nothing with it. */
import { describe, expect, test } from 'vitest';
import { type Slope, solveAt, solveTo } from '../../src/numerics/ode.ts';
import { largestDifference, slope } from '../support/numeric.ts';
import { odex } from '../support/odex.ts';

/** Errors of steps at 1e-13, added up over the intervals used here. */
const TOLERANCE = 1e-11;

const oscillator: Slope = (_t, [x, v], out) => out.set([v, -x]);

describe('the solver', () => {
  test('follows an oscillator there and back', () => {
    const times = [0.5, 3, 20];
    for (const sign of [1, -1]) {
      const rows = solveAt(
        oscillator,
        0,
        [0, 1],
        times.map((t) => sign * t),
      );
      for (const [i, t] of times.entries()) {
        expect(largestDifference(rows[i], [sign * Math.sin(t), Math.cos(t)])).toBeLessThan(TOLERANCE);
      }
    }
  });

  test('keeps relative accuracy at atol = 0, down to 1e-80', () => {
    const [end] = solveTo((_t, [y], out) => out.set([-y]), 0, [1], 200, { atol: 0 });
    expect(Math.abs(end / Math.exp(-200) - 1)).toBeLessThan(TOLERANCE);
  });

  test('integrates a function of time alone, from nothing', () => {
    const [end] = solveTo((t, _y, out) => out.set([1 / (1 + t * t)]), 0, [0], 1e4, { atol: 0 });
    expect(Math.abs(end - Math.atan(1e4))).toBeLessThan(TOLERANCE);
  });

  test('agrees with ODEX on a driven pendulum', () => {
    const f = (t: number, [x, v]: number[]) => [v, -Math.sin(x) + 0.3 * Math.cos(t)];
    const ours = solveTo((t, y, out) => out.set(f(t, [...y])), 0, [1, 0], 12);
    expect(largestDifference(ours, odex(f, [1, 0], 12))).toBeLessThan(1e-10);
  });

  test('is of order 8: the error falls as a power near 8/8 of the tolerance', () => {
    const rtols = [1e-4, 1e-6, 1e-8, 1e-10];
    const errors = rtols.map((rtol) =>
      Math.log(
        largestDifference(solveTo(oscillator, 0, [0, 1], 20, { rtol, atol: rtol }), [Math.sin(20), Math.cos(20)]),
      ),
    );
    const exponent = slope(rtols.map(Math.log), errors);
    expect(exponent).toBeGreaterThan(0.85);
    expect(exponent).toBeLessThan(1.25);
  });

  test('says NaN where the solution becomes infinite, and keeps what came before', () => {
    const [before, after] = solveAt((_t, [y], out) => out.set([y * y]), 0, [1], [0.5, 2]);
    expect(before[0]).toBeCloseTo(2, 11);
    expect(after[0]).toBeNaN();
  });

  test('passes through what happens within a unit of t', () => {
    // Grows like e^t up to 1e-20, then all at once: the last part of the way to 1 takes 1e-40.
    const rise: Slope = (_t, [y], out) => out.set([(1 + 1e40 * y * y) * y * (1 - y)]);
    const [end] = solveTo(rise, 0, [1e-22], 5, { atol: 0 });
    expect(end).toBeCloseTo(1, 12);
  });

  test('gives up after maxSteps', () => {
    expect(solveTo(oscillator, 0, [0, 1], 1e3, { maxSteps: 20 })[0]).toBeNaN();
  });

  test('refuses times that turn back', () => {
    expect(() => solveAt(oscillator, 0, [0, 1], [1, 0.5])).toThrow('go one way');
    expect(() => solveTo(oscillator, 0, [0, 1], Infinity)).toThrow('finite');
  });
});
