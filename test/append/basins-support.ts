/** Basins beside direct simulation: every start as the last token of a run of its own. */

import { tokensAt } from '../../src/core/recording.ts';
import { squaredChord } from '../../src/numerics/sphere.ts';
import type { RunWithSteps } from '../../src/replay/append.ts';
import type { Basins } from '../../src/replay/basins.ts';
import { recordSteps } from '../../src/replay/step-log.ts';
import type { Method } from '../../src/simulation/method.ts';
import type { Problem } from '../../src/simulation/problem.ts';
import { simulate } from '../../src/simulation/simulate.ts';
import type { Trajectory } from '../../src/simulation/trajectory.ts';

export async function recordedRun(problem: Problem, method: Method, saveAt?: readonly number[]): Promise<RunWithSteps> {
  const steps = recordSteps(problem);
  const trajectory = await simulate(problem, method, {
    saveAt: saveAt ?? [problem.tSpan[1]],
    onStep: (step) => steps.add(step),
  });
  const log = steps.log();
  if (trajectory.status !== 'completed' || log === null) throw new Error(`the run ended with ${trajectory.status}`);
  return { method, trajectory, log };
}

/** The run of all tokens with a start behind them. */
export async function withStart(
  problem: Problem,
  method: Method,
  start: Float64Array,
  saveAt: readonly number[],
): Promise<Trajectory> {
  const { n, d } = problem.shape;
  const initial = new Float64Array((n + 1) * d);
  initial.set(problem.initial);
  initial.set(start, n * d);
  const joint: Problem = { ...problem, initial, shape: { n: n + 1, d }, tSpan: [0, saveAt[saveAt.length - 1]] };
  const trajectory = await simulate(joint, method, { saveAt });
  if (trajectory.status !== 'completed') throw new Error(`a start ended with ${trajectory.status}`);
  return trajectory;
}

/** The last token at saved time number i. */
export function lastToken(trajectory: Trajectory, i: number): Float64Array {
  return tokensAt(trajectory, i).slice(-trajectory.problem.shape.d);
}

/** The cluster whose nearest token is within the threshold of a row, or −1. */
export function clusterNear({ clusters, tokens }: Basins, row: Float64Array, threshold: number): number {
  const d = row.length;
  const nearest = clusters.map(({ tokens: members }) =>
    Math.min(...members.map((k) => squaredChord(tokens, k * d, row, 0, d))),
  );
  const best = nearest.indexOf(Math.min(...nearest));
  return 2 * Math.asin(Math.sqrt(nearest[best]) / 2) <= threshold ? best : -1;
}

/** Rows i of [P, d]. */
export function rowOf(x: Float64Array, i: number, d: number): Float64Array {
  return x.slice(i * d, (i + 1) * d);
}
