/** Measurements along a run or over a stored trajectory, and which of the usual ones are too dear for a run. */
import { type Measurements, type ObservableName, observableRegistry } from '../analysis/index.ts';
import { type MeasurementParameters, type Measuring, type RunContext, sampleView } from '../analysis/observable.ts';
import { runView } from '../analysis/renyi-centers.ts';
import { fieldCost } from '../backends/field-cost.ts';
import type { Awaitable, Shape, Space, State } from '../core/state.ts';
import { spaceOf } from '../dynamics/index.ts';
import { larger } from '../numerics/elementary.ts';
import { normalizeRows } from '../numerics/sphere.ts';
import type { Problem } from '../simulation/problem.ts';
import type { Trajectory } from '../simulation/trajectory.ts';

/** What measurements may know of a run, as plain data: it can be sent to another thread. */
export interface MeasuringContext extends RunContext {
  readonly space: Space;
}

/** Measures a trajectory: here one sample after another; a caller may have a way on many threads, with the same result. */
export type Measurer = (
  trajectory: Trajectory,
  names: readonly ObservableName[],
  parameters: MeasurementParameters,
) => Awaitable<Measurements>;

/** Measurements over a stored trajectory. */
export function measure(
  { problem, ts, xs }: Pick<Trajectory, 'problem' | 'ts' | 'xs'>,
  names: readonly ObservableName[],
  parameters: MeasurementParameters,
): Measurements {
  const measuring = startMeasuring(names, parameters, contextOf(problem));
  const size = problem.shape.n * problem.shape.d;
  for (let i = 0; i < ts.length; i++) measuring.sample(ts[i], xs.subarray(i * size, (i + 1) * size));
  return measuring.result();
}

export function contextOf({ shape, initial, dynamics }: Problem): MeasuringContext {
  const space = spaceOf(dynamics);
  return { shape, initial: directionsIn(space, shape)(initial), beta: dynamics.parameters.beta, space };
}

/** From tokens to their directions, which on the sphere are the tokens; the array is reused. */
function directionsIn(space: Space, shape: Shape): (x: State) => State {
  if (space === 'sphere') return (x) => x;
  const directions = new Float64Array(shape.n * shape.d);
  return (x) => {
    normalizeRows(x, directions, shape);
    return directions;
  };
}

/** Measurements that are fed sample by sample. */
export function startMeasuring(
  names: readonly ObservableName[],
  parameters: MeasurementParameters,
  context: MeasuringContext,
): { readonly sample: (t: number, x: State) => void; readonly result: () => Measurements } {
  const directionsOf = directionsIn(context.space, context.shape);
  const { initial, shape } = context;
  const ofInitial = sampleView(initial, shape);
  const view = runView(context, ofInitial);
  const started = names.map((name): [ObservableName, Measuring<unknown>] => [
    name,
    observableRegistry[name](parameters).start(context, view),
  ]);
  return {
    sample(t, x) {
      const directions = directionsOf(x);
      const ofSample = isSame(directions, initial) ? ofInitial : sampleView(directions, shape);
      for (const [, measuring] of started) measuring.sample(t, directions, x, ofSample);
    },
    result: () => Object.fromEntries(started.map(([name, measuring]) => [name, measuring.result()])) as Measurements,
  };
}

function isSame(x: State, y: State): boolean {
  for (let i = 0; i < y.length; i++) if (x[i] !== y[i]) return false;
  return true;
}

/** About how many nanoseconds a measurement takes at one time, on one thread. */
export function measuringCost(name: ObservableName, parameters: MeasurementParameters, problem: Problem): number {
  return observableRegistry[name](parameters).cost(problem.shape, problem.dynamics.parameters.beta);
}

/** The usual measurements of a run may cost this share of its steps, */
const SHARE = 0.1;
/** or so many nanoseconds in all: a second, which nobody minds. */
const FREE = 1e9;

/**
 * Of the usual measurements those that a run can afford, the cheapest first, and those that are left out. Decided by formulas of n, d, β, the number
 * of samples and of fields computed, never by a clock: the same run has the same measurements on every machine.
 */
export function affordable(
  { problem, ts, statistics }: Pick<Trajectory, 'problem' | 'ts' | 'statistics'>,
  names: readonly ObservableName[],
  parameters: MeasurementParameters,
): { readonly kept: readonly ObservableName[]; readonly leftOut: readonly ObservableName[] } {
  const steps = statistics.fieldEvaluations * fieldCost(problem.dynamics, problem.shape);
  let budget = larger(FREE, SHARE * steps);
  const costs = new Map(names.map((name) => [name, ts.length * measuringCost(name, parameters, problem)]));
  const cheapestFirst = [...costs].sort(([, a], [, b]) => a - b);
  const leftOut = new Set<ObservableName>();
  for (const [name, cost] of cheapestFirst) {
    if (cost <= budget) budget -= cost;
    else leftOut.add(name);
  }
  return { kept: names.filter((name) => !leftOut.has(name)), leftOut: names.filter((name) => leftOut.has(name)) };
}

/** What is said of measurements that were left out. */
export function leftOutWords(names: readonly ObservableName[]): string {
  return `Not measured, since it would take more than a tenth of the work of the steps: ${names.join(', ')}; "observe" with these names, here or in parkade measure, measures it all the same.`;
}
