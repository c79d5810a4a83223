/** The field by the WebAssembly backend with any options, watched for numbers written where none belong. */

import { type FieldOptions, slotsOf } from '../../src/backends/backend.ts';
import { wasm } from '../../src/backends/wasm/backend.ts';
import type { FieldReport } from '../../src/core/engine.ts';
import { resolveEquation } from '../../src/dynamics/equation.ts';
import { type Equation, equation } from './problems.ts';

export interface Computed {
  readonly velocities: Float64Array;
  readonly report: FieldReport;
}

const GUARD = 7;

/** @throws Error when a neighbouring slot was written to */
export async function computedField(
  given: Equation,
  x: Float64Array,
  d: number,
  options: FieldOptions = {},
  times = 1,
): Promise<Computed> {
  const [input, output, guard] = slotsOf(3);
  const engine = await wasm.prepare(resolveEquation(equation(given), { n: x.length / d, d }), 3, options);
  try {
    const velocities = new Float64Array(x.length);
    await engine.write(input, x);
    await engine.write(guard, new Float64Array(x.length).fill(GUARD));
    for (let i = 0; i < times; i++) await engine.field(0, input, output);
    const beside = new Float64Array(x.length);
    await engine.read(guard, beside);
    if (beside.some((entry) => entry !== GUARD)) throw new Error('the field was written beyond its last row');
    const before = new Float64Array(x.length);
    await engine.read(input, before);
    if (before.some((entry, i) => !Object.is(entry, x[i]))) throw new Error('the tokens were written to');
    await engine.read(output, velocities);
    const report = engine.report?.();
    if (!report) throw new Error('no report');
    return { velocities, report };
  } finally {
    engine.dispose();
  }
}

/** The first number whose bits differ, as a sentence, or null: 0 and −0 differ, a NaN equals itself. */
export function bitDifference(a: Float64Array, b: Float64Array): string | null {
  if (a.length !== b.length) return `${a.length} numbers and ${b.length}`;
  const at = a.findIndex((entry, i) => !Object.is(entry, b[i]));
  return at < 0 ? null : `number ${at} of ${a.length} is ${a[at]} and ${b[at]}`;
}

/** Rows from ≤ k < to. */
export function rowsOf(x: Float64Array, d: number, from: number, to = x.length / d): Float64Array {
  return x.slice(from * d, to * d);
}

/** |a_k − b_k| of one row. */
export function rowDistance(a: Float64Array, b: Float64Array, d: number, k: number): number {
  return Math.hypot(...Array.from({ length: d }, (_, i) => a[k * d + i] - b[k * d + i]));
}

/** |a_k|. */
export function rowSize(a: Float64Array, d: number, k: number): number {
  return Math.hypot(...a.subarray(k * d, (k + 1) * d));
}
