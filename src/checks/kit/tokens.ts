/** Tokens as rows, and how far apart they are. */

import type { Shape, State } from '../../core/state.ts';
import { exp, larger } from '../../numerics/elementary.ts';
import { dot, squaredChord } from '../../numerics/sphere.ts';

export function rowOf(x: State, { d }: Pick<Shape, 'd'>, k: number): number[] {
  return Array.from(x.subarray(k * d, (k + 1) * d));
}

/** [n, d] as n rows, as a specification has initial tokens. */
export function rowsOf(x: State, { n, d }: Shape): number[][] {
  return Array.from({ length: n }, (_, k) => rowOf(x, { d }, k));
}

/** ±e_i of R^d. */
export function axisRow(d: number, i = 0, sign: 1 | -1 = 1): number[] {
  return Array.from({ length: d }, (_, j) => (i === j ? sign : 0));
}

/** The largest |x_i − x_j|. */
export function diameter(x: State, { n, d }: Shape): number {
  let largest = 0;
  for (let i = 0; i < n; i++)
    for (let j = 0; j < i; j++) largest = larger(largest, squaredChord(x, i * d, x, j * d, d));
  return Math.sqrt(largest);
}

/** The largest distance of a token of the sphere from the direction of `target`, a vector of any length. */
export function farthestFrom(x: State, target: ArrayLike<number>, { n, d }: Shape): number {
  const direction = Float64Array.from(target);
  const length = Math.sqrt(dot(direction, 0, direction, 0, d));
  direction.forEach((entry, i) => {
    direction[i] = entry / length;
  });
  let farthest = 0;
  for (let k = 0; k < n; k++) farthest = larger(farthest, squaredChord(x, k * d, direction, 0, d));
  return Math.sqrt(farthest);
}

/** P_ij ∝ e^{β⟨x_i, x_j⟩}, a row over all j, for tokens of R^d. */
export function attentionRow(x: State, { n, d }: Shape, i: number, beta: number): number[] {
  const scores = Array.from({ length: n }, (_, j) => beta * dot(x, i * d, x, j * d, d));
  const largest = scores.reduce(larger);
  const weights = scores.map((score) => exp(score - largest));
  const z = weights.reduce((sum, weight) => sum + weight, 0);
  return weights.map((weight) => weight / z);
}
