/** Normalization schemes: initial speeds, tails, an independent integrator, n vectors by brute force, and Post-LN as plain attention. */
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { equiangularGaps } from '../../src/theory/equiangular.ts';
import {
  coneWidth,
  coneWidthAsPrinted,
  type NormalizationSchemeName,
  normalizationSchemes,
  outputAt,
  schemeSpeed,
  schemeStates,
} from '../../src/theory/normalization-schemes.ts';
import { between, forAll } from '../support/arbitraries.ts';
import { dotProduct } from '../support/linear.ts';
import { odex } from '../support/odex.ts';

const names = Object.keys(normalizationSchemes) as NormalizationSchemeName[];
const cases = fc.record({
  tokens: fc.integer({ min: 2, max: 30 }),
  beta: between(0, 5),
  r: between(0.3, 3),
  rate: between(0.2, 2),
  rho: between(0, 0.9),
});

describe('the closure', () => {
  test('is what n vectors give: output, its size, and the speed of a cosine', () => {
    forAll(cases, 40, ({ tokens: n, beta, rho }) => {
      const spread = Math.sqrt(1 - rho);
      const common = (Math.sqrt(1 + (n - 1) * rho) - spread) / n;
      const x = Array.from({ length: n }, (_, k) =>
        Array.from({ length: n }, (_, i) => common + (i === k ? spread : 0)),
      );
      const output = (k: number) => {
        const weights = x.map((y) => Math.exp(beta * (dotProduct(x[k], y) - 1)));
        const z = weights.reduce((sum, weight) => sum + weight, 0);
        return x[k].map((_, i) => x.reduce((sum, y, j) => sum + (weights[j] / z) * y[i], 0));
      };
      const [a, b] = [output(0), output(1)];
      const { size, along } = outputAt(rho, { tokens: n, beta });
      expect(Math.abs(size - Math.sqrt(dotProduct(a, a)))).toBeLessThan(1e-13);
      expect(Math.abs(along - dotProduct(a, x[0]))).toBeLessThan(1e-13);
      const radial = (name: NormalizationSchemeName) => schemeSpeed(name, 2, rho, 1, { tokens: n, beta }).r;
      expect([radial('pre-ln'), radial('mix-ln')]).toEqual([along, along]);
      expect(Math.abs(radial('peri-ln') - dotProduct(a, x[0]) / Math.sqrt(dotProduct(a, a)))).toBeLessThan(1e-13);
      expect([radial('post-ln'), radial('ngpt'), radial('ln-scaling')]).toEqual([0, 0, 0]);
      const cross = dotProduct(a, x[1]) - dotProduct(a, x[0]) * rho + dotProduct(b, x[0]) - dotProduct(b, x[1]) * rho;
      expect(Math.abs(schemeSpeed('post-ln', 0, rho, 1, { tokens: n, beta }).rho - cross)).toBeLessThan(1e-13);
    });
  });

  test('begins at the speeds of the table, from ρ = 0', () => {
    forAll(cases, 60, ({ tokens: n, beta, r, rate }) => {
      const plain = 2 / (Math.exp(beta) + n - 1);
      const sized = 2 / Math.sqrt(Math.exp(2 * beta) + n - 1);
      const wanted: Record<NormalizationSchemeName, number> = {
        'post-ln': plain,
        'pre-ln': plain / r,
        'mix-ln': plain,
        'peri-ln': sized / r,
        ngpt: rate * sized,
        'ln-scaling': plain,
      };
      for (const name of names) {
        const speed = schemeSpeed(name, 0, 0, r, { tokens: n, beta, rate }).rho;
        expect(Math.abs(speed / wanted[name] - 1)).toBeLessThan(1e-13);
      }
    });
  });

  test('Post-LN is full attention', () => {
    const times = [0.5, 2, 10];
    const gaps = equiangularGaps(times, 0.1, { tokens: 9, beta: 2 });
    const states = schemeStates('post-ln', times, { rho: 0.1, r: 1 }, { tokens: 9, beta: 2 });
    for (const i of [0, 1, 2]) expect(Math.abs(states[i].gap / gaps[i] - 1)).toBeLessThan(1e-11);
  });

  test('nGPT is Post-LN where outputs have length one: β → ∞ or ρ → 1', () => {
    const [ngpt] = schemeStates('ngpt', [1], { rho: 1 - 1e-9, r: 1 }, { tokens: 4, beta: 1 });
    const [post] = schemeStates('post-ln', [1], { rho: 1 - 1e-9, r: 1 }, { tokens: 4, beta: 1 });
    expect(Math.abs(ngpt.gap / post.gap - 1)).toBeLessThan(1e-8);
  });
});

describe('(ρ, r) of each scheme', () => {
  test.each(names)('%s: as ODEX solves it in ρ itself', (name) => {
    const parameters = { tokens: 7, beta: 2, switchAt: 1.5, rate: 0.7 };
    const speed = (t: number, [rho, r]: number[]) => {
      const slope = schemeSpeed(name, t, rho, r, parameters);
      return [slope.rho, slope.r];
    };
    const states = schemeStates(name, [1.5, 4], { rho: 0.05, r: 0.8 }, parameters);
    const middle = odex(speed, [0.05, 0.8], 1.5);
    // From τ on, so that ODEX does not step over the jump either; the first instant is Post-LN still and counts nothing.
    const end = odex((t, y) => speed(1.5 + t + 1e-15, y), middle, 2.5);
    for (const [i, [rho, r]] of [middle, end].entries()) {
      expect(Math.abs(states[i].rho - rho)).toBeLessThan(1e-10);
      expect(Math.abs(states[i].r - r)).toBeLessThan(1e-10);
    }
  });

  test.each(names)('%s: 1 − ρ falls as the table says in the end', (name) => {
    const parameters = { tokens: 6, beta: 1, switchAt: 2, rate: 0.5 };
    const { clock } = normalizationSchemes[name];
    const powerLaw = clock(1e8, parameters) < 100;
    const times = powerLaw ? [1e4, 1e6] : name === 'ln-scaling' ? [400, 900] : [30, 60];
    const states = schemeStates(name, times, { rho: 0, r: 1 }, parameters);
    const fall = Math.log(states[0].gap / states[1].gap);
    const wanted = 2 * (clock(times[1], parameters) - clock(times[0], parameters));
    expect(Math.abs(fall / wanted - 1)).toBeLessThan(0.02);
    if (powerLaw) expect(states[1].r / times[1]).toBeCloseTo(1, 2);
  });
});

test('the cone condition: as printed it exceeds any cone at small β', () => {
  expect(coneWidthAsPrinted(4, 1e-3)).toBeGreaterThan(2);
  expect(coneWidth(4, 1e-3)).toBe(1 / 1600);
  for (const beta of [1, 2, 30]) expect(coneWidth(5, beta)).toBe(coneWidthAsPrinted(5, beta));
  expect(coneWidth(5, 0)).toBe(1 / 2500);
});

test('starts that cannot be are refused', () => {
  expect(() => schemeStates('pre-ln', [1], { rho: 0, r: 0 }, { tokens: 3, beta: 1 })).toThrow(
    '"r" should be a finite radius > 0',
  );
  expect(() => schemeStates('ngpt', [1], { rho: -0.5, r: 1 }, { tokens: 3, beta: 1 })).toThrow(
    '"rho" should be a cosine in (−1/2, 1)',
  );
});
