/**
 * One method at work on one engine: it proposes steps, makes them, judges them, and reaches times within the last one.
 * The time loop knows steppers, and none of the differences between explicit and implicit methods.
 */

import type { Engine, Slot, StageOutcome, Tolerance } from '../core/engine.ts';
import type { Awaitable } from '../core/state.ts';
import { larger, smaller } from '../numerics/elementary.ts';
import type { Clock, NextStep } from './clock.ts';
import {
  type AnyIntegrator,
  type ImplicitIntegrator,
  type Integrator,
  isImplicit,
  type StageLimits,
  type StepSlots,
} from './integrator.ts';
import { isLater } from './later.ts';

/** What came of trying a step. */
export interface Attempt {
  /** In units of the tolerance: accepted up to 1. NaN where numbers are not finite, ∞ where a stage was not solved. */
  readonly error: number;
  /** Of implicit steps: how the rows stand at the end. */
  readonly outcome: StageOutcome | null;
}

export interface Stepper {
  readonly integrator: AnyIntegrator;
  /** The state that the next step begins with. */
  readonly x: Slot;
  /** Where the last attempt ended. */
  readonly y: Slot;
  /** All that the next step begins with: the state, slopes[0], and what that is an increment over. */
  readonly slots: StepSlots;
  next(t: number): NextStep;
  attempt(t: number, next: NextStep): Promise<Attempt>;
  /**
   * out ← the state at t + θ dt within the step just tried, 0 < θ ≤ 1, to the accuracy of the step; whether that
   * succeeded.
   */
  within(t: number, next: NextStep, theta: number, out: Slot): Promise<boolean>;
  /** Goes on from y; `more` when another step follows. */
  accept(t: number, next: NextStep, attempt: Attempt, more: boolean): Awaitable<void>;
  reject(next: NextStep, attempt: Attempt): void;
  /**
   * Implicit stages shall be solved to this angle, where that is less than the tolerance asks for; null for no less.
   */
  refine(angle: number | null): void;
}

/** Slots of a stepper beside x: as many as `slotsFor` says. */
export function slotsFor(integrator: AnyIntegrator): number {
  const { stages } = integrator;
  // Steps within a step that have no continuous extension work in slots of their own, but share x and the first slope.
  return 3 + larger(2, stages) + (integrator.interpolate === undefined ? 2 + larger(2, stages) : 0);
}

/** Slots for one step, and for steps within it. */
function divide(
  slots: readonly Slot[],
  { stages }: AnyIntegrator,
  unit: number,
): { whole: StepSlots; part: StepSlots } {
  const [x, y, error, ...rest] = slots;
  const count = larger(2, stages);
  const slopes = rest.slice(0, count);
  const [partY, partError, ...partSlopes] = rest.slice(count);
  return {
    whole: { x, y, error, slopes, unit },
    part: { x, y: partY, error: partError, slopes: [slopes[0], ...partSlopes], unit },
  };
}

/**
 * The share of the tolerance that the iteration for a stage may leave, and what it may leave where no tolerance is
 * given.
 */
const STAGE_SHARE = 0.01;
const STAGE_ACCURACY = 1e-13;
/** Angles are known no better. */
const FINEST_ACCURACY = 4e-16;
/** A step stretches an expanding direction by a factor e^this at most: implicit methods damp what grows much faster. */
export const MOST_GROWTH = 0.8;

/**
 * @param slots `slotsFor(integrator)` of them, the first holding the state, the fourth f(t, x), or its increment over
 *   `unit`
 */
export function makeStepper(
  engine: Engine,
  integrator: AnyIntegrator,
  tolerance: Tolerance | null,
  clock: Clock,
  slots: readonly Slot[],
  unit = 1,
): Stepper {
  let { whole, part } = divide(slots, integrator, unit);
  const method = isImplicit(integrator)
    ? implicitMethod(engine, integrator, tolerance)
    : explicitMethod(engine, integrator, tolerance);

  /** The end of one step as the beginning of the next. */
  function turnOver(dt: number): void {
    const { x, y, error, slopes } = whole;
    const turned = slopes.slice();
    const { firstSameAsLast, stages } = integrator;
    if (firstSameAsLast) {
      turned[0] = slopes[stages - 1];
      turned[stages - 1] = slopes[0];
    }
    const partSlopes = part.slopes.slice();
    partSlopes[0] = turned[0];
    const unit = isImplicit(integrator) ? integrator.gamma * dt : 1;
    whole = { x: y, y: x, error, slopes: turned, unit };
    part = { x: y, y: part.y, error: part.error, slopes: partSlopes, unit };
  }

  return {
    integrator,
    get x() {
      return whole.x;
    },
    get y() {
      return whole.y;
    },
    get slots() {
      return whole;
    },
    next: (t) => clock.next(t),
    attempt: (t, { dt }) => method.attempt(t, dt, whole),
    async within(t, { dt }, theta, out) {
      if (theta === 1) {
        await engine.combine(out, whole.y, [], []);
        return true;
      }
      return method.within(t, theta, dt, whole, part, out);
    },
    accept(t, next, { error, outcome }, more) {
      turnOver(next.dt);
      clock.accepted(next, error, t);
      if (outcome && outcome.growth > 0) clock.limit?.(MOST_GROWTH / outcome.growth);
      const known = integrator.firstSameAsLast || 'ownSlopes' in integrator;
      return !known && more ? engine.field(next.end, whole.x, whole.slopes[0]) : undefined;
    },
    reject: (next, { error }) => clock.rejected(next, error),
    refine: (angle) => method.refine?.(angle),
  };
}

interface MethodAtWork {
  refine?(angle: number | null): void;
  attempt(t: number, dt: number, slots: StepSlots): Promise<Attempt>;
  within(t: number, theta: number, dt: number, whole: StepSlots, part: StepSlots, out: Slot): Promise<boolean>;
}

function explicitMethod(engine: Engine, integrator: Integrator, tolerance: Tolerance | null): MethodAtWork {
  let extended = false;
  return {
    async attempt(t, dt, slots) {
      extended = false;
      await integrator.step(engine, t, dt, slots);
      const own = tolerance && integrator.errorNorm?.(engine, dt, slots, tolerance);
      return { error: await (own ?? judge(engine, slots, tolerance, false)), outcome: null };
    },
    async within(t, theta, dt, whole, part, out) {
      if (integrator.interpolate) {
        if (!extended) await integrator.extend?.(engine, t, dt, whole, out);
        extended = true;
        await integrator.interpolate(engine, theta, dt, whole, out);
        return true;
      }
      await integrator.step(engine, t, theta * dt, part);
      await engine.combine(out, part.y, [], []);
      return true;
    },
  };
}

function implicitMethod(engine: Engine, integrator: ImplicitIntegrator, tolerance: Tolerance | null): MethodAtWork {
  const allowed = tolerance ? tolerance.atol + tolerance.rtol : 0;
  const accuracy = tolerance ? larger(FINEST_ACCURACY, STAGE_SHARE * allowed) : STAGE_ACCURACY;
  const undecided = larger(FINEST_ACCURACY, allowed);
  let limits: StageLimits = { accuracy, undecided };
  return {
    refine(angle) {
      limits = { accuracy: angle === null ? accuracy : smaller(accuracy, angle), undecided };
    },
    async attempt(t, dt, slots) {
      const outcome = await integrator.step(engine, t, dt, slots, limits);
      const error = outcome.solved ? await judge(engine, slots, tolerance, true) : outcome.finite ? Infinity : NaN;
      return { error, outcome };
    },
    async within(t, theta, dt, _whole, part, out) {
      const { solved } = await integrator.step(engine, t, theta * dt, part, limits);
      if (solved) await engine.combine(out, part.y, [], []);
      return solved;
    },
  };
}

/** Of a step that is judged by its finiteness alone. */
function errorOf(finite: boolean): number {
  return finite ? 0 : NaN;
}

/** The error of a step in units of the tolerance; 0 or NaN where only finiteness can be judged. */
function judge(
  engine: Engine,
  { y, error }: StepSlots,
  tolerance: Tolerance | null,
  angular: boolean,
): Awaitable<number> {
  if (!tolerance) {
    const finite = engine.finite(y);
    return isLater(finite) ? finite.then(errorOf) : errorOf(finite);
  }
  return angular && engine.stages
    ? engine.stages.angularErrorNorm(error, y, tolerance)
    : engine.errorNorm(error, tolerance, y);
}
