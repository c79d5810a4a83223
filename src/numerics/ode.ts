/** Ordinary differential equations of a few numbers, to nearly full precision: what predictions are computed with. */

import { invalid, quoted } from '../core/errors.ts';
import { DOP853 } from './dop853.ts';
import { larger, power, smaller } from './elementary.ts';

/** dy/dt = f(t, y), written into `out`. */
export type Slope = (t: number, y: Float64Array, out: Float64Array) => void;

interface SolveOptions {
  /** Of each step and entry, by default 1e-13. */
  readonly rtol?: number;
  /** By default 1e-13; 0 asks for relative accuracy of every entry. */
  readonly atol?: number;
  /** Steps before it is given up, by default 100,000. */
  readonly maxSteps?: number;
}

const STAGES = 12;
const ORDER = 8;
const SAFETY = 0.9;
const LARGEST_FACTOR = 6;
const SMALLEST_FACTOR = 0.1;

/**
 * y at each of `times`, from y at `from`, by DOP853 with adaptive steps. Explicit: where the slope is stiff it takes
 * many steps. Steps may be shorter than a unit roundoff of t, so that what happens all but at once at a late time is
 * passed through; it then happens at one t.
 *
 * @param times finite, each beyond the one before, on either side of `from`
 * @returns one row per time; NaN from where the solution could not be followed: it became infinite, or maxSteps were
 *   used up
 * @throws ParkadeError InvalidParameter for times that turn back or are not finite
 */
export function solveAt(
  slope: Slope,
  from: number,
  start: ArrayLike<number>,
  times: readonly number[],
  options: SolveOptions = {},
): Float64Array[] {
  checkTimes(from, times);
  const { rtol = 1e-13, atol = 1e-13, maxSteps = 100_000 } = options;
  const direction = times.length > 0 && times[times.length - 1] < from ? -1 : 1;
  const step = stepper(slope, start.length, rtol, atol);
  const y = Float64Array.from(start);
  let t = from;
  let dt = 0; // not known yet
  let steps = 0;
  return times.map((end) => {
    while (t !== end) {
      const left = Math.abs(end - t);
      if (dt === 0) dt = smaller(left, step.firstLength(t, y));
      const length = 1.01 * dt < left ? dt : left; // leaves no sliver
      const error = step.take(t, y, direction * length);
      if (error <= 1) {
        t = length === left ? end : t + direction * length;
        y.set(step.next);
      }
      const factor = error > 0 ? SAFETY / power(error, 1 / ORDER) : error === 0 ? LARGEST_FACTOR : SMALLEST_FACTOR;
      const asked = length * smaller(LARGEST_FACTOR, larger(SMALLEST_FACTOR, factor));
      dt = error <= 1 && length < dt ? larger(dt, asked) : asked; // a step cut short at `end` says nothing against dt
      if (++steps > maxSteps || dt === 0) {
        t = end;
        y.fill(NaN);
      }
    }
    return y.slice();
  });
}

/** y at one time. */
export function solveTo(
  slope: Slope,
  from: number,
  start: ArrayLike<number>,
  to: number,
  options: SolveOptions = {},
): Float64Array {
  return solveAt(slope, from, start, [to], options)[0];
}

function checkTimes(from: number, times: readonly number[]): void {
  const all = [from, ...times];
  const sign = times[times.length - 1] < from ? -1 : 1;
  const wrong = all.findIndex((time, i) => !Number.isFinite(time) || (i > 0 && (time - all[i - 1]) * sign < 0));
  if (wrong < 0) return;
  const came = `time ${wrong} is ${quoted(all[wrong])}`;
  throw invalid('times', `be finite and go one way from ${quoted(from)}`, came, 'sort them');
}

interface Step {
  /** Where `take` leaves the new y. */
  readonly next: Float64Array;
  /** Tries a step of dt (signed); returns its error in units of the tolerance, NaN where the slope is. */
  take(t: number, y: Float64Array, dt: number): number;
  /** A length to begin with. */
  firstLength(t: number, y: Float64Array): number;
}

function stepper(slope: Slope, size: number, rtol: number, atol: number): Step {
  const slopes = Array.from({ length: STAGES }, () => new Float64Array(size));
  const next = new Float64Array(size);
  const place = new Float64Array(size);
  const scale = (a: number, b: number) => atol + rtol * larger(Math.abs(a), Math.abs(b));
  const along = (weights: readonly number[], i: number) => {
    let sum = 0;
    for (let j = 0; j < weights.length; j++) if (weights[j] !== 0) sum += weights[j] * slopes[j][i];
    return sum;
  };

  function take(t: number, y: Float64Array, dt: number): number {
    slope(t, y, slopes[0]);
    for (let stage = 1; stage < STAGES; stage++) {
      for (let i = 0; i < size; i++) place[i] = y[i] + dt * along(DOP853.a[stage - 1], i);
      slope(t + DOP853.c[stage] * dt, place, slopes[stage]);
    }
    let [third, fifth] = [0, 0];
    for (let i = 0; i < size; i++) {
      next[i] = y[i] + dt * along(DOP853.b, i);
      const unit = scale(y[i], next[i]);
      if (unit === 0) continue; // 0 stays 0
      const [e3, e5] = [along(DOP853.error3, i) / unit, along(DOP853.error5, i) / unit];
      third += e3 * e3;
      fifth += e5 * e5;
    }
    const both = fifth + 0.01 * third;
    return both === 0 ? 0 : (Math.abs(dt) * fifth) / Math.sqrt(both * size);
  }

  function firstLength(t: number, y: Float64Array): number {
    slope(t, y, slopes[0]);
    let steepest = 0;
    for (let i = 0; i < size; i++) steepest = larger(steepest, Math.abs(slopes[0][i]) / larger(Math.abs(y[i]), 1e-2));
    return steepest > 0 && steepest < Infinity ? 0.01 / steepest : Infinity;
  }

  return { next, take, firstLength };
}
