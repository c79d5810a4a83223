/** Every backend against the reference, and against itself with more tokens. */

import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { Backend } from '../../src/backends/backend.ts';
import { slotsOf } from '../../src/backends/backend.ts';
import { backendRegistry } from '../../src/backends/open.ts';
import { referenceField } from '../../src/backends/reference.ts';
import { resolveEquation } from '../../src/dynamics/equation.ts';
import { between, forAllRuns, seeds } from '../support/arbitraries.ts';
import { noBlas } from '../support/blas-node.ts';
import { gaussianMatrix, uniformTokens } from '../support/draw.ts';
import { type Equation, equation } from '../support/problems.ts';

/** Rounding of a few operations a source, of an exponential, of projection; measured errors stay below a quarter of it. */
const OPERATIONS = 16;

async function fieldOn(backend: Backend, given: Equation, x: Float64Array, d: number): Promise<Float64Array> {
  const [input, output] = slotsOf(2);
  const engine = await backend.prepare(resolveEquation(equation(given), { n: x.length / d, d }), 2);
  const velocities = new Float64Array(x.length);
  await engine.write(input, x);
  await engine.field(0, input, output);
  await engine.read(output, velocities);
  engine.dispose();
  return velocities;
}

function referenceOn(given: Equation, x: Float64Array, d: number): Float64Array {
  const velocities = new Float64Array(x.length);
  referenceField(equation(given), { n: x.length / d, d })(0, x, velocities);
  return velocities;
}

function frobenius(rows: readonly (readonly number[])[]): number {
  return Math.sqrt(rows.flat().reduce((sum, entry) => sum + entry * entry, 0));
}

const problems = fc.record({
  n: fc.integer({ min: 1, max: 13 }),
  d: fc.integer({ min: 2, max: 6 }),
  beta: fc.oneof(fc.constant(0), between(0, 5), between(0, 300), fc.constant(10_000)),
  mask: fc.constantFrom('causal' as const, 'full' as const),
  plain: fc.boolean(),
  centers: fc.integer({ min: 0, max: 3 }),
  seed: seeds,
});

type RandomProblem = typeof problems extends fc.Arbitrary<infer P> ? P : never;

function rowsOf(x: Float64Array, d: number): number[][] {
  return Array.from({ length: x.length / d }, (_, k) => [...x.subarray(k * d, (k + 1) * d)]);
}

function given({ d, beta, mask, plain, centers, seed }: RandomProblem): {
  equation: Equation;
  norms: [number, number];
} {
  const [query, key, value] = [1, 2, 3].map((i) => gaussianMatrix(seed + i, d));
  const frozen = centers > 0 ? { centers: rowsOf(uniformTokens(seed + 4, centers, d), d), weights: 2.5 } : {};
  if (plain) return { equation: { beta, mask, ...frozen }, norms: [1, 1] };
  return {
    equation: { beta, mask, query, key, value, ...frozen },
    norms: [frobenius(query) * frobenius(key), frobenius(value)],
  };
}

/** Those of double precision; webgpu.test.ts has the other, which needs a device. */
const exact = Object.values<Backend>(backendRegistry).filter(({ unitRoundoff }) => unitRoundoff === 2 ** -53);

const here = exact.filter(({ name }) => name !== 'blas' || noBlas === null);

describe.each(here)('backend $name', (backend) => {
  test('gives the field of the reference, with any matrices, masks and centers', async () => {
    await forAllRuns(problems, 400, async (problem) => {
      const { equation: attention, norms } = given(problem);
      const x = uniformTokens(problem.seed, problem.n, problem.d);
      const expected = referenceOn(attention, x, problem.d);
      const computed = await fieldOn(backend, attention, x, problem.d);
      // An exponent of size β‖B‖ is known to that many roundoffs, and so is its weight.
      const tolerance =
        OPERATIONS * (problem.n + problem.d + problem.beta * norms[0]) * (1 + norms[1]) * backend.unitRoundoff;
      const error = Math.max(...computed.map((entry, i) => Math.abs(entry - expected[i])));
      expect(error).toBeLessThanOrEqual(tolerance);
    });
  });

  test('divides by n instead of normalising where it is told to', async () => {
    await forAllRuns(problems, 100, async (problem) => {
      const { equation: attention } = given({ ...problem, beta: problem.beta % 2 });
      const x = uniformTokens(problem.seed, problem.n, problem.d);
      const count = { ...attention, normalization: 'count' as const };
      const expected = referenceOn(count, x, problem.d);
      const computed = await fieldOn(backend, count, x, problem.d);
      const largest = Math.max(1e-3, ...expected.map(Math.abs));
      const error = Math.max(...computed.map((entry, i) => Math.abs(entry - expected[i])));
      expect(error / largest).toBeLessThanOrEqual(1e-12);
    });
  });

  test('gives a causal row the same bits however many tokens follow', async () => {
    await forAllRuns(problems, 200, async (problem) => {
      const { d, seed } = problem;
      const { equation: attention } = given({ ...problem, mask: 'causal' });
      const all = uniformTokens(seed, 13, d);
      const more = await fieldOn(backend, attention, all, d);
      const fewer = await fieldOn(backend, attention, all.slice(0, problem.n * d), d);
      expect([...fewer]).toEqual([...more.subarray(0, problem.n * d)]);
    });
  });

  test('lets equal tokens, and the first one, rest exactly for V = I', async () => {
    await forAllRuns(problems, 100, async ({ n, d, beta, seed }) => {
      const one = uniformTokens(seed, 1, d);
      const x = Float64Array.from({ length: n * d }, (_, i) => one[i % d]);
      const velocities = await fieldOn(backend, { beta }, x, d);
      expect(velocities.every((entry) => entry === 0)).toBe(true);
    });
  });

  if (backend.name === 'blas') return; // products know no differences
  test('keeps relative accuracy of forces as small as e^−600', async () => {
    for (const d of [2, 3, 4]) {
      const x = new Float64Array(2 * d);
      x[0] = 1;
      [x[d], x[d + 1]] = [-0.5, Math.sqrt(0.75)]; // cosine −1/2: the weight is e^{−1.5β}
      const expected = referenceOn({ beta: 400 }, x, d);
      const computed = await fieldOn(backend, { beta: 400 }, x, d);
      expect(Math.abs(expected[d])).toBeLessThan(1e-250);
      expect(Math.abs(expected[d])).toBeGreaterThan(0);
      // The exponent 600 is known to 600 roundoffs.
      expect(Math.abs(computed[d] / expected[d] - 1)).toBeLessThan(600 * 16 * backend.unitRoundoff);
    }
  });
});
