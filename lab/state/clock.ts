/** How time is shown: evenly, or by its logarithm, and how fast it runs. Pure. */

/** Seconds that a whole run takes to play at speed 1. */
const PLAYING_SECONDS = 20;
/** Share of the span below which a logarithmic clock runs evenly, so that it can begin at 0. */
const LINEAR_SHARE = 1e-3;

export interface Clock {
  /** Where a time is on the line from 0 to 1, and back. */
  placeOf(t: number): number;
  timeAt(place: number): number;
}

export function evenClock(until: number): Clock {
  return { placeOf: (t) => t / until, timeAt: (place) => place * until };
}

/** place = log(1 + t/s)/log(1 + until/s): even up to about s, logarithmic from there on. */
export function logClock(until: number): Clock {
  const s = Math.min(1, LINEAR_SHARE * until);
  const whole = Math.log1p(until / s);
  return {
    placeOf: (t) => Math.log1p(t / s) / whole,
    timeAt: (place) => Math.min(until, s * Math.expm1(place * whole)),
  };
}

export function clockOf(until: number, log: boolean): Clock {
  return log ? logClock(until) : evenClock(until);
}

/** Whether a run is better seen by the logarithm of its time. */
export function wantsLog(until: number): boolean {
  return until > 2000;
}

/** How far a place moves in so many milliseconds. */
export function advance(milliseconds: number, speed: number): number {
  return (speed * milliseconds) / (1000 * PLAYING_SECONDS);
}
