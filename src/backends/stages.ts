/** What an engine does for implicit steps, on backends whose states are arrays. */

import type { StageOutcome, Stages } from '../core/engine.ts';
import type { Shape, State } from '../core/state.ts';
import type { AttentionFieldParameters } from '../dynamics/attention-field.ts';
import type { RowSystem } from '../dynamics/row-system.ts';
import { larger, smaller } from '../numerics/elementary.ts';
import { dot } from '../numerics/sphere.ts';
import { attentionRows, type Rows } from './attention-rows.ts';
import type { FieldOptions } from './backend.ts';
import type { Particles } from './particles.ts';
import { rowsWithoutProbes, withProbes } from './probes.ts';
import { stageSolver } from './stage-solver.ts';

/** A row's equation is solved with d×d matrices, in d³ operations. */
export const LARGEST_STAGE_DIMENSION = 256;

/** Whether stages can be solved token by token: each must feel its predecessors only, in double precision. */
export function hasStages(attention: AttentionFieldParameters, { d }: Shape, { precision }: FieldOptions): boolean {
  return attention.mask === 'causal' && d <= LARGEST_STAGE_DIMENSION && precision !== 'single';
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
