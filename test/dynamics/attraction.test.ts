import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { between, forAll } from '../support/arbitraries.ts';
import { atAngles } from '../support/draw.ts';
import { fieldOf } from '../support/problems.ts';

/**
 * h(x): the pull on a token at angle 0 of an earlier one at angle x, read from the field of two tokens. Its weight among
 * the two is e^{β(cos x − 1)}/Z.
 */
function h(beta: number, x: number): number {
  const speed = fieldOf({ beta }, atAngles([x, 0]), 2)[3];
  return speed * (1 + Math.exp(beta * (Math.cos(x) - 1)));
}

/** g = h′. */
function g(beta: number, x: number): number {
  return Math.exp(beta * (Math.cos(x) - 1)) * (Math.cos(x) - beta * Math.sin(x) ** 2);
}

/** Where the pull is strongest: cos τ = (−1 + √(4β² + 1))/2β. */
function strongest(beta: number): number {
  return Math.acos((-1 + Math.sqrt(4 * beta * beta + 1)) / (2 * beta));
}

const cases = fc.record({ beta: between(1, 100), x: between(0.001, Math.PI) });
const RUNS = 1000;
const ROUNDING = 1e-13; // of e^{β(cos x − 1)} with exponents up to 200

describe('the pull h between two tokens', () => {
  test('is e^{β(cos x − 1)} sin x', () => {
    forAll(cases, RUNS, ({ beta, x }) => {
      const wanted = Math.exp(beta * (Math.cos(x) - 1)) * Math.sin(x);
      expect(Math.abs(h(beta, x) - wanted)).toBeLessThan(ROUNDING);
    });
  });

  test('is odd and never repels', () => {
    forAll(cases, RUNS, ({ beta, x }) => {
      expect(Math.abs(h(beta, -x) + h(beta, x))).toBeLessThan(ROUNDING);
      expect(h(beta, x)).toBeGreaterThanOrEqual(-ROUNDING);
    });
  });

  test('has the slope g', () => {
    const step = 1e-5;
    forAll(cases, RUNS, ({ beta, x }) => {
      const slope = (h(beta, x + step) - h(beta, x - step)) / (2 * step);
      expect(Math.abs(slope - g(beta, x))).toBeLessThan(1e-5); // step²·β^{3/2}/6 and rounding/step
    });
  });

  test('lies between its Gaussian bounds on (0, π]', () => {
    forAll(cases, RUNS, ({ beta, x }) => {
      const gaussian = Math.exp((-beta * x * x) / 2);
      expect(h(beta, x)).toBeGreaterThan(gaussian * (x - x ** 3 / 6) - ROUNDING);
      expect(h(beta, x)).toBeLessThan(gaussian * Math.exp((beta * x ** 4) / 24) * x + ROUNDING);
    });
  });

  test('does not beyond: β = 5, x = 3π/2', () => {
    const x = (3 * Math.PI) / 2;
    expect(h(5, x)).toBeLessThan(Math.exp((-5 * x * x) / 2) * (x - x ** 3 / 6) - 1e-3);
  });

  test('rises up to τ* and falls after', () => {
    forAll(cases, RUNS, ({ beta, x }) => {
      const turn = strongest(beta);
      const [from, to] = x < turn ? [x * 0.9, x] : [x, x + 0.1 * (Math.PI - x)];
      if (x < turn) expect(h(beta, to)).toBeGreaterThan(h(beta, from) - ROUNDING);
      else expect(h(beta, to)).toBeLessThan(h(beta, from) + ROUNDING);
    });
  });

  test.each([
    [64, 0.124837, 0.075668],
    [9, 0.330172, undefined],
    [1, 0.904557, undefined],
  ])('for β = %d is strongest at %d', (beta, turn, peak) => {
    expect(Math.abs(strongest(beta) - turn)).toBeLessThan(5e-7); // the digits given
    for (const x of [turn - 0.01, turn + 0.01]) expect(h(beta, x)).toBeLessThan(h(beta, turn));
    if (peak) expect(Math.abs(h(beta, turn) - peak)).toBeLessThan(5e-7);
  });
});

describe('its slope g', () => {
  test('changes sign between (β + ½)^{−1/2} and β^{−1/2}', () => {
    forAll(between(1, 500), RUNS, (beta) => {
      expect(strongest(beta)).toBeGreaterThan((beta + 0.5) ** -0.5);
      expect(strongest(beta)).toBeLessThan(beta ** -0.5);
    });
  });

  test('is bounded below', () => {
    forAll(cases, RUNS, ({ beta, x }) => {
      const gaussian = Math.exp((-beta * x * x) / 2);
      if (x < (beta + 0.5) ** -0.5)
        expect(g(beta, x)).toBeGreaterThan(gaussian * (1 - (x * x) / 2 - beta * x * x) - ROUNDING);
      expect(g(beta, x)).toBeGreaterThan(-gaussian * Math.exp((beta * x ** 4) / 24) * beta * x * x - ROUNDING);
      if (beta * x * x >= 5) expect(g(beta, x)).toBeLessThanOrEqual(0);
    });
  });

  test('need not be for β < 1: β = 0.05, x = 1.66', () => {
    const [beta, x] = [0.05, 1.66];
    const bound = -Math.exp((-beta * x * x) / 2 + (beta * x ** 4) / 24) * beta * x * x;
    expect(g(beta, x)).toBeLessThan(bound);
  });
});
