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

export function evenClock(until: number, from = 0): Clock {
  const span = until - from || 1; // a single state has no span
  return { placeOf: (t) => (t - from) / span, timeAt: (place) => Math.min(until, from + place * span) };
}

/** place = log(1 + (t − from)/s)/log(1 + (until − from)/s): even up to about s, logarithmic from there on. */
export function logClock(until: number, from = 0): Clock {
  const span = until - from || 1;
  const s = Math.min(1, LINEAR_SHARE * span);
  const whole = Math.log1p(span / s);
  return {
    placeOf: (t) => Math.log1p((t - from) / s) / whole,
    timeAt: (place) => Math.min(until, from + s * Math.expm1(place * whole)),
  };
}

export function clockOf(until: number, log: boolean, from = 0): Clock {
  return log ? logClock(until, from) : evenClock(until, from);
}

/** Whether a run is better seen by the logarithm of its time. */
export function wantsLog(until: number): boolean {
  return until > 2000;
}

/** How far a place moves in so many milliseconds. */
export function advance(milliseconds: number, speed: number): number {
  return (speed * milliseconds) / (1000 * PLAYING_SECONDS);
}
