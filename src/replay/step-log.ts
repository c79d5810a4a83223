/**
 * Every accepted step of a run: where it began, how long it was, and the tokens at its end. Under the causal mask that
 * is all that later tokens need to be added to the run, with the earlier ones as they were (replay.ts).
 */
import { invalid } from '../core/errors.ts';
import type { State } from '../core/state.ts';
import type { StepTaken } from '../core/step.ts';
import { equationOf, type Problem } from '../simulation/problem.ts';

export interface StepLog {
  /**
   * Ends of the steps [S + 1], the beginning of the run first. Steps below the resolution of t share their ends: go by
   * dts.
   */
  readonly ts: Float64Array;
  /** Their lengths [S]. */
  readonly dts: Float64Array;
  /** 1 where an implicit integrator made the step [S]. */
  readonly implicit: Int32Array;
  /** The tokens at their ends [S, n, d]. */
  readonly states: Float64Array;
}

/** Unless told otherwise, steps are kept up to so many bytes. */
export const USUAL_LOG = 256_000_000;

export interface StepRecorder {
  add(step: StepTaken): Promise<void>;
  /** Adds a step whose end is known: t + dt, reached at `end` with the tokens x. */
  put(dt: number, end: number, implicit: boolean, x: State): void;
  /** What was kept, or null if it outgrew its room. */
  log(): StepLog | null;
}

/** @param most bytes to keep; beyond it everything is forgotten */
export function recordSteps({ shape, tSpan }: Problem, most: number = USUAL_LOG): StepRecorder {
  const size = shape.n * shape.d;
  const perStep = 8 * (size + 3);
  let states: Float64Array[] | null = [];
  let ends: number[] = [tSpan[0]];
  let dts: number[] = [];
  let kinds: number[] = [];

  function push(dt: number, end: number, implicit: boolean, x: State): void {
    if (states === null) return;
    if ((states.length + 1) * perStep > most) {
      states = null;
      ends = dts = kinds = [];
      return;
    }
    states.push(x);
    ends.push(end);
    dts.push(dt);
    kinds.push(Number(implicit));
  }

  return {
    put: (dt, end, implicit, x) => push(dt, end, implicit, x.slice()),
    async add(step) {
      if (states === null) return;
      const x = await step.state(1);
      if (x) push(step.dt, step.end, step.implicit, x);
    },
    log() {
      if (states === null) return null;
      const all = new Float64Array(states.length * size);
      for (let i = 0; i < states.length; i++) all.set(states[i], i * size);
      return {
        ts: Float64Array.from(ends),
        dts: Float64Array.from(dts),
        implicit: Int32Array.from(kinds),
        states: all,
      };
    },
  };
}

/** The tokens at the end of step i, a view of [n, d]. */
export function stateAfter({ states }: StepLog, i: number, { n, d }: Problem['shape']): State {
  return states.subarray(i * n * d, (i + 1) * n * d);
}

const EDITED = 'its tokens are edited on the way';

function isEdited({ edits = [] }: Problem): boolean {
  return edits.length > 0;
}

/** @throws ParkadeError InvalidParameter for a run whose steps are not all of the same tokens */
export function refuseEdited(problem: Problem): void {
  if (!isEdited(problem)) return;
  throw invalid('run', 'be one whose own tokens are left to themselves', EDITED, 'make it without edits');
}

/** Why later tokens could change what a run has, so that its steps are of no use to them; null if they cannot. */
export function whyNoSteps(
  problem: Problem,
  { precision, merge }: { readonly precision?: string; readonly merge?: boolean },
  backend: string,
): string | null {
  const { attention, dynamics } = equationOf(problem);
  if (attention === null) return `its equation is ${dynamics.kind}`;
  if (attention.mask !== 'causal') return `its mask is ${attention.mask}, under which all tokens feel a new one`;
  if (attention.normalization !== 'softmax') return 'its weights are divided by n, which a new token changes';
  if (isEdited(problem)) return EDITED;
  if (problem.noise) return 'its tokens are driven by noise';
  if (merge) return 'tokens of it were merged, so their own steps are not known';
  if (precision === 'single' || backend === 'webgpu') return 'it was computed in single precision';
  return null;
}
