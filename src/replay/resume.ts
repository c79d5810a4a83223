/** A run continued from the end of its last step: after a limit of steps, Ctrl-C, or because its end was too early. */

import { BY_PIECE, joinedReports } from '../backends/field-report.ts';
import { invalid } from '../core/errors.ts';
import { inFull } from '../core/number-text.ts';
import type { State } from '../core/state.ts';
import { type PreparedRun, simulateOptions } from '../run/prepare.ts';
import { planOf } from '../simulation/edits.ts';
import { joinedArrays, joinedStatistics, joinedUndecided } from '../simulation/joined.ts';
import type { Problem } from '../simulation/problem.ts';
import { type SimulateOptions, simulate } from '../simulation/simulate.ts';
import { beginningOf, presenceAt, type Trajectory } from '../simulation/trajectory.ts';
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
 * @param prepared the run's own specification, but for an end, saved times, tolerances, a limit of steps or edits after
 *   the time reached that are new
 */
export async function resume(
  run: { readonly trajectory: Trajectory; readonly log: StepLog | null },
  { spec, problem, method }: PreparedRun,
  options: ResumeOptions = {},
): Promise<Resumed> {
  const { trajectory: before, log } = run;
  const { reached, implicitFrom } = before.statistics;
  checkSameEdits(before.problem, problem, reached);
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
  const ts = joinedArrays(before.ts, after.ts);
  return {
    trajectory: {
      ...after,
      ...beginningOf(problem),
      ...presenceAt(problem, ts),
      ts,
      xs: joinedArrays(widened(before, problem), after.xs),
      statistics: joinedStatistics(before.statistics, after.statistics),
      undecided: joinedUndecided(before.undecided, after.undecided),
      fieldReport: planOf(problem) ? joinedReports(before.fieldReport, after.fieldReport, BY_PIECE) : after.fieldReport,
    },
    log: log &&
      more && {
        ts: joinedArrays(log.ts, more.ts.subarray(1)),
        dts: joinedArrays(log.dts, more.dts),
        implicit: Int32Array.from([...log.implicit, ...more.implicit]),
        states: joinedArrays(log.states, more.states),
      },
  };
}

/** What was done to the tokens up to the time reached cannot be changed any more. */
function checkSameEdits(before: Problem, problem: Problem, reached: number): void {
  const done = ({ edits = [] }: Problem) => edits.filter(({ t }) => t <= reached);
  if (JSON.stringify(done(before)) === JSON.stringify(done(problem))) return;
  throw invalid(
    'edits',
    `be those of the run up to t = ${inFull(reached)}, which it has reached`,
    'others came',
    'give new ones at later times only',
  );
}

/** The stored tokens with rows for those that edits add later, at their first places. */
function widened({ ts, xs, shape }: Trajectory, problem: Problem): Float64Array {
  const { shape: whole, initial } = beginningOf(problem);
  if (whole.n === shape.n || xs.length === 0) return xs;
  const wide = new Float64Array(ts.length * initial.length);
  const size = shape.n * shape.d;
  ts.forEach((_, i) => {
    wide.set(initial, i * initial.length);
    wide.set(xs.subarray(i * size, (i + 1) * size), i * initial.length);
  });
  return wide;
}
