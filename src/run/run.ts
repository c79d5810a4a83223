/** A specification made a run: names resolved, tokens drawn, the problem simulated, measurements fed. */

import { type Measurements, type ObservableName, observableRegistry } from '../analysis/index.ts';
import type { MeasurementParameters } from '../analysis/observable.ts';
import { ParkadeError, shown } from '../core/errors.ts';
import { inFull } from '../core/number-text.ts';
import type { Noise, Shape, Space, State } from '../core/state.ts';
import { SHORTEST_RUN } from '../core/step.ts';
import { type Dynamics, type DynamicsKind, dynamicsRegistry, spaceOf } from '../dynamics/index.ts';
import { TIGHTER } from '../events/certify.ts';
import { type InitialKind, initialRegistry } from '../initial/index.ts';
import type { InitialLaw } from '../initial/initial.ts';
import { integratorRegistry } from '../integrators/index.ts';
import { type AnyIntegrator, isImplicit } from '../integrators/integrator.ts';
import { cos, PI, sin, smaller } from '../numerics/elementary.ts';
import { pointRows, unitRows } from '../numerics/points.ts';
import { DEFAULT_MAX_STEPS } from '../simulation/march.ts';
import { checkNoise, type Method, mergingRefused } from '../simulation/method.ts';
import { makeProblem, type Problem } from '../simulation/problem.ts';
import { type SimulateOptions, simulate } from '../simulation/simulate.ts';
import type { Trajectory } from '../simulation/trajectory.ts';
import { centerFollowerFor, finderFor, type RunEvents, recordOf, withCertificates } from './events.ts';
import { affordable, contextOf, leftOutWords, type Measurer, measure, startMeasuring } from './measuring.ts';
import { checkSpec, parametersOf, type RunSpec, unexpected } from './spec.ts';
import { linearTimes, resolveTimes } from './times.ts';

const DEFAULT_TOKENS = 200;
/** Numbers in one state: 800 MB, of which an integrator holds a dozen. */
const LARGEST_STATE = 100_000_000;
/** A matrix has d² numbers. */
const LARGEST_DIMENSION = 10_000;
const DEFAULT_SAMPLES = 101;
const DEFAULT_TOLERANCE = { rtol: 1e-8, atol: 1e-10 };
/** Everything but token-energy, whose result is as large as the trajectory; radii besides where tokens live in R^d. */
const DEFAULT_OBSERVE: readonly ObservableName[] = [
  'centers',
  'clusters',
  'capture',
  'energy',
  'cosine',
  'first-token',
  'order-parameter',
];

/** A specification with every key that matters filled in: running it again gives the same bits. */
export interface ResolvedSpec extends RunSpec {
  readonly tokens: number;
  readonly dimension: number;
  readonly until: number;
  readonly saveAt: readonly number[];
  readonly observe: readonly ObservableName[];
  readonly delta: number;
  readonly threshold: number;
  readonly radius: readonly number[];
}

/** A specification resolved: everything `simulate` and the measurements need. */
export interface PreparedRun {
  readonly spec: ResolvedSpec;
  readonly problem: Problem;
  readonly method: Method;
  readonly measurement: MeasurementParameters;
  /** Whether what to measure was not said: then what is too dear for the run is left out. */
  readonly usualObserve: boolean;
  /** What the user should know, a sentence each: rows that were normalised, say. */
  readonly notes: readonly string[];
}

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

export type RunOptions = Pick<SimulateOptions, 'onSample' | 'onProgress' | 'onStep' | 'signal' | 'store' | 'team'> & {
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
  const along = options.store === false ? startMeasuring(spec.observe, measurement, contextOf(problem)) : null;
  const finder = spec.events ? finderFor(problem, measurement) : null;
  const follower = spec.events ? centerFollowerFor(problem, measurement) : null;
  const { onSample, onStep, measurer = measure, ...others } = options;
  const common = {
    ...others,
    backend: spec.backend ?? 'auto',
    field: spec.field ?? 'auto',
    precision: spec.precision ?? 'double',
    ...(spec.costs && { costs: spec.costs }),
    maxSteps: spec.maxSteps as number,
  };
  const trajectory = await simulate(problem, method, {
    ...common,
    saveAt: spec.saveAt,
    onSample(t, x) {
      along?.sample(t, x);
      onSample?.(t, x);
    },
    async onStep(step) {
      await finder?.follow(step);
      await follower?.follow(step);
      await onStep?.(step);
    },
  });
  const found = finder && recordOf(finder, follower, measurement);
  const events =
    found && spec.certify && 'tolerance' in method
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

/**
 * Checks a specification and fills in its defaults; nothing is simulated yet.
 * @throws ParkadeError InvalidParameter
 */
export function prepareRun(given: RunSpec): PreparedRun {
  const checked = checkSpec(given);
  const notes: string[] = [];
  const kind: DynamicsKind = checked.dynamics ?? 'attention';
  const parameters = parametersOf(dynamicsRegistry[kind].parameters, checked);
  const dynamics = { kind, parameters } as unknown as Dynamics;
  const space = spaceOf(dynamics);
  const tokens = initialTokens(checked, notes, space);
  const { until, saveAt } = timesOf(checked);
  const { method, keys } = methodOf({ ...checked, ...parameters }, tokens.shape);
  const noise = noiseOf(checked);
  const measurement = measurementOf(checked, dynamics.parameters.beta);
  const problem = makeProblem({
    shape: tokens.shape,
    dynamics,
    initial: startIn(dynamics, tokens.x),
    tSpan: [0, until],
    noise,
  });
  checkNoise(method, problem);
  const spec = {
    tokens: tokens.shape.n,
    dimension: tokens.shape.d,
    ...tokens.keys,
    dynamics: kind,
    ...parameters,
    ...(noise && noiseKeys(noise)),
    until,
    saveAt,
    ...keys,
    maxSteps: checked.maxSteps ?? DEFAULT_MAX_STEPS,
    backend: checked.backend ?? 'auto',
    field: checked.field ?? 'auto',
    precision: checked.precision ?? 'double',
    ...(checked.costs && { costs: checked.costs }),
    ...measurement,
    ...eventsOf(checked, method, dynamics),
    observe: observeOf(checked, space),
  } as ResolvedSpec;
  return { spec, problem, method, measurement, usualObserve: checked.observe === undefined, notes };
}

interface InitialTokens {
  readonly shape: Shape;
  readonly x: State;
  /** The resolved keys that say how they came about. */
  readonly keys: Partial<RunSpec>;
}

/** What a run begins with, from the rows of a law or a list. */
function startIn({ parameters }: Dynamics, rows: State): State {
  const { initialRadius = 1 } = { initialRadius: undefined, ...parameters };
  return initialRadius === 1 ? rows : rows.map((entry) => initialRadius * entry);
}

function initialTokens(spec: RunSpec, notes: string[], space: Space): InitialTokens {
  const given = spec.initial ?? 'uniform';
  if (typeof given !== 'string') return listedTokens(spec, given, notes, space);
  if (!Object.hasOwn(initialRegistry, given)) {
    throw new ParkadeError(
      'InvalidParameter',
      `"initial" should be one of ${Object.keys(initialRegistry).join(', ')}, or rows of numbers, but came as ${shown(given)}; files are read by the command line only.`,
    );
  }
  const law = initialRegistry[given as InitialKind] as unknown as InitialLaw<Record<string, unknown>>;
  const shape = { n: spec.tokens ?? DEFAULT_TOKENS, d: spec.dimension ?? 2 };
  checkSize(shape);
  const seed = spec.seed ?? 1;
  const parameters = parametersOf(law.parameters, spec);
  return { shape, x: law.sample(parameters, shape, seed), keys: { seed, initial: given, ...parameters } };
}

/** Refuses what no memory holds before anything of that size is made. */
function checkSize({ n, d }: Shape): void {
  if (d > LARGEST_DIMENSION) throw unexpected('dimension', d);
  if (n * d <= LARGEST_STATE) return;
  throw new ParkadeError(
    'InvalidParameter',
    `"tokens" times "dimension" should be at most ${LARGEST_STATE}, but came as ${n}·${d}; take fewer tokens.`,
  );
}

/** Rows, or angles on the circle. On the sphere rows are made unit; in R^d they keep their lengths. */
function listedTokens(spec: RunSpec, list: readonly unknown[], notes: string[], space: Space): InitialTokens {
  const angles = list.every((entry) => typeof entry === 'number');
  if (angles && list.some((angle) => !(Math.abs(angle as number) <= 1e6))) throw unexpected('initial', list);
  const rows = angles ? list.map((angle) => [cos(angle as number), sin(angle as number)]) : list;
  const { n, d, x, normalized } =
    space === 'sphere' ? unitRows(rows, 'initial') : { ...pointRows(rows, 'initial'), normalized: 0 };
  checkSize({ n, d });
  for (const [key, actual] of [['tokens', n] as const, ['dimension', d] as const]) {
    if (spec[key] === undefined || spec[key] === actual) continue;
    throw new ParkadeError(
      'InvalidParameter',
      `"${key}" should be ${actual}, as in the initial tokens given, but came as ${shown(spec[key])}; leave it out.`,
    );
  }
  if (normalized > 0)
    notes.push(`${normalized} of ${n} initial rows were not of unit length to 1e-12 and were normalised.`);
  return { shape: { n, d }, x, keys: { initial: list as readonly number[] } };
}

function timesOf({ until, saveAt }: RunSpec): { until: number; saveAt: number[] } {
  if (saveAt === undefined) {
    if (until === undefined) throw unexpected('until', undefined);
    return { until, saveAt: linearTimes(0, until, DEFAULT_SAMPLES) };
  }
  const times = resolveTimes(saveAt);
  const wrong = times.find((time, i) => !(time >= 0 && time < Infinity && (i === 0 || time > times[i - 1])));
  if (wrong !== undefined) throw unexpected('saveAt', saveAt);
  const last = times[times.length - 1];
  const end = until ?? last;
  if (end < SHORTEST_RUN) throw unexpected('until', end);
  if (last > end) {
    throw new ParkadeError(
      'InvalidParameter',
      `"saveAt" should end by "until" = ${inFull(end)}, but asks for t = ${inFull(times.find((time) => time > end) as number)}; drop that time or raise until.`,
    );
  }
  return { until: end, saveAt: times };
}

/** @throws ParkadeError InvalidParameter for a seed of noise without noise, which would silently do nothing */
function noiseOf({ kappa, commonKappa, noiseSeed, seed = 1 }: RunSpec): Noise | undefined {
  if (kappa !== undefined || commonKappa !== undefined) {
    return {
      ...(kappa !== undefined && { kappa }),
      ...(commonKappa !== undefined && { commonKappa }),
      seed: noiseSeed ?? seed,
    };
  }
  if (noiseSeed === undefined) return undefined;
  throw new ParkadeError(
    'InvalidParameter',
    `"noiseSeed" should come only with kappa or commonKappa, which say how strong the noise is, but both are missing; drop it or give kappa.`,
  );
}

function noiseKeys({ seed, ...strengths }: Noise): Partial<RunSpec> {
  return { ...strengths, noiseSeed: seed };
}

/** What `auto` begins with, and what it goes on with where steps are bounded by stiffness. */
const AUTO = { integrator: integratorRegistry.dopri5, whenStiff: integratorRegistry.esdirk4 };

/** Implicit stages sum over every pair: with more tokens `auto` keeps to explicit steps, and to their memory. */
const MOST_IMPLICIT_TOKENS = 20_000;

function methodOf(spec: RunSpec, { n }: Shape): { method: Method; keys: Partial<RunSpec> } {
  const noisy = spec.kappa !== undefined || spec.commonKappa !== undefined;
  const usual = spec.dt === undefined ? 'auto' : 'dopri5';
  const name = spec.integrator ?? (noisy ? 'splitting' : usual);
  const integrator: AnyIntegrator = name === 'auto' ? AUTO.integrator : integratorRegistry[name];
  const instead = noisy ? 'give dt' : 'give dt, or use dopri5'; // dopri5 knows no noise
  const tolerances = spec.rtol !== undefined || spec.atol !== undefined;
  if (integrator.errorOrder === null && tolerances) {
    throw new ParkadeError(
      'InvalidParameter',
      `"integrator" ${name} makes no error estimate, so it should come without rtol and atol, but they came; ${instead}.`,
    );
  }
  const dt = spec.dt ?? (integrator.errorOrder === null ? spec.layerTime : undefined); // a step a layer
  if (integrator.errorOrder === null && dt === undefined) {
    throw new ParkadeError(
      'InvalidParameter',
      noisy
        ? `"dt" should be the step of a run with noise, a finite number > 0, but is missing; give dt, 0.125 for one.`
        : `"dt" should be a finite number > 0 for ${name}, which makes no error estimate, but is missing; ${instead}.`,
    );
  }
  if (spec.dt !== undefined && (tolerances || name === 'auto')) {
    const chosen = tolerances ? 'rtol and atol choose it' : 'the integrator auto chooses it';
    throw new ParkadeError(
      'InvalidParameter',
      `"dt" fixes the step while ${chosen}; one of them should be given, but both came; drop one.`,
    );
  }
  if (spec.merge && spec.dt !== undefined) throw mergingRefused('dt');
  if (spec.merge && name !== 'auto' && !isImplicit(integrator)) throw mergingRefused(`integrator ${name}`);
  if (dt !== undefined) return { method: { integrator, dt }, keys: { integrator: name, dt } };
  const tolerance = { rtol: spec.rtol ?? DEFAULT_TOLERANCE.rtol, atol: spec.atol ?? DEFAULT_TOLERANCE.atol };
  if (tolerance.rtol + tolerance.atol === 0) {
    throw new ParkadeError(
      'InvalidParameter',
      '"rtol" and "atol" should not both be 0, but both came as 0; give one of them, such as rtol: 1e-8.',
    );
  }
  const merge = spec.merge ? { merge: true } : {};
  const adaptive = { integrator: integrator as AnyIntegrator & { errorOrder: number }, tolerance, ...merge };
  return {
    method: name === 'auto' && n <= MOST_IMPLICIT_TOKENS ? { ...adaptive, whenStiff: AUTO.whenStiff } : adaptive,
    keys: { integrator: name, ...tolerance, ...merge },
  };
}

/** Lengths in units of β^{−1/2}, the range of attraction, but never so large that they mean nothing on a sphere. */
function measurementOf(spec: RunSpec, beta: number): MeasurementParameters {
  const range = beta > 0 ? 1 / Math.sqrt(beta) : Infinity;
  const delta = spec.delta ?? smaller(4 * range, PI / 2);
  const threshold = spec.threshold ?? smaller(range, 0.5);
  const radius = typeof spec.radius === 'number' ? [spec.radius] : (spec.radius ?? [smaller(range, 0.5)]);
  if (!insideSphere(delta)) throw unexpected('delta', delta);
  if (!insideSphere(threshold)) throw unexpected('threshold', threshold);
  if (!radius.every(insideSphere)) throw unexpected('radius', spec.radius);
  return { delta, threshold, radius };
}

/** Tolerances below this cannot be told from rounding. */
const FINEST_CERTIFIED = 1e-14;

/**
 * Which of events and certificates are asked for: with noise or in R^d neither, and the latter need tolerances that can be tightened.
 */
function eventsOf(
  { events, certify, kappa, commonKappa }: RunSpec,
  method: Method,
  dynamics: Dynamics,
): Partial<RunSpec> {
  const noisy = kappa ?? commonKappa;
  if ((events || certify) && noisy !== undefined) {
    throw new ParkadeError(
      'InvalidParameter',
      `"events" are instants of smooth paths, but came with noise ("${kappa === undefined ? 'commonKappa' : 'kappa'}"), where a threshold is crossed again and again at once; drop one of them.`,
    );
  }
  if ((events || certify) && spaceOf(dynamics) === 'euclidean') {
    throw new ParkadeError(
      'InvalidParameter',
      `"${certify ? 'certify' : 'events'}" speaks of tokens of the sphere, but came with dynamics ${dynamics.kind}, whose tokens live in R^d; drop it.`,
    );
  }
  if (!certify) return events ? { events } : {};
  const came = 'tolerance' in method ? `rtol ${inFull(method.tolerance.rtol)}` : `dt ${inFull(method.dt)}`;
  if (!('tolerance' in method) || (method.tolerance.rtol + method.tolerance.atol) / TIGHTER < FINEST_CERTIFIED) {
    throw new ParkadeError(
      'InvalidParameter',
      `"certify" repeats the run at tolerances ${TIGHTER} times tighter, so it should come with rtol ≥ ${inFull(TIGHTER * FINEST_CERTIFIED)} and no dt, but came with ${came}; give rtol: 1e-8.`,
    );
  }
  return { events: true, certify };
}

function insideSphere(angle: number): boolean {
  return angle > 0 && angle < PI;
}

function observeOf({ observe }: RunSpec, space: Space): readonly ObservableName[] {
  if (observe === undefined) return space === 'euclidean' ? [...DEFAULT_OBSERVE, 'radii'] : DEFAULT_OBSERVE;
  if (observe === 'none') return [];
  if (observe === 'all') return Object.keys(observableRegistry) as ObservableName[];
  return typeof observe === 'string' ? [observe] : observe;
}
