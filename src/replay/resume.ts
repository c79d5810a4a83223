/** A run continued from the end of its last step: after a limit of steps, Ctrl-C, or because its end was too early. */

import { invalid } from '../core/errors.ts';
import type { State } from '../core/state.ts';
import { larger } from '../numerics/elementary.ts';
import { type PreparedRun, simulateOptions } from '../run/prepare.ts';
import { type SimulateOptions, simulate } from '../simulation/simulate.ts';
import { beginningOf, type Statistics, type Trajectory } from '../simulation/trajectory.ts';
import { recordSteps, type StepLog, stateAfter } from './step-log.ts';

export interface Resumed {
  /** What there was and what came after, as one. */
  readonly trajectory: Trajectory;
  readonly log: StepLog | null;
}

export type ResumeOptions = Pick<SimulateOptions, 'team' | 'signal' | 'onProgress'>;

/** The tokens from which a run can be continued; null where neither they nor its steps were kept. */
export function endOf({ last, problem, statistics }: Trajectory, log: StepLog | null): State | null {
  if (last) return last;
  if (log && log.dts.length > 0) return stateAfter(log, log.dts.length - 1, problem.shape).slice();
  return statistics.steps === 0 ? problem.initial : null;
}

/**
 * With a fixed step, steps continue along the same grid: what every explicit integrator but dopri5 does then has the
 * bits of a run made at a stretch. Else the first step is chosen anew from the tokens there, since what the controller
 * knew is gone: the run is as accurate as one made at a stretch, but on other steps, so its bits are its own. One that
 * had become implicit continues with implicit steps.
 *
 * @param prepared the run's own specification, but for an end, saved times, tolerances or a limit of steps that are new
 */
export async function resume(
  run: { readonly trajectory: Trajectory; readonly log: StepLog | null },
  { spec, problem, method }: PreparedRun,
  options: ResumeOptions = {},
): Promise<Resumed> {
  const { trajectory: before, log } = run;
  const { reached, implicitFrom } = before.statistics;
  const x = endOf(before, log);
  if (x === null) {
    const expected = `hold its tokens at t = ${reached}, where it ended, so that it can be continued`;
    throw invalid('run', expected, 'they were not kept', 'make it again');
  }
  const stiff = method.kind === 'adaptive' && method.whenStiff && implicitFrom !== null ? method.whenStiff : null;
  const recorder = log && recordSteps(problem);
  const after = await simulate(
    problem,
    stiff && method.kind === 'adaptive' ? { ...method, integrator: stiff } : method,
    {
      ...options,
      from: { t: reached, x },
      ...simulateOptions(spec),
      saveAt: spec.saveAt.filter((time) => time > reached),
      ...(recorder && { onStep: recorder.add }),
    },
  );
  const more = recorder?.log() ?? null;
  return {
    trajectory: {
      ...after,
      ...beginningOf(problem),
      ts: joined(before.ts, after.ts),
      xs: joined(before.xs, after.xs),
      statistics: sumOf(before.statistics, after.statistics),
      undecided: [
        ...before.undecided,
        ...after.undecided.filter(({ token }) => !before.undecided.some((known) => known.token === token)),
      ].sort((a, b) => a.token - b.token),
    },
    log: log &&
      more && {
        ts: joined(log.ts, more.ts.subarray(1)),
        dts: joined(log.dts, more.dts),
        implicit: Int32Array.from([...log.implicit, ...more.implicit]),
        states: joined(log.states, more.states),
      },
  };
}

function joined(a: Float64Array, b: Float64Array): Float64Array {
  const all = new Float64Array(a.length + b.length);
  all.set(a);
  all.set(b, a.length);
  return all;
}

function sumOf(a: Statistics, b: Statistics): Statistics {
  const smallest = [a, b].filter(({ steps }) => steps > 0).map(({ smallestStep }) => smallestStep);
  return {
    ...b,
    steps: a.steps + b.steps,
    rejected: a.rejected + b.rejected,
    fieldEvaluations: a.fieldEvaluations + b.fieldEvaluations,
    smallestStep: smallest.length === 2 && smallest[1] > smallest[0] ? smallest[0] : (smallest.at(-1) ?? 0),
    largestStep: a.largestStep > b.largestStep ? a.largestStep : b.largestStep,
    implicitFrom: a.implicitFrom ?? b.implicitFrom,
    ...(b.steepness !== undefined && { steepness: larger(a.steepness ?? 0, b.steepness) }),
  };
}
