/** The time loop: step, judge, save. It knows problems and methods, no equation and no device. */
import { type FieldOptions, slotsOf } from './backends/backend.ts';
import { type BackendName, openBackend } from './backends/open.ts';
import { larger, smaller } from './core/elementary.ts';
import { DIRECT_FIELD, type Engine, type Slot, type Tolerance } from './core/engine.ts';
import { ParkadeError } from './core/errors.ts';
import type { Awaitable, State } from './core/state.ts';
import { adaptiveClock, type Clock, fixedClock, type NextStep } from './integrators/clock.ts';
import type { Integrator, StepSlots } from './integrators/integrator.ts';
import { initialStep, piControl } from './integrators/step-control.ts';
import { makeProblem, type Problem } from './problem.ts';
import type { Statistics, Status, Trajectory } from './trajectory.ts';

/** A step of fixed size, or one that follows tolerances; the latter needs an integrator with an error estimate. */
export type Method =
  | { readonly integrator: Integrator; readonly dt: number }
  | { readonly integrator: Integrator & { readonly errorOrder: number }; readonly tolerance: Tolerance };

export interface SimulateOptions {
  /** Ascending times within the span; the tokens are reported there exactly, and saving never alters the steps. */
  readonly saveAt: readonly number[];
  /** Called at every saved time with the tokens [n, d]; the array is reused. */
  readonly onSample?: (t: number, x: State) => void;
  /** Called after every accepted step; a promise is waited for, so a caller can let its event loop breathe. */
  readonly onProgress?: (t: number, statistics: Statistics) => Awaitable<void>;
  readonly backend?: BackendName | 'auto';
  /** How to compute the field, and how precisely; the choice and its error bound are in the result. */
  readonly field?: FieldOptions['field'];
  readonly precision?: FieldOptions['precision'];
  readonly costs?: FieldOptions['costs'];
  /** Threads to share the work of large fields; the bits do not depend on them. */
  readonly team?: FieldOptions['team'];
  /** Keep the samples in the result; true unless told otherwise. */
  readonly store?: boolean;
  readonly maxSteps?: number;
  readonly signal?: { readonly aborted: boolean };
}

export const DEFAULT_MAX_STEPS = 1_000_000;
/** Below it, dt times a coefficient of a method could vanish, and a field of NaN pass for one of zeros. */
const SMALLEST_STEP = 1e-280;
/** Numbers in the stored samples: 4 GB. */
const LARGEST_STORE = 500_000_000;

/**
 * Solves a problem. Numerical failures are values: see `status`.
 * @throws ParkadeError InvalidParameter for a problem, times or a method that make no sense
 */
export async function simulate(problem: Problem, method: Method, options: SimulateOptions): Promise<Trajectory> {
  makeProblem(problem);
  const { shape, dynamics } = problem;
  checkSaveAt(options.saveAt, problem.tSpan);
  const backend = openBackend(options.backend ?? 'auto', dynamics, shape);
  const { integrator } = method;
  const [x, y, error, sample, ...slopes] = slotsOf(4 + larger(2, integrator.stages));
  const engine = await backend.prepare(dynamics, shape, 4 + slopes.length, fieldOptions(problem, method, options));
  const counter = countEvaluations(engine);
  const samples = recorder(problem, options, counter.engine);
  try {
    const outcome = await advance(problem, method, options, counter, { x, y, error, slopes }, sample, samples.take);
    const field = engine.report?.() ?? DIRECT_FIELD;
    return { problem, ...samples.result(), ...outcome, backend: backend.name, field };
  } finally {
    engine.dispose();
  }
}

/** Fixed steps come without a tolerance; the errors of the field shall stay far below what any step leaves. */
const ACCURACY_OF_FIXED_STEPS = 1e-10;

/** A field of absolute accuracy is welcome where its errors, all adding up, stay below atol by the end. */
function fieldOptions(
  { tSpan }: Problem,
  method: Method,
  { field, precision, costs, team }: SimulateOptions,
): FieldOptions {
  const atol = 'tolerance' in method ? method.tolerance.atol : ACCURACY_OF_FIXED_STEPS;
  const accuracy = atol / (tSpan[1] - tSpan[0]);
  return {
    accuracy,
    ...(field && { field }),
    ...(precision && { precision }),
    ...(costs && { costs }),
    ...(team && { team }),
  };
}

async function advance(
  { initial, tSpan }: Problem,
  method: Method,
  { saveAt, onProgress, signal, maxSteps = DEFAULT_MAX_STEPS }: SimulateOptions,
  counter: EvaluationCounter,
  slots: StepSlots,
  sample: Slot,
  take: (t: number, slot: Slot) => Awaitable<void>,
): Promise<{ status: Status; statistics: Statistics }> {
  const { engine } = counter;
  const { integrator } = method;
  const tolerance = 'tolerance' in method ? method.tolerance : null;
  const tally = { steps: 0, rejected: 0, smallestStep: 0, largestStep: 0 };
  let t = tSpan[0];
  let saved = 0;
  let lastError = 0; // of the last rejected step
  const statistics = (): Statistics => ({ ...tally, fieldEvaluations: counter.count(), reached: t });

  await engine.write(slots.x, initial);
  while (saved < saveAt.length && saveAt[saved] === t) await take(saveAt[saved++], slots.x);
  await engine.field(t, slots.x, slots.slopes[0]);
  const clock = await makeClock(method, tSpan, engine, slots, sample);

  while (t < tSpan[1]) {
    if (signal?.aborted) return { status: 'aborted', statistics: statistics() };
    if (tally.steps >= maxSteps) return { status: 'max-steps', statistics: statistics() };
    const next = clock.next(t);
    if (next.end === t || next.dt < SMALLEST_STEP) {
      return { status: Number.isFinite(lastError) ? 'step-too-small' : 'non-finite', statistics: statistics() };
    }
    await integrator.step(engine, t, next.dt, slots);
    const error = await judge(engine, slots, tolerance);
    if (!(error <= 1)) {
      tally.rejected++;
      if (!tolerance) return { status: 'non-finite', statistics: statistics() };
      lastError = error;
      clock.rejected(next, error);
      continue;
    }
    for (; saved < saveAt.length && saveAt[saved] <= next.end; saved++) {
      await saveWithin(saveAt[saved], t, next, integrator, engine, slots, sample, take);
    }
    tally.smallestStep = tally.steps === 0 ? next.dt : smaller(tally.smallestStep, next.dt);
    tally.largestStep = larger(tally.largestStep, next.dt);
    tally.steps++;
    t = next.end;
    slots = turnOver(slots, integrator);
    if (!integrator.firstSameAsLast && t < tSpan[1]) await engine.field(t, slots.x, slots.slopes[0]);
    clock.accepted(next, error);
    lastError = 0;
    await onProgress?.(t, statistics());
  }
  return { status: 'completed', statistics: statistics() };
}

async function makeClock(
  method: Method,
  tSpan: readonly [number, number],
  engine: Engine,
  slots: StepSlots,
  scratch: Slot,
): Promise<Clock> {
  if (!('tolerance' in method)) return fixedClock(tSpan, method.dt);
  const { order, errorOrder } = method.integrator;
  const first = await initialStep(engine, order, method.tolerance, tSpan, slots.x, scratch, slots.slopes);
  return adaptiveClock(tSpan, first, piControl(errorOrder));
}

/** The error of a step in units of the tolerance; 0 or NaN where only finiteness can be judged. */
async function judge(engine: Engine, slots: StepSlots, tolerance: Tolerance | null): Promise<number> {
  if (tolerance) return engine.errorNorm(slots.error, tolerance);
  return (await engine.finite(slots.y)) ? 0 : NaN;
}

/** Takes a sample at a time within the step just made: its end, its continuous extension, or a part of it stepped again. */
async function saveWithin(
  time: number,
  t: number,
  { dt, end }: NextStep,
  integrator: Integrator,
  engine: Engine,
  slots: StepSlots,
  sample: Slot,
  take: (t: number, slot: Slot) => Awaitable<void>,
): Promise<void> {
  if (time === end) return take(time, slots.y);
  if (integrator.interpolate) {
    await integrator.interpolate(engine, (time - t) / dt, dt, slots, sample);
    return take(time, sample);
  }
  // y waits in `sample` while the shorter step uses its place; the slopes but the first are free by now.
  await engine.combine(sample, slots.y, [], []);
  await integrator.step(engine, t, time - t, slots);
  await take(time, slots.y);
  await engine.combine(slots.y, sample, [], []);
}

/** The end of one step as the beginning of the next. */
function turnOver({ x, y, error, slopes }: StepSlots, { firstSameAsLast, stages }: Integrator): StepSlots {
  if (!firstSameAsLast) return { x: y, y: x, error, slopes };
  const turned = [...slopes];
  [turned[0], turned[stages - 1]] = [turned[stages - 1], turned[0]];
  return { x: y, y: x, error, slopes: turned };
}

interface EvaluationCounter {
  readonly engine: Engine;
  count(): number;
}

function countEvaluations(engine: Engine): EvaluationCounter {
  let evaluations = 0;
  const counting: Engine = {
    ...engine,
    field(t, x, out) {
      evaluations++;
      return engine.field(t, x, out);
    },
  };
  return { engine: counting, count: () => evaluations };
}

/** Keeps the samples, and hands them on. */
function recorder({ shape }: Problem, { saveAt, onSample, store = true }: SimulateOptions, engine: Engine) {
  const size = shape.n * shape.d;
  if (store && saveAt.length * size > LARGEST_STORE) {
    throw new ParkadeError(
      'InvalidParameter',
      `"saveAt" should ask for at most ${LARGEST_STORE} numbers in all, but ${saveAt.length} times of ${size} numbers came; save fewer times.`,
    );
  }
  const xs = new Float64Array(store ? saveAt.length * size : 0);
  const scratch = new Float64Array(size);
  let taken = 0;
  return {
    async take(t: number, slot: Slot): Promise<void> {
      const into = store ? xs.subarray(taken * size, (taken + 1) * size) : scratch;
      await engine.read(slot, into);
      taken++;
      onSample?.(t, into);
    },
    result: () => ({ ts: Float64Array.from(saveAt.slice(0, taken)), xs: store ? xs.slice(0, taken * size) : xs }),
  };
}

function checkSaveAt(saveAt: readonly number[], [t0, t1]: readonly [number, number]): void {
  for (let i = 0; i < saveAt.length; i++) {
    const time = saveAt[i];
    if (!(time >= t0 && time <= t1)) {
      throw new ParkadeError(
        'InvalidParameter',
        `"saveAt" should hold times from ${t0} to ${t1}, the end of the run, but holds ${time}; drop it or raise "until".`,
      );
    }
    if (i > 0 && !(time > saveAt[i - 1])) {
      throw new ParkadeError(
        'InvalidParameter',
        `"saveAt" should ascend without repeats, but ${time} follows ${saveAt[i - 1]}; sort the times.`,
      );
    }
  }
}
