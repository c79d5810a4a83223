/**
 * Tokens added to a run that was made before: the earlier ones keep their bits, and are not computed for any new
 * trajectory of theirs.
 */
import { openBackend } from '../backends/open.ts';
import type { Engine } from '../core/engine.ts';
import { DIRECT_FIELD } from '../core/engine.ts';
import { invalid } from '../core/errors.ts';
import type { State } from '../core/state.ts';
import { countEvaluations } from '../simulation/evaluations.ts';
import type { Method } from '../simulation/method.ts';
import { equationOf, makeProblem, type Problem } from '../simulation/problem.ts';
import { fieldOptions, type SimulateOptions } from '../simulation/simulate.ts';
import { beginningOf, type Trajectory, type UndecidedToken } from '../simulation/trajectory.ts';
import { type ReplayOutcome, replay, slotsForOne, slotsForReplay } from './replay.ts';
import { recordSteps, refuseEdited, type StepLog } from './step-log.ts';

/** What is known of the run that tokens are added to. */
export interface RunWithSteps {
  readonly method: Method;
  readonly trajectory: Trajectory;
  readonly log: StepLog;
}

export type AppendOptions = Pick<SimulateOptions, 'field' | 'costs' | 'team' | 'signal'> & {
  readonly onProgress?: (t: number, share: number) => void | Promise<void>;
  /** Bytes of steps to keep of the new run; as `recordSteps`. */
  readonly mostBytes?: number;
};

export interface Appended {
  /** Of all tokens, at the saved times of the run. */
  readonly trajectory: Trajectory;
  /** Its steps, divided ones by their parts; null if they outgrew their room. */
  readonly log: StepLog | null;
  /** Steps of the run that were too long for the new tokens, and were divided. */
  readonly divided: number;
  /**
   * The largest difference between a stored coordinate of the run and the same one computed again; 0 where the
   * arithmetic is the same.
   */
  readonly deviation: number;
}

/**
 * Adds tokens to a run, on its own steps. With fixed steps the result has the bits of a run that had them from the
 * start; otherwise steps are divided where the new tokens' error asks for it, and it agrees with such a run within the
 * tolerance.
 *
 * @param rows the new tokens at the beginning, [m, d], unit rows
 * @throws ParkadeError InvalidParameter for rows of another dimension
 */
export async function appendTokens(run: RunWithSteps, rows: State, options: AppendOptions = {}): Promise<Appended> {
  const { method, log } = run;
  const { problem, ts, xs, backend } = run.trajectory;
  refuseEdited(problem);
  const joint = withRows(problem, rows);
  const [own, size] = [problem.initial.length, joint.initial.length];
  const engine = await prepare(joint, run, slotsForReplay(method), options);
  const counter = countEvaluations(engine);
  const saved = new Float64Array(ts.length * size);
  const steps = recordSteps(joint, options.mostBytes);
  let solo: Engine | null = null;
  const last = joint.initial.slice();
  let taken = 0;
  try {
    const outcome = await replay(
      {
        problem,
        method,
        log,
        rows,
        engine: counter.engine,
        alone: async () => (solo = await prepare(problem, run, slotsForOne(method), options)),
      },
      {
        saveAt: [...ts],
        take(_t, x) {
          saved.set(x, taken * size);
          saved.set(xs.subarray(taken * own, (taken + 1) * own), taken * size);
          taken++;
        },
        onPart({ dt, end, implicit, x }) {
          steps.put(dt, end, implicit, x);
          last.set(x);
        },
        ...(options.onProgress && { onProgress: options.onProgress }),
        ...(options.signal && { signal: options.signal }),
      },
    );
    const fieldReport = engine.report?.() ?? DIRECT_FIELD;
    const trajectory: Trajectory = {
      ...beginningOf(joint),
      ts: ts.slice(0, taken),
      xs: saved.slice(0, taken * size),
      last,
      ...endOf(run.trajectory, outcome, joint.shape.n, counter.count()),
      backend,
      fieldReport,
    };
    return { trajectory, log: steps.log(), divided: outcome.divided, deviation: outcome.deviation };
  } finally {
    engine.dispose();
    (solo as Engine | null)?.dispose();
  }
}

/** The run that has the new tokens too. */
function withRows(problem: Problem, rows: State): Problem {
  const { n, d } = problem.shape;
  if (rows.length % d !== 0 || rows.length === 0) {
    throw invalid(
      'initial',
      `hold rows of ${d} numbers, as the run does`,
      `${rows.length} numbers came`,
      'give one row for each new token',
    );
  }
  const initial = new Float64Array(problem.initial.length + rows.length);
  initial.set(problem.initial);
  initial.set(rows, problem.initial.length);
  return makeProblem({ ...problem, shape: { n: n + rows.length / d, d }, initial });
}

/** An engine as the run had it, for another number of rows. */
export async function prepare(
  problem: Problem,
  { method, trajectory }: RunWithSteps,
  slots: number,
  options: Pick<AppendOptions, 'field' | 'costs' | 'team'> & { readonly probes?: number },
): Promise<Engine> {
  const equation = equationOf(problem);
  const { probes } = options;
  const backend = openBackend(trajectory.backend as 'wasm' | 'reference', equation);
  return backend.prepare(equation, slots, {
    ...fieldOptions(problem, method, { saveAt: [], ...options }),
    ...(probes !== undefined && { probes }),
  });
}

/** How the joint run ended: where the replay could not go on, there, else as the run itself. */
function endOf(
  { problem, status, statistics, undecided }: Trajectory,
  outcome: ReplayOutcome,
  tokens: number,
  fieldEvaluations: number,
): Pick<Trajectory, 'status' | 'statistics' | 'undecided'> {
  const { steps, rejected, smallestStep, largestStep, reached } = outcome;
  const { n } = problem.shape;
  const added = [...outcome.undecided].map(([token, since]): UndecidedToken => ({ token, since }));
  return {
    status: outcome.status === 'completed' ? status : outcome.status,
    statistics: {
      steps,
      rejected,
      fieldEvaluations,
      smallestStep,
      largestStep,
      reached,
      implicitFrom: statistics.implicitFrom,
      particles: tokens,
    },
    undecided: [...undecided, ...added.filter(({ token }) => token >= n)].sort((a, b) => a.token - b.token),
  };
}
