/** A run as the papers ask about it: its mask, its matrices, the law of its tokens. */
import type { MeasurementParameters } from '../analysis/observable.ts';
import type { Shape, State } from '../core/state.ts';
import { type AttentionParameters, resolveMatrices } from '../dynamics/attention.ts';
import { type Dynamics, type DynamicsKind, dynamicsRegistry, labelOf, maskWordOf, spaceOf } from '../dynamics/index.ts';
import { type Matrix, splitIdentity, transposeMultiply } from '../numerics/matrix.ts';
import { normalizeRows } from '../numerics/sphere.ts';
import type { PreparedRun, ResolvedSpec } from '../run/prepare.ts';
import { equationOf } from '../simulation/problem.ts';

export interface Setting {
  readonly shape: Shape;
  readonly beta: number;
  readonly dynamics: Dynamics;
  readonly kind: DynamicsKind;
  /** The equation in a few words. */
  readonly label: string;
  /** `other` for masks of blocks that are neither. */
  readonly mask: 'causal' | 'full' | 'other';
  readonly normalization: 'softmax' | 'count';
  /** V and QᵀK, where the equation has one of each and they are small enough to look at. */
  readonly value: Matrix | null;
  readonly queryKey: Matrix | null;
  /** λ where V = λI, b where QᵀK = bI. */
  readonly valueFactor: number | null;
  readonly queryKeyFactor: number | null;
  /** The directions of the tokens in the beginning. */
  readonly initial: State;
  /** The law that tokens were drawn by; `given` where they were listed. */
  readonly law: 'uniform' | 'equispaced' | 'von-mises-fisher' | 'given';
  readonly noisy: boolean;
  /** Whether tokens were moved, added or frozen by hand. */
  readonly edited: boolean;
  readonly lengths: MeasurementParameters;
  readonly spec: ResolvedSpec;
  /** The tolerance of the steps; null where their error is not known, as of steps of a fixed length. */
  readonly tolerance: number | null;
}

/** Matrices of more rows are not looked at. */
const LARGEST = 512;
/** Equations with a list of matrices, or others at other times. */
const MANY_MATRICES: readonly DynamicsKind[] = ['multi-head', 'layers', 'block'];

const known = new WeakMap<PreparedRun, Setting>();

export function settingOf(prepared: PreparedRun): Setting {
  const found = known.get(prepared) ?? madeSetting(prepared);
  known.set(prepared, found);
  return found;
}

function madeSetting({ spec, problem, method, measurement }: PreparedRun): Setting {
  const { shape, dynamics, noise } = problem;
  const { beta } = dynamics.parameters;
  const { value, queryKey } = matricesOf({ shape, dynamics }, equationOf(problem).attention);
  return {
    ...{ shape, beta, dynamics, kind: dynamics.kind, mask: maskWordOf(dynamics), value, queryKey, spec },
    label: dynamics.kind === 'attention' ? dynamicsRegistry.attention.title : labelOf(dynamics),
    normalization: normalizationOf(dynamics),
    valueFactor: factorOf(value, shape.d),
    queryKeyFactor: factorOf(queryKey, shape.d),
    initial: spaceOf(dynamics) === 'sphere' ? problem.initial : directions(problem.initial, shape),
    law: typeof spec.initial === 'string' ? (spec.initial as Setting['law']) : 'given',
    noisy: noise !== undefined,
    edited: hasEdits(spec),
    lengths: measurement,
    tolerance: toleranceOf(spec, method),
  };
}

/** Single precision and merged tokens err by more than the steps. */
function toleranceOf({ precision, merge }: ResolvedSpec, method: PreparedRun['method']): number | null {
  if (method.kind !== 'adaptive' || precision === 'single' || merge) return null;
  return method.tolerance.rtol + method.tolerance.atol;
}

function normalizationOf({ parameters }: Dynamics): Setting['normalization'] {
  return 'normalization' in parameters ? parameters.normalization : 'softmax';
}

type Matrices = Pick<Setting, 'value' | 'queryKey'>;

function matricesOf(
  { shape, dynamics }: Pick<Setting, 'shape' | 'dynamics'>,
  attention: { readonly value: Matrix; readonly queryKey: Matrix } | null,
): Matrices {
  if (shape.d > LARGEST) return { value: null, queryKey: null };
  if (attention) return attention;
  if (MANY_MATRICES.includes(dynamics.kind)) return { value: null, queryKey: null };
  const { query, key, value } = resolveMatrices(dynamics.parameters as AttentionParameters, shape);
  return { value, queryKey: transposeMultiply(query, key, shape.d) };
}

function factorOf(matrix: Matrix | null, d: number): number | null {
  if (matrix === null) return null;
  const { scale, rest } = splitIdentity(matrix, d);
  return rest === null ? scale : null;
}

function directions(initial: State, shape: Shape): State {
  const rows = new Float64Array(initial.length);
  normalizeRows(initial, rows, shape);
  return rows;
}

/** A specification may have a list of what was done to tokens by hand. */
function hasEdits(spec: object): boolean {
  return 'edits' in spec && Array.isArray(spec.edits) && spec.edits.length > 0;
}
