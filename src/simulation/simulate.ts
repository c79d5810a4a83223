/** A problem and a method made a trajectory: an engine prepared, samples kept. The time loop is in march.ts. */
import { type Backend, type FieldOptions, slotsOf, UNIT_ROUNDOFF } from '../backends/backend.ts';
import { frozenEngine } from '../backends/frozen-engine.ts';
import { mergedWithin, mergingEngine } from '../backends/merging-engine.ts';
import { noisyEngine } from '../backends/noisy-engine.ts';
import { backendRegistry, openBackend } from '../backends/open.ts';
import { DIRECT_FIELD, type Engine, type Slot } from '../core/engine.ts';
import { invalid, mistake, type ParkadeError, quoted } from '../core/errors.ts';
import { inFull } from '../core/number-text.ts';
import type { Shape } from '../core/state.ts';
import type { Equation } from '../dynamics/equation.ts';
import { spaceOf } from '../dynamics/index.ts';
import { type EquilibriumWatch, equilibriumWatch } from '../equilibria/watch.ts';
import { isImplicit } from '../integrators/integrator.ts';
import { slotsFor } from '../integrators/stepper.ts';
import { larger } from '../numerics/elementary.ts';
import { planOf } from './edits.ts';
import { countEvaluations } from './evaluations.ts';
import { march } from './march.ts';
import { checkMethod, checkParts, type Method } from './method.ts';
import type { SimulateOptions } from './options.ts';
import { inPieces } from './pieces.ts';
import { equationOf, makeProblem, type Problem } from './problem.ts';
import { recorder } from './recorder.ts';
import { beginningOf, type Trajectory } from './trajectory.ts';

/** A place beside the run, and the field there. */
const SLOTS_TO_LOOK = 2;

export type { SimulateOptions };

/**
 * Solves a problem. Numerical failures are values: see `status`.
 * @throws ParkadeError InvalidParameter for a problem, times or a method that make no sense
 */
export async function simulate(given: Problem, method: Method, options: SimulateOptions): Promise<Trajectory> {
  const problem = makeProblem(given);
  checkParts(method);
  checkOptions(options);
  checkSaveAt(options.saveAt, problem.tSpan);
  const plan = planOf(problem);
  if (!plan) return solve(problem, method, options);
  if (method.merge && plan.pieces.some(({ frozen }) => frozen.length > 0)) throw mergingOfFrozen();
  return inPieces(problem, plan, method, options, solve);
}

function mergingOfFrozen(): ParkadeError {
  const expected = 'come without tokens that are frozen, since those that it merges move as one';
  return invalid('merge', expected, '"edits" freezes one', 'drop one of them');
}

/** A problem without edits, or a piece of one that has some: then its tokens that are frozen, and the whole's span. */
async function solve(
  problem: Problem,
  method: Method,
  options: SimulateOptions,
  { frozen, span }: { readonly frozen: readonly number[]; readonly span: Problem['tSpan'] } = {
    frozen: [],
    span: problem.tSpan,
  },
): Promise<Trajectory> {
  const { shape } = problem;
  const equation = equationOf(problem);
  const backend = openBackend(options.backend ?? 'auto', equation);
  const implicit = method.kind === 'adaptive' ? method.whenStiff : undefined;
  const count = larger(slotsFor(method.integrator), implicit ? slotsFor(implicit) : 0);
  const all = 1 + SLOTS_TO_LOOK + count;
  checkMemory(all, shape);
  const [sample, ...others] = slotsOf(all);
  const [ofWatch, slots] = [others.slice(0, SLOTS_TO_LOOK), others.slice(SLOTS_TO_LOOK)];
  const fieldAs = { ...fieldOptions({ tSpan: span }, method, options), ...(frozen.length > 0 && { frozen }) };
  const prepared = await backend.prepare(equation, all, fieldAs);
  checkMethod(method, prepared, problem);
  const merging = withMerging(method, backend, prepared, equation, all, frozen);
  const moving = frozen.length > 0 ? frozenEngine(merging, shape, frozen) : merging;
  const engine = problem.noise ? noisyEngine(moving, shape, problem.noise, frozen) : moving;
  const counter = countEvaluations(engine);
  const samples = recorder(shape, options, counter.engine);
  try {
    const watch = watchFor(problem, method, backend, options, counter.engine, ofWatch, frozen);
    const outcome = await march(problem, method, options, { counter, slots, sample, take: samples.take, watch });
    const fieldReport = engine.report?.() ?? DIRECT_FIELD;
    const statistics = { ...outcome.statistics, ...(engine.steepness && { steepness: engine.steepness() }) };
    return { ...beginningOf(problem), ...samples.result(), ...outcome, statistics, backend: backend.name, fieldReport };
  } finally {
    engine.dispose();
  }
}

/**
 * With tokens that merge: where that is asked for, and under the full mask wherever steps are, or may become, implicit.
 * Once the tokens of a cluster have met, what draws them together would drown what moves the cluster: steps of 10²⁰
 * multiply what rounding leaves of the former.
 */
function withMerging(
  method: Method,
  backend: Backend,
  prepared: Engine,
  equation: Equation,
  slots: number,
  frozen: readonly number[],
): Engine {
  if (method.merge) return mergingEngine(backend, prepared, equation, slots);
  const implicit = isImplicit(method.integrator) || (method.kind === 'adaptive' && method.whenStiff !== undefined);
  if (!implicit || !prepared.stages || prepared.enter || equation.attention?.mask !== 'full') return prepared;
  const allowed = method.kind === 'adaptive' ? method.tolerance.atol + method.tolerance.rtol : null;
  return mergingEngine(backend, prepared, equation, slots, { together: mergedWithin(allowed), frozen });
}

/** By which backend, and along which path, a field would be computed; nothing is run. */
export async function plannedField(
  problem: Problem,
  method: Method,
  options: SimulateOptions,
): Promise<{ readonly backend: string; readonly path: string }> {
  const equation = equationOf(problem);
  const backend = openBackend(options.backend ?? 'auto', equation);
  const engine = await backend.prepare(equation, 1, fieldOptions(problem, method, options));
  const { path } = engine.report?.() ?? DIRECT_FIELD;
  engine.dispose();
  return { backend: backend.name, path };
}

/** Null where noise keeps the tokens moving, and where single precision is too coarse to tell what rests. */
function watchFor(
  { shape, dynamics, tSpan, noise }: Problem,
  method: Method,
  { unitRoundoff }: Backend,
  { precision }: SimulateOptions,
  engine: Engine,
  slots: readonly Slot[],
  frozen: readonly number[],
): EquilibriumWatch | null {
  if (noise || precision === 'single' || unitRoundoff > UNIT_ROUNDOFF) return null;
  const tolerance = method.kind === 'adaptive' ? method.tolerance : null;
  return equilibriumWatch({ engine, shape, space: spaceOf(dynamics), tolerance, tSpan, slots, frozen });
}

/** Numbers in all the states of an engine: 12 GB. */
const LARGEST_ENGINE = 1_500_000_000;

/** @throws ParkadeError InvalidParameter for more states than memory holds */
function checkMemory(states: number, { n, d }: Shape): void {
  if (states * n * d <= LARGEST_ENGINE) return;
  const expected = `be at most ${Math.floor(LARGEST_ENGINE / states)} for this integrator, which holds ${states} states at once`;
  throw mistake('InvalidParameter', {
    ...{ key: 'tokens', subject: '"tokens" times "dimension"', expected },
    ...{ came: `came as ${n}·${d}`, advice: 'take fewer tokens, or dopri5' },
  });
}

/** Fixed steps come without a tolerance; the errors of the field shall stay far below what any step leaves. */
const ACCURACY_OF_FIXED_STEPS = 1e-10;

/** A field of absolute accuracy is welcome where its errors, all adding up, stay below atol by the end. */
export function fieldOptions(
  { tSpan }: Pick<Problem, 'tSpan'>,
  method: Method,
  { field, precision, costs, team }: SimulateOptions,
): FieldOptions {
  const atol = method.kind === 'adaptive' ? method.tolerance.atol : ACCURACY_OF_FIXED_STEPS;
  const accuracy = atol / (tSpan[1] - tSpan[0]);
  return {
    accuracy,
    ...(field && { field }),
    ...(precision && { precision }),
    ...(costs && { costs }),
    ...(team && { team }),
  };
}

const NO_TIMES = 'be an object with saveAt, a list of times';

function checkOptions(options: SimulateOptions): void {
  const { saveAt } = options ?? {};
  const isList = Array.isArray(saveAt) || ArrayBuffer.isView(saveAt);
  if (!isList) throw invalid('options', NO_TIMES, `came as ${quoted(options)}`, 'write { saveAt: [1, 2] }, say');
  const { backend = 'auto' } = options;
  if (backend === 'auto' || Object.hasOwn(backendRegistry, backend)) return;
  const names = ['auto', ...Object.keys(backendRegistry)];
  throw invalid('backend', `be one of ${names.join(', ')}`, `came as ${quoted(backend)}`, 'change it');
}

function checkSaveAt(saveAt: readonly number[], [t0, t1]: readonly [number, number]): void {
  for (let i = 0; i < saveAt.length; i++) {
    const time = saveAt[i];
    if (!(time >= t0 && time <= t1)) {
      const expected = `hold times from ${inFull(t0)} to ${inFull(t1)}, the end of the run`;
      throw invalid('saveAt', expected, `holds ${inFull(time)}`, 'drop it or raise "until"');
    }
    if (i > 0 && !(time > saveAt[i - 1])) {
      const came = `${inFull(time)} follows ${inFull(saveAt[i - 1])}`;
      throw invalid('saveAt', 'ascend without repeats', came, 'sort the times');
    }
  }
}
