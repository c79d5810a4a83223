/** The eigenspace L of λ_max, and how far tokens are from it. */

import { angleToSpace } from '../atlas/final-state.ts';
import { inner, orthonormalRows, type Rows } from '../atlas/small-matrix.ts';
import type { Shape, State } from '../core/state.ts';
import type { Matrix } from '../numerics/matrix.ts';
import { frobeniusNorm } from '../numerics/sphere.ts';

/** Entries that count as zero, as a share of ‖V‖. */
const NEAR = 1e-6;

/** Orthonormal rows that span the kernel of V − λI, by elimination with complete pivots; `dimension` of them. */
export function eigenspaceOf(v: Matrix, d: number, lambda: number, dimension: number): Rows {
  const m = Array.from({ length: d }, (_, i) =>
    Array.from({ length: d }, (_, j) => v[i * d + j] - (i === j ? lambda : 0)),
  );
  const columns = Array.from({ length: d }, (_, j) => j);
  const rank = d - dimension;
  for (let step = 0; step < rank; step++) {
    const [row, column] = largestFrom(m, step);
    if (Math.abs(m[row][column]) <= NEAR * frobeniusNorm(v)) break;
    [m[row], m[step]] = [m[step], m[row]];
    for (const one of m) [one[column], one[step]] = [one[step], one[column]];
    [columns[column], columns[step]] = [columns[step], columns[column]];
    for (let i = 0; i < d; i++) {
      if (i === step) continue;
      const factor = m[i][step] / m[step][step];
      for (let j = step; j < d; j++) m[i][j] -= factor * m[step][j];
    }
  }
  const kernel = Array.from({ length: dimension }, (_, free) => {
    const vector = new Array<number>(d).fill(0);
    vector[columns[rank + free]] = 1;
    for (let step = 0; step < rank; step++) vector[columns[step]] = -m[step][rank + free] / m[step][step];
    return vector;
  });
  return orthonormalRows(kernel);
}

function largestFrom(m: readonly (readonly number[])[], from: number): [row: number, column: number] {
  let best: [number, number] = [from, from];
  for (let i = from; i < m.length; i++) {
    for (let j = from; j < m.length; j++) if (Math.abs(m[i][j]) > Math.abs(m[best[0]][best[1]])) best = [i, j];
  }
  return best;
}

/** The largest angle between a token and a space. */
export function farthestFromSpace(x: State, { n, d }: Shape, space: Rows): number {
  let farthest = 0;
  for (let k = 0; k < n; k++) farthest = Math.max(farthest, angleToSpace(x, k * d, space));
  return farthest;
}

/** How many tokens are on the side of ξ, and how many on that of −ξ. */
export function sidesOf(x: State, { n, d }: Shape, [axis]: Rows): readonly [number, number] {
  let positive = 0;
  for (let k = 0; k < n; k++) if (inner(axis, x.subarray(k * d, k * d + d)) >= 0) positive++;
  return [positive, n - positive];
}
