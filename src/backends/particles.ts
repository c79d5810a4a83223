/**
 * Tokens that have come together, computed as one particle. Under the full mask see what is said of `meanRows`; under
 * the causal one it moves as its first token, the leader.
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
export const TOGETHER = 1e-9;
/** The rate at which a token must at least return to its place. */
const CONTRACTING = 0.05;

/**
 * Whom each row joins: itself, or the first row before it that stays where it is and is closer than that both before
 * and after a step of dt that was long enough for the row to find its place, since it returns there at a rate of 0.05
 * or more. Rows that meet while passing are close at one end only, and those that begin together and part do so within
 * such a step. Rows that are held stay by themselves.
 */
export function whoStaysTogether(
  before: State,
  after: State,
  dt: number,
  rates: ArrayLike<number>,
  { n, d }: Shape,
  together = TOGETHER,
  held: readonly number[] = [],
): number[] {
  const joins: number[] = [];
  for (let k = 0; k < n; k++) {
    joins.push(k);
    if (!(rates[k] < -CONTRACTING && dt * rates[k] < -1) || held.includes(k)) continue;
    for (let j = 0; j < k; j++) {
      if (joins[j] !== j || held.includes(j)) continue;
      if (areTogether(after, j, k, d, together) && areTogether(before, j, k, d, together)) {
        joins[k] = j;
        break;
      }
    }
  }
  return joins;
}

function areTogether(x: State, j: number, k: number, d: number, together: number): boolean {
  return Math.abs(x[j * d] - x[k * d]) < together && squaredChord(x, j * d, x, k * d, d) < together * together;
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

/** How many members each particle has. */
export function memberCounts({ leaders, particleOf }: Particles): Float64Array {
  const counts = new Float64Array(leaders.length);
  for (const q of particleOf) counts[q]++;
  return counts;
}

/**
 * Of the rows of particles, those of what they join: each the mean of all that joined it, weighted by their members.
 *
 * Under the full mask two tokens at one place have the same velocity, and stay together for ever. Tokens closer than ε,
 * which draw nearer, are merged at their mean: internal forces are odd in the differences, but for terms of second
 * order, so the mean moves as before but for a share βε² of what moves it, and each token is displaced by ε at most,
 * which what draws it nearer would have undone.
 */
export function meanRows(x: State, joins: readonly number[], counts: ArrayLike<number>, d: number): State {
  const staying = joins.filter((into, q) => into === q);
  const place = new Map(staying.map((q, i) => [q, i]));
  const total = new Float64Array(staying.length);
  for (const [q, into] of joins.entries()) total[place.get(into) as number] += counts[q];
  const rows = takeRows(x, staying, d);
  for (const [q, into] of joins.entries()) {
    if (into === q) continue;
    const i = place.get(into) as number;
    const share = counts[q] / total[i];
    for (let l = 0; l < d; l++) rows[i * d + l] += share * (x[q * d + l] - x[into * d + l]);
  }
  return rows;
}

/** The rows of some, in order. */
export function takeRows(x: State, rows: readonly number[], d: number): State {
  const taken = new Float64Array(rows.length * d);
  for (let i = 0; i < rows.length; i++) for (let j = 0; j < d; j++) taken[i * d + j] = x[rows[i] * d + j];
  return taken;
}
