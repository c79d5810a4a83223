/** What is to be solved: an equation, initial tokens, a time span. */
import { ParkadeError, shown } from '../core/errors.ts';
import type { Noise, Shape, State } from '../core/state.ts';
import type { DynamicsDefinition } from '../dynamics/dynamics.ts';
import { type Dynamics, dynamicsRegistry } from '../dynamics/index.ts';

export interface Problem {
  readonly shape: Shape;
  readonly dynamics: Dynamics;
  /** [n, d], unit rows on the sphere. */
  readonly initial: State;
  readonly tSpan: readonly [number, number];
  /** None unless given. */
  readonly noise?: Noise | undefined;
}

/**
 * A problem, checked: its parts fit together.
 * @throws ParkadeError InvalidParameter
 */
export function makeProblem(problem: Problem): Problem {
  const { shape, dynamics, initial, tSpan } = problem;
  if (initial.length !== shape.n * shape.d) {
    throw new ParkadeError(
      'InvalidParameter',
      `"initial" should hold n·d = ${shape.n * shape.d} numbers, but ${initial.length} came; pass a row of ${shape.d} numbers for each of the ${shape.n} tokens.`,
    );
  }
  if (!(tSpan[1] > tSpan[0]) || !Number.isFinite(tSpan[1] - tSpan[0])) {
    throw new ParkadeError(
      'InvalidParameter',
      `"until" should be a finite time after the start ${tSpan[0]}, but came as ${shown(tSpan[1])}; give a larger time.`,
    );
  }
  const definition = dynamicsRegistry[dynamics.kind] as DynamicsDefinition<typeof dynamics.parameters>;
  definition.validate(dynamics.parameters, shape);
  return problem;
}
