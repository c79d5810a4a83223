/** One step of a run gone through in parts, for the sake of rows that it is too long for (replay.ts). */

import type { Engine, Slot, Tolerance } from '../core/engine.ts';
import type { State } from '../core/state.ts';
import { SMALLEST_STEP } from '../core/step.ts';
import { adaptiveClock, type Clock, fineClock, type NextStep } from '../integrators/clock.ts';
import { type AnyIntegrator, isImplicit } from '../integrators/integrator.ts';
import { piControl, predictiveControl } from '../integrators/step-control.ts';
import { type Attempt, MOST_GROWTH, makeStepper, type Stepper, slotsFor } from '../integrators/stepper.ts';
import { smaller } from '../numerics/elementary.ts';
import { MOST_REJECTIONS } from '../simulation/march.ts';

/** A clock for steppers that are told their steps. */
export const noClock: Clock = {
  next: () => {
    throw new Error('unreachable: these steps are known');
  },
  accepted: () => {},
  rejected: () => {},
};

/**
 * A part just made, not yet left. Times are counted from the beginning of the step: it may be shorter than the
 * resolution of t.
 */
interface PartTaken {
  readonly begun: number;
  readonly part: NextStep;
  /** Whether the step ends with it. */
  readonly last: boolean;
  readonly attempt: Attempt;
  readonly stepper: Stepper;
  /** Tries that went before it. */
  readonly rejected: number;
}

/** Parts that a single step may be divided into. */
const MOST_PARTS = 1_000_000;

/**
 * Parts of a step, each yielded when it is accepted and before it is left; returns why there are no more, or null at
 * the end of the step.
 *
 * @param whole where the step begins; its slots are left as they are
 * @param error of the step undivided
 * @param growth the largest rate at its beginning at which a row leaves its neighbours; 0 if not known
 * @param slots as many as the integrator needs
 */
export async function* partsOf(
  engine: Engine,
  { integrator, slots: from }: Stepper,
  tolerance: Tolerance,
  step: NextStep,
  error: number,
  growth: number,
  slots: readonly Slot[],
): AsyncGenerator<PartTaken, 'step-too-small' | 'max-steps' | null> {
  const { errorOrder } = integrator as AnyIntegrator & { errorOrder: number };
  await engine.combine(slots[0], from.x, [], []);
  await engine.combine(slots[3], from.slopes[0], [], []);
  const control = (isImplicit(integrator) ? predictiveControl : piControl)(errorOrder);
  const proposed = error <= 1 ? step.dt : control.rejected(step.dt, error);
  const first = growth > 0 && isImplicit(integrator) ? smaller(proposed, MOST_GROWTH / growth) : proposed;
  const clock = (isImplicit(integrator) ? fineClock : adaptiveClock)([0, step.dt], first, control);
  const stepper = makeStepper(engine, integrator, tolerance, clock, slots, from.unit);
  let done = 0;
  let rejected = 0;
  for (let parts = 0; done < step.dt; ) {
    const part = stepper.next(done);
    if (!(part.dt >= SMALLEST_STEP) || rejected >= MOST_REJECTIONS) return 'step-too-small';
    const attempt = await stepper.attempt(done, part);
    if (!(attempt.error <= 1)) {
      rejected++;
      stepper.reject(part, attempt);
      continue;
    }
    yield { begun: done, part, last: part.end === step.dt, attempt, stepper, rejected };
    if (++parts > MOST_PARTS) return 'max-steps';
    rejected = 0;
    await stepper.accept(done, part, attempt, true);
    done = part.end;
  }
  return null;
}

/**
 * What the rows of a run alone end a step with: the slopes that the next one begins with, over γ dt or 1 as in the
 * steppers. For steps that could not be made with rows behind them.
 *
 * @param alone an engine for these rows
 */
export async function slopesAlone(
  engine: Engine,
  alone: Engine,
  { integrator, slots }: Stepper,
  tolerance: Tolerance,
  step: NextStep,
  { own, all }: { readonly own: number; readonly all: number },
): Promise<State> {
  const mine = Array.from({ length: slotsFor(integrator) }, (_, i) => i as Slot);
  const buffer = new Float64Array(all);
  for (const [into, from] of [
    [mine[0], slots.x],
    [mine[3], slots.slopes[0]],
  ] as const) {
    await engine.read(from, buffer);
    await alone.write(into, buffer.subarray(0, own));
  }
  const stepper = makeStepper(alone, integrator, tolerance, noClock, mine, slots.unit);
  const attempt = await stepper.attempt(0, step);
  await stepper.accept(0, step, attempt, true);
  const slopes = new Float64Array(own);
  await alone.read(stepper.slots.slopes[0], slopes);
  return slopes;
}

/**
 * Goes on from the parts of a step: all rows where the parts ended, the slopes of the run's rows those of the undivided
 * step, of the rows behind them those of their last part.
 *
 * @param whole turned over already
 * @param ofRun the slopes of the run's rows, where `whole` does not have them
 */
export async function carryOn(
  engine: Engine,
  whole: Stepper,
  parts: Stepper,
  ofRun: State | null,
  { own, all }: { readonly own: number; readonly all: number },
): Promise<void> {
  const { x, slopes, unit } = whole.slots;
  await engine.combine(x, parts.slots.x, [], []);
  const mixed = new Float64Array(all);
  await engine.read(parts.slots.slopes[0], mixed);
  const scale = unit / parts.slots.unit;
  for (let j = own; j < all; j++) mixed[j] *= scale;
  if (ofRun) mixed.set(ofRun);
  else {
    const undivided = new Float64Array(all);
    await engine.read(slopes[0], undivided);
    mixed.set(undivided.subarray(0, own));
  }
  await engine.write(slopes[0], mixed);
}
