/** A run in the worker, as looks at it find it. */
import { type Equation, type PreparedRun, resolveEquation } from 'parkade';
import { editsOf, type Seen } from './batches.ts';
import type { Frame } from './frames.ts';
import { frozenAt } from './presence.ts';

export interface Running extends Seen {
  readonly prepared: PreparedRun;
  readonly frames: Frame[];
}

/** The equation for as many tokens as a frame has. */
export function equationAt({ prepared: { problem } }: Running, { x }: Frame): Equation {
  const { d } = problem.shape;
  return resolveEquation(problem.dynamics, { n: x.length / d, d });
}

export function frozenTokens({ prepared: { problem } }: Running, { t }: Frame): ReadonlySet<number> {
  return frozenAt(editsOf(problem), t, problem.shape.n);
}
