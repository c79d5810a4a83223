import { readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { capMeasure, logCapMeasure } from '../../src/theory/cap-measure.ts';
import { uniformTokens } from '../support/draw.ts';

const golden = JSON.parse(readFileSync(new URL('../golden/special-functions.json', import.meta.url), 'utf8')) as {
  readonly logCapMeasure: readonly (readonly [delta: number, d: number, value: number])[];
};
const ANGLES = [1e-6, 1e-3, 0.05, 0.5, 1, 1.5, Math.PI / 2, 2, 2.5, 3, 3.14];
/** A few roundings; 1 − cos and 2δ − sin 2δ of the tests themselves lose more at small angles. */
const ROUNDING = 1e-14;

describe('the measure of a cap', () => {
  test('is δ/π, sin²(δ/2) and (2δ − sin 2δ)/2π on the circle and the next two spheres', () => {
    for (const delta of ANGLES) {
      expect(capMeasure(delta, 2)).toBe(delta / Math.PI);
      expect(Math.abs(capMeasure(delta, 3) / Math.sin(delta / 2) ** 2 - 1)).toBeLessThan(ROUNDING);
      const volume = (2 * delta - Math.sin(2 * delta)) / (2 * Math.PI);
      if (delta > 0.01) expect(Math.abs(capMeasure(delta, 4) / volume - 1)).toBeLessThan(1e-11);
    }
  });

  test('agrees with 60 digits, the logarithm down to −13 000 and up to −1e-225', () => {
    for (const [delta, d, value] of golden.logCapMeasure) {
      // Near a full sphere the value is an exponential, whose exponent up to 517 is rounded.
      expect(Math.abs(logCapMeasure(delta, d) / value - 1), `${delta} ${d}`).toBeLessThan(2e-13);
      if (value > -690) expect(Math.abs(capMeasure(delta, d) / Math.exp(value) - 1)).toBeLessThan(2e-13);
    }
  });

  test.each([2, 3, 7, 100, 1000])('and of its complement make 1; half a sphere is a half (d = %d)', (d) => {
    expect([capMeasure(0, d), capMeasure(Math.PI, d), logCapMeasure(0, d)]).toEqual([0, 1, -Infinity]);
    expect(Math.abs(capMeasure(Math.PI / 2, d) - 0.5)).toBeLessThan(ROUNDING);
    for (const delta of ANGLES) {
      expect(Math.abs(capMeasure(delta, d) + capMeasure(Math.PI - delta, d) - 1)).toBeLessThan(5 * ROUNDING);
    }
  });

  test('is the share of uniform points in it', () => {
    const [n, d, delta] = [20_000, 5, 1.2];
    const points = uniformTokens(7, n, d);
    let inside = 0;
    for (let k = 0; k < n; k++) if (points[k * d] > Math.cos(delta)) inside++;
    const p = capMeasure(delta, d);
    expect(Math.abs(inside / n - p)).toBeLessThan(4 * Math.sqrt((p * (1 - p)) / n));
  });

  test('wrong angles and dimensions are refused in one sentence', () => {
    expect(() => capMeasure(4, 3)).toThrow('"delta" should be an angle from 0 to π, but came as 4; give radians.');
    expect(() => capMeasure(Number.NaN, 3)).toThrow(/"delta"/);
    expect(() => capMeasure(1, 1)).toThrow(
      '"d" should be an integer ≥ 2, but came as 1; 2 is the circle, 3 the sphere.',
    );
  });
});
