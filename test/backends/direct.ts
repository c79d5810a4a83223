/** The direct path against the reference in some dimensions: rows alone, bits. Shared by a short and a long suite. */

import { describe, expect, test } from 'vitest';
import { type FieldOptions, slotsOf } from '../../src/backends/backend.ts';
import { wasm } from '../../src/backends/wasm/backend.ts';
import { placeCommon } from '../../src/backends/wasm/common.ts';
import { kernelBytes } from '../../src/backends/wasm/kernels.generated.ts';
import type { Kernels } from '../../src/backends/wasm/kernels.ts';
import { planMemory } from '../../src/backends/wasm/memory.ts';
import { resolveEquation } from '../../src/dynamics/equation.ts';
import { gaussianMatrix, uniformTokens } from '../support/draw.ts';
import { type Equation, equation, fieldOf } from '../support/problems.ts';

const ROUNDOFF = 2 ** -53;

/** The field with every row computed alone. */
async function rowsAlone(given: Equation, x: Float64Array, d: number): Promise<Float64Array> {
  const shape = { n: x.length / d, d };
  const { attention } = resolveEquation(equation(given), shape);
  if (!attention) throw new Error('no attention');
  const plan = planMemory();
  const [common] = placeCommon(plan, shape, attention, 1);
  const [input, output] = slotsOf(2).map(() => plan.place(8 * x.length));
  const memory = new WebAssembly.Memory({ initial: Math.ceil(plan.end / 65_536) });
  const { instance } = await WebAssembly.instantiate(kernelBytes as BufferSource, { env: { memory } });
  const kernels = instance.exports as unknown as Kernels;
  common.fill(memory as never);
  new Float64Array(memory.buffer, input).set(x);
  kernels.normalize(common.parameters, input);
  for (let k = shape.n - 1; k >= 0; k--) kernels.directRow(common.parameters, k, output);
  return new Float64Array(memory.buffer, output, x.length).slice();
}

function frobenius(rows: readonly (readonly number[])[]): number {
  return Math.hypot(...rows.flat());
}

/** Problems with every feature, and the norms of B and V. */
function problemsIn(d: number, n: number): { name: string; given: Equation; b: number; v: number }[] {
  const [query, key, value] = [1, 2, 3].map((seed) => gaussianMatrix(seed, d));
  const centers = Array.from({ length: 3 }, (_, j) => [...uniformTokens(40 + j, 1, d)]);
  const general = { b: frobenius(query) * frobenius(key), v: frobenius(value) };
  const plain = { b: 1, v: 1 };
  return [
    { name: 'causal', given: { beta: 9 }, ...plain },
    { name: 'full', given: { beta: 9, mask: 'full' }, ...plain },
    { name: 'repelling scores', given: { beta: -3 }, ...plain },
    { name: 'centers', given: { beta: 5, centers, weights: 2.5 }, ...plain },
    { name: 'any V', given: { beta: 5, value }, b: 1, v: general.v },
    { name: 'any Q, K, V', given: { beta: 4, query, key, value }, ...general },
    { name: 'any Q, K, V, full, centers', given: { beta: 4, query, key, value, mask: 'full', centers }, ...general },
    { name: 'count', given: { beta: 1, normalization: 'count' }, b: 1, v: n },
  ];
}

function largestDifference(a: Float64Array, b: Float64Array): number {
  return a.reduce((largest, entry, i) => Math.max(largest, Math.abs(entry - b[i])), 0);
}

interface Computed {
  readonly velocities: Float64Array;
  readonly errorBound: number;
}

/** The field by the backend's direct path. */
export async function byBackend(
  given: Equation,
  x: Float64Array,
  d: number,
  options: FieldOptions = {},
): Promise<Computed> {
  const [input, output] = slotsOf(2);
  const engine = await wasm.prepare(resolveEquation(equation(given), { n: x.length / d, d }), 2, {
    field: 'direct',
    ...options,
  });
  const velocities = new Float64Array(x.length);
  await engine.write(input, x);
  await engine.field(0, input, output);
  await engine.read(output, velocities);
  const { errorBound } = engine.report?.() ?? { errorBound: Number.NaN };
  engine.dispose();
  return { velocities, errorBound };
}

/** By differences in every dimension. */
export const EXACT: FieldOptions = { accuracy: 0 };
export const SINGLE: FieldOptions = { precision: 'single' };
export function describeDirect(dimensions: readonly number[]): void {
  describe.each(dimensions)('d = %i', (d) => {
    const n = 71; // more than two blocks of rows, a started panel
    const x = uniformTokens(d, n, d);

    test.each(problemsIn(d, n))('$name: the field of the reference', async ({ given, b, v }) => {
      const expected = fieldOf(given, x, d);
      const tolerance = 16 * (n + d + Math.abs(given.beta) * b) * (1 + v) * ROUNDOFF;
      const { velocities, errorBound } = await byBackend(given, x, d);
      expect(largestDifference(velocities, expected)).toBeLessThanOrEqual(Math.min(tolerance, errorBound));
      const exact = await byBackend(given, x, d, EXACT);
      expect(largestDifference(exact.velocities, expected)).toBeLessThanOrEqual(tolerance);
      expect(largestDifference(await rowsAlone(given, x, d), expected)).toBeLessThanOrEqual(tolerance);
    });

    test.each(problemsIn(d, n))('$name: in single precision within its bound, and no closer', async ({ given }) => {
      const { velocities, errorBound } = await byBackend(given, x, d, SINGLE);
      const error = largestDifference(velocities, fieldOf(given, x, d));
      expect(error).toBeLessThanOrEqual(errorBound);
      expect(error).toBeGreaterThan(1e-10);
    });

    test.each([
      ['double', {}],
      ['by differences', EXACT],
      ['single', SINGLE],
    ])('%s: a causal row has the same bits however many tokens follow', async (_, options) => {
      const centers = [[...uniformTokens(99, 1, d)]];
      const [query, key] = [gaussianMatrix(5, d), gaussianMatrix(6, d)];
      for (const given of [{ beta: 9 }, { beta: 3, query, key, centers }]) {
        const { velocities } = await byBackend(given, x, d, options);
        for (const fewer of [1, 2, 5, 31, 32, 33, 40, 64, 65]) {
          const part = await byBackend(given, x.slice(0, fewer * d), d, options);
          expect([...part.velocities], `${fewer} tokens`).toEqual([...velocities.subarray(0, fewer * d)]);
        }
      }
    });

    test('by differences, equal tokens rest exactly and forces of e^−600 keep their digits', async () => {
      const one = uniformTokens(3, 1, d);
      const equal = Float64Array.from({ length: n * d }, (_, i) => one[i % d]);
      const { velocities } = await byBackend({ beta: 9 }, equal, d, EXACT);
      expect(velocities.every((entry) => entry === 0)).toBe(true);
      const two = new Float64Array(2 * d);
      two[0] = 1;
      [two[d], two[d + 1]] = [-0.5, Math.sqrt(0.75)];
      const far = await byBackend({ beta: 400 }, two, d, EXACT);
      expect(Math.abs(far.velocities[d] / fieldOf({ beta: 400 }, two, d)[d] - 1)).toBeLessThan(600 * 16 * ROUNDOFF);
    });
  });
}
