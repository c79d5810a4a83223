/** The clock of two tokens: against a quadrature, against the equation, and where numbers are out of range. */
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { integrate } from '../../src/numerics/special/quadrature.ts';
import { clock, cosineAt, cosineVelocity, logTimeBetween, timeBetween } from '../../src/theory/two-tokens.ts';
import { between, forAll } from '../support/arbitraries.ts';
import { tokensAfter } from '../support/problems.ts';
import { timeBetween as byQuadrature } from '../support/two-tokens.ts';

/** The quadrature has 32 000 terms; exponents of up to 1400 are rounded. */
const QUADRATURE = 1e-12;

describe('the time between two cosines', () => {
  test.each([0.001, 0.5, 2, 9, 64, 400, 700])('is what a quadrature says, β = %d', (beta) => {
    for (const theta of [0.4, 1.5, 2.5, 3.1]) {
      for (const u of [Math.cos(0.9 * theta), Math.cos(theta / 2), 0.99]) {
        const u0 = Math.cos(theta);
        if (u <= u0) continue;
        const { factor, exponent } = byQuadrature(beta, theta, u);
        expect(Math.abs(logTimeBetween(u0, u, beta) - (Math.log(factor) + exponent)), `${theta} ${u}`).toBeLessThan(
          QUADRATURE * (1 + exponent),
        );
      }
    }
  });

  test('near both ends is what a quadrature over y = log tan²(θ/2) says: ẏ = −2/(1 + e^{β(1−u)})', () => {
    for (const beta of [0.01, 1, 20]) {
      for (const [u0, u1] of [
        [-1 + 1e-9, 1 - 1e-9],
        [0.5, 1 - 1e-13],
        [-1 + 1e-13, -0.9],
      ]) {
        const [from, to] = [u0, u1].map((u) => Math.log((1 - u) / (1 + u)));
        const wanted = integrate((y) => (1 + Math.exp((2 * beta) / (1 + Math.exp(-y)))) / 2, to, from);
        // 1 − u is exact, so both know y to a roundoff of its own.
        expect(Math.abs(timeBetween(u0, u1, beta) / wanted - 1), `${beta} ${u0}`).toBeLessThan(QUADRATURE);
      }
    }
  });

  test('adds up, changes its sign with its direction, and is a difference of G', () => {
    const given = fc.record({
      a: between(-0.999, 0.999),
      b: between(-0.999, 0.999),
      c: between(-0.999, 0.999),
      beta: between(0, 30),
    });
    forAll(given, 500, ({ a, b, c, beta }) => {
      const whole = timeBetween(a, c, beta);
      const largest = Math.max(...[timeBetween(a, b, beta), timeBetween(b, c, beta), whole].map(Math.abs));
      expect(Math.abs(timeBetween(a, b, beta) + timeBetween(b, c, beta) - whole)).toBeLessThanOrEqual(1e-12 * largest);
      expect(timeBetween(c, a, beta)).toBe(-whole);
      const scale = Math.abs(clock(a, beta)) + Math.abs(clock(c, beta)) + Math.abs(whole);
      expect(Math.abs(clock(c, beta) - clock(a, beta) - whole)).toBeLessThanOrEqual(1e-12 * (scale + 1));
    });
  });

  test('keeps its digits where two cosines are neighbours', () => {
    for (const beta of [0, 1, 64, 1e4]) {
      for (const u of [-0.999999, -0.3, 0.2, 0.9, 0.999999]) {
        const next = u + 2 ** -40; // exact, and so is the middle
        const wanted = (next - u) / cosineVelocity(u + (next - u) / 2, beta);
        if (wanted < Infinity) expect(Math.abs(timeBetween(u, next, beta) / wanted - 1)).toBeLessThan(1e-12);
      }
    }
  });

  test('without temperature is log((1 + u)/(1 − u)), which small β come near', () => {
    expect(timeBetween(0, 0.5, 0)).toBeCloseTo(Math.log(3), 14);
    for (const beta of [1e-300, 1e-12]) expect(timeBetween(0, 0.5, beta)).toBeCloseTo(Math.log(3), 11);
  });

  test('for large β is about e^{β(1 − u₀)}/(β(1 − u₀²)), as a logarithm without end', () => {
    for (const beta of [300, 1000, 1e6]) {
      const [u0, u1] = [0.2, 0.9];
      const leading = beta * (1 - u0) - Math.log(beta * (1 - u0 * u0));
      expect(Math.abs(logTimeBetween(u0, u1, beta) - leading)).toBeLessThan(3 / beta + 1e-15 * leading);
    }
    expect(timeBetween(-0.9, 0.9, 1000)).toBe(Infinity);
    expect(timeBetween(0.9, 0.95, 1000)).toBeLessThan(Infinity); // though e^{2β} is not finite
  });

  test('from an antipode or to the end is endless', () => {
    expect([timeBetween(-1, 0, 2), timeBetween(0, 1, 2), timeBetween(1, 0, 2)]).toEqual([
      Infinity,
      Infinity,
      -Infinity,
    ]);
    expect(timeBetween(0.3, 0.3, 2)).toBe(0);
  });
});

describe('the cosine at a time', () => {
  test('is what the time between leads to', () => {
    const given = fc.record({ u0: between(-0.99, 0.99), u1: between(-0.99, 0.99), beta: between(0, 60) });
    forAll(given, 500, ({ u0, u1, beta }) => {
      const t = timeBetween(u0, u1, beta);
      const found = cosineAt(t, u0, beta);
      // The time is known to some roundoffs of itself, and u with it: du = u̇ dt.
      const tolerance = 1e-14 + 1e-13 * Math.abs(t) * cosineVelocity(u1, beta) * (1 + beta);
      expect(Math.abs(found - u1)).toBeLessThan(tolerance);
    });
  });

  test('without temperature: tan(θ/2) = e^{−t/2} tan(θ₀/2)', () => {
    for (const t of [-30, -1, 0.5, 10, 80]) {
      const half = Math.atan(Math.exp(-t / 2) * Math.tan(Math.acos(0.3) / 2));
      expect(Math.abs(cosineAt(t, 0.3, 0) - Math.cos(2 * half))).toBeLessThan(1e-15 * 4);
    }
  });

  test('is that of two integrated tokens, and for V = −I backwards', async () => {
    const x = Float64Array.of(1, 0, Math.cos(2), Math.sin(2));
    for (const [beta, t] of [
      [0.5, 3],
      [4, 20],
      [8, 1],
    ]) {
      for (const value of [1, -1]) {
        const after = await tokensAfter({ beta, value }, x, 2, t);
        const cosine = after[0] * after[2] + after[1] * after[3];
        expect(Math.abs(cosineAt(value * t, Math.cos(2), beta) - cosine)).toBeLessThan(1e-9); // of the integrator
      }
    }
  });

  test('far out of range stays where it must', () => {
    expect(cosineAt(5, 0.2, 600)).toBe(0.2); // e^{480}
    expect(cosineAt(-5, 0.2, 600)).toBeCloseTo(0.2, 15);
    expect(cosineAt(1e300, -0.99, 360)).toBeCloseTo(-0.99, 10);
    expect(cosineAt(1e300, 0.5, 360)).toBe(1);
    expect(cosineAt(1e300, -0.99, 1e5)).toBe(-0.99);
    expect([cosineAt(3, 1, 2), cosineAt(3, -1, 2), cosineAt(Infinity, 0, 2), cosineAt(-Infinity, 0, 2)]).toEqual([
      1, -1, 1, -1,
    ]);
    expect(cosineAt(1e6, 0, 1)).toBe(1);
    expect(cosineAt(-1e6, 0, 1)).toBe(-1);
  });

  test('wrong arguments are refused', () => {
    expect(() => cosineAt(1, 1.5, 2)).toThrow(/"u0" should be a cosine/);
    expect(() => timeBetween(0, 0.5, -1)).toThrow(/"beta" should be a finite number ≥ 0/);
    expect(() => cosineAt(Number.NaN, 0.5, 1)).toThrow(/"t" should be a time/);
  });
});
