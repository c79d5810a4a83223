/** The pair interaction: its symmetries, its slope, its top, and the bounds of Appendix B with the places where they fail. */
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import {
  type InteractionBound,
  interaction,
  interactionBounds,
  interactionSlope,
  strongestAngle,
} from '../../src/theory/interaction.ts';
import { between, forAll } from '../support/arbitraries.ts';
import { atAngles } from '../support/draw.ts';
import { fieldOf } from '../support/problems.ts';

/** A few roundoffs of quantities of order one. */
const ROUNDING = 1e-14;
const BETAS = [1, 2, 5, 9, 16, 64, 256, 1e4];

const bounds: readonly (readonly [string, InteractionBound, 1 | -1, (x: number, beta: number) => number])[] = [
  ['h from below', interactionBounds.interactionBelow, -1, interaction],
  ['h from above', interactionBounds.interactionAbove, 1, interaction],
  ['g from below near 0', interactionBounds.slopeBelowNearZero, -1, interactionSlope],
  ['g from below', interactionBounds.slopeBelow, -1, interactionSlope],
];

describe('the interaction h', () => {
  test('is what one token does to another, times Z', () => {
    for (const beta of [1, 9, 64]) {
      for (const x of [0.05, 0.3, 1, 2, 3]) {
        const [, , dx, dy] = fieldOf({ beta }, atAngles([x, 0]), 2);
        const z = 1 + Math.exp(beta * (Math.cos(x) - 1));
        expect(Math.abs(dx)).toBeLessThan(ROUNDING);
        // Relative to h: a force of e^{−125} counts too. 1e-12 leaves room for the rounding of scores of size 2β.
        expect(Math.abs(dy * z - interaction(x, beta))).toBeLessThan(1e-12 * interaction(x, beta));
      }
    }
  });

  test('is odd, g is even, both have period 2π', () => {
    forAll(fc.record({ x: between(-10, 10), beta: between(0, 30) }), 200, ({ x, beta }) => {
      expect(interaction(-x, beta)).toBe(-interaction(x, beta));
      expect(interactionSlope(-x, beta)).toBe(interactionSlope(x, beta));
      // 2π is rounded, and slopes of h and g reach β.
      expect(Math.abs(interaction(x + 2 * Math.PI, beta) - interaction(x, beta))).toBeLessThan(1e-13);
      expect(Math.abs(interactionSlope(x + 2 * Math.PI, beta) - interactionSlope(x, beta))).toBeLessThan(1e-12);
    });
  });

  test('has the slope g', () => {
    const step = 1e-3;
    forAll(fc.record({ x: between(-3, 3), beta: between(0, 30) }), 200, ({ x, beta }) => {
      const difference = (s: number) => (interaction(x + s, beta) - interaction(x - s, beta)) / (2 * s);
      const extrapolated = (4 * difference(step) - difference(2 * step)) / 3;
      // The next term is h⁽⁵⁾ step⁴/5 or so, with h⁽⁵⁾ up to 15 β² + …
      expect(Math.abs(extrapolated - interactionSlope(x, beta))).toBeLessThan(1e-7);
    });
  });

  test('is largest at τ*, which lies between (β + ½)^{−1/2} and β^{−1/2}, also for β < 1', () => {
    for (const beta of [1e-3, 0.1, 0.5, ...BETAS]) {
      const tau = strongestAngle(beta);
      const top = interaction(tau, beta);
      // The top is flat: 1 % aside costs some 1e-4 of it.
      expect(interaction(0.99 * tau, beta)).toBeLessThan(top);
      expect(interaction(1.01 * tau, beta)).toBeLessThan(top);
      expect(Math.abs(interactionSlope(tau, beta))).toBeLessThan(ROUNDING);
      expect(Math.abs(Math.cos(tau) - 2 / (1 / beta + Math.sqrt(4 + 1 / (beta * beta))))).toBeLessThan(ROUNDING);
      expect(tau).toBeGreaterThan(1 / Math.sqrt(beta + 0.5));
      expect(tau).toBeLessThan(1 / Math.sqrt(beta));
    }
  });

  test('has the known values', () => {
    expect(strongestAngle(64)).toBeCloseTo(0.124837, 6);
    expect(strongestAngle(9)).toBeCloseTo(0.330172, 6);
    expect(strongestAngle(1)).toBeCloseTo(0.904557, 6);
    expect(strongestAngle(0)).toBeCloseTo(Math.PI / 2, 14);
    expect(interaction(strongestAngle(64), 64)).toBeCloseTo(0.075668, 6);
  });
});

describe('the bounds of Appendix B', () => {
  /** h and g are known to a few roundoffs, of g also those of its cancelling terms. */
  const broken = (value: number, bound: number, side: 1 | -1, size: number) => side * (value - bound) > 1e-14 * size;

  test.each(bounds)('%s: true where it is said to hold', (_name, { value, holds }, side, exact) => {
    const places = fc.record({ x: between(0, 12), scaled: fc.boolean(), beta: between(0, 100) });
    let seen = 0;
    forAll(places, 4000, ({ x, scaled, beta }) => {
      const at = scaled ? x / Math.sqrt(1 + beta) : x;
      if (!holds(at, beta)) return;
      seen += 1;
      const size = Math.exp(beta * (Math.cos(at) - 1)) * (1 + beta * at * at);
      expect(broken(exact(at, beta), value(at, beta), side, size), `β = ${beta}, x = ${at}`).toBe(false);
    });
    expect(seen).toBeGreaterThan(100);
  });

  test('two of them fail outside: β = 5, x = 3π/2, and β = 0.05, x = 1.66', () => {
    const { interactionBelow, slopeBelow } = interactionBounds;
    const beyond = (3 * Math.PI) / 2;
    expect(interactionBelow.holdsAsPrinted(beyond, 5)).toBe(true);
    expect(interactionBelow.holds(beyond, 5)).toBe(false);
    expect(interaction(beyond, 5)).toBeLessThan(interactionBelow.value(beyond, 5));
    expect(slopeBelow.holdsAsPrinted(1.66, 0.05)).toBe(true);
    expect(slopeBelow.holds(1.66, 0.05)).toBe(false);
    expect(interactionSlope(1.66, 0.05)).toBeLessThan(slopeBelow.value(1.66, 0.05));
  });

  test('g ≤ 0 where βx² ≥ 5, x ≤ π', () => {
    forAll(fc.record({ x: between(0.01, Math.PI), factor: between(1, 50) }), 1000, ({ x, factor }) => {
      expect(interactionSlope(x, (5 * factor) / (x * x))).toBeLessThanOrEqual(0);
    });
  });
});
