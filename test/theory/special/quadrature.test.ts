import { describe, expect, test } from 'vitest';
import {
  chebyshevFit,
  chebyshevIntegral,
  chebyshevNodes,
  chebyshevValue,
} from '../../../src/numerics/special/chebyshev.ts';
import { gaussLegendre, integrate, panel } from '../../../src/numerics/special/quadrature.ts';
import { draw } from '../../support/draw.ts';

/** Sums of tens of terms of one sign. */
const ROUNDING = 5e-15;
/** What integrate promises where a function is not smooth. */
const TOLERANCE = 1e-13;

describe('Gauss–Legendre rules', () => {
  test.each([1, 2, 5, 16, 20])('%d nodes integrate polynomials to degree 2n − 1, and no further', (count) => {
    const rule = gaussLegendre(count);
    expect([...rule.nodes].every((x, i) => i === 0 || x > rule.nodes[i - 1])).toBe(true);
    for (let degree = 0; degree < 2 * count; degree++) {
      expect(Math.abs(panel((x) => x ** degree, 0, 1, rule) * (degree + 1) - 1)).toBeLessThan(ROUNDING);
    }
    if (count < 6)
      expect(Math.abs(panel((x) => x ** (2 * count), 0, 1, rule) * (2 * count + 1) - 1)).toBeGreaterThan(1e-8);
  });
});

describe('the adaptive quadrature', () => {
  test.each<[string, (x: number) => number, number, number, number]>([
    ['1/(1 + x²)', (x) => 1 / (1 + x * x), 0, 1, Math.PI / 4],
    ['a narrow Lorentz line', (x) => 1e-4 / (1e-8 + x * x), -1, 1, 2 * Math.atan(1e4)],
    ['e^{−1000x}', (x) => Math.exp(-1000 * x), 0, 1, 1e-3],
    ['backwards', (x) => 3 * x * x, 2, 1, -7],
  ])('%s', (_, f, a, b, wanted) => {
    expect(Math.abs(integrate(f, a, b) / wanted - 1)).toBeLessThan(ROUNDING);
  });

  test('kinks, jumps and square roots as well as it promises', () => {
    expect(Math.abs(integrate((x) => Math.abs(x - 0.3), 0, 1) - 0.29)).toBeLessThan(TOLERANCE);
    expect(Math.abs(integrate((x) => (x > 1 / 3 ? 1 : 0), 0, 1) - 2 / 3)).toBeLessThan(TOLERANCE);
    // The root of 2^{−60}, where bisection ends, is 1e-9 of the whole, and the panel there errs by a hundredth of it.
    expect(Math.abs(integrate((x) => 1 / Math.sqrt(x), 0, 1) - 2)).toBeLessThan(1e-10);
    expect(Math.abs(integrate((x) => Math.sqrt(x), 0, 1) - 2 / 3)).toBeLessThan(TOLERANCE);
  });

  test('what is rough everywhere ends too', () => {
    const { uniform } = draw(3);
    expect(Math.abs(integrate(() => uniform(), 0, 1) - 0.5)).toBeLessThan(0.1);
  });

  test('nothing and NaN end at once', () => {
    expect(integrate(Math.exp, 1, 1)).toBe(0);
    expect(integrate(() => Number.NaN, 0, 1)).toBeNaN();
    expect(integrate(() => 0, 0, 1)).toBe(0);
  });
});

describe('Chebyshev polynomials', () => {
  test('reproduce and integrate what they were fitted to', () => {
    const fit = chebyshevFit(chebyshevNodes(26).map(Math.exp));
    const integral = chebyshevIntegral(fit);
    for (const t of [0, 1e-3, 0.4, 0.99, 1]) {
      expect(Math.abs(chebyshevValue(fit, t) - Math.exp(t))).toBeLessThan(ROUNDING);
      expect(Math.abs(chebyshevValue(integral, t) - Math.expm1(t))).toBeLessThan(ROUNDING);
    }
  });
});
