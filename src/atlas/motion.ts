/**
 * Whether tokens move for ever: over a long watch their speed does not decay, and the configuration comes back to where
 * it was.
 */

import type { Shape } from '../core/state.ts';
import { larger, PI, smaller } from '../numerics/elementary.ts';
import { geodesicDistance } from '../numerics/sphere.ts';

export interface Motion {
  /** The least over the watch of the speed of the fastest token. */
  readonly slowest: number;
  /** The mean of that speed over the second half of the watch, beside the mean over the first. */
  readonly keeps: number;
  /**
   * How near the configuration came again to where it was before, radians, largest over tokens; π if it never went
   * away.
   */
  readonly back: number;
  /** After how much time. */
  readonly period: number;
}

/** Tokens have gone away when one is farther than this from where it was. */
const AWAY = 0.3;
/** Below this speed, beside |λ| = 1, nothing is said to move for ever. */
const MOVING = 1e-3;
/**
 * The means over the halves of a watch differ by less: it holds few periods of the slowest motions, but what dies away
 * loses more.
 */
const KEPT = 0.95;
/** A return within this distance, radians, is one. */
const BACK = 0.05;

/** @param xs [count, n, d] at equal times `every` apart */
export function motionOf(xs: Float64Array, count: number, shape: Shape, every: number): Motion {
  const size = shape.n * shape.d;
  const half = Math.floor(count / 2);
  const paths = [0, 0];
  let slowest = Infinity;
  for (let i = 1; i < count; i++) {
    const moved = apart(xs, (i - 1) * size, i * size, shape);
    slowest = smaller(slowest, moved / every);
    paths[i <= half ? 0 : 1] += moved;
  }
  const keeps = paths[1] / (count - 1 - half) / (paths[0] / half);
  // From the beginning of the watch, and from its middle: what is still settling comes back to the later one only.
  const returns = [0, half].map((from) => returnTo(xs, count, shape, from, every));
  const best = returns[0].back <= returns[1].back ? returns[0] : returns[1];
  return { slowest, keeps, ...best };
}

function returnTo(xs: Float64Array, count: number, shape: Shape, from: number, every: number) {
  const size = shape.n * shape.d;
  let away = false;
  let [back, period] = [PI, 0];
  for (let i = from + 1; i < count; i++) {
    const distance = apart(xs, from * size, i * size, shape);
    away ||= distance > AWAY;
    if (!away || distance >= back) continue;
    [back, period] = [distance, (i - from) * every];
  }
  return { back, period };
}

function apart(xs: Float64Array, a: number, b: number, { n, d }: Shape): number {
  let largest = 0;
  for (let k = 0; k < n; k++) largest = larger(largest, geodesicDistance(xs, a + k * d, xs, b + k * d, d));
  return largest;
}

export function isEndless({ slowest, keeps, back }: Motion): boolean {
  return slowest >= MOVING && keeps >= KEPT && keeps <= 1 / KEPT && back <= BACK;
}
