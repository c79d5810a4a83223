/**
 * Whether tokens are at rest for good. A state that hardly moves proves nothing: large implicit steps stay at unstable
 * equilibria, and metastable states are slow. At rest means here that every token after the first has a speed so small,
 * beside the rate at which it is drawn back, that the equilibrium is within reach, and that nothing grows: the Jacobian
 * of a causal system is block lower triangular, so its eigenvalues are those of the tokens' own blocks. The first
 * token's path is known in closed form; it is judged by its limit instead.
 */

import type { Shape, State } from '../core/state.ts';
import { type AttentionParameters, resolveAttention } from '../dynamics/attention.ts';
import type { AttentionFieldParameters } from '../dynamics/attention-field.ts';
import { attentionJacobian, type RowSums } from '../dynamics/attention-jacobian.ts';
import { referenceRows } from '../dynamics/row-sums.ts';
import { largestRealPart } from '../numerics/eigenvalues.ts';
import { exp, larger, log, smaller } from '../numerics/elementary.ts';
import { norm } from '../numerics/sphere.ts';
import type { Trajectory } from '../simulation/trajectory.ts';

export interface Rest {
  /** The largest speed of a token after the first. */
  readonly speed: number;
  /**
   * The largest real part of the eigenvalues of a token's block, over tokens after the first: < 0 where all are stable.
   */
  readonly rate: number;
  /** The largest of speed/|rate| over tokens with rate < −NEUTRAL: how far off the equilibrium is, to first order. */
  readonly reach: number;
  /**
   * The least of Σ_j A_kj |x_j − x_k|² over tokens with a rate of 0 or more, within `neutral`: what pulls at them, and
   * balances; Infinity without any.
   */
  readonly held: number;
}

/** Rates within this of 0 count as neutral: a token on a curve of equilibria. */
const NEUTRAL = 1e-6;
/** A neutral token is at rest below this speed. */
const STILL = 1e-10;
/**
 * With less than this to hold it, a token without a rate is not at rest: it is left alone for now, and moves after an
 * exponential time.
 */
const HELD = 1e-3;

/**
 * stable: every eigenvalue has a negative real part. neutral: some are 0, along curves of equilibria on which pulls
 * balance, and nothing moved for decades of time. slow: the speed falls like a power of time greater than 1, so that
 * little of the path is left.
 */
export type RestKind = 'stable' | 'neutral' | 'slow' | 'none';

/**
 * Speeds and rates at a state of unit rows, causal attention.
 *
 * @param neutral tokens with rates down to −neutral are asked what holds them
 */
export function restOf(parameters: AttentionFieldParameters, shape: Shape, x: State, neutral = NEUTRAL): Rest {
  const { n, d } = shape;
  const rows = referenceRows(parameters, shape);
  const linearize = attentionJacobian(parameters, shape);
  let [speed, rate, reach, held] = [0, -Infinity, 0, Infinity];
  for (let k = 0; k < n; k++) {
    const u = x.slice(k * d, k * d + d);
    if (k > 0) {
      const sums = rows.sums(u, k);
      const { force, jacobian } = linearize(u, sums);
      const own = norm(force, 0, d);
      const ownRate = tangentialRate(jacobian, u, d);
      speed = larger(speed, own);
      rate = larger(rate, ownRate);
      if (ownRate < -neutral) reach = larger(reach, own / -ownRate);
      else {
        held = smaller(held, pullOf(sums, d));
        if (own > STILL) reach = Infinity;
      }
    }
    rows.place(k, u);
  }
  return { speed, rate, reach, held };
}

/** Σ_j A_kj |x_j − x_k|². */
function pullOf({ largest, others, spread }: RowSums, d: number): number {
  let trace = 0;
  for (let i = 0; i < d; i++) trace += spread[i * d + i];
  return trace / (exp(-largest) + others);
}

/** The same at a state of a run of causal attention. */
export function restIn({ problem: { dynamics, shape } }: Trajectory, x: State, neutral = NEUTRAL): Rest {
  return restOf(resolveAttention(dynamics.parameters as AttentionParameters, shape), shape, x, neutral);
}

/**
 * The largest real part on the tangent space: the normal direction, an eigenvalue 0 of P J P, is moved far to the left.
 */
function tangentialRate(jacobian: Float64Array, u: Float64Array, d: number): number {
  const m = jacobian.slice();
  const size = 1 + norm(m, 0, d * d);
  for (let i = 0; i < d; i++) for (let j = 0; j < d; j++) m[i * d + j] -= 2 * size * u[i] * u[j];
  return largestRealPart(m, d);
}

/**
 * @param allowed how far the equilibrium may be, radians
 * @param moved how far tokens moved over the last decades of time; neutral ones must not
 */
export function kindOfRest({ rate, reach, held }: Rest, allowed: number, moved: number): RestKind {
  if (!(reach <= allowed)) return 'none';
  if (rate < -NEUTRAL) return 'stable';
  return rate <= NEUTRAL && held >= HELD && moved <= allowed ? 'neutral' : 'none';
}

/** The least exponent p of a speed t^{−p} that is called falling; a t^{−1/2} approach has 3/2, a 1/t approach 2. */
const LEAST_EXPONENT = 1.2;
/** What may be left of the path, radians. */
const LEFT = 0.05;

/**
 * Whether the speed fell from `from` to `to` like t^{−p}, p > 1, what is left of the path, speed·t/(p − 1), is small,
 * and the slow tokens are held by something.
 */
export function isSlowing(before: Rest, from: number, after: Rest, to: number): boolean {
  const exponent = log(before.speed / after.speed) / log(to / from);
  return exponent >= LEAST_EXPONENT && (after.speed * to) / (exponent - 1) <= LEFT && after.held >= HELD;
}
