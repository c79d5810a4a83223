/** A specification made a run: the problem simulated, events followed, measurements fed. */
import type { Measurements } from '../analysis/index.ts';
import type { StepTaken } from '../core/step.ts';
import { type SimulateOptions, simulate } from '../simulation/simulate.ts';
import { beginningOf, type Trajectory } from '../simulation/trajectory.ts';
import { centerFollowerFor, finderFor, type RunEvents, recordOf, withCertificates } from './events.ts';
import { affordable, contextOf, leftOutWords, type Measurer, measure, startMeasuring } from './measuring.ts';
import { type PreparedRun, prepareRun, type ResolvedSpec, simulateOptions } from './prepare.ts';
import type { RunSpec } from './spec.ts';

export interface RunResult {
  readonly spec: ResolvedSpec;
  readonly trajectory: Trajectory;
  readonly measurements: Measurements;
  /** Null unless asked for. */
  readonly events: RunEvents | null;
  readonly notes: readonly string[];
  /** How long measuring took, by the clock of who ran it; the library has none. */
  readonly measuringSeconds?: number | undefined;
}

export type RunOptions = Pick<
  SimulateOptions,
  'onSample' | 'onProgress' | 'onStep' | 'onEdits' | 'signal' | 'store' | 'team'
> & {
  /** Another way to measure, such as on many threads. */
  readonly measurer?: Measurer;
};

/**
 * Runs a specification and measures along the way.
 *
 * @example const { trajectory, measurements } = await run({ beta: 64, tokens: 200, until: 150, seed: 1 });
 * @throws ParkadeError InvalidParameter for a mistake in the specification; what numerics may do is `trajectory.status`
 */
export async function run(given: RunSpec, options: RunOptions = {}): Promise<RunResult> {
  return execute(prepareRun(given), options);
}

/** The second half of `run`, for callers that look at the prepared run first. */
export async function execute(
  { spec, problem, method, measurement, notes, usualObserve }: PreparedRun,
  options: RunOptions = {},
): Promise<RunResult> {
  // Without stored tokens there is no later: all is measured along the way.
  const along =
    options.store === false ? startMeasuring(spec.observe, measurement, contextOf(beginningOf(problem))) : null;
  const finder = spec.events ? finderFor(problem, measurement) : null;
  const follower = spec.events ? centerFollowerFor(problem, measurement) : null;
  const { onSample, onStep, onEdits, measurer = measure, ...others } = options;
  const common = { ...others, ...simulateOptions(spec) };
  const trajectory = await simulate(problem, method, {
    ...common,
    onSample(t, x) {
      along?.sample(t, x);
      onSample?.(t, x);
    },
    onEdits(done) {
      finder?.edited(done);
      onEdits?.(done);
    },
    ...((finder || onStep) && {
      async onStep(step: StepTaken) {
        await finder?.follow(step);
        await follower?.follow(step);
        await onStep?.(step);
      },
    }),
  });
  const found = finder && recordOf(finder, follower, measurement);
  const events =
    found && spec.certify && method.kind === 'adaptive'
      ? await withCertificates(found, trajectory, method, measurement, common)
      : found;
  if (along) return { spec, trajectory, measurements: along.result(), events, notes };
  const { kept, leftOut } = usualObserve
    ? affordable(trajectory, spec.observe, measurement)
    : { kept: spec.observe, leftOut: [] };
  const measurements = await measurer(trajectory, kept, measurement);
  return {
    // A measurer that was stopped has fewer.
    spec: { ...spec, observe: kept.filter((name) => measurements[name] !== undefined) },
    ...{ trajectory, measurements, events },
    notes: leftOut.length > 0 ? [...notes, leftOutWords(leftOut)] : notes,
  };
}
