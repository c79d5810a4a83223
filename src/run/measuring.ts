/** Measurements along a run or over a stored trajectory, and which of the usual ones are too dear for a run. */
import { type Measurements, type ObservableName, observableRegistry } from '../analysis/index.ts';
import { type MeasurementParameters, type Measuring, type RunContext, sampleView } from '../analysis/observable.ts';
import { runView } from '../analysis/renyi-centers.ts';
import { fieldCost } from '../backends/field-cost.ts';
import { type Recording, tokensAt } from '../core/recording.ts';
import type { Awaitable, Shape, Space, State } from '../core/state.ts';
import { larger } from '../numerics/elementary.ts';
import { normalizeRows } from '../numerics/sphere.ts';
import { equationOf } from '../simulation/problem.ts';
import type { Trajectory } from '../simulation/trajectory.ts';
import type { RunSpec } from './spec.ts';

/** What measurements may know of a run, as plain data: it can be sent to another thread. */
export interface MeasuringContext extends RunContext {
  readonly space: Space;
}

/** Recorded tokens and what was measured of them; the result of a run is one. */
export interface MeasuredTokens {
  /** The tokens; of a run also which equation moved them, and how far it came. */
  readonly trajectory: Recording & Partial<Pick<Trajectory, 'problem' | 'statistics'>>;
  readonly measurements: Measurements;
}

/** Everything but token-energy, whose result is as large as the trajectory; radii besides where tokens live in R^d. */
const USUAL: readonly ObservableName[] = [
  'centers',
  'clusters',
  'capture',
  'energy',
  'cosine',
  'first-token',
  'order-parameter',
];

/** Of these measurements those that have a meaning: where β is unknown, the ones that do not depend on it. */
export function meaningful(
  names: readonly ObservableName[],
  { beta }: Pick<Recording, 'beta'>,
  parameters: MeasurementParameters,
): readonly ObservableName[] {
  return beta === undefined ? names.filter((name) => !observableRegistry[name](parameters).needsBeta) : names;
}

/** The measurements that "observe" means; the usual ones by default. Those that have no meaning only when named. */
export function namesToMeasure(
  observe: RunSpec['observe'],
  recording: Pick<Recording, 'space' | 'beta'>,
  parameters: MeasurementParameters,
): readonly ObservableName[] {
  if (observe === 'none') return [];
  if (observe !== undefined && observe !== 'all') return typeof observe === 'string' ? [observe] : observe;
  const usual: readonly ObservableName[] = recording.space === 'euclidean' ? [...USUAL, 'radii'] : USUAL;
  const all = Object.keys(observableRegistry) as ObservableName[];
  return meaningful(observe === 'all' ? all : usual, recording, parameters);
}

/** Measures a recording: here one sample after another; a caller may have many threads for it, with the same result. */
export type Measurer = (
  recording: Recording,
  names: readonly ObservableName[],
  parameters: MeasurementParameters,
) => Awaitable<Measurements>;

/**
 * Measurements of recorded tokens: of a run that was stored, of a file, of the layers of a model.
 *
 * @example const { clusters } = measure(trajectory, ['clusters'], { delta: 0.5, threshold: 0.1, radius: [0.1] });
 * @throws ParkadeError InvalidParameter for a measurement that depends on β where that is unknown
 */
export function measure(
  recording: Recording,
  names: readonly ObservableName[],
  parameters: MeasurementParameters,
): Measurements {
  const measuring = startMeasuring(names, parameters, contextOf(recording));
  recording.ts.forEach((t, i) => {
    measuring.sample(t, tokensAt(recording, i));
  });
  return measuring.result();
}

export function contextOf({ shape, space, initial, beta }: Omit<Recording, 'ts' | 'xs'>): MeasuringContext {
  return { shape, initial: directionsIn(space, shape)(initial), beta, space };
}

/** From tokens to their directions, which on the sphere are the tokens; the array is reused. */
function directionsIn(space: Space, shape: Shape): (x: State) => State {
  if (space === 'sphere') return (x) => x;
  const all = new Float64Array(shape.n * shape.d);
  return (x) => {
    const directions = all.subarray(0, x.length);
    normalizeRows(x, directions, { n: x.length / shape.d, d: shape.d });
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
      const n = x.length / shape.d; // those that are there
      const ofSample = isSame(directions, initial)
        ? ofInitial
        : sampleView(directions, n === shape.n ? shape : { n, d: shape.d });
      for (const [, measuring] of started) measuring.sample(t, directions, x, ofSample);
    },
    result: () => Object.fromEntries(started.map(([name, measuring]) => [name, measuring.result()])) as Measurements,
  };
}

function isSame(x: State, y: State): boolean {
  if (x.length !== y.length) return false;
  for (let i = 0; i < y.length; i++) if (x[i] !== y[i]) return false;
  return true;
}

/** About how many nanoseconds a measurement takes at one time, on one thread. */
export function measuringCost(
  name: ObservableName,
  parameters: MeasurementParameters,
  { shape, beta = 0 }: Pick<Recording, 'shape' | 'beta'>,
): number {
  return observableRegistry[name](parameters).cost(shape, beta);
}

/** The usual measurements of a run may cost this share of its steps, */
const SHARE = 0.1;
/** or so many nanoseconds in all: a second, which nobody minds. */
const FREE = 1e9;

/**
 * Of the usual measurements those that a run can afford, the cheapest first, and those that are left out. Decided by
 * formulas of n, d, β, the number of samples and of fields computed, never by a clock: the same run has the same
 * measurements on every machine.
 */
export function affordable(
  trajectory: Pick<Trajectory, 'problem' | 'shape' | 'beta' | 'ts' | 'statistics'>,
  names: readonly ObservableName[],
  parameters: MeasurementParameters,
): { readonly kept: readonly ObservableName[]; readonly leftOut: readonly ObservableName[] } {
  const { problem, ts, statistics } = trajectory;
  const steps = statistics.fieldEvaluations * fieldCost(equationOf(problem));
  let budget = larger(FREE, SHARE * steps);
  const costs = new Map(names.map((name) => [name, ts.length * measuringCost(name, parameters, trajectory)]));
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
