/** Where the steps of a run lie in time: on a fixed grid, or where the error allows. */
import { smaller } from '../numerics/elementary.ts';
import type { StepControl } from './step-control.ts';

export interface NextStep {
  readonly dt: number;
  readonly end: number;
}

export interface Clock {
  next(t: number): NextStep;
  /** The step was taken, from t. */
  accepted(step: NextStep, error: number, t: number): void;
  rejected(step: NextStep, error: number): void;
  /** The next step shall not be longer. */
  limit?(longest: number): void;
}

/** A ratio of span to dt this close to an integer is one: 150/0.1 and 0.3/0.1 mean 1500 and 3 steps. */
const GRID_TOLERANCE = 1e-9;

/**
 * Steps of dt from t0; the last one is shortened if the span is no multiple. Times are set, not accumulated.
 * @param from where to begin, by default t0: a time that these steps reach goes on with the very grid, any other
 *   begins its own
 * @param toRounding whether a time that these steps reach but for rounding, as 0.3 is after three steps of 0.1, is one
 */
export function fixedClock([t0, t1]: readonly [number, number], dt: number, from = t0, toRounding = false): Clock {
  const done = stepsUntil(t0, dt, from);
  if (t0 + done * dt !== from && !(toRounding && isOnGrid(t0, dt, from))) return fixedClock([from, t1], dt);
  const ratio = (t1 - t0) / dt;
  const nearest = Math.floor(ratio + 0.5);
  const exact = Math.abs(ratio - nearest) <= GRID_TOLERANCE * ratio;
  const count = exact ? nearest : Math.floor(ratio) + 1;
  let index = done;
  return {
    next(t) {
      const last = index + 1 >= count;
      const end = last ? t1 : t0 + (index + 1) * dt;
      return { dt: last && !exact ? t1 - t : dt, end };
    },
    accepted: () => void index++,
    rejected: () => {},
  };
}

function stepsUntil(t0: number, dt: number, t: number): number {
  return Math.floor((t - t0) / dt + 0.5);
}

/** Whether steps of dt from t0 reach t, but for rounding. */
export function isOnGrid(t0: number, dt: number, t: number): boolean {
  return Math.abs(t0 + stepsUntil(t0, dt, t) * dt - t) <= GRID_TOLERANCE * (t - t0);
}

/** Steps as a controller proposes them; the last one ends at t1 exactly. */
export function adaptiveClock([, t1]: readonly [number, number], firstDt: number, control: StepControl): Clock {
  return proposingClock(t1, firstDt, control, (t, dt) => [t + dt, 0]);
}

/**
 * The same in a time that is the sum of two doubles, so that steps far below the resolution of t add up: near t = 10⁴⁶
 * tokens still turn within 10³.
 */
export function fineClock([, t1]: readonly [number, number], firstDt: number, control: StepControl): Clock {
  return proposingClock(t1, firstDt, control, (t, dt, rest) => {
    const sum = t + dt;
    const back = sum - t;
    const low = t - (sum - back) + (dt - back) + rest;
    const end = sum + low;
    return [end, low - (end - sum)];
  });
}

/** @param after t + rest + dt as a time and a new rest */
function proposingClock(
  t1: number,
  firstDt: number,
  control: StepControl,
  after: (t: number, dt: number, rest: number) => readonly [number, number],
): Clock {
  let proposal = firstDt;
  let rest = 0;
  return {
    next(t) {
      // A step within 1 % of the end goes there, so that no sliver is left.
      if (t + 1.01 * proposal >= t1) return { dt: t1 - t - rest, end: t1 };
      return { dt: proposal, end: after(t, proposal, rest)[0] };
    },
    accepted({ dt, end }, error, t) {
      rest = end === t1 ? 0 : after(t, dt, rest)[1];
      proposal = control.accepted(dt, error);
    },
    rejected: ({ dt }, error) => void (proposal = control.rejected(dt, error)),
    limit: (longest) => void (proposal = smaller(proposal, longest)),
  };
}
