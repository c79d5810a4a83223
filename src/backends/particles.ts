/**
 * Tokens that have come together, computed as one particle that moves as its first token, the leader.
 *
 * Row q, of the particle with leader k_q, is the equation of token k_q: a particle p < q counts there as often as it
 * has members before k_q, so prefixes stay exact. What is lost is that followers feel more than their leader: tokens
 * between the two. Where they are merged that holds them apart by less than 10⁻⁹, but it may tear them away again once
 * such a token's cluster comes near; merged, they stay.
 */

import type { Shape, State } from '../core/state.ts';
import { squaredChord } from '../numerics/sphere.ts';

export interface Particles {
  /** The first token of each particle, ascending. */
  readonly leaders: readonly number[];
  /** The particle of each token. */
  readonly particleOf: readonly number[];
}

/** Every token a particle. */
export function everyToken(n: number): Particles {
  const each = Array.from({ length: n }, (_, k) => k);
  return { leaders: each, particleOf: each };
}

/** Farthest that tokens to be merged may be apart, in radians. */
const TOGETHER = 1e-9;
/** The rate at which a token must at least return to its place. */
const CONTRACTING = 0.05;

/**
 * Whom each row joins: itself, or the first row before it that stays where it is and is closer than 10⁻⁹ both before
 * and after a step of dt that was long enough for the row to find its place, since it returns there at a rate of 0.05
 * or more. Rows that meet while passing are close at one end only, and those that begin together and part do so within
 * such a step.
 */
export function whoStaysTogether(
  before: State,
  after: State,
  dt: number,
  rates: ArrayLike<number>,
  { n, d }: Shape,
): number[] {
  const joins: number[] = [];
  for (let k = 0; k < n; k++) {
    joins.push(k);
    if (!(rates[k] < -CONTRACTING && dt * rates[k] < -1)) continue;
    for (let j = 0; j < k; j++) {
      if (joins[j] === j && areTogether(after, j, k, d) && areTogether(before, j, k, d)) {
        joins[k] = j;
        break;
      }
    }
  }
  return joins;
}

function areTogether(x: State, j: number, k: number, d: number): boolean {
  return Math.abs(x[j * d] - x[k * d]) < TOGETHER && squaredChord(x, j * d, x, k * d, d) < TOGETHER * TOGETHER;
}

/** @param joins of each particle, the one it joins; itself for those that stay */
export function joinParticles({ leaders, particleOf }: Particles, joins: readonly number[]): Particles {
  const staying = joins.map((into, q) => (into === q ? q : -1)).filter((q) => q >= 0);
  const place = new Map(staying.map((q, i) => [q, i]));
  return {
    leaders: staying.map((q) => leaders[q]),
    particleOf: particleOf.map((q) => place.get(joins[q]) as number),
  };
}

/**
 * How many members of each particle come before the leader of particle q. The result is overwritten by the next call;
 * ascending q are cheap.
 */
export function prefixCounts({ leaders, particleOf }: Particles): (q: number) => Float64Array {
  const counts = new Float64Array(leaders.length);
  let counted = 0;
  return (q) => {
    if (leaders[q] < counted) {
      counts.fill(0);
      counted = 0;
    }
    while (counted < leaders[q]) counts[particleOf[counted++]]++;
    return counts;
  };
}

/** The rows of some, in order. */
export function takeRows(x: State, rows: readonly number[], d: number): State {
  const taken = new Float64Array(rows.length * d);
  for (let i = 0; i < rows.length; i++) for (let j = 0; j < d; j++) taken[i * d + j] = x[rows[i] * d + j];
  return taken;
}
