/** What a simulation returns: the tokens at the saved times, how it ended, what it cost. */

import type { FieldReport } from '../core/engine.ts';
import { inFull } from '../core/number-text.ts';
import type { Recording } from '../core/recording.ts';
import type { State } from '../core/state.ts';
import { spaceOf } from '../dynamics/index.ts';
import type { WhyUndecided } from '../equilibria/watch.ts';
import { planOf, presentAt } from './edits.ts';
import type { Problem } from './problem.ts';

export type Status = 'completed' | 'max-steps' | 'step-too-small' | 'stage-failed' | 'non-finite' | 'aborted';

export interface Statistics {
  readonly steps: number;
  readonly rejected: number;
  readonly fieldEvaluations: number;
  /** Over accepted steps; 0 before the first. */
  readonly smallestStep: number;
  readonly largestStep: number;
  /** The time reached: tSpan[1] when completed. */
  readonly reached: number;
  /** When implicit steps began; null while steps were explicit. */
  readonly implicitFrom: number | null;
  /** As how many particles the tokens were computed in the end: n unless some merged. */
  readonly particles: number;
  /**
   * With noise: how fast forces change along the motion, as a rate (backends/steepness.ts); 0 where the integrator does
   * not tell.
   */
  readonly steepness?: number;
}

/**
 * A token that stood where an error of the tolerance's size decides what it does later: where it went means nothing.
 */
export interface UndecidedToken {
  /** From 0. */
  readonly token: number;
  readonly since: number;
  /**
   * unstable: closer to an unstable equilibrium than the tolerance. half-stable: closer to one that holds it from one
   * side only than numbers tell. at rest: on either, exactly, where it stays and the least disturbance would take it
   * away. Not told by records before 0.2.
   */
  readonly why?: WhyUndecided;
}

/**
 * The recording of a run: the saved times that were reached, and the tokens there unless the simulation was told not to
 * store.
 */
export interface Trajectory extends Recording {
  readonly problem: Problem;
  readonly beta: number;
  /**
   * [n, d]: the tokens at the time reached, from where the run can be continued, in rows like those of `xs`; null in
   * records of versions that did not keep them.
   */
  readonly last: State | null;
  readonly status: Status;
  readonly statistics: Statistics;
  readonly undecided: readonly UndecidedToken[];
  /** The backend that computed it. */
  readonly backend: string;
  /** How the field was computed, and how large the errors of that can have been. */
  readonly fieldReport: FieldReport;
}

/**
 * What a recording knows of the problem that its tokens solve: of an edited one, with a row for each token that is ever
 * there, which begins where it is first put.
 */
export function beginningOf(problem: Problem): Pick<Trajectory, 'problem' | 'shape' | 'space' | 'initial' | 'beta'> {
  const { dynamics } = problem;
  const { shape, first } = planOf(problem) ?? { shape: problem.shape, first: problem.initial };
  return { problem, shape, space: spaceOf(dynamics), initial: first, beta: dynamics.parameters.beta };
}

/** How many tokens are there at each time, where edits change that. */
export function presenceAt(problem: Problem, ts: Float64Array): Pick<Trajectory, 'present'> {
  const present = presentAt(problem, ts);
  return present ? { present } : {};
}

/** What to do about a run that did not complete; null for one that did. */
export function adviceFor({
  status,
  statistics,
  problem,
}: Pick<Trajectory, 'status' | 'statistics' | 'problem'>): string | null {
  const at = `t = ${inFull(statistics.reached)}`;
  switch (status) {
    case 'completed':
      return null;
    case 'max-steps':
      return `The step limit was reached at ${at}; what was computed is kept. Raise maxSteps (--max-steps), loosen the tolerances, or end earlier.`;
    case 'step-too-small':
      return `At ${at} the step fell below the resolution of time; what was computed is kept. Loosen rtol and atol.`;
    case 'stage-failed':
      return `At ${at} an implicit step could not be solved; what was computed is kept. With a fixed step, lower dt; otherwise loosen rtol and atol, or use dopri5.`;
    case 'non-finite':
      return `At ${at} the field is no longer finite; what was computed is kept. ${whyNotFinite(problem)}`;
    case 'aborted':
      return `Stopped at ${at} on request; what was computed is kept.`;
    default:
      return status satisfies never;
  }
}

function whyNotFinite({ dynamics: { kind, parameters } }: Problem): string {
  if (kind === 'kinetic-decay' || ('normalization' in parameters && parameters.normalization === 'count')) {
    const instead = kind === 'kinetic-decay' ? '' : ', or use normalization softmax, whose weights cannot overflow';
    return `Its weights e^{β⟨Qx, Ky⟩} are not normalised and overflow once an exponent passes 709, as β = ${inFull(parameters.beta)} makes them: lower beta${instead}.`;
  }
  if (kind === 'unnormalized') {
    return 'Tokens that grow like e^t, rescaled or not, have their scores overflow near t = 350: end earlier. With a fixed step, lower dt.';
  }
  return 'Its matrices or beta are too large for double precision: scale them down. With a fixed step, lower dt.';
}
