/** What is shown, as looks at it find it: a run, or tokens recorded elsewhere. */
import { type Edit, type Equation, type MeasurementParameters, type PreparedRun, resolveEquation } from 'parkade';
import type { Frame } from './frames.ts';
import { frozenAt, mostTokens } from './presence.ts';
import type { Space } from './projection.ts';

export interface Shown {
  /** The run; null for tokens recorded elsewhere, of which no equation is known. */
  readonly prepared: PreparedRun | null;
  /** Dimension. */
  readonly d: number;
  /** The most tokens that are ever there at once. */
  readonly most: number;
  readonly space: Space;
  /** In more than three dimensions those along which tokens are shown. */
  directions: Float64Array | null;
  readonly lengths: MeasurementParameters;
  readonly beta: number | undefined;
  readonly frames: Frame[];
}
export interface Running extends Shown {
  readonly prepared: PreparedRun;
}

export function isRun(shown: Shown): shown is Running {
  return shown.prepared !== null;
}

/** What is done to tokens along a run. */
export function editsOf(problem: PreparedRun['problem']): readonly Edit[] {
  return problem.edits ?? [];
}

/** A run before its first frame. */
export function runningOf(prepared: PreparedRun): Running {
  const { problem, measurement, spec } = prepared;
  const { dynamics, shape } = problem;
  return {
    ...{ prepared, d: shape.d, most: mostTokens(shape.n, editsOf(problem)), lengths: measurement, beta: spec.beta },
    ...{ space: resolveEquation(dynamics, shape).space, directions: null, frames: [] },
  };
}

/** What is told of a run alone. */
export function toldOf({ prepared: { problem, spec, notes } }: Running) {
  return { spec, from: problem.tSpan[0], until: spec.until, begin: problem.shape.n, notes };
}

/** The equation for as many tokens as a frame has. */
export function equationAt({ prepared: { problem } }: Running, { x }: Frame): Equation {
  const { d } = problem.shape;
  return resolveEquation(problem.dynamics, { n: x.length / d, d });
}

export function frozenTokens({ prepared: { problem } }: Running, { t }: Frame): ReadonlySet<number> {
  return frozenAt(editsOf(problem), t, problem.shape.n);
}
