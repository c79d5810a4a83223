/** Which tokens have come to rest, or nearly, and since when. */

import type { Shape, State } from '../core/state.ts';
import { larger, power, smaller } from '../numerics/elementary.ts';
import { dot } from '../numerics/sphere.ts';

/**
 * A root of multiplicity m is approached like t^{−1} with speeds of t^{−2}, and in m − 1 dimensions some coordinates
 * are t^{1−m} away: they are a thousand tolerances while speeds are a power 2/(m − 1) of that. That may be no more than
 * a sphere of that dimension allows, and SLOW_ENOUGH is slow enough for all.
 */
const THOUSAND = 1000;
const SLOW_ENOUGH = 1e-4;
/**
 * Resting is slower than this many tolerances times the fastest seen, or 1: rates are no larger than that many times as
 * much.
 */
const RESTING = 10;

interface SlowTokens {
  /** Takes the velocities of all tokens at t, each of them times `unit`. */
  see(velocities: State, unit: number, t: number): void;
  /** Those that are slow now, ascending. */
  readonly slow: readonly number[];
  /** Those of them that may be within a tolerance of rest. */
  readonly resting: readonly number[];
  /** Since when a token has been slow. */
  since(token: number): number;
}

/** @param within the tolerance, in radians */
export function slowTokens({ n, d }: Shape, within: number): SlowTokens {
  const slowBelow = larger(RESTING * within, smaller(SLOW_ENOUGH, power(THOUSAND * within, 2 / (d - 1))));
  const since = new Float64Array(n).fill(NaN);
  let fastest = 1;
  let slow: number[] = [];
  let resting: number[] = [];
  return {
    see(velocities, unit, t) {
      slow = [];
      resting = [];
      for (let k = 0; k < n; k++) {
        const speed = Math.sqrt(dot(velocities, k * d, velocities, k * d, d)) / unit;
        if (speed < Infinity) fastest = larger(fastest, speed);
        if (!(speed <= slowBelow * fastest)) {
          since[k] = NaN;
          continue;
        }
        if (Number.isNaN(since[k])) since[k] = t;
        slow.push(k);
        if (speed <= RESTING * within * fastest) resting.push(k);
      }
    },
    get slow() {
      return slow;
    },
    get resting() {
      return resting;
    },
    since: (token) => since[token],
  };
}
