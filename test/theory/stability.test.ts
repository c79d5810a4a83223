/** Stability: spectra against finite differences of the field, thresholds against runs, and the states between ±ξ. */
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import {
  cesaroEigenvector,
  isStableOnLine,
  lineRates,
  secondTokenSpeed,
  singleClusterRates,
  terminalRates,
  twoPointThreshold,
  twoTokenEquilibria,
} from '../../src/theory/stability.ts';
import { between, forAll } from '../support/arbitraries.ts';
import { atAngles, gaussianMatrix } from '../support/draw.ts';
import { fieldOf, tokensAfter } from '../support/problems.ts';

const STEP = 1e-4;
/** Central differences: STEP² times third derivatives, which grow with β and B. */
const DIFFERENCE = 1e-5;

/** The response of token k to its own displacement along axis `axis`, by a central difference of the field. */
function response(given: Parameters<typeof fieldOf>[0], x: Float64Array, d: number, k: number, axis: number): number {
  const at = (step: number) => {
    const moved = x.slice();
    moved[k * d + axis] += step; // the field is evaluated at x/|x|
    return fieldOf(given, moved, d)[k * d + axis];
  };
  return (at(STEP) - at(-STEP)) / (2 * STEP);
}

describe('at a single cluster', () => {
  test('binomials are eigenvectors of the averages: (1/k) Σ_{j≤k} C(j−1, m−1) = C(k−1, m−1)/m', () => {
    const rates = terminalRates(40);
    for (const m of [1, 2, 3, 7, 20, 40]) {
      const v = cesaroEigenvector(m, 40);
      let sum = 0;
      for (let k = 1; k <= 40; k++) {
        sum += v[k - 1];
        const speed = sum / k - v[k - 1];
        expect(Math.abs(speed - rates[m - 1] * v[k - 1])).toBeLessThanOrEqual(1e-14 * v[k - 1]);
      }
    }
    expect([...cesaroEigenvector(3, 6)]).toEqual([0, 0, 1, 3, 6, 10]);
    expect(cesaroEigenvector(20, 50)[49]).toBe(18851684897584); // C(49, 19)
  });

  test('V = diag(1, .4, −.3), four tokens', () => {
    const rates = singleClusterRates(1, [0.4, -0.3], 4).flat();
    const wanted = [-1.3, -1.15, -1.1, -1.075, -0.9, -0.8667, -0.8, -0.6];
    for (const [i, rate] of rates.sort((a, b) => a - b).entries()) expect(rate).toBeCloseTo(wanted[i], 4);
  });
});

describe('on the line of ±ξ', () => {
  const places = fc.record({
    signs: fc.array(fc.constantFrom(1, -1), { minLength: 1, maxLength: 6 }),
    beta: between(0, 3),
    lambda: between(-1.5, 1.5),
    mu: between(-1.5, 1.5),
    seed: fc.integer({ min: 1, max: 1e6 }),
  });

  test('rates are the responses of the field, any Q and K', () => {
    forAll(places, 80, ({ signs, beta, lambda, mu, seed }) => {
      const key = gaussianMatrix(seed, 3);
      const others = [mu, 0.7];
      const x = Float64Array.from(signs.flatMap((sign) => [sign, 0, 0]));
      const given = { beta, key, value: [lambda, ...others] };
      for (let k = 0; k < signs.length; k++) {
        const rates = lineRates(signs.slice(0, k + 1), beta * key[0][0], lambda, others);
        for (const i of [0, 1]) {
          expect(Math.abs(response(given, x, 3, k, i + 1) - rates[i])).toBeLessThan(DIFFERENCE);
        }
      }
    });
  });

  test('of one sign are those of a single cluster; nothing overflows', () => {
    expect(lineRates([1, 1, 1], 2, 1, [0.4])[0]).toBeCloseTo(0.4 / 3 - 1, 14);
    expect(lineRates([1, -1], 1e5, 1, [0.4])[0]).toBeCloseTo(0.4 - 1, 14);
    expect(lineRates([1, -1], -1e5, 1, [0.4])[0]).toBeCloseTo(1, 14);
    expect(() => lineRates([1, 0], 1, 1, [0])).toThrow('list of 1 and −1');
  });

  test('the threshold: ½ ln 2 for V = diag(1, ½), and where the rate changes its sign', () => {
    expect(twoPointThreshold(0.5)).toBeCloseTo(0.34657, 5);
    forAll(fc.record({ share: between(-2, 0.99), same: fc.integer({ min: 1, max: 5 }) }), 100, ({ share, same }) => {
      const b = twoPointThreshold(share, same, 3);
      const signs = [...new Array(same).fill(1), -1, -1, -1, 1].slice(1);
      const rate = (at: number) => lineRates(signs, at, 2, [2 * share])[0];
      expect(Math.abs(rate(b))).toBeLessThan(1e-14);
      expect(rate(b + 1e-6)).toBeLessThan(0);
      expect(rate(b - 1e-6)).toBeGreaterThan(0);
    });
    expect(twoPointThreshold(1)).toBe(Infinity);
    expect(twoPointThreshold(0.5, 1, 0)).toBe(-Infinity);
  });

  test.each([
    [0.33, false],
    [0.36, true],
  ])('two opposite tokens at β = %d stay so after a nudge: %s', async (beta, stays) => {
    expect(isStableOnLine([1, -1], beta, 1, [0.5])).toBe(stays);
    const x = atAngles([0, Math.PI - 0.02]);
    // Rates are some 0.01 here; after 1500 the token is at one end or the other.
    const [, , cosine] = await tokensAfter({ beta, value: [1, 0.5] }, x, 2, 1500, undefined);
    expect(cosine < 0).toBe(stays);
  });
});

describe('two tokens with Q, K other than I', () => {
  const counterexample = { beta: 1, b1: 0.1, b2: 5, lambda: 1, mu: 0.5 };

  test('V = diag(1, ½): a stable state at ⟨x₁, x₂⟩ = −0.941159 for QᵀK = diag(0.1, 5), −0.737668 for diag(−1, 5)', () => {
    const stable = (b1: number) =>
      twoTokenEquilibria({ ...counterexample, b1 }).filter((state) => state.stable && state.theta > 0);
    expect(stable(0.1)).toHaveLength(1);
    expect(stable(0.1)[0].cosine).toBeCloseTo(-0.941159, 6);
    expect(stable(0.1)[0].rate).toBeCloseTo(-0.2946, 4);
    expect(stable(-1)).toHaveLength(1);
    expect(stable(-1)[0].cosine).toBeCloseTo(-0.737668, 6);
  });

  test('the simulator ends there', async () => {
    const x = atAngles([0, 2.7]);
    const [, , cosine] = await tokensAfter({ beta: 1, key: [0.1, 5], value: [1, 0.5] }, x, 2, 200);
    expect(cosine).toBeCloseTo(-0.941159, 6);
  });

  test('none between ±ξ is stable for QᵀK = I', () => {
    for (const beta of [0.2, 1, 5]) {
      const states = twoTokenEquilibria({ beta, b1: 1, b2: 1, lambda: 1, mu: 0.5 });
      expect(states.filter(({ stable, cosine }) => stable && Math.abs(cosine) < 1)).toEqual([]);
      expect(states.at(-1)?.stable).toBe(beta > twoPointThreshold(0.5));
      expect(states[0].stable).toBe(true);
    }
  });

  const models = fc.record({
    beta: between(0, 4),
    b1: between(-6, 6),
    b2: between(-6, 6),
    lambda: fc.oneof(between(0.2, 2), between(-2, -0.2)),
    mu: between(-2, 2),
  });

  test('speeds are those of the field', () => {
    forAll(fc.record({ model: models, theta: between(0, Math.PI) }), 100, ({ model, theta }) => {
      const { beta, b1, b2, lambda, mu } = model;
      const velocity = fieldOf({ beta, key: [b1, b2], value: [lambda, mu] }, atAngles([0, theta]), 2);
      const speed = -Math.sin(theta) * velocity[2] + Math.cos(theta) * velocity[3];
      expect(Math.abs(speed - secondTokenSpeed(theta, model))).toBeLessThan(1e-12);
    });
  });

  test('equilibria are where the speed changes its sign, all of them, with its slope there', () => {
    let inside = 0;
    forAll(models, 400, (model) => {
      const states = twoTokenEquilibria(model);
      for (const { theta, rate } of states) {
        const [a, b] = [-1, 1].map((side) => secondTokenSpeed(theta + side * STEP, model));
        expect(Math.abs((b - a) / (2 * STEP) - rate)).toBeLessThan(1e-4);
      }
      // Signs of the speed on a grid change as often as there are states: pairs nearer than the grid hide two changes.
      const thetas = states.map(({ theta }) => theta);
      const gaps = thetas.slice(1).map((theta, i) => theta - thetas[i]);
      if (Math.min(...gaps) < 0.01) return;
      const grid = Array.from({ length: 2000 }, (_, i) => (Math.PI * (i + 0.5)) / 2000);
      const signs = grid.map((theta) => secondTokenSpeed(theta, model) > 0);
      expect(signs.filter((sign, i) => i > 0 && sign !== signs[i - 1])).toHaveLength(states.length - 2);
      inside += states.length - 2;
    });
    expect(inside).toBeGreaterThan(100);
  });

  test('stable and unstable states alternate', () => {
    forAll(models, 400, (model) => {
      const rates = twoTokenEquilibria(model).map(({ rate }) => rate);
      for (let i = 1; i < rates.length; i++) expect(rates[i] * rates[i - 1]).toBeLessThanOrEqual(1e-9);
    });
  });

  test('refuses λ = 0', () => {
    expect(() => twoTokenEquilibria({ ...counterexample, lambda: 0 })).toThrow('λ other than 0');
  });
});
