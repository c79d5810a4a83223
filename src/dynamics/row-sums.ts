/**
 * What implicit steps sum over the tokens before one: the reference, as plain as attention-field.ts and in its order.
 */

import type { Shape } from '../core/state.ts';
import { exp } from '../numerics/elementary.ts';
import { multiplyVector, splitIdentity, transpose } from '../numerics/matrix.ts';
import type { AttentionFieldParameters } from './attention-field.ts';
import type { FirstSums, RowSums } from './attention-jacobian.ts';

/**
 * Rows by index, and sums over the first of them and over the centers.
 *
 * @param counts how often each of the first `seen` rows counts, at least once; by default once
 */
export function referenceRows(
  { beta, queryKey, centers, weights }: AttentionFieldParameters,
  { n, d }: Shape,
  counts?: (seen: number) => Float64Array,
) {
  const m = weights.length;
  const { scale: b, rest: c } = splitIdentity(queryKey, d);
  const cTransposed = c && transpose(c, d);
  const placed = new Float64Array(n * d);
  const query = new Float64Array(d);
  const scores = new Float64Array(n + m);
  const difference = new Float64Array(d);
  const sums: RowSums = { largest: 0, others: 0, shift: new Float64Array(d), spread: new Float64Array(d * d) };

  function score(u: Float64Array, rows: Float64Array, j: number): number {
    let square = 0;
    let cross = 0;
    for (let i = 0; i < d; i++) {
      const apart = rows[j * d + i] - u[i];
      square += apart * apart;
      if (cTransposed) cross += query[i] * apart;
    }
    return beta * (cross - 0.5 * b * square);
  }

  function add(u: Float64Array, rows: Float64Array, j: number, weight: number, withSpread: boolean): void {
    sums.others += weight;
    for (let i = 0; i < d; i++) difference[i] = rows[j * d + i] - u[i];
    for (let i = 0; i < d; i++) {
      sums.shift[i] += weight * difference[i];
      if (!withSpread) continue;
      for (let l = 0; l < d; l++) sums.spread[i * d + l] += weight * difference[i] * difference[l];
    }
  }

  function sum(u: Float64Array, seen: number, withSpread: boolean): RowSums {
    if (cTransposed) multiplyVector(cTransposed, u, 0, query, d);
    sums.largest = 0;
    for (let j = 0; j < seen; j++) scores[j] = score(u, placed, j);
    for (let j = 0; j < m; j++) scores[n + j] = score(u, centers, j);
    for (let j = 0; j < n + m; j++) if ((j < seen || j >= n) && scores[j] > sums.largest) sums.largest = scores[j];
    sums.others = 0;
    sums.shift.fill(0);
    sums.spread.fill(0);
    const times = counts?.(seen);
    for (let j = 0; j < seen; j++) {
      const weight = exp(scores[j] - sums.largest);
      add(u, placed, j, times ? times[j] * weight : weight, withSpread);
    }
    for (let j = 0; j < m; j++) add(u, centers, j, weights[j] * exp(scores[n + j] - sums.largest), withSpread);
    return sums;
  }

  return {
    place: (k: number, u: Float64Array): void => placed.set(u, k * d),
    sums: (u: Float64Array, seen: number): RowSums => sum(u, seen, true),
    firstSums: (u: Float64Array, seen: number): FirstSums => sum(u, seen, false),
  };
}
