/** What the stages of full attention are solved with: a Jacobian, a factorisation, the rate at which things grow. */

import { describe, expect, test } from 'vitest';
import { jointGrowth } from '../../src/backends/joint-growth.ts';
import { denseJacobian } from '../../src/backends/joint-jacobian.ts';
import { krylovJacobian } from '../../src/backends/joint-krylov.ts';
import { meanRows, memberCounts } from '../../src/backends/particles.ts';
import type { AttentionFieldParameters } from '../../src/dynamics/attention-field.ts';
import { resolveEquation } from '../../src/dynamics/equation.ts';
import { jointAttention } from '../../src/dynamics/joint-attention.ts';
import { factorSystem } from '../../src/numerics/factored-system.ts';
import { solveByProducts } from '../../src/numerics/gmres.ts';
import { tangentFrames } from '../../src/numerics/tangent-frames.ts';
import { draw, gaussianMatrix, uniformTokens, unitRows } from '../support/draw.ts';
import { dotProduct } from '../support/linear.ts';
import { largestDifference } from '../support/numeric.ts';
import { type Equation, equation, fieldOf } from '../support/problems.ts';

describe('a factored system', () => {
  const n = 30;
  const random = (seed: number) => {
    const { normal } = draw(seed);
    return Float64Array.from({ length: n * n }, () => normal());
  };
  const times = (m: Float64Array, v: Float64Array) =>
    Float64Array.from({ length: n }, (_, i) => dotProduct(m.subarray(i * n, i * n + n), v));

  test('is solved, for rows from 1 to 10⁻²⁹⁰ alike', () => {
    for (const [seed, grade] of [
      [1, 0],
      [2, 1],
      [3, 10],
    ] as const) {
      const m = random(seed);
      for (let i = 0; i < n; i++) for (let j = 0; j < n; j++) m[i * n + j] *= 10 ** (-grade * ((7 * i) % n));
      const v = Float64Array.from({ length: n }, (_, i) => Math.sin(i + 1));
      const solution = times(m, v);
      const { sign, solve } = factorSystem(m.slice(), n);
      solve(solution);
      expect(Math.abs(sign)).toBe(1);
      expect(largestDifference(solution, v)).toBeLessThan(1e-11);
    }
  });

  test('has the sign of its determinant: that changes with an exchange of rows, and is 0 where one is twice another', () => {
    const m = random(4);
    const { sign } = factorSystem(m.slice(), n);
    const exchanged = m.slice();
    exchanged.set(m.subarray(0, n), n);
    exchanged.set(m.subarray(n, 2 * n), 0);
    expect(factorSystem(exchanged, n).sign).toBe(-sign);
    expect(factorSystem(Float64Array.of(1, 2, 2, 4), 2).sign).toBe(0);
    expect(factorSystem(Float64Array.of(0, 1, 1, 0), 2).sign).toBe(-1);
    expect(factorSystem(Float64Array.of(-3), 1).sign).toBe(-1);
  });

  test('a tiny row beside large ones keeps its digits: pivots are compared by their share of their row', () => {
    // The first column is largest in the second row, whose other entry would drown the first row's.
    const m = Float64Array.of(1e-20, 1e-20, 3e-20, 1);
    const v = Float64Array.of(3e-20, 2 + 3e-20);
    factorSystem(m, 2).solve(v);
    expect(largestDifference(v, [1, 2])).toBeLessThan(1e-15);
  });
});

test.each([2, 3, 7])('frames are orthonormal and tangent, and vectors go there and back, d = %i', (d) => {
  const n = 9;
  const u = uniformTokens(d, n, d);
  u.set(Array.from({ length: d }, (_, i) => (i === 0 ? -1 : 0)));
  const frames = tangentFrames({ n, d });
  frames.place(u);
  const vector = new Float64Array(d);
  const back = new Float64Array(d - 1);
  for (let k = 0; k < n; k++) {
    for (let l = 0; l < d - 1; l++) {
      const unit = Float64Array.from({ length: d - 1 }, (_, i) => (i === l ? 1 : 0));
      frames.vector(k, unit, 0, vector, 0);
      expect(Math.abs(dotProduct(vector, u.subarray(k * d, k * d + d)))).toBeLessThan(1e-15);
      frames.coordinates(k, vector, 0, back, 0);
      expect(largestDifference(back, unit)).toBeLessThan(1e-15);
    }
  }
});

const matrices = (d: number) => ({
  query: gaussianMatrix(1, d),
  key: gaussianMatrix(2, d),
  value: gaussianMatrix(3, d),
});
const cases: readonly (readonly [string, number, Equation])[] = [
  ['the circle', 2, { beta: 4 }],
  ['S²', 3, { beta: 4 }],
  ['divided by n', 3, { beta: 1, normalization: 'count' }],
  ['any Q, K, V', 4, { beta: 2, ...matrices(4) }],
  ['any Q, K, V, divided by n', 3, { beta: 1, normalization: 'count', ...matrices(3) }],
  ['V of two eigenvalues', 2, { beta: 3, value: [1, -0.5] }],
  ['frozen centers', 2, { beta: 3, centers: [[0, 1], [-0.8, 0.6]], weights: [1, 3] }], // biome-ignore format: rows
];

/** ∂F on tangents by central differences of the reference field, where row k of the particles are `counts[k]` tokens. */
function byDifferences(given: Equation, u: Float64Array, counts: readonly number[], d: number) {
  const n = counts.length;
  const frames = tangentFrames({ n, d });
  frames.place(u);
  const owner = counts.flatMap((count, k) => new Array<number>(count).fill(k));
  const forces = (x: Float64Array) => {
    const all = fieldOf(given, Float64Array.from(owner.flatMap((k) => [...x.subarray(k * d, k * d + d)])), d);
    return Float64Array.from(
      counts.flatMap((_, k) => [...all.subarray(owner.indexOf(k) * d, owner.indexOf(k) * d + d)]),
    );
  };
  const step = 1e-5;
  const size = n * (d - 1);
  const jacobian = new Float64Array(size * size);
  const direction = new Float64Array(d);
  const coordinates = new Float64Array(d - 1);
  for (let column = 0; column < size; column++) {
    const k = Math.floor(column / (d - 1));
    const unit = Float64Array.from({ length: d - 1 }, (_, i) => (i === column % (d - 1) ? 1 : 0));
    frames.vector(k, unit, 0, direction, 0);
    const at = (by: number) => {
      const x = u.slice();
      for (let i = 0; i < d; i++) x[k * d + i] += by * direction[i];
      return forces(unitRows(x, d));
    };
    const [ahead, behind] = [at(step), at(-step)];
    const slope = ahead.map((entry, i) => (entry - behind[i]) / (2 * step));
    for (let row = 0; row < n; row++) {
      frames.coordinates(row, slope, row * d, coordinates, 0);
      for (let i = 0; i < d - 1; i++) jacobian[(row * (d - 1) + i) * size + column] = coordinates[i];
    }
  }
  return { jacobian, force: forces(u) };
}

describe('forces and the whole Jacobian are those of the reference field', () => {
  describe.each([
    ['tokens', [1, 1, 1, 1, 1], denseJacobian],
    ['particles of some tokens each', [3, 1, 4, 2, 1], denseJacobian],
    ['particles, by products', [3, 1, 4, 2, 1], krylovJacobian],
  ] as const)('of %s', (_, counts, make) => {
    test.each(cases)('%s', (_, d, rest) => {
      const given = { ...rest, mask: 'full' as const };
      const n = counts.length;
      const tokens = counts.reduce<number>((sum, count) => sum + count, 0);
      const u = uniformTokens(5, n, d);
      const wanted = byDifferences(given, u, counts, d);
      const parameters = resolveEquation(equation(given), { n: tokens, d }).attention as AttentionFieldParameters;
      const attention = jointAttention(parameters, { n, d }, counts, tokens);
      const jacobian = make(parameters, attention, { n, d }, () => false);
      const force = new Float64Array(n * d);
      jacobian.place(u, force);
      expect(largestDifference(force, wanted.force)).toBeLessThan(1e-14);
      const size = n * (d - 1);
      for (let column = 0; column < size; column++) {
        const unit = Float64Array.from({ length: size }, (_, i) => (i === column ? 1 : 0));
        const image = new Float64Array(size);
        jacobian.times(unit, image);
        const difference = image.map((entry, i) => entry - wanted.jacobian[i * size + column]);
        expect(largestDifference(difference, new Float64Array(size))).toBeLessThan(2e-9);
      }
      // (S − ∂F) v and back.
      const shifts = Float64Array.from({ length: n }, (_, k) => 3 + k);
      jacobian.factor(shifts);
      const v = Float64Array.from({ length: size }, (_, i) => Math.cos(i));
      const image = new Float64Array(size);
      jacobian.times(v, image);
      const there = v.map((entry, i) => shifts[Math.floor(i / (d - 1))] * entry - image[i]);
      expect(jacobian.solve(there)).toBe(true);
      expect(largestDifference(there, v)).toBeLessThan(make === krylovJacobian ? 1e-8 : 1e-12);
    });
  });
});

test('particles that join are at the mean of their tokens', () => {
  const particles = { leaders: [0, 1, 4], particleOf: [0, 1, 0, 1, 2, 0, 1] };
  const counts = memberCounts(particles);
  expect([...counts]).toEqual([3, 3, 1]);
  const x = Float64Array.of(1, 0, 0, 1, 5, 9);
  expect([...meanRows(x, [0, 1, 0], counts, 2)]).toEqual([2, 2.25, 0, 1]);
  const all = meanRows(x, [0, 0, 0], counts, 2);
  expect(largestDifference(all, [8 / 7, 12 / 7])).toBeLessThan(1e-15);
  expect(meanRows(x, [0, 1, 2], counts, 2)).toEqual(x);
});

describe('by products alone', () => {
  test('equations are solved as by elimination', () => {
    const n = 40;
    const m = Float64Array.from(gaussianMatrix(9, n).flat());
    for (let i = 0; i < n; i++) m[i * n + i] += 3;
    const times = (v: Float64Array, out: Float64Array) => {
      for (let i = 0; i < n; i++) out[i] = dotProduct(m.subarray(i * n, i * n + n), v);
    };
    const v = Float64Array.from({ length: n }, (_, i) => Math.sin(i));
    const [one, other] = [v.slice(), v.slice()];
    expect(solveByProducts(times, one, 1e-13, n)).toBe(true);
    factorSystem(m.slice(), n).solve(other);
    expect(largestDifference(one, other)).toBeLessThan(1e-12);
    expect(solveByProducts(times, v.slice(), 1e-13, 3)).toBe(false);
    expect(solveByProducts(times, new Float64Array(n), 1e-13, 3)).toBe(true);
  });

  test.each([1, 1e6, 1e12])('clusters that hardly feel each other are solved for, in steps of %d', (c) => {
    // Three clusters of 40 on S², spread by 10⁻³, and three tokens between them.
    const d = 3;
    const places = uniformTokens(3, 6, d);
    const { normal } = draw(4);
    const x = unitRows(
      Float64Array.from({ length: 123 * d }, (_, i) => {
        const k = Math.floor(i / d);
        const place = k < 120 ? k % 3 : k - 117;
        return places[place * d + (i % d)] + (k < 120 ? 1e-3 * normal() : 0);
      }),
      d,
    );
    const shape = { n: 123, d };
    const parameters = resolveEquation(equation({ beta: 25, mask: 'full' }), shape)
      .attention as AttentionFieldParameters;
    const solved = [denseJacobian, krylovJacobian].map((make) => {
      const attention = jointAttention(parameters, shape, new Float64Array(123).fill(1), 123);
      const jacobian = make(parameters, attention, shape, () => false);
      jacobian.place(x, new Float64Array(123 * d));
      jacobian.factor(new Float64Array(123).fill(1 / c));
      const v = Float64Array.from({ length: 246 }, (_, i) => Math.sin(i) / c);
      expect(jacobian.solve(v)).toBe(true);
      return v;
    });
    expect(largestDifference(solved[0], solved[1])).toBeLessThan(
      1e-6 * largestDifference(solved[0], new Float64Array(246)),
    );
  });
});

describe('growth is seen at the size of the step', () => {
  /** (I − cM)⁻¹ for M = Q diag(rates) Q⁻¹, Q orthogonal or not. */
  function growthOf(rates: readonly number[], c: number) {
    const n = rates.length;
    const q = gaussianMatrix(7, n).map((row, i) => row.map((entry, j) => entry + (i === j ? 2 : 0)));
    const inverse = factorSystem(Float64Array.from(q.flat()), n);
    return jointGrowth(
      (v) => {
        inverse.solve(v);
        const scaled = v.map((entry, i) => entry / (1 - c * rates[i]));
        for (let i = 0; i < n; i++) v[i] = dotProduct(Float64Array.from(q[i]), scaled);
        return true;
      },
      n,
      c,
    );
  }
  const fast = Array.from({ length: 30 }, (_, i) => -0.5 - i / 30);

  test.each([1e-20, 1e-9, 0.01])('a rate of %d beside thirty that contract at rates of order one', (rate) => {
    const c = 0.2 / rate;
    expect(Math.abs(growthOf([...fast, rate, -rate, 0], c).rate / rate - 1)).toBeLessThan(1e-6);
    // Beyond the branch: c λ > 1.
    expect(Math.abs(growthOf([...fast, rate, 0], 3 / rate).rate / rate - 1)).toBeLessThan(1e-6);
  });

  test('rotations of all tokens, whose rate is 0, are none', () => {
    expect(growthOf([...fast, 0, 0, -1e-3], 1e12).rate).toBe(0);
  });
});
