/**
 * Every way to compute the field, as the suites of accuracy and of prefixes iterate over them. A new path or backend joins by one
 * line of `fieldPaths`; what it claims to cover stands there too, so that a path that quietly refuses makes a test fail.
 */

import type { Backend, FieldName } from '../../src/backends/backend.ts';
import { slotsOf } from '../../src/backends/backend.ts';
import { blas } from '../../src/backends/blas/backend.ts';
import { reference } from '../../src/backends/reference.ts';
import { wasm } from '../../src/backends/wasm/backend.ts';
import type { Engine, FieldReport } from '../../src/core/engine.ts';
import { ParkadeError } from '../../src/core/errors.ts';
import type { Shape } from '../../src/core/state.ts';
import { resolveEquation } from '../../src/dynamics/equation.ts';
import type { Dynamics } from '../../src/dynamics/index.ts';
import { noBlas } from './blas-node.ts';

export interface Coverage {
  readonly d: number;
  readonly beta: number;
  /** Whether scores fall with distance: B = QᵀK = bI with βb > 0, and no frozen centers. */
  readonly falling: boolean;
  /** Whether B is a multiple of the identity. */
  readonly scalar: boolean;
}

export interface FieldPath {
  readonly name: string;
  readonly backend: Backend;
  readonly field: Exclude<FieldName, 'auto'>;
  /** What it has to cover, under both masks, no less and no more. */
  covers(problem: Coverage): boolean;
  /** Whether it keeps relative accuracy of small forces. */
  readonly relative: boolean;
  /** Whether rows are held to the accuracy asked for; a backend that is taken by name only may state its bound instead. */
  readonly held: boolean;
  /** Whether its engines state the bound of their rows; support/direct-bound.ts stands in for one that does not. */
  readonly stated: boolean;
  /** The share of the bound that an error may reach: 1 for a stated one. */
  readonly share: number;
  /** How many times the largest error its bound may be, beside 8 ulp: in each case (null: not asked) and over all together. */
  readonly tightness: { readonly each: number | null; readonly together: number };
}

export const DIMENSIONS = [2, 3, 5] as const;

/** Worst cases of plain sums are linear in the number of terms, errors mostly grow like its root. */
const DIRECT = {
  ...{ covers: () => true, relative: true, held: true },
  ...{ stated: false, share: 0.15 }, // measured: below 0.1
  tightness: { each: null, together: 200 },
} as const;
const TIGHT = { held: true, stated: true, share: 1, tightness: { each: 100, together: 100 } } as const;

export const fieldPaths: readonly FieldPath[] = [
  { name: 'reference', backend: reference, field: 'direct', ...DIRECT },
  { name: 'wasm direct', backend: wasm, field: 'direct', ...DIRECT, stated: true, share: 1 },
  {
    name: 'wasm harmonic',
    backend: wasm,
    field: 'harmonic',
    covers: ({ d, beta, scalar }) => d === 2 || (d === 3 && beta <= 1024 && scalar),
    relative: false,
    ...TIGHT,
  },
  {
    name: 'wasm local',
    backend: wasm,
    field: 'local',
    ...DIRECT,
    stated: true,
    share: 1,
    covers: ({ falling }) => falling,
  },
  // Where there is no BLAS, blas.test.ts says so.
  ...(noBlas === null ? [productsByBlas()] : []),
];

function productsByBlas(): FieldPath {
  return {
    ...{ name: 'blas', backend: blas, field: 'direct', covers: () => true },
    // Measured: 250 to 920 times the largest error, most in five dimensions at β = 10⁴.
    ...{ relative: false, held: false, stated: true, share: 1, tightness: { each: null, together: 2000 } },
  };
}

export interface Evaluation {
  readonly velocities: Float64Array;
  readonly report: FieldReport | null;
}

/** An engine told to compute the field this way, or null where it refuses the problem. */
export async function openPath(
  { backend, field }: FieldPath,
  dynamics: Dynamics,
  shape: Shape,
  { accuracy = Infinity, slots = 2 } = {},
): Promise<Engine | null> {
  if (!backend.supports(resolveEquation(dynamics, shape))) return null;
  try {
    return await backend.prepare(resolveEquation(dynamics, shape), slots, { field, accuracy });
  } catch (refusal) {
    if (refusal instanceof ParkadeError) return null;
    throw refusal;
  }
}

/** Whether at least some rows went that way. An engine that knows the direct way only need not report. */
export function wentThatWay({ field }: FieldPath, { report }: Evaluation): boolean {
  return report ? report.path.includes(field) : field === 'direct';
}

export interface EvaluateOptions {
  /** Absolute accuracy asked for; Infinity unless told. */
  readonly accuracy?: number;
  /** How many times the field is computed; the last counts. */
  readonly times?: number;
  /** Tokens whose field the engine computes first. */
  readonly before?: Float64Array;
}

/** The field on a fresh engine; null where the path refuses the problem. */
export async function evaluate(
  path: FieldPath,
  dynamics: Dynamics,
  x: Float64Array,
  d: number,
  { accuracy = Infinity, times = 1, before }: EvaluateOptions = {},
): Promise<Evaluation | null> {
  const engine = await openPath(path, dynamics, { n: x.length / d, d }, { accuracy });
  if (!engine) return null;
  const [input, output] = slotsOf(2);
  const velocities = new Float64Array(x.length);
  try {
    if (before) {
      await engine.write(input, before);
      await engine.field(0, input, output);
    }
    await engine.write(input, x);
    for (let i = 0; i < times; i++) await engine.field(0, input, output);
    await engine.read(output, velocities);
    const report = engine.report?.() ?? null;
    return { velocities, report };
  } finally {
    engine.dispose();
  }
}
