/**
 * Whether tokens are at rest for good. A state that hardly moves proves nothing: large implicit steps stay at unstable equilibria, and
 * metastable states are slow. At rest means here that every token after the first has a speed so small, beside the rate at which it
 * is drawn back, that the equilibrium is within reach, and that nothing grows: the Jacobian of a causal system is block lower
 * triangular, so its eigenvalues are those of the tokens' own blocks. The first token's path is known in closed form; it is judged by
 * its limit instead.
 */

import { largestRealPart } from '../core/eigenvalues.ts';
import { larger, log } from '../core/elementary.ts';
import { dot } from '../core/sphere.ts';
import type { Shape, State } from '../core/state.ts';
import { type AttentionParameters, resolveAttention } from '../dynamics/attention.ts';
import type { AttentionFieldParameters } from '../dynamics/attention-field.ts';
import { attentionJacobian } from '../dynamics/attention-jacobian.ts';
import { referenceRows } from '../dynamics/row-sums.ts';
import type { Trajectory } from '../trajectory.ts';

export interface Rest {
  /** The largest speed of a token after the first. */
  readonly speed: number;
  /** The largest real part of the eigenvalues of a token's block, over tokens after the first: < 0 where all are stable. */
  readonly rate: number;
  /** The largest of speed/|rate| over tokens with rate < −NEUTRAL: how far off the equilibrium is, to first order. */
  readonly reach: number;
}

/** Rates within this of 0 count as neutral: a token on a curve of equilibria. */
export const NEUTRAL = 1e-6;
/** A neutral token is at rest below this speed. */
const STILL = 1e-10;

/**
 * stable: every eigenvalue has a negative real part. neutral: some are 0, along curves of equilibria, and nothing moved for decades of
 * time. slow: the speed falls like a power of time greater than 1, so that little of the path is left.
 */
export type RestKind = 'stable' | 'neutral' | 'slow' | 'none';

/** Speeds and rates at a state of unit rows, causal attention. */
export function restOf(parameters: AttentionFieldParameters, shape: Shape, x: State): Rest {
  const { n, d } = shape;
  const rows = referenceRows(parameters, shape);
  const linearize = attentionJacobian(parameters, shape);
  let [speed, rate, reach] = [0, -Infinity, 0];
  for (let k = 0; k < n; k++) {
    const u = x.slice(k * d, k * d + d);
    if (k > 0) {
      const { force, jacobian } = linearize(u, rows.sums(u, k));
      const own = Math.sqrt(dot(force, 0, force, 0, d));
      const ownRate = tangentialRate(jacobian, u, d);
      speed = larger(speed, own);
      rate = larger(rate, ownRate);
      if (ownRate < -NEUTRAL) reach = larger(reach, own / -ownRate);
      else if (own > STILL) reach = Infinity;
    }
    rows.place(k, u);
  }
  return { speed, rate, reach };
}

/** The same at a state of a run of causal attention. */
export function restIn({ problem: { dynamics, shape } }: Trajectory, x: State): Rest {
  return restOf(resolveAttention(dynamics.parameters as AttentionParameters, shape), shape, x);
}

/** The largest real part on the tangent space: the normal direction, an eigenvalue 0 of P J P, is moved far to the left. */
function tangentialRate(jacobian: Float64Array, u: Float64Array, d: number): number {
  const m = jacobian.slice();
  const size = 1 + Math.sqrt(dot(m, 0, m, 0, d * d));
  for (let i = 0; i < d; i++) for (let j = 0; j < d; j++) m[i * d + j] -= 2 * size * u[i] * u[j];
  return largestRealPart(m, d);
}

/**
 * @param allowed how far the equilibrium may be, radians
 * @param moved how far tokens moved over the last decades of time
 */
export function kindOfRest({ rate, reach }: Rest, allowed: number, moved: number): RestKind {
  if (!(reach <= allowed) || !(moved <= allowed)) return 'none';
  if (rate < -NEUTRAL) return 'stable';
  return rate <= NEUTRAL ? 'neutral' : 'none';
}

/** The least exponent p of a speed t^{−p} that is called falling; a t^{−1/2} approach has 3/2, a 1/t approach 2. */
const LEAST_EXPONENT = 1.2;
/** What may be left of the path, radians. */
const LEFT = 0.05;

/** Whether the speed fell from `from` to `to` like t^{−p}, p > 1, and what is left of the path, speed·t/(p − 1), is small. */
export function isSlowing(before: Rest, from: number, after: Rest, to: number): boolean {
  const exponent = log(before.speed / after.speed) / log(to / from);
  return exponent >= LEAST_EXPONENT && (after.speed * to) / (exponent - 1) <= LEFT;
}
