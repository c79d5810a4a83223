/** Rests, waves and spectra that are known in closed form. */
import { describe, expect, test } from 'vitest';
import { bipodalRate, splayRates } from '../../src/theory/full-attention-rests.ts';
import { lineRates, singleClusterRates, terminalRates } from '../../src/theory/stability.ts';
import { twoTokenEquilibria } from '../../src/theory/two-token-equilibria.ts';
import { atAngles, gaussianMatrix } from '../support/draw.ts';
import { largestDifference } from '../support/numeric.ts';
import { beside, foundOf, neutral, rates } from './support.ts';

const falling = (values: Iterable<number>) => [...values].sort((a, b) => b - a);

/** A rotation by Ω = rate·J in the first plane, beside a multiple of the identity. */
const turning = (d: number, own: number, rate: number) =>
  Array.from({ length: d }, (_, i) =>
    Array.from({ length: d }, (__, j) => (i === j ? own : i + j === 1 ? (i === 0 ? -rate : rate) : 0)),
  );

describe('one point', () => {
  test.each([2, 3, 5])('V = I, causal, any Q and K, d = %i: −(1 − 1/m), each d − 1 times', async (d) => {
    for (const given of [{ beta: 3 }, { beta: 1, query: gaussianMatrix(7, d), key: gaussianMatrix(8, d) }]) {
      const n = 6;
      const result = await foundOf(given, beside([1, ...new Array(d - 1).fill(0.3)], n), d);
      expect(result.status).toBe('rest');
      expect(result.configuration).toMatchObject({ kind: 'one point', sizes: [n], span: 1 });
      const wanted = falling([...terminalRates(n)].slice(1).flatMap((rate) => new Array(d - 1).fill(rate)));
      expect(largestDifference(rates(result), wanted)).toBeLessThan(1e-12);
      // Where Q and K have no symmetry, the place of the first token is free all the same.
      const why = given.query === undefined ? { symmetry: d - 1, family: 0 } : { symmetry: 0, family: d - 1 };
      expect(neutral(result)).toEqual(why);
      expect(result.spectrum.stability).toBe('stable');
    }
  });

  test('V = I, full: −1, and zeros for where the point is', async () => {
    for (const given of [{ beta: 3 }, { beta: 1, query: gaussianMatrix(7, 3), key: gaussianMatrix(8, 3) }]) {
      const result = await foundOf({ ...given, mask: 'full' }, beside([1, 0.3, 0.1], 5), 3);
      expect(largestDifference(rates(result), new Array(8).fill(-1))).toBeLessThan(1e-12);
      expect(neutral(result)).toEqual(given.query ? { symmetry: 0, family: 2 } : { symmetry: 2, family: 0 });
      expect(result.spectrum.stability).toBe('stable');
    }
  });

  test('symmetric V: μ_i/k − λ, stable or not', async () => {
    const n = 4;
    for (const [lambda, ...others] of [
      [1, 0.4, -0.3],
      [-0.1, -0.5, -0.35],
      [-0.4, 1, -1],
    ]) {
      const given = { beta: 1, key: gaussianMatrix(3, 3), value: [lambda, ...others] };
      const result = await foundOf(given, beside([1, 0, 0], n, 1e-3), 3);
      const wanted = falling(singleClusterRates(lambda, others, n).flat());
      expect(largestDifference(rates(result), wanted)).toBeLessThan(1e-12);
      const unstable = wanted.filter((rate) => rate > 0).length;
      expect(result.spectrum).toMatchObject({ growing: unstable, stability: unstable > 0 ? 'unstable' : 'stable' });
    }
  });
});

describe('±ξ', () => {
  test.each([0.5, 2, 10, 25])('V = I: the antipode is left at the rate 1/(1 + e^{2β}), β = %f', async (beta) => {
    const result = await foundOf({ beta }, atAngles([0.7, 0.7 + Math.PI]), 2);
    expect(result.configuration?.kind).toBe('antipodal');
    expect(rates(result)[0] * (1 + Math.exp(2 * beta))).toBeCloseTo(1, 8);
    expect(result.spectrum.stability).toBe('unstable');
  });

  test('V = diag(λ, μ): stable where e^{−2b} < 1 − μ/λ', async () => {
    for (const beta of [0.3, 0.34, 0.36, 1]) {
      const result = await foundOf({ beta, value: [1, 0.5] }, atAngles([0, Math.PI]), 2);
      const wanted = falling([-0.5, ...lineRates([1, -1], beta, 1, [0.5])]);
      expect(largestDifference(rates(result), wanted)).toBeLessThan(1e-12);
      expect(result.spectrum.stability).toBe(Math.exp(-2 * beta) < 0.5 ? 'stable' : 'unstable');
    }
  });

  test.each(['count', 'softmax'] as const)('full, %s: γ = β, e^{−γ} or e^{−γ}/cosh γ', async (normalization) => {
    for (const beta of [0.5, 2, 4]) {
      for (const split of normalization === 'count'
        ? [
            [3, 3],
            [1, 5],
            [2, 4],
          ]
        : [
            [2, 2],
            [3, 3],
          ]) {
        const angles = [...new Array(split[0]).fill(0.4), ...new Array(split[1]).fill(0.4 + Math.PI)];
        const result = await foundOf({ beta, mask: 'full', normalization }, atAngles(angles), 2);
        const [largest] = rates(result);
        const wanted = Math.exp(-beta) / (normalization === 'count' ? 1 : Math.cosh(beta));
        expect(largest / wanted).toBeCloseTo(1, 9);
        expect(bipodalRate(split[0], split[1], beta, normalization) / wanted).toBeCloseTo(1, 13);
        expect(result.spectrum).toMatchObject({ stability: 'unstable', growing: 1 });
      }
    }
  });
});

test('two tokens between ±ξ: the counterexample to the two-cluster conjecture', async () => {
  const result = await foundOf({ beta: 1, value: [1, 0.5], key: [0.1, 5] }, atAngles([0.01, 2.8]), 2);
  const model = { beta: 1, b1: 0.1, b2: 5, lambda: 1, mu: 0.5 };
  const between = twoTokenEquilibria(model).find(({ cosine, stable }) => stable && Math.abs(cosine) < 0.99);
  const x = result.x;
  expect(x[0] * x[2] + x[1] * x[3]).toBeCloseTo(-0.941159, 6);
  expect(x[0] * x[2] + x[1] * x[3]).toBeCloseTo(between?.cosine as number, 12);
  expect(largestDifference(rates(result), [between?.rate as number, -0.5])).toBeLessThan(1e-12);
  expect(result).toMatchObject({ spectrum: { stability: 'stable' }, configuration: { kind: 'none', span: 2 } });
});

describe('three tokens spread evenly, USA with −β', () => {
  const splay = (beta: number) =>
    foundOf(
      { beta, query: -1, mask: 'full', normalization: 'count' },
      atAngles([0, 1, 2].map((k) => 0.1 + (2 * Math.PI * k) / 3 + 1e-4 * k * k)),
      2,
    );

  test('turn stable at β = 2/3', async () => {
    for (const beta of [0.1, 0.6, 0.66, 0.67, 1, 3]) {
      const result = await splay(beta);
      expect(result.configuration).toMatchObject({ kind: 'equispaced', sizes: [1, 1, 1] });
      // dθ_k/dt = (1/3)Σ e^{−β cos δ} sin δ, with the slope e^{−β cos δ}(cos δ + β sin² δ) at δ = ±2π/3
      const wanted = Math.exp(beta / 2) * (0.5 - 0.75 * beta);
      expect(largestDifference(rates(result), [wanted, wanted])).toBeLessThan(1e-12);
      expect(neutral(result)).toEqual({ symmetry: 1, family: 0 });
      expect(result.spectrum.stability).toBe(beta > 2 / 3 ? 'stable' : 'unstable');
    }
  });

  test.each(['count', 'softmax'] as const)(
    'of any number of them, %s, the rates are those of the modes',
    async (normalization) => {
      for (const [n, beta] of [
        [4, 1],
        [5, 0.3],
        [8, 3],
      ]) {
        const angles = Array.from({ length: n }, (_, k) => 0.3 + (2 * Math.PI * k) / n);
        for (const sign of [1, -1]) {
          const result = await foundOf({ beta, query: sign, mask: 'full', normalization }, atAngles(angles), 2);
          const wanted = falling(splayRates(n, sign * beta, normalization));
          expect(largestDifference(rates(result), wanted)).toBeLessThan(1e-11);
        }
      }
    },
  );

  test('at β = 2/3 itself nothing is decided', async () => {
    const { spectrum } = await splay(2 / 3);
    expect(spectrum).toMatchObject({ stability: 'undecided', growing: 0, undecided: 2 });
  });
});

describe('rotating waves', () => {
  test.each(['causal', 'full'] as const)('V = λI + Ω, %s: all tokens together turn with Ω', async (mask) => {
    const [d, n, rate] = [2, 4, 0.5];
    const result = await foundOf({ beta: 1, mask, value: turning(d, 1, rate) }, beside([1, 0], n), d);
    expect(result.status).toBe('rotating wave');
    expect(result.frequencies).toHaveLength(1);
    expect(result.frequencies[0]).toBeCloseTo(rate, 12);
    // In the frame that turns, the rates are those of V = I.
    const wanted = mask === 'full' ? [-1, -1, -1] : [-1 / 2, -2 / 3, -3 / 4];
    expect(largestDifference(rates(result), wanted)).toBeLessThan(1e-12);
    expect(result.spectrum.stability).toBe('stable');
  });

  test.each(['causal', 'full'] as const)(
    'V = I + Ω, %s, off the equator of Ω: waves on every parallel',
    async (mask) => {
      const result = await foundOf({ beta: 1, mask, value: turning(3, 1, 0.7) }, beside([0.6, 0, 0.8], 3), 3);
      expect(result.status).toBe('rotating wave');
      expect(result.frequencies[0]).toBeCloseTo(0.7, 12);
      expect(neutral(result)).toEqual({ symmetry: 1, family: 1 });
      // In the frame that turns with Ω nothing is left of it but in how tokens turn about their own place: V S − V x.
      const shares = mask === 'full' ? [1, 1] : [1 / 2, 2 / 3];
      const wanted = falling(shares.flatMap((share) => [-share, -share]));
      expect(largestDifference(rates(result), wanted)).toBeLessThan(1e-12);
      expect(result.spectrum.stability).toBe('stable');
    },
  );

  test('where V leaves another direction to rest, tokens may rest there', async () => {
    const value = turning(3, 0.3, 0.5);
    value[2][2] = 1;
    const result = await foundOf({ beta: 1, value }, beside([0, 0, 1], 3), 3);
    expect(result).toMatchObject({ status: 'rest', symmetries: 1, frequencies: [] });
    const imaginary = result.spectrum.eigenvalues.map(({ im }) => Math.abs(im));
    expect(largestDifference(imaginary.sort(), [0.5 / 3, 0.5 / 3, 0.25, 0.25, 0.5, 0.5])).toBeLessThan(1e-12);
    const wanted = falling([0.3, 0.3, 0.15, 0.15, 0.1, 0.1].map((share) => share - 1));
    expect(largestDifference(rates(result), wanted)).toBeLessThan(1e-12);
  });
});

test('the wave moves as it is said to: its velocities are Ωx', async () => {
  const { fieldOf } = await import('../support/problems.ts');
  const given = { beta: 2, mask: 'full' as const, value: turning(3, 1, 0.7) };
  const result = await foundOf(given, beside([0.8, 0.6, 0], 5), 3);
  const velocities = fieldOf(given, result.x, 3);
  const rotation = result.rotation as Float64Array;
  const turned = Float64Array.from(velocities, (_, i) => {
    const k = Math.floor(i / 3);
    return [0, 1, 2].reduce((sum, j) => sum + rotation[(i % 3) * 3 + j] * result.x[3 * k + j], 0);
  });
  expect(largestDifference(velocities, turned)).toBeLessThan(1e-14);
  expect(Math.max(...velocities)).toBeGreaterThan(0.1);
});
