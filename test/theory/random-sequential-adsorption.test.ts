import { describe, expect, test } from 'vitest';
import { renyiCenters } from '../../src/analysis/renyi-centers.ts';
import { uniform } from '../../src/initial/uniform.ts';
import { capMeasure } from '../../src/theory/cap-measure.ts';
import { circleCenters } from '../../src/theory/circle-centers.ts';
import {
  approachToSaturation,
  expectedRenyiCenters,
  fittedSaturationDensity,
  ordinaryPerStrong,
  saturationDensities,
  saturationDensity,
} from '../../src/theory/random-sequential-adsorption.ts';
import { slope, summary } from '../support/numeric.ts';

describe('saturation densities', () => {
  test('follow the fit of 2006 to 2 % up to D = 4; later simulations found more in five and six dimensions', () => {
    const off = [2, 3, 4, 5, 6].map((d) => fittedSaturationDensity(d) / saturationDensity(d) - 1);
    for (const one of off.slice(0, 3)) expect(Math.abs(one)).toBeLessThan(0.02);
    expect(off[3]).toBeCloseTo(-0.072, 3);
    expect(off[4]).toBeCloseTo(-0.136, 3);
    expect(() => fittedSaturationDensity(7)).toThrow(/from 2 to 6/);
  });

  test('fall by a factor that comes down to a half and a little', () => {
    const ratios = saturationDensities.slice(1).map(({ density }, i) => density / saturationDensities[i].density);
    for (const [i, ratio] of ratios.entries()) {
      expect(ratio).toBeGreaterThan(0.5);
      if (i > 0) expect(ratio).toBeLessThan(ratios[i - 1]);
    }
    expect(() => saturationDensity(9)).toThrow(/no saturation density is known beyond/);
  });

  test('ordinary to strong: 1.495, 2.188, 3.073, 4.161', () => {
    expect([1, 2, 3, 4].map((d) => ordinaryPerStrong(d).toFixed(3))).toEqual(['1.495', '2.188', '3.073', '4.161']);
  });
});

describe('the number of ordinary centers', () => {
  test('on the circle is the exact one, once δ is small', () => {
    for (const delta of [1e-6, 1e-3, 0.1]) {
      expect(Math.abs(expectedRenyiCenters(delta, 2) / circleCenters(delta).mean - 1)).toBeLessThan(1e-13);
    }
  });

  test('on S², δ = ½: 35.2, which ever more tokens come near like n^{−1/2}', () => {
    const delta = 0.5;
    const limit = expectedRenyiCenters(delta, 3);
    expect(limit).toBeCloseTo(35.15, 1);
    const numbers = [250, 1000, 4000];
    const found = numbers.map((n) =>
      summary(
        Array.from(
          { length: 100 },
          (_, i) => renyiCenters(uniform.sample({}, { n, d: 3 }, 300 + i), { n, d: 3 }, delta).length,
        ),
      ),
    );
    const measure = capMeasure(delta / 2, 3);
    const missing = found.map(({ mean }) => limit - mean);
    // Curvature shifts the limit by a share of δ², which bends the line a little.
    const laws = numbers.map((n) => Math.log(approachToSaturation(n, measure, 2)));
    expect(Math.abs(slope(laws, missing.map(Math.log)) - 1)).toBeLessThan(0.15);
    for (const [i, { mean, error }] of found.entries()) expect(mean + 4 * error, `${numbers[i]}`).toBeLessThan(limit);
  });

  test('stays finite for tiny separations', () => {
    expect(expectedRenyiCenters(1e-6, 9)).toBeGreaterThan(1e45);
    expect(() => expectedRenyiCenters(0.5, 10)).toThrow(/from 1 to 8/);
    expect(() => approachToSaturation(0, 1, 2)).toThrow(/positive/);
  });
});
