/** Theorem 5.2: its conditions, the window that suffices for them, and where the printed forms fail. */
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { esdirk4 } from '../../src/integrators/esdirk4.ts';
import { interaction, interactionSlope } from '../../src/theory/interaction.ts';
import {
  capturesAll,
  largestN,
  leastBeta,
  pullIsWeak,
  slopeIsWeak,
  slopeIsWeakAsPrinted,
  windowHolds,
  windowHoldsAsPrinted,
} from '../../src/theory/theorem-5-2.ts';
import { between, forAll } from '../support/arbitraries.ts';
import { atAngles } from '../support/draw.ts';
import { tokensAfter } from '../support/problems.ts';

describe('the conditions of Theorem 5.2', () => {
  test('are those on h and g', () => {
    const cases = fc.record({
      beta: between(4, 40),
      c: between(2.3, 7),
      epsilon: between(0.01, 1),
      total: between(1, 1e3),
    });
    forAll(cases, 500, (frozen) => {
      const { beta, c, epsilon, total } = frozen;
      const unit = 1 / Math.sqrt(beta);
      const h = (x: number) => interaction(x * unit, beta);
      const g = (x: number) => interactionSlope(x * unit, beta);
      expect(pullIsWeak(frozen)).toBe(total * h(c - 1 - 2 * epsilon) < h(epsilon));
      expect(slopeIsWeak(frozen)).toBe(-total * g(c - 2 * epsilon) < g(epsilon));
      expect(slopeIsWeakAsPrinted(frozen)).toBe(total * g(c - 2 * epsilon) < g(epsilon));
    });
  });

  test('the second one as printed, without its minus sign, excludes nothing where the first speaks', () => {
    // At N = 1e6 and c = 3 the corrected condition fails, as it must: so many tokens hold one another elsewhere.
    const frozen = { total: 1e6, beta: 20, c: 3, epsilon: 0.1 };
    expect(slopeIsWeakAsPrinted(frozen)).toBe(true);
    expect(slopeIsWeak(frozen)).toBe(false);
  });

  test('are computed where h underflows: β = 1e5, c = 60, N up to e^{1350·…}', () => {
    const frozen = { total: 1e300, beta: 1e5, c: 60, epsilon: 0.05 };
    expect(capturesAll(frozen)).toBe(true);
    expect(capturesAll({ ...frozen, c: 30 })).toBe(false);
  });
});

describe('the window', () => {
  test("the paper's example ε = 0.1, c = 6.5: β ≥ 14.045, N ≤ 682.9", () => {
    expect(windowHolds(6.5, 0.09999)).toBe(true);
    expect(leastBeta(6.5, 0.1)).toBeCloseTo(14.045, 3);
    expect(largestN(6.5, 0.1)).toBeCloseTo(682.9, 1);
  });

  test('suffices for both conditions where it holds', () => {
    const cases = fc.record({
      epsilon: between(1e-4, 0.0999),
      more: between(0, 6),
      factor: between(1, 20),
      share: between(0.01, 1),
    });
    forAll(cases, 2000, ({ epsilon, more, factor, share }) => {
      const c = 5.5 + 2 * epsilon + more;
      expect(windowHolds(c, epsilon)).toBe(true);
      const total = share * largestN(c, epsilon);
      if (total < 1) return;
      expect(capturesAll({ total, beta: factor * leastBeta(c, epsilon), c, epsilon })).toBe(true);
    });
  });

  test('as printed, for all ε, it is false: ε = 30, c = 87.48, β = 490.07', () => {
    const [c, epsilon, beta] = [87.48, 30, 490.07];
    expect(windowHoldsAsPrinted(c, epsilon)).toBe(true);
    expect(windowHolds(c, epsilon)).toBe(false);
    expect(beta).toBeGreaterThan(leastBeta(c, epsilon));
    expect(largestN(c, epsilon)).toBeGreaterThan(1);
    expect(capturesAll({ total: 1, beta, c, epsilon })).toBe(false);
  });

  test('is not defined for centers that are too near', () => {
    expect(() => largestN(2, 0.1)).toThrow('move the centers apart');
  });
});

test('where the theorem speaks, every token of a run ends within εβ^{−1/2} of a center', async () => {
  const [beta, epsilon] = [40, 0.2];
  const centers = [0, 1, 2].map((i) => (2 * Math.PI * i) / 3);
  const c = ((2 * Math.PI) / 3) * Math.sqrt(beta) * 0.999;
  const n = 12;
  expect(capturesAll({ total: n + 3, beta, c, epsilon })).toBe(true);
  // Distances to the nearest center up to 1.02: e^{β(1 − cos)} ≈ 1e8 units of time at the worst; these stay below 0.75.
  const angles = Array.from({ length: n }, (_, i) => centers[i % 3] + 0.75 * Math.sin(1 + 3 * i));
  const given = { beta, centers: centers.map((angle) => [Math.cos(angle), Math.sin(angle)]) };
  const x = await tokensAfter(given, atAngles(angles), 2, 3e5, {
    ...{ kind: 'adaptive' as const, integrator: esdirk4 },
    tolerance: { rtol: 1e-8, atol: 0 }, // ε/√β is 0.03
  });
  for (let k = 0; k < n; k++) {
    const cosine = Math.max(...centers.map((angle) => x[2 * k] * Math.cos(angle) + x[2 * k + 1] * Math.sin(angle)));
    expect(Math.acos(Math.min(1, cosine))).toBeLessThan(epsilon / Math.sqrt(beta));
  }
});
