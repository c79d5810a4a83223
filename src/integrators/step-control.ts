/**
 * How large the next step is. Every function used here is IEEE-exact or our own, so that steps are the same everywhere.
 */

import type { Engine, Slot, Tolerance } from '../core/engine.ts';
import { larger, power, smaller } from '../numerics/elementary.ts';

const SAFETY = 0.9;
/** Exponent of the integral part's memory; Hairer, Nørsett & Wanner, Solving ODEs I, §IV.2 and the code DOPRI5. */
const PI_BETA = 0.04;
const HIGH_ORDER = 7;
const SMALLEST_FACTOR = 0.2;
const LARGEST_FACTOR = 10;
/** Errors below this no longer tell how much larger the step may be. */
const ERROR_FLOOR = 1e-4;

export interface StepControl {
  /** The next dt after an accepted step with this error (1 is the tolerance). */
  accepted(dt: number, error: number): number;
  /** The next dt after a rejected one; the error may be NaN. */
  rejected(dt: number, error: number): number;
}

/**
 * Control by a factor for the step after an accepted one; a rejected step shrinks as its error asks, and the next one
 * does not grow.
 */
function controlBy(exponent: number, factorAfter: (dt: number, error: number) => number): StepControl {
  let justRejected = false;
  return {
    accepted(dt, error) {
      const factor = factorAfter(dt, error);
      const limit = justRejected ? 1 : LARGEST_FACTOR;
      justRejected = false;
      return dt * smaller(limit, larger(SMALLEST_FACTOR, factor));
    },
    rejected(dt, error) {
      justRejected = true;
      if (!(error < Infinity)) return dt * 0.1;
      return dt * larger(SMALLEST_FACTOR, SAFETY / power(error, exponent));
    },
  };
}

/**
 * PI control (Gustafsson 1991) for an embedded pair whose estimate is of order `errorOrder`; from order 7 on without
 * memory, as in the code DOP853.
 */
export function piControl(errorOrder: number): StepControl {
  const memory = errorOrder < HIGH_ORDER ? PI_BETA : 0;
  const exponent = 1 / (errorOrder + 1) - 0.75 * memory;
  let previousError = ERROR_FLOOR;
  return controlBy(exponent, (_dt, error) => {
    const factor = error === 0 ? LARGEST_FACTOR : (SAFETY * power(previousError, memory)) / power(error, exponent);
    previousError = larger(error, ERROR_FLOOR);
    return factor;
  });
}

/** What the predictive part remembers of an error is at least this; the code RADAU5. */
const PREDICTIVE_FLOOR = 1e-2;

/**
 * Control for implicit steps, which errors bound and stability does not: where steps must shrink again and again, as
 * towards a merger, the next one is taken to shrink like the last (Gustafsson 1994; Hairer & Wanner, Solving ODEs II,
 * §IV.8). It never exceeds what the error alone allows.
 */
export function predictiveControl(errorOrder: number): StepControl {
  const exponent = 1 / (errorOrder + 1);
  let previousDt = 0;
  let previousError = 0;
  return controlBy(exponent, (dt, error) => {
    let factor = error === 0 ? LARGEST_FACTOR : SAFETY / power(error, exponent);
    if (previousDt > 0 && error > 0) {
      const trend = (dt / previousDt) * (power(previousError / error, exponent) / power(error, exponent));
      factor = smaller(factor, SAFETY * trend);
    }
    previousDt = dt;
    previousError = larger(error, PREDICTIVE_FLOOR);
    return factor;
  });
}

/**
 * A first step from the sizes of f and of its change over a small Euler step (Hairer, Nørsett & Wanner, §II.4).
 *
 * @param slopes slopes[0] holds f(t, x); slopes[1] and `scratch` are overwritten
 */
export async function initialStep(
  engine: Engine,
  order: number,
  tolerance: Tolerance,
  [t0, t1]: readonly [number, number],
  x: Slot,
  scratch: Slot,
  slopes: readonly Slot[],
): Promise<number> {
  const span = t1 - t0;
  const size = 1 / (tolerance.atol + tolerance.rtol); // |x_k| = 1 in units of the tolerance, for a guess elsewhere too
  const speed = await engine.errorNorm(slopes[0], tolerance, x);
  if (!(speed > 0) || !(speed < Infinity)) return smaller(span, 1);
  const trial = smaller(span, 0.01 * (size / speed));
  await engine.combine(scratch, x, [trial], slopes);
  await engine.field(t0 + trial, scratch, slopes[1]);
  await engine.combine(scratch, null, [1, -1], [slopes[1], slopes[0]]);
  const bend = (await engine.errorNorm(scratch, tolerance, x)) / trial;
  const steepest = larger(speed, bend);
  const dt = steepest > 1e-15 && steepest < Infinity ? power(0.01 / steepest, 1 / (order + 1)) : trial;
  return smaller(span, smaller(100 * trial, dt));
}
