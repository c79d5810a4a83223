/** The time loop: step, judge, save. It knows problems and steppers, no equation and no device. */

import type { Engine, Slot } from '../core/engine.ts';
import type { Awaitable, State } from '../core/state.ts';
import { SMALLEST_STEP, type StepTaken } from '../core/step.ts';
import type { EquilibriumWatch } from '../equilibria/watch.ts';
import { adaptiveClock, fineClock, fixedClock, type NextStep } from '../integrators/clock.ts';
import { type AnyIntegrator, isImplicit } from '../integrators/integrator.ts';
import { isLater } from '../integrators/later.ts';
import { initialStep, piControl, predictiveControl } from '../integrators/step-control.ts';
import { type Attempt, MOST_GROWTH, makeStepper, type Stepper, slotsFor } from '../integrators/stepper.ts';
import { larger, smaller } from '../numerics/elementary.ts';
import type { EvaluationCounter } from './evaluations.ts';
import type { Method } from './method.ts';
import type { Problem } from './problem.ts';
import { stiffnessWatch } from './stiffness.ts';
import type { Statistics, Status, UndecidedToken } from './trajectory.ts';

export const DEFAULT_MAX_STEPS = 1_000_000;
/** In a row, of implicit steps; each divides the step by five or ten. */
export const MOST_REJECTIONS = 400;

/** Where a run that ended goes on. */
interface Start {
  readonly t: number;
  readonly x: State;
  /** Whether fixed steps go on along their grid where t is one of its times but for rounding: after an edit. */
  readonly toRounding?: boolean;
}

export interface MarchOptions {
  /** Where to begin: by default with the initial tokens at the beginning of the time span. */
  readonly from?: Start;
  /** Ascending times within the span; the tokens are reported there exactly, and saving never alters the steps. */
  readonly saveAt: readonly number[];
  /** Called after every accepted step; a promise is waited for, so a caller can let its event loop breathe. */
  readonly onProgress?: (t: number, statistics: Statistics) => Awaitable<void>;
  /** Called within every accepted step, before it is left: a look at any time in it. */
  readonly onStep?: (step: StepTaken) => Awaitable<void>;
  readonly maxSteps?: number;
  readonly signal?: { readonly aborted: boolean };
}

interface Outcome {
  readonly status: Status;
  /** The tokens at the time reached. */
  readonly last: State;
  readonly statistics: Statistics;
  readonly undecided: readonly UndecidedToken[];
}

/** What a problem is stepped through with. */
interface Means {
  readonly counter: EvaluationCounter;
  /** As many as the method's steppers need; the first will hold the initial tokens. */
  readonly slots: readonly Slot[];
  /** For tokens at times between steps. */
  readonly sample: Slot;
  /** Keeps a sample. */
  take(t: number, slot: Slot): Awaitable<void>;
  /** Looks at tokens that have come to rest; null where noise keeps them moving. */
  readonly watch: EquilibriumWatch | null;
}

/** From the beginning of the time span to its end, or until something stops it. */
export async function march(
  { initial, tSpan, shape }: Problem,
  method: Method,
  { saveAt, from, onProgress, onStep, signal, maxSteps = DEFAULT_MAX_STEPS }: MarchOptions,
  { counter, slots, sample, take, watch }: Means,
): Promise<Outcome> {
  const { engine, count } = counter;
  const t1 = tSpan[1];
  const start: Start = from ?? { t: tSpan[0], x: initial };
  const tally = { steps: 0, rejected: 0, smallestStep: 0, largestStep: 0 };
  const undecided = new Map<number, UndecidedToken>();
  let t = start.t;
  let saved = 0;
  let implicitFrom = isImplicit(method.integrator) ? t : null;
  let rejections = 0; // in a row
  let lastError = 0; // of the last of them

  const statistics = (): Statistics => ({
    ...tally,
    fieldEvaluations: count(),
    reached: t,
    implicitFrom,
    particles: engine.merging?.particles() ?? shape.n,
  });
  async function ended(status: Status): Promise<Outcome> {
    const last = new Float64Array(initial.length);
    await engine.read(stepper.x, last);
    return {
      status,
      last,
      statistics: statistics(),
      undecided: [...undecided.values()].sort((a, b) => a.token - b.token),
    };
  }

  await engine.write(slots[0], start.x);
  let pieceEnd = await enterPiece(engine, t, t1, slots[0]);
  while (saved < saveAt.length && saveAt[saved] === t) await take(saveAt[saved++], slots[0]);
  // A grid of steps begins with the span, or with the piece of it.
  const origin = engine.enter ? t : tSpan[0];
  const grid = { origin, toRounding: start.toRounding === true };
  let stepper = await begin(engine, method, method.integrator, [t, pieceEnd], slots, sample, grid);
  const look = async (suspects: readonly number[]): Promise<void> => {
    for (const [token, why] of (await watch?.look(stepper, t, suspects)) ?? [])
      undecided.set(token, { token, since: t, why });
  };
  await look([]);
  const isStiff = stiffnessWatch(engine, method, t1);

  while (t < t1) {
    if (signal?.aborted) return ended('aborted');
    if (tally.steps >= maxSteps) return ended('max-steps');
    const next = stepper.next(t);
    const stuck = whyStuck(stepper, t, next, rejections, lastError);
    if (stuck) return ended(stuck);
    const attempt = await judged(stepper, next, await stepper.attempt(t, next), watch);
    if (!(attempt.error <= 1)) {
      tally.rejected++;
      if (method.kind === 'fixed') return ended(attempt.error === Infinity ? 'stage-failed' : 'non-finite');
      rejections++;
      lastError = attempt.error;
      stepper.reject(next, attempt);
      continue;
    }
    for (; saved < saveAt.length && saveAt[saved] <= next.end; saved++) {
      const time = saveAt[saved];
      const theta = time === next.end ? 1 : (time - t) / next.dt;
      if (!(await stepper.within(t, next, theta, sample))) return ended('stage-failed');
      await take(time, sample);
    }
    if (onStep) await onStep(stepTaken(engine, stepper, t, next, sample, shape.n * shape.d));
    tally.smallestStep = tally.steps === 0 ? next.dt : smaller(tally.smallestStep, next.dt);
    tally.largestStep = larger(tally.largestStep, next.dt);
    tally.steps++;
    rejections = 0;
    lastError = 0;
    if (attempt.outcome) await engine.merging?.merge(stepper.x, stepper.y, next.dt, attempt.outcome.rates);
    const accepted = stepper.accept(t, next, attempt, next.end < pieceEnd);
    if (isLater(accepted)) await accepted;
    t = next.end;
    const stiff = isStiff(stepper, t, next.dt);
    const takesOver = isLater(stiff) ? await stiff : stiff;
    if (takesOver) {
      implicitFrom = t;
      await engine.merging?.mergeAt?.(stepper.x);
    }
    const piece = t === pieceEnd && t < t1;
    if (piece) pieceEnd = await enterPiece(engine, t, t1, stepper.x);
    if (piece || takesOver) {
      const first = stepper.x;
      const others = slots.filter((slot) => slot !== first);
      const integrator = takesOver ?? stepper.integrator;
      stepper = await begin(engine, method, integrator, [t, pieceEnd], [first, ...others], sample);
    }
    await look(attempt.outcome?.undecided ?? []);
    if (onProgress) await onProgress(t, statistics());
  }
  return ended('completed');
}

/** The attempt, its error the larger of what the tolerance and the watch make of it. */
async function judged(
  stepper: Stepper,
  { end }: NextStep,
  attempt: Attempt,
  watch: EquilibriumWatch | null,
): Promise<Attempt> {
  if (!(watch && attempt.error <= 1)) return attempt;
  return { ...attempt, error: larger(attempt.error, await watch.judge(stepper, end)) };
}

/** A piece that ends within this share of its length before the end of the run ends with it: the rest is rounding. */
const HAIR = 1e-9;

/** Where the field next jumps, or the run ends; t1 where it never does. */
async function enterPiece(engine: Engine, t: number, t1: number, x: Slot): Promise<number> {
  if (!engine.enter) return t1;
  const end = await engine.enter(t, x);
  return end + HAIR * (end - t) < t1 ? end : t1;
}

/**
 * A stepper that begins with the state in the first slot.
 * @param grid where a fixed grid of steps begins, by default with the span
 */
async function begin(
  engine: Engine,
  method: Method,
  integrator: AnyIntegrator,
  tSpan: readonly [number, number],
  slots: readonly Slot[],
  scratch: Slot,
  { origin, toRounding } = { origin: tSpan[0], toRounding: false },
): Promise<Stepper> {
  const own = slots.slice(0, slotsFor(integrator));
  const [x, , , ...slopes] = own;
  await engine.field(tSpan[0], x, slopes[0]);
  if (method.kind === 'fixed') {
    return makeStepper(engine, integrator, null, fixedClock([origin, tSpan[1]], method.dt, tSpan[0], toRounding), own);
  }
  const { tolerance } = method;
  const { order, errorOrder } = integrator as AnyIntegrator & { errorOrder: number };
  const first = await firstStep(
    engine,
    integrator,
    await initialStep(engine, order, tolerance, tSpan, x, scratch, slopes),
    x,
  );
  const clock = isImplicit(integrator)
    ? fineClock(tSpan, first, predictiveControl(errorOrder))
    : adaptiveClock(tSpan, first, piControl(errorOrder));
  return makeStepper(engine, integrator, tolerance, clock, own);
}

/** The first step of a stepper; of an implicit one no longer than what grows allows, where tokens feel each other. */
async function firstStep(engine: Engine, integrator: AnyIntegrator, dt: number, x: Slot): Promise<number> {
  if (!isImplicit(integrator) || !engine.stages?.growth) return dt;
  const growth = await engine.stages.growth(x, integrator.gamma * dt);
  return growth > 0 ? smaller(dt, MOST_GROWTH / growth) : dt;
}

/**
 * Why no step can be made, or null. Implicit steps may lie below the resolution of t: nothing there depends on t
 * itself.
 */
function whyStuck(
  { integrator }: Stepper,
  t: number,
  { dt, end }: NextStep,
  rejections: number,
  lastError: number,
): Status | null {
  const implicit = isImplicit(integrator);
  if (dt >= SMALLEST_STEP && (implicit ? rejections < MOST_REJECTIONS : end !== t)) return null;
  if (Number.isNaN(lastError)) return 'non-finite';
  if (lastError === Infinity) return implicit ? 'stage-failed' : 'non-finite';
  return 'step-too-small';
}

function stepTaken(engine: Engine, stepper: Stepper, t: number, next: NextStep, sample: Slot, size: number): StepTaken {
  const known = new Map<number, State>();
  return {
    t,
    dt: next.dt,
    end: next.end,
    implicit: isImplicit(stepper.integrator),
    async state(theta) {
      const before = known.get(theta);
      if (before) return before;
      const x = new Float64Array(size);
      if (theta === 0) await engine.read(stepper.x, x);
      else if (await stepper.within(t, next, theta, sample)) await engine.read(sample, x);
      else return null;
      known.set(theta, x);
      return x;
    },
  };
}
