/** What an engine does for implicit steps, on backends whose states are arrays. */

import type { StageOutcome, Stages } from '../core/engine.ts';
import type { Shape, State } from '../core/state.ts';
import type { AttentionFieldParameters } from '../dynamics/attention-field.ts';
import type { RowSystem } from '../dynamics/row-system.ts';
import { larger, smaller } from '../numerics/elementary.ts';
import { dot } from '../numerics/sphere.ts';
import { attentionRows, type Rows } from './attention-rows.ts';
import type { FieldOptions } from './backend.ts';
import { LARGEST_DENSE_SIZE, MOST_JOINT_ROWS } from './joint-size.ts';
import type { JointSolver } from './joint-solver.ts';
import { memberCounts, type Particles } from './particles.ts';
import { rowsWithoutProbes, withProbes } from './probes.ts';
import { stageSolver } from './stage-solver.ts';

/** A row's equation is solved with d×d matrices, in d³ operations. */
export const LARGEST_STAGE_DIMENSION = 256;

/**
 * Whether stages can be solved, in double precision: token by token where each feels its predecessors only, and all
 * together under the full mask.
 */
export function hasStages(
  attention: AttentionFieldParameters,
  { n, d }: Shape,
  { precision, probes = 0 }: FieldOptions,
): boolean {
  if (precision === 'single') return false;
  if (d > LARGEST_STAGE_DIMENSION) return false;
  return attention.mask === 'causal' || (n <= MOST_JOINT_ROWS && probes === 0);
}

/** What the rows are beside tokens that move. */
interface StageRows {
  readonly particles?: Particles | undefined;
  /** Rows behind them, which see all tokens and not each other. */
  readonly probes?: number;
  /** Tokens that stand still. */
  readonly frozen?: readonly number[] | undefined;
}

export function stagesOf(
  attention: AttentionFieldParameters,
  shape: Shape,
  rows: Rows,
  states: readonly State[],
  { particles, probes = 0, frozen = [] }: StageRows = {},
): Stages {
  const { n, d } = withProbes(shape, probes);
  if (attention.mask === 'full') return jointStages(attention, shape, states, { particles, frozen });
  const tokens = particles?.particleOf.length ?? n;
  const solver =
    probes === 0
      ? stageSolver(attentionRows(attention, { n: tokens, d }, rows), shape, { tokens, frozen })
      : stageSolver(
          attentionRows(attention, { n, d }, rowsWithoutProbes(rows, shape), (k) => smaller(k, shape.n)),
          { n, d },
        );
  /** Undecided rows by their tokens. */
  const told = (outcome: StageOutcome): StageOutcome =>
    particles && outcome.undecided.length > 0
      ? { ...outcome, undecided: outcome.undecided.map((q) => particles.leaders[q]) }
      : outcome;
  return {
    solve: (c, base, y, increment, options) =>
      told(solver.solve(c, states[base], states[y], states[increment], options)),
    around(x) {
      const ofRow = solver.around(states[x]);
      return (token) => ofRow(particles?.particleOf[token] ?? token);
    },
    assess: (x, accuracy) => told(solver.assess(states[x], accuracy)),
    angularErrorNorm: angularErrors(states, { n, d }),
  };
}

/** Under the full mask: rows are solved for together. */
function jointStages(
  attention: AttentionFieldParameters,
  shape: Shape,
  states: readonly State[],
  { particles, frozen = [] }: Pick<StageRows, 'particles' | 'frozen'>,
): Stages {
  const { n } = shape;
  const tokens = particles?.particleOf.length ?? n;
  const counts = particles ? memberCounts(particles) : new Float64Array(n).fill(1);
  // Loaded when it is asked for: most runs are causal or explicit, and whoever bundles parkade loads less at once.
  let loaded: Promise<JointSolver> | undefined;
  const solver = (): Promise<JointSolver> =>
    (loaded ??= import('./joint-solver.ts').then(({ jointSolver }) =>
      jointSolver(attention, shape, { counts, tokens, frozen }),
    ));
  /** Undecided rows by all their tokens, which move alike. */
  const told = (outcome: StageOutcome): StageOutcome => {
    if (!particles || outcome.undecided.length === 0) return outcome;
    const of = new Set(outcome.undecided);
    return { ...outcome, undecided: [...particles.particleOf.keys()].filter((k) => of.has(particles.particleOf[k])) };
  };
  return {
    async solve(c, base, y, increment, options) {
      return told((await solver()).solve(c, states[base], states[y], states[increment], options));
    },
    assess: async (x, within) => told((await solver()).assess(states[x], within)),
    steepest: async (x) => (await solver()).steepest(states[x]),
    growth: async (x, c) => (await solver()).growth(states[x], c),
    angularErrorNorm: angularErrors(states, shape),
    cost: costOfJointStep(shape),
  };
}

/**
 * Fields that the rest of an implicit step takes, what a field's pair takes beside an operation of elimination, and
 * fields that a step takes by products.
 */
const [FIELDS_A_STEP, PAIR, FIELDS_BY_PRODUCTS] = [3, 15, 150];

/** An implicit step in explicit ones: two matrices factored, in (n(d − 1))³/3 operations each, for n²d of a field. */
function costOfJointStep({ n, d }: Shape): number {
  const size = n * (d - 1);
  if (size > LARGEST_DENSE_SIZE) return FIELDS_BY_PRODUCTS;
  return FIELDS_A_STEP + (size * size * size) / (PAIR * n * n * d);
}

/** Of a causal equation that has rows of its own. */
export function stagesOfRows(
  rows: RowSystem,
  shape: Shape,
  states: readonly State[],
  frozen: readonly number[] = [],
): Stages {
  const solver = stageSolver(rows, shape, { frozen });
  return {
    solve: (c, base, y, increment, options) => solver.solve(c, states[base], states[y], states[increment], options),
    around: (x) => solver.around(states[x]),
    assess: (x, within) => solver.assess(states[x], within),
    angularErrorNorm: angularErrors(states, shape),
  };
}

function angularErrors(states: readonly State[], { n, d }: Shape): Stages['angularErrorNorm'] {
  return (e, y, { rtol, atol }) => {
    let largest = 0;
    for (let k = 0; k < n; k++) largest = larger(largest, tangentOfError(states[e], states[y], k * d, d));
    return largest / (atol + rtol);
  };
}

/** tan of the angle between y and y − e. */
function tangentOfError(e: State, y: State, offset: number, d: number): number {
  const square = dot(y, offset, y, offset, d);
  const along = dot(e, offset, y, offset, d) / square;
  if (!(along < 1)) return along >= 1 ? Infinity : NaN;
  let aside = 0;
  for (let i = 0; i < d; i++) {
    const part = e[offset + i] - along * y[offset + i];
    aside += part * part;
  }
  return Math.sqrt(aside / square) / (1 - along);
}
