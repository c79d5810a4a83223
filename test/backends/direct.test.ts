/** The direct path against the reference: dimensions on both sides of every threshold, rows alone, bits. */
import { describe, expect, test } from 'vitest';
import { slotsOf } from '../../src/backends/backend.ts';
import { placeCommon } from '../../src/backends/wasm/common.ts';
import { kernelBytes } from '../../src/backends/wasm/kernels.generated.ts';
import type { Kernels } from '../../src/backends/wasm/kernels.ts';
import { planMemory } from '../../src/backends/wasm/memory.ts';
import type { DynamicsDefinition } from '../../src/dynamics/dynamics.ts';
import { dynamicsRegistry } from '../../src/dynamics/index.ts';
import { gaussianMatrix, uniformTokens } from '../support/draw.ts';
import { type Equation, equation, fieldOf } from '../support/problems.ts';

const ROUNDOFF = 2 ** -53;

/** The field with every row computed alone. */
async function rowsAlone(given: Equation, x: Float64Array, d: number): Promise<Float64Array> {
  const shape = { n: x.length / d, d };
  const { kind, parameters } = equation(given);
  const attention = (dynamicsRegistry[kind] as DynamicsDefinition<typeof parameters>).attention?.(parameters, shape);
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

describe.each([2, 3, 4, 5, 8, 16, 64])('d = %i', (d) => {
  const n = 41;
  const x = uniformTokens(d, n, d);

  test.each(problemsIn(d, n))('a row alone is the row of the reference: $name', async ({ given, b, v }) => {
    const tolerance = 16 * (n + d + Math.abs(given.beta) * b) * (1 + v) * ROUNDOFF;
    expect(largestDifference(await rowsAlone(given, x, d), fieldOf(given, x, d))).toBeLessThanOrEqual(tolerance);
  });
});
