/** The equilibrium of noisy oscillators against cases that are known without it. */
import { describe, expect, test } from 'vitest';
import { equilibriumOrder, meanFieldOrder } from '../../src/checks/kinetic/kuramoto-order.ts';
import { scaledBesselI } from '../../src/numerics/special/bessel.ts';

/** Of 4000 midpoints, with the end of the density at 0. */
const QUADRATURE = 1e-5;

describe('order at equilibrium', () => {
  test('one oscillator has R = 1', () => {
    for (const kappa of [0.5, 1.4, 3, 6]) expect(Math.abs(equilibriumOrder(kappa, 1) - 1)).toBeLessThan(QUADRATURE);
  });

  test('two have R² = (1 + cos θ)/2 with density e^{κ cos θ/2}', () => {
    for (const kappa of [0.5, 1.4, 3, 6]) {
      const cosine = scaledBesselI(1, kappa / 2) / scaledBesselI(0, kappa / 2);
      expect(Math.abs(equilibriumOrder(kappa, 2) - (1 + cosine))).toBeLessThan(QUADRATURE);
    }
  });

  test('without coupling E|Σ x_j|² = n; for many it is the law of the limit', () => {
    // At the threshold n E R² grows like √n: density R e^{−nR⁴/4}.
    expect(equilibriumOrder(2, 1e8) / 1e4).toBeCloseTo(2 / Math.sqrt(Math.PI), 3);
    for (const n of [3, 50]) expect(Math.abs(equilibriumOrder(1e-3, n) - 1)).toBeLessThan(1e-3);
    for (const kappa of [0.5, 1, 1.4]) expect(equilibriumOrder(kappa, 1e6)).toBeCloseTo(1 / (1 - kappa / 2), 3);
    for (const kappa of [3, 6]) {
      expect(Math.sqrt(equilibriumOrder(kappa, 1e6) / 1e6)).toBeCloseTo(meanFieldOrder(kappa), 5);
    }
  });
});
