/** Kinetic theory: the equation that the correlation solves, its kernel, the critical times, and the U shape. */
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { scaledBessel } from '../../src/numerics/bessel.ts';
import {
  causalCorrelation,
  causalKernel,
  causalModeRates,
  criticalTime,
  kernelLogarithm,
  modeRates,
  provedUntil,
  retrievalScore,
  worstSource,
} from '../../src/theory/kinetic.ts';
import { between, forAll } from '../support/arbitraries.ts';
import { atAngles } from '../support/draw.ts';
import { fieldOf } from '../support/problems.ts';

/** Simpson's rule. */
function integral(f: (x: number) => number, from: number, to: number, points = 2000): number {
  const h = (to - from) / points;
  let sum = f(from) + f(to);
  for (let i = 1; i < points; i++) sum += (i % 2 === 1 ? 4 : 2) * f(from + i * h);
  return (sum * h) / 3;
}

const lambdas = fc.oneof(fc.constant(0), between(1e-9, 1e-6), between(0.1, 8), between(-3, -0.1));
const usual = { codewords: 8, lambda: 1 };

describe('the kernel', () => {
  test('has integral 1 over earlier positions, and vanishes at later ones', () => {
    forAll(fc.record({ lambda: lambdas, sigma: between(0.05, 1) }), 100, ({ lambda, sigma }) => {
      const nearly = sigma * (1 - 1e-12); // the kernel jumps at σ itself
      expect(integral((x) => causalKernel(sigma, x, lambda), 0, nearly)).toBeCloseTo(1, 8);
      expect(causalKernel(sigma, sigma, lambda)).toBe(0);
    });
  });

  test('is minus the slope of Y in σ₀, and Y adds up', () => {
    const places = fc.record({ lambda: lambdas, sigma: between(0.5, 1), source: between(0.05, 0.4) });
    forAll(places, 100, ({ lambda, sigma, source }) => {
      const middle = (sigma + source) / 2;
      const whole = kernelLogarithm(sigma, source, lambda);
      const parts = kernelLogarithm(sigma, middle, lambda) + kernelLogarithm(middle, source, lambda);
      expect(Math.abs(whole - parts)).toBeLessThan(1e-14);
      const step = 1e-4;
      const slope =
        (kernelLogarithm(sigma + step, source, lambda) - kernelLogarithm(sigma - step, source, lambda)) / (2 * step);
      // ∂Y/∂σ = k_λ(σ, σ)'s value λ/(1 − e^{−λσ})
      expect(Math.abs(slope - causalKernel(sigma, sigma * (1 - 1e-15), lambda))).toBeLessThan(1e-6);
    });
    for (const lambda of [1600, 1e4]) expect(kernelLogarithm(1, 0.5, lambda)).toBeCloseTo(lambda / 2, 10);
    expect(kernelLogarithm(1, 1 - 1e-9, 1)).toBeCloseTo(1e-9 / (1 - Math.exp(-1)), 16);
  });
});

describe('the correlation', () => {
  test('solves ∂g = a(k + ∫ k g), from 0', () => {
    const cases = fc.record({ lambda: lambdas, source: between(0.05, 0.6), rate: between(0.1, 4), t: between(0.1, 2) });
    forAll(cases, 40, ({ lambda, source, rate, t }) => {
      const sigma = 0.95;
      const g = (time: number, at: number) => causalCorrelation(rate, time, at, source, lambda);
      const step = 1e-3 * t;
      const slope =
        (8 * (g(t + step, sigma) - g(t - step, sigma)) - g(t + 2 * step, sigma) + g(t - 2 * step, sigma)) / (12 * step);
      // From just after σ₀, where k jumps.
      const felt = integral(
        (x) => causalKernel(sigma, x, lambda) * g(t, x),
        source * (1 + 1e-12),
        sigma * (1 - 1e-12),
        4000,
      );
      const wanted = rate * (causalKernel(sigma, source, lambda) + felt);
      expect(Math.abs(slope / wanted - 1)).toBeLessThan(1e-8);
      expect(g(0, sigma)).toBe(0);
      expect(g(t, source)).toBe(0);
    });
  });

  test('is the Bessel form k √(at/Y) I₁(2√(atY))', () => {
    // I₁(x) as the mean of e^{x cos} cos over the circle.
    const bessel = (x: number) => integral((u) => Math.exp(x * Math.cos(u)) * Math.cos(u), 0, Math.PI, 400) / Math.PI;
    for (const [a, t, source] of [
      [1, 0.3, 0.2],
      [5, 2, 0.01],
      [0.1, 0.1, 0.9],
    ]) {
      const y = kernelLogarithm(1, source, 1);
      const wanted = causalKernel(1, source, 1) * Math.sqrt((a * t) / y) * bessel(2 * Math.sqrt(a * t * y));
      expect(Math.abs(causalCorrelation(a, t, 1, source, 1) / wanted - 1)).toBeLessThan(1e-11);
    }
    expect(causalCorrelation(1e6, 1e3, 1, 0.01, 1)).toBe(Infinity);
  });
});

describe('modes', () => {
  test('a_n = n² I_n(β), and n² I_n/(β I_0) for CSA', () => {
    const rates = modeRates(2, 4); // I_0 … I_3(2)
    const bessel = [2.279585302336067, 1.5906368546373291, 0.688948447698738, 0.21273995923985264];
    for (let n = 0; n < 4; n++) {
      expect(rates[n]).toBeCloseTo(n * n * bessel[n], 12);
      expect(causalModeRates(2, 4)[n]).toBeCloseTo((n * n * bessel[n]) / (2 * bessel[0]), 12);
    }
    expect([...causalModeRates(0, 3)]).toEqual([0, 0.5, 0]);
    expect(causalModeRates(1e-8, 2)[1]).toBeCloseTo(0.5, 12);
    expect(Math.max(...causalModeRates(1e4, 400))).toBeCloseTo(2 * Math.exp(-1), 3); // (n²/β)e^{−n²/2β}
  });
});

test('a wave of early tokens moves a later one of CSA at the rate causalModeRates says', () => {
  const [n, amplitude, beta, place] = [400, 1e-5, 3, 0.7];
  const rates = causalModeRates(beta, 6);
  for (const mode of [1, 2, 5]) {
    const even = Array.from({ length: n }, (_, j) => (2 * Math.PI * j) / n);
    const x = atAngles([...even.map((angle) => angle + amplitude * Math.sin(mode * angle)), place]);
    const velocity = fieldOf({ beta }, x, 2).subarray(2 * n);
    const speed = -Math.sin(place) * velocity[0] + Math.cos(place) * velocity[1];
    // The token attends to itself too, which the theory leaves out: a share 1/Z.
    const others = n * scaledBessel(beta, 1)[0];
    const wanted = amplitude * Math.sin(mode * place) * rates[mode] * (others / (others + 1));
    // Of second order in the amplitude, times some β.
    expect(Math.abs(speed / wanted - 1)).toBeLessThan(1e-3);
  }
});

describe('retrieval', () => {
  test.each([
    [1, 2.457489],
    [2, 0.600716],
    [3, 0.174018],
  ])('t_crit at β = %d, λ = 1, M = 8: %d', (beta, t) => {
    expect(criticalTime({ ...usual, beta })).toBeCloseTo(t, 6);
  });

  test('the slope at the last token changes its sign at t_crit', () => {
    forAll(
      fc.record({ beta: between(0.5, 6), lambda: between(0.2, 4), codewords: fc.integer({ min: 2, max: 20 }) }),
      40,
      (given) => {
        const t = criticalTime(given);
        const slope = (time: number) => retrievalScore(time, 1 - 1e-6, given) - retrievalScore(time, 1 - 2e-6, given);
        expect(slope(0.99 * t)).toBeGreaterThan(0);
        expect(slope(1.01 * t)).toBeLessThan(0);
      },
    );
  });

  test.each([
    [0.25, 0.06, 0.1969],
    [0.5, 0.13, 0.4676],
    [1, 0.26, 1.1953],
    [1.3, 0.35, 1.731],
    [2, 0.63, 3.1465],
  ])('β = 1, t = %d: worst near σ₀ = %d, there %d', (t, source, score) => {
    const worst = worstSource(t, { ...usual, beta: 1 });
    // The figures are those of a grid of hundredths.
    expect(Math.abs((worst?.source ?? 0) - source)).toBeLessThan(0.0051);
    expect(retrievalScore(t, source, { ...usual, beta: 1 })).toBeCloseTo(score, 4);
    expect(score - (worst?.score ?? 0)).toBeGreaterThan(-5e-5);
    expect(score - (worst?.score ?? 0)).toBeLessThan(2e-4);
  });

  test('is U-shaped in time proved: falls to the worst place and rises after it', () => {
    const given = { ...usual, beta: 1 };
    const t = provedUntil(given);
    expect(t).toBeLessThan(criticalTime(given));
    const worst = worstSource(t, given)?.source as number;
    const sources = Array.from({ length: 199 }, (_, i) => (i + 1) / 200);
    const scores = sources.map((source) => retrievalScore(t, source, given));
    for (let i = 1; i < sources.length; i++) {
      if (sources[i] < worst) expect(scores[i]).toBeLessThan(scores[i - 1]);
      if (sources[i - 1] > worst) expect(scores[i]).toBeGreaterThan(scores[i - 1]);
    }
  });

  test('has no worst place inside after t_crit', () => {
    expect(worstSource(2.5, { ...usual, beta: 1 })).toBe(null);
  });

  test('has finite critical times up to β = 700', () => {
    for (const beta of [1e-6, 300, 700]) {
      const t = criticalTime({ ...usual, beta });
      expect(t).toBeGreaterThan(0);
      expect(t).toBeLessThan(Infinity);
    }
  });

  test('refuses β = 0', () => {
    expect(() => criticalTime({ ...usual, beta: 0 })).toThrow('"beta" should be a number in (0, 700]');
  });
});
