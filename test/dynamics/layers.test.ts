/** Weights constant in layers of time: against runs layer by layer, against a transformer written out, and what theory says. */
import { describe, expect, test } from 'vitest';
import { referenceField } from '../../src/backends/reference.ts';
import { tokensAt } from '../../src/core/recording.ts';
import { type Layer, layers } from '../../src/dynamics/layers.ts';
import type { MatrixSpec } from '../../src/dynamics/matrix-spec.ts';
import { esdirk4 } from '../../src/integrators/esdirk4.ts';
import { euler } from '../../src/integrators/euler.ts';
import { integratorRegistry } from '../../src/integrators/index.ts';
import { residual } from '../../src/integrators/residual.ts';
import { rk4 } from '../../src/integrators/rk4.ts';
import type { Method } from '../../src/simulation/method.ts';
import type { Problem } from '../../src/simulation/problem.ts';
import { gaussianMatrix, uniformTokens } from '../support/draw.ts';
import { largestDifference, slope } from '../support/numeric.ts';
import { attentionParameters, type Equation, equation, problemOf, solve, tight } from '../support/problems.ts';

interface Layered extends Equation {
  readonly layerTime: number;
  readonly layers?: readonly Layer[];
}

function layered({ layerTime, layers, ...given }: Layered, initial: Float64Array, d: number, until: number): Problem {
  const dynamics = { kind: 'layers', parameters: { ...attentionParameters(given), layerTime, layers } } as const;
  return { shape: { n: initial.length / d, d }, dynamics, initial, tSpan: [0, until] };
}

const d = 3;
const x = uniformTokens(3, 8, d);
/** Three layers that differ in everything. */
const stack = [1, 2, 3].map((i) => ({
  beta: 2 * i,
  query: gaussianMatrix(i, d),
  key: gaussianMatrix(10 + i, d),
  value: gaussianMatrix(20 + i, d),
}));

async function end(problem: Problem, method: Method = tight): Promise<Float64Array> {
  return tokensAt(await solve(problem, method), 0);
}

/** The same by itself: one run after another, each of a layer. */
async function oneByOne(given: readonly Equation[], time: number, method: Method = tight): Promise<Float64Array> {
  let y = x;
  for (const layer of given) y = await end(problemOf(layer, y, d, time), method);
  return y;
}

describe('a run through layers', () => {
  const problem = layered({ beta: 1, layerTime: 0.3, layers: stack }, x, d, 1.5);
  const given = [0, 1, 2, 0, 1].map((i) => stack[i]); // gone through again

  test('is one run after another', async () => {
    expect(largestDifference(await end(problem), await oneByOne(given, 0.3))).toBeLessThan(1e-11);
    const implicit: Method = { kind: 'adaptive' as const, integrator: esdirk4, tolerance: { rtol: 1e-9, atol: 1e-9 } };
    expect(largestDifference(await end(problem, implicit), await oneByOne(given, 0.3))).toBeLessThan(1e-6);
  });

  test('with fixed steps too, to rounding, also where steps and layers do not fit', async () => {
    for (const dt of [0.1, 0.3, 0.13, 1]) {
      const method = { kind: 'fixed' as const, integrator: rk4, dt };
      const difference = largestDifference(await end(problem, method), await oneByOne(given, 0.3, method));
      expect(difference, `dt = ${dt}`).toBeLessThan(1e-13);
    }
  });

  test('has the field of the reference, the later one where layers meet', () => {
    const [out, single] = [new Float64Array(x.length), new Float64Array(x.length)];
    const field = referenceField(problem.dynamics, problem.shape);
    for (const [t, i] of [
      [0, 0],
      [0.29, 0],
      [0.3, 1],
      [0.6, 2],
      [3 * 0.3, 0],
      [1.3, 1],
    ]) {
      field(t, x, out);
      referenceField(equation(stack[i]), problem.shape)(t, x, single);
      expect(out, `t = ${t}`).toEqual(single);
    }
  });

  test('takes times that differ by rounding as one: 0.3/0.1 is below 3', () => {
    const parameters = { ...attentionParameters({ beta: 1 }), layerTime: 0.1 };
    const { pieces } = layers.resolve(parameters, { n: 1, d: 2 });
    if (!pieces) throw new Error('no pieces');
    const { indexAt, endOf } = pieces;
    expect(indexAt(0.3)).toBe(3);
    for (let i = 0; i < 1000; i++) expect(indexAt(endOf(i))).toBe(i + 1);
  });

  test.each(Object.values(integratorRegistry).filter(({ order }) => order > 2))(
    '$name keeps its order, since no step goes over the end of a layer',
    async (integrator) => {
      const exact = await end(problem);
      const counts = integrator.order > 5 ? [2, 3, 4] : [12, 16, 24];
      const errors: number[] = [];
      for (const count of counts) {
        errors.push(
          largestDifference(
            await end(problem, { kind: 'fixed' as const, integrator, dt: 0.3 / count + 0.0007 }),
            exact,
          ),
        );
      }
      // Steps do not divide a layer: a step across a jump would leave errors of order 1, and the slope of one.
      const observed = -slope(counts.map(Math.log), errors.map(Math.log));
      expect(observed, `errors ${errors}`).toBeGreaterThan(integrator.order - 0.5);
    },
  );

  test('ends steps at layers and saves at any time, which alters no step', async () => {
    const plain = await solve(problem);
    const saving = await solve(problem, tight, { saveAt: [0, 0.1, 0.3, 0.45, 1.5] });
    expect(tokensAt(saving, 4)).toEqual(tokensAt(plain, 0));
    expect(largestDifference(tokensAt(saving, 2), await oneByOne(given.slice(0, 1), 0.3))).toBeLessThan(1e-11);
  });

  test('has the same bits in its first tokens whatever follows', async () => {
    const method = { kind: 'fixed' as const, integrator: rk4, dt: 0.1 };
    const few = await end({ ...problem, initial: x.slice(0, 4 * d), shape: { n: 4, d } }, method);
    expect((await end(problem, method)).slice(0, 4 * d)).toEqual(few);
  });
});

describe('Gaussian weights', () => {
  const gaussian = (seed: number, draw?: number): MatrixSpec =>
    draw === undefined ? { gaussian: seed } : { gaussian: seed, draw };

  test('outside the list are drawn anew for every layer', async () => {
    const problem = layered({ beta: 3, query: gaussian(5), value: gaussian(6), layerTime: 0.4 }, x, d, 1.2);
    const given = [0, 1, 2].map((i) => ({ beta: 3, query: gaussian(5, i), value: gaussian(6, i) }));
    expect(largestDifference(await end(problem), await oneByOne(given, 0.4))).toBeLessThan(1e-11);
    const [first, second] = [await oneByOne(given.slice(0, 1), 0.4), await oneByOne(given.slice(1, 2), 0.4)];
    expect(largestDifference(first, second)).toBeGreaterThan(0.01);
    // The first draw is the matrix that attention has.
    expect(await oneByOne([{ beta: 3, query: gaussian(5), value: gaussian(6) }], 0.4)).toEqual(first);
  });

  test('in the list are those of their seed', async () => {
    const problem = layered({ beta: 3, layers: [{ query: gaussian(5) }], layerTime: 0.4 }, x, d, 1.2);
    expect(
      largestDifference(await end(problem), await end(problemOf({ beta: 3, query: gaussian(5) }, x, d, 1.2))),
    ).toBeLessThan(1e-11);
  });
});

/** x_k ← x_k + η Σ_j softmax_j(β⟨Q x_k, K x_j⟩) V x_j, then divided by its length, as a transformer is written; the layers' tokens one after another. */
function transformer(tokens: Float64Array, layers: readonly (typeof stack)[number][], eta: number, causal: boolean) {
  const times = (m: number[][], v: readonly number[]) =>
    m.map((row) => row.reduce((sum, entry, i) => sum + entry * v[i], 0));
  const inner = (a: readonly number[], b: readonly number[]) => a.reduce((sum, entry, i) => sum + entry * b[i], 0);
  let rows = Array.from({ length: tokens.length / d }, (_, k) => [...tokens.subarray(k * d, k * d + d)]);
  for (const { beta, query, key, value } of layers) {
    rows = rows.map((row, k) => {
      const seen = causal ? rows.slice(0, k + 1) : rows;
      const weights = seen.map((other) => Math.exp(beta * inner(times(query, row), times(key, other))));
      const sum = weights.reduce((a, b) => a + b, 0);
      const moved = row.map(
        (entry, i) =>
          entry + eta * seen.reduce((total, other, j) => total + (weights[j] / sum) * times(value, other)[i], 0),
      );
      const length = Math.hypot(...moved);
      return moved.map((entry) => entry / length);
    });
  }
  return Float64Array.from(rows.flat());
}

describe('steps of a layer each', () => {
  test.each(['causal', 'full'] as const)('of residual are a transformer (%s)', async (mask) => {
    for (const eta of [0.1, 1]) {
      const problem = layered({ beta: 1, mask, layerTime: eta, layers: stack }, x, d, 6 * eta);
      const expected = transformer(x, [...stack, ...stack], eta, mask === 'causal');
      for (const backend of ['reference', 'wasm'] as const) {
        const y = tokensAt(
          await solve(problem, { kind: 'fixed' as const, integrator: residual, dt: eta }, { backend }),
          0,
        );
        expect(largestDifference(y, expected)).toBeLessThan(1e-13);
      }
    }
  });

  test('of euler go along the same great circle, with dt/(1 + dt⟨x, A⟩) in place of dt', async () => {
    const [layer] = stack;
    const one = (integrator: typeof euler, dt: number) =>
      end(problemOf(layer, x, d, dt), { kind: 'fixed' as const, integrator, dt });
    const field = new Float64Array(x.length);
    referenceField(equation(layer), { n: x.length / d, d })(0, x, field);
    const dt = 0.5;
    const moved = await one(residual, dt);
    const bare = transformer(x, [layer], 1e9, true); // the direction of A alone
    for (let k = 0; k < x.length / d; k++) {
      const row = (a: Float64Array) => [...a.subarray(k * d, k * d + d)];
      const inner = (a: number[], b: number[]) => a.reduce((sum, entry, i) => sum + entry * b[i], 0);
      // A = f + ⟨x, A⟩x, so its direction gives ⟨x, A⟩ = |f| cot of its angle with x.
      const cosine = inner(row(x), row(bare));
      const along = (Math.hypot(...row(field)) * cosine) / Math.sqrt(1 - cosine * cosine);
      if (k === 0 && Math.hypot(...row(field)) === 0) continue;
      const step = dt / (1 + dt * along);
      const expected = row(x).map((entry, i) => entry + step * row(field)[i]);
      const length = Math.hypot(...expected);
      expect(
        largestDifference(
          row(moved),
          expected.map((entry) => entry / length),
        ),
      ).toBeLessThan(1e-7); // of the 1e9
    }
    expect(largestDifference(moved, await one(euler, dt))).toBeGreaterThan(0.01);
  });
});

describe('Theorem 4.1 with other Q and K in every layer', () => {
  test.each([rk4, residual])('every token ends at the first one, which rests ($name)', async (integrator) => {
    const given = { beta: 2, query: { gaussian: 1, scale: 1 }, key: { gaussian: 2, scale: 1 }, layerTime: 0.25 };
    for (const seed of [1, 2]) {
      const tokens = uniformTokens(seed, 6, d);
      const y = await end(layered(given, tokens, d, 60), { kind: 'fixed' as const, integrator, dt: 0.25 });
      if (integrator === rk4) expect(y.slice(0, d)).toEqual(tokens.slice(0, d));
      for (let k = 0; k < 6; k++) {
        const away = largestDifference(y.subarray(k * d, k * d + d), tokens.subarray(0, d));
        expect(away, `token ${k}`).toBeLessThan(1e-4);
      }
    }
  });
});
