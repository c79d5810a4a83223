/**
 * Every way to compute the field, as the suites of accuracy and of prefixes iterate over them. A new path or backend joins by one
 * line of `fieldPaths`; what it claims to cover stands there too, so that a path that quietly refuses makes a test fail.
 */
import type { Backend } from '../../src/backends/backend.ts';
import { slotsOf } from '../../src/backends/backend.ts';
import { reference } from '../../src/backends/reference.ts';
import { wasm } from '../../src/backends/wasm/backend.ts';
import type { Engine } from '../../src/core/engine.ts';
import { ParkadeError } from '../../src/core/errors.ts';
import type { Awaitable } from '../../src/core/state.ts';
import type { Dynamics } from '../../src/dynamics/index.ts';

/** What an engine tells about the calls of its field so far. */
export interface FieldReport {
  readonly path: string;
  /** Largest stated bound on |error of ẋ_k| over all rows and calls. */
  readonly errorBound: number;
  readonly directRows: number;
  readonly rows: number;
}

interface FieldOptions {
  readonly field: string;
  readonly accuracy?: number;
}

type Prepare = (
  dynamics: Dynamics,
  shape: { readonly n: number; readonly d: number },
  slots: number,
  options: FieldOptions,
) => Awaitable<Engine & { report?(): FieldReport }>;

export interface FieldPath {
  readonly name: string;
  readonly backend: Backend;
  readonly field: 'direct' | 'harmonic' | 'local';
  /** Dimensions in which it has to cover attention with Q = K = V = I, both masks: no fewer and no more. */
  readonly dimensions: readonly number[];
  /** Whether it covers, in d = 2, any Q, K, V, frozen centers and division by n. */
  readonly general: boolean;
  /** Whether it keeps relative accuracy of small forces. */
  readonly relative: boolean;
  /** How many times the largest error its bound may be, beside 8 ulp: in each case (null: not asked) and over all together. */
  readonly tightness: { readonly each: number | null; readonly together: number };
}

/** Worst cases of plain sums are linear in the number of terms, errors mostly grow like its root. */
const DIRECT = {
  dimensions: [2, 3, 5],
  general: true,
  relative: true,
  tightness: { each: null, together: 200 },
} as const;
const TIGHT = { each: 100, together: 100 } as const;

export const DIMENSIONS = [2, 3, 5] as const;

export const fieldPaths: readonly FieldPath[] = [
  { name: 'reference', backend: reference, field: 'direct', ...DIRECT },
  { name: 'wasm direct', backend: wasm, field: 'direct', ...DIRECT },
  {
    name: 'wasm harmonic',
    backend: wasm,
    field: 'harmonic',
    dimensions: [],
    general: false,
    relative: false,
    tightness: TIGHT,
  },
  {
    name: 'wasm local',
    backend: wasm,
    field: 'local',
    dimensions: [],
    general: false,
    relative: true,
    tightness: TIGHT,
  },
];

export interface Evaluation {
  readonly velocities: Float64Array;
  readonly report: FieldReport | null;
}

/** An engine that computes the field this way, or null where the path does not cover the problem. */
async function openPath(path: FieldPath, dynamics: Dynamics, n: number, d: number, accuracy: number) {
  if (!path.backend.supports(dynamics, { n, d })) return null;
  const prepare = path.backend.prepare as Prepare;
  try {
    const engine = await prepare(dynamics, { n, d }, 2, { field: path.field, accuracy });
    // A backend that knows one way only, the direct one, need not report.
    if (engine.report || path.field === 'direct') return engine;
    engine.dispose();
    return null;
  } catch (refusal) {
    if (refusal instanceof ParkadeError) return null;
    throw refusal;
  }
}

/** The field on a fresh engine, evaluated `times` times; null where the path does not cover the problem. */
export async function evaluate(
  path: FieldPath,
  dynamics: Dynamics,
  x: Float64Array,
  d: number,
  { accuracy = Number.POSITIVE_INFINITY, times = 1 } = {},
): Promise<Evaluation | null> {
  const engine = await openPath(path, dynamics, x.length / d, d, accuracy);
  if (!engine) return null;
  const [input, output] = slotsOf(2);
  const velocities = new Float64Array(x.length);
  try {
    await engine.write(input, x);
    for (let i = 0; i < times; i++) await engine.field(0, input, output);
    await engine.read(output, velocities);
    return { velocities, report: engine.report?.() ?? null };
  } finally {
    engine.dispose();
  }
}
