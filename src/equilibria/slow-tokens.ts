/** Which tokens have come to rest, or nearly, and since when. */

import type { Shape, State } from '../core/state.ts';
import { larger, power, smaller } from '../numerics/elementary.ts';

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
  /** Those that are slow now, ascending, until the next ones are seen. */
  slow(): Int32Array;
  /** Those of them that may be within a tolerance of rest. */
  resting(): Int32Array;
  /** Since when a token has been slow; NaN where it is not. */
  since(token: number): number;
}

/** @param within the tolerance, in radians */
export function slowTokens({ n, d }: Shape, within: number): SlowTokens {
  const slowBelow = larger(RESTING * within, smaller(SLOW_ENOUGH, power(THOUSAND * within, 2 / (d - 1))));
  const restingBelow = RESTING * within;
  const since = new Float64Array(n).fill(NaN);
  const list = new Int32Array(n); // lists that grow would cost more than all else here
  const rests = new Uint8Array(n); // of those that are slow
  let count = 0;
  let fastestSeen = 1;
  const slow = (): Int32Array => list.subarray(0, count);
  return {
    see(velocities, unit, t) {
      let fastest = fastestSeen;
      count = 0;
      for (let k = 0, i = 0; k < n; k++) {
        let square = 0;
        for (const end = i + d; i < end; i++) square += velocities[i] * velocities[i];
        const speed = Math.sqrt(square) / unit;
        if (speed > fastest && speed < Infinity) fastest = speed;
        if (!(speed <= slowBelow * fastest)) {
          since[k] = NaN;
          continue;
        }
        if (Number.isNaN(since[k])) since[k] = t;
        list[count++] = k;
        rests[k] = speed <= restingBelow * fastest ? 1 : 0;
      }
      fastestSeen = fastest;
    },
    slow,
    resting: () => slow().filter((k) => rests[k] === 1),
    since: (token) => since[token],
  };
}
