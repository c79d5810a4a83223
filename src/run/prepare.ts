/** A specification resolved: names, defaults, tokens, times; nothing is simulated yet. */
import type { ObservableName } from '../analysis/index.ts';
import type { MeasurementParameters } from '../analysis/observable.ts';
import { invalid, mistake } from '../core/errors.ts';
import { inFull } from '../core/number-text.ts';
import type { Noise, Shape, Space } from '../core/state.ts';
import { SHORTEST_RUN } from '../core/step.ts';
import { type Dynamics, dynamicsRegistry, spaceOf } from '../dynamics/index.ts';
import { TIGHTER } from '../events/certify.ts';
import { checkEdits } from '../simulation/edits.ts';
import { DEFAULT_MAX_STEPS } from '../simulation/march.ts';
import { checkNoise, type Method } from '../simulation/method.ts';
import { makeProblem, type Problem } from '../simulation/problem.ts';
import type { SimulateOptions } from '../simulation/simulate.ts';
import { beginningOf } from '../simulation/trajectory.ts';
import { lengthsOf } from './lengths.ts';
import { namesToMeasure } from './measuring.ts';
import { methodOf } from './method.ts';
import { checkSpec, kindOf, parametersOf, type RunSpec, unexpected } from './spec.ts';
import { linearTimes, resolveTimes } from './times.ts';
import { initialTokens, startIn } from './tokens.ts';

const DEFAULT_SAMPLES = 101;
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

/**
 * Checks a specification and fills in its defaults; nothing is simulated yet.
 * @throws ParkadeError InvalidParameter
 */
export function prepareRun(given: RunSpec): PreparedRun {
  const checked = checkSpec(given);
  const notes: string[] = [];
  const kind = kindOf({ ...checked });
  const parameters = parametersOf(dynamicsRegistry[kind].parameters, checked);
  const dynamics = { kind, parameters } as unknown as Dynamics;
  const space = spaceOf(dynamics);
  const tokens = initialTokens(checked, notes, space);
  const { until, saveAt } = timesOf(checked);
  const noise = noiseOf(checked);
  const measurement = lengthsOf(checked, dynamics.parameters.beta);
  const problem = makeProblem({
    shape: tokens.shape,
    dynamics,
    initial: startIn(dynamics, tokens.x),
    tSpan: [0, until],
    noise,
    ...editsOf(checked, tokens.shape, until, space, notes),
  });
  const { method, keys } = methodOf({ ...checked, ...parameters }, problem.shape);
  checkNoise(method, problem);
  const spec = {
    tokens: tokens.shape.n,
    dimension: tokens.shape.d,
    ...tokens.keys,
    dynamics: kind,
    ...parameters,
    ...(noise && noiseKeys(noise)),
    ...(problem.edits && { edits: checked.edits }),
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
    observe: namesToMeasure(checked.observe, beginningOf(problem), measurement),
  } as ResolvedSpec;
  return { spec, problem, method, measurement, usualObserve: checked.observe === undefined, notes };
}

/** The edits, checked, and a note on rows that were normalised; nothing where none are given. */
function editsOf(
  { edits }: RunSpec,
  shape: Shape,
  until: number,
  space: Space,
  notes: string[],
): Pick<Problem, 'edits'> {
  if (edits === undefined || edits.length === 0) return {};
  const { normalized, ...checked } = checkEdits(edits, { shape, tSpan: [0, until] }, space);
  if (normalized > 0)
    notes.push(
      `${normalized} of ${edits.length} edits gave rows that were not of unit length to 1e-12 and were normalised.`,
    );
  return checked;
}

/** What `simulate` is told of a specification. */
export function simulateOptions(spec: ResolvedSpec): SimulateOptions {
  return {
    saveAt: spec.saveAt,
    backend: spec.backend ?? 'auto',
    field: spec.field ?? 'auto',
    precision: spec.precision ?? 'double',
    ...(spec.costs && { costs: spec.costs }),
    maxSteps: spec.maxSteps as number,
  };
}

function timesOf({ until, saveAt }: RunSpec): { until: number; saveAt: number[] } {
  if (saveAt === undefined) {
    if (until === undefined) {
      throw invalid(
        'until',
        'be a finite time from 1e-270 to 1e300',
        'is missing',
        'give it, or saveAt, whose last time is then the end',
      );
    }
    return { until, saveAt: linearTimes(0, until, DEFAULT_SAMPLES) };
  }
  const times = resolveTimes(saveAt);
  const wrong = times.find((time, i) => !(time >= 0 && time < Infinity && (i === 0 || time > times[i - 1])));
  if (wrong !== undefined) throw unexpected('saveAt', saveAt);
  const last = times[times.length - 1];
  const end = until ?? last;
  if (end < SHORTEST_RUN) throw unexpected('until', end);
  if (last > end) {
    throw invalid(
      'saveAt',
      `end by "until" = ${inFull(end)}`,
      `asks for t = ${inFull(times.find((time) => time > end) as number)}`,
      'drop that time or raise until',
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
  throw invalid(
    'noiseSeed',
    'come only with kappa or commonKappa, which say how strong the noise is',
    'both are missing',
    'drop it or give kappa',
  );
}

function noiseKeys({ seed, ...strengths }: Noise): Partial<RunSpec> {
  return { ...strengths, noiseSeed: seed };
}

/** Tolerances below this cannot be told from rounding. */
const FINEST_CERTIFIED = 1e-14;

/**
 * Which of events and certificates are asked for: with noise or in R^d neither, and the latter need tolerances that can
 * be tightened.
 */
function eventsOf(
  { events, certify, kappa, commonKappa }: RunSpec,
  method: Method,
  dynamics: Dynamics,
): Partial<RunSpec> {
  const noisy = kappa ?? commonKappa;
  if ((events || certify) && noisy !== undefined) {
    const strength = kappa === undefined ? 'commonKappa' : 'kappa';
    const came = `came with noise ("${strength}"), where a threshold is crossed again and again at once`;
    throw invalid('events', 'be instants of smooth paths', came, 'drop one of them');
  }
  if ((events || certify) && spaceOf(dynamics) === 'euclidean') {
    const came = `came with dynamics ${dynamics.kind}, whose tokens live in R^d`;
    throw invalid(certify ? 'certify' : 'events', 'speak of tokens of the sphere', came, 'drop it');
  }
  if (!certify) return events ? { events } : {};
  const came = method.kind === 'adaptive' ? `rtol ${inFull(method.tolerance.rtol)}` : `dt ${inFull(method.dt)}`;
  if (method.kind === 'fixed' || (method.tolerance.rtol + method.tolerance.atol) / TIGHTER < FINEST_CERTIFIED) {
    throw mistake('InvalidParameter', {
      key: 'certify',
      subject: `"certify" repeats the run at tolerances ${TIGHTER} times tighter, so it`,
      expected: `come with rtol ≥ ${inFull(TIGHTER * FINEST_CERTIFIED)} and no dt`,
      came: `came with ${came}`,
      advice: 'give rtol: 1e-8',
    });
  }
  return { events: true, certify };
}
