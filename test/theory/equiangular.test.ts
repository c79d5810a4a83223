/** Tokens at equal angles: closed forms, the simulator, ODEX, and the two functions against each other. */
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { tokensAt } from '../../src/core/recording.ts';
import { run } from '../../src/run/run.ts';
import {
  type Equiangular,
  equiangularCosine,
  equiangularGaps,
  equiangularSpeed,
  equiangularTime,
} from '../../src/theory/equiangular.ts';
import { between, forAll } from '../support/arbitraries.ts';
import { dotProduct } from '../support/linear.ts';
import { odex } from '../support/odex.ts';

/** Steps at 1e-13, added up. */
const TOLERANCE = 1e-11;

/** n unit vectors of R^n with all cosines ρ. */
function tokensAtEqualAngles(n: number, rho: number): number[][] {
  const spread = Math.sqrt(1 - rho);
  const common = (Math.sqrt(1 + (n - 1) * rho) - spread) / n;
  return Array.from({ length: n }, (_, k) => Array.from({ length: n }, (_, i) => common + (i === k ? spread : 0)));
}

const models = fc.record({
  tokens: fc.integer({ min: 2, max: 200 }),
  beta: between(0, 12),
  normalization: fc.constantFrom('softmax' as const, 'count' as const),
});

describe('the common cosine', () => {
  test('n = 8, β = 3, t = 1 from 0: 0.1034805710', () => {
    expect(equiangularCosine(1, 0, { tokens: 8, beta: 3 })).toBeCloseTo(0.103480571, 10);
  });

  test.each([0.1, 1, 5, 15])('two tokens at β = 0: tanh t, and 1 − tanh t to full relative accuracy, t = %d', (t) => {
    for (const normalization of ['softmax', 'count'] as const) {
      const [gap] = equiangularGaps([t], 0, { tokens: 2, beta: 0, normalization });
      expect(Math.abs(gap / (2 / (1 + Math.exp(2 * t))) - 1)).toBeLessThan(TOLERANCE * (1 + t));
    }
  });

  test('is that of a run under full attention', async () => {
    for (const normalization of ['softmax', 'count'] as const) {
      const model = { tokens: 6, beta: 2, normalization };
      const { trajectory } = await run({
        initial: tokensAtEqualAngles(6, 0.1),
        beta: 2,
        mask: 'full',
        normalization,
        until: 1.5,
        saveAt: [0.5, 1.5],
        rtol: 1e-12,
        atol: 1e-13,
        observe: 'none',
      });
      const gaps = equiangularGaps([0.5, 1.5], 0.1, model);
      for (const i of [0, 1]) {
        const x = tokensAt(trajectory, i);
        // The run is at 1e-12 a step, over some dozens of steps.
        expect(Math.abs(1 - dotProduct(x.subarray(0, 6), x.subarray(30, 36)) - gaps[i])).toBeLessThan(1e-10);
      }
    }
  });

  test('follows the printed equation, as ODEX solves it, from either side of 0', () => {
    forAll(fc.record({ model: models, share: between(-0.9, 0.9), t: between(0.01, 2) }), 60, ({ model, share, t }) => {
      const { tokens: n, beta, normalization } = model;
      if (normalization === 'count' && beta > 3) return; // 2e^β: stiff for ODEX in ρ
      const from = share < 0 ? share / (n - 1) : share;
      const f = (_: number, [rho]: number[]) => {
        const z = normalization === 'count' ? n : Math.exp(beta) + (n - 1) * Math.exp(beta * rho);
        return [(2 * Math.exp(beta * rho) * (1 - rho) * ((n - 1) * rho + 1)) / z];
      };
      const [wanted] = odex(f, [from], t);
      expect(Math.abs(equiangularCosine(t, from, model) - wanted)).toBeLessThan(TOLERANCE);
      expect(Math.abs(equiangularSpeed(from, model) - f(0, [from])[0])).toBeLessThan(1e-13 * (1 + f(0, [from])[0]));
    });
  });

  test('rests at 1 and at −1/(n − 1), and leaves the latter', () => {
    const model: Equiangular = { tokens: 5, beta: 2 };
    expect(equiangularGaps([3], 1, model)).toEqual([0]);
    expect(equiangularGaps([3], -0.25, model)).toEqual([1.25]);
    expect(equiangularCosine(60, -0.25 + 1e-9, model)).toBeGreaterThan(0.99);
  });

  test('turns to 1 at its time, where that takes less than a unit of t: large β, late times', () => {
    for (const beta of [10, 50, 100, 700, 1e3, 1e4, 1e6]) {
      for (const rho of [0, 0.2, 0.5, 0.9]) {
        const model: Equiangular = { tokens: 8, beta, normalization: 'count' };
        expect(equiangularCosine(1, rho, model)).toBe(1);
        const there = equiangularTime(rho, rho + 0.5 / beta, model);
        if (there > 0) expect(Math.abs(equiangularCosine(there, rho, model) - rho - 0.5 / beta)).toBeLessThan(1e-13);
      }
    }
    expect(equiangularCosine(1e20, 0, { tokens: 8, beta: 50 })).toBe(1); // SA, at 4.7e19
    expect(equiangularCosine(4e19, 0, { tokens: 8, beta: 50 })).toBeLessThan(0.1);
  });

  test('goes far back under USA, and says where it cannot', () => {
    // As mpmath solves T(ρ, 0.9) = 1.
    const back = equiangularCosine(-1, 0.9, { tokens: 8, beta: 100, normalization: 'count' });
    expect(back).toBeCloseTo(-0.0307704900157173, 12);
    expect(() => equiangularCosine(-1, 0.9, { tokens: 8, beta: 1e4, normalization: 'count' })).toThrow('nearer to 0');
  });

  test('closes the gap at the rate 2 (SA), 2e^β (USA) in the end', () => {
    for (const beta of [0.5, 2]) {
      const [a, b] = equiangularGaps([20, 22], 0, { tokens: 9, beta });
      expect(Math.log(a / b) / 2).toBeCloseTo(2, 10);
      const [c, d] = equiangularGaps([5, 6], 0, { tokens: 9, beta, normalization: 'count' });
      expect(Math.log(c / d)).toBeCloseTo(2 * Math.exp(beta), 5);
    }
  });
});

describe('the time to a cosine', () => {
  test('is the inverse of the cosine at a time, forwards and backwards', () => {
    const cases = fc.record({ model: models, from: between(0, 0.5), to: between(0.5, 0.999999) });
    forAll(cases, 60, ({ model, from, to }) => {
      const t = equiangularTime(from, to, model);
      expect(equiangularTime(to, from, model)).toBeCloseTo(-t, 9 - Math.ceil(Math.log10(1 + t)));
      // Relative: t's own error moves the gap by a factor e^{2δt}.
      const [gap] = equiangularGaps([t], from, model);
      expect(Math.abs(gap / (1 - to) - 1)).toBeLessThan(1e-9);
    });
  });

  test('two tokens at β = 0 reach 0.999 at artanh 0.999', () => {
    expect(equiangularTime(0, 0.999, { tokens: 2, beta: 0 })).toBeCloseTo(Math.atanh(0.999), 11);
  });

  // ∫ dρ/ρ̇ from ρ to the double nearest 0.9999, n = 8, by mpmath at 30 digits.
  test.each([
    [1, 0, 'count', 2.705420135044811],
    [1, 0, 'softmax', 5.8585031032295944],
    [10, 0.2, 'count', 0.026027477804928787],
    [10, -0.1, 'softmax', 4158.17411833738],
    [100, 0.9, 'count', 5.032264451854076e-41],
    [100, 0.9, 'softmax', 172.15361948855875],
    [1e3, 0.2, 'count', 2.8783493210081186e-90],
    [1e3, -0.1, 'count', 3.188454450759917e41],
    [1e3, 0.9, 'count', 0],
    [1e3, 0.9, 'softmax', 1.858169189605117e40],
    [1e4, 0, 'count', 0.00039976034328200995],
    [1e4, 0.9, 'softmax', Infinity],
  ] as const)('β = %d from %d, %s: %d', (beta, rho, normalization, wanted) => {
    const found = equiangularTime(rho, 0.9999, { tokens: 8, beta, normalization });
    // Exponents up to 200 to their last bits, on either side of e^x: 6e-14.
    if (wanted > 0 && wanted < Infinity) expect(Math.abs(found / wanted - 1)).toBeLessThan(2e-13);
    else expect(found).toBe(wanted);
  });

  test('grows like e^β/(2βn)·… without overflow at β = 600, and is infinite beyond doubles', () => {
    const [a, b] = [600, 599].map((beta) => equiangularTime(0, 0.9, { tokens: 8, beta }));
    // Laplace at ρ = 0: ∫ e^{β(1−ρ)}/2 dρ = e^β/(2β)(1 + O(n/β)).
    expect(a / (Math.exp(600) / 1200)).toBeCloseTo(1, 1);
    expect(a / b / Math.E).toBeCloseTo(1, 2);
    expect(equiangularTime(0, 0.9, { tokens: 8, beta: 1e4 })).toBe(Infinity);
    expect(equiangularTime(-1 / 7, 0.9, { tokens: 8, beta: 1 })).toBe(Infinity);
  });

  test('refuses cosines that n vectors cannot have', () => {
    expect(() => equiangularTime(-0.5, 0.5, { tokens: 8, beta: 1 })).toThrow('from −1/7 to 1');
    expect(() => equiangularCosine(1, 0, { tokens: 1, beta: 1 })).toThrow('two or more');
  });
});
