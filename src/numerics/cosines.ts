/** Cosines of all pairs of unit rows, some rows at a time: what is read of one row serves several. */

import type { Shape, State } from '../core/state.ts';
import { squaredChordUpTo } from './sphere.ts';

/** Rows and columns of a tile: as many sums as a processor keeps in registers. */
const ROWS = 4;
const COLUMNS = 2;

/**
 * Visits each row with its cosines to the rows before it.
 *
 * @param visit row k, and ⟨x_k, x_j⟩ for j < k in the first k entries; overwritten by the next call
 */
export function eachRowOfCosines(x: State, { n, d }: Shape, visit: (k: number, cosines: Float64Array) => void): void {
  const rows = new Float64Array(ROWS * d); // four rows, entry by entry
  const cosines = Array.from({ length: ROWS }, () => new Float64Array(n + COLUMNS));
  for (let from = 0; from < n; from += ROWS) {
    const here = from + ROWS < n ? ROWS : n - from;
    for (let r = 0; r < here; r++) for (let i = 0; i < d; i++) rows[ROWS * i + r] = x[(from + r) * d + i];
    for (let j = 0; j < from + here - 1; j += COLUMNS) fillTile(x, d, rows, j, j + 1 < n ? j + 1 : j, cosines);
    for (let r = 0; r < here; r++) visit(from + r, cosines[r]);
  }
}

/** All of them, for few rows: ⟨x_k, x_j⟩, j < k, is at k(k − 1)/2 + j. */
export function pairCosines(x: State, shape: Shape): Float64Array {
  const { n } = shape;
  const all = new Float64Array((n * (n - 1)) / 2);
  eachRowOfCosines(x, shape, (k, cosines) => all.set(cosines.subarray(0, k), (k * (k - 1)) / 2));
  return all;
}

/** A cosine tells more surely than this whether a pair is within a chord: rows are unit to 1e-12. */
const ROOM = 1e-11;

/**
 * Whether rows j < k are within a squared chord: by their cosine, and where that is too near to tell, by the chord
 * itself. Not "≤": a row that is not finite is within reach of all.
 *
 * @param cosines of all pairs
 */
export function withinByCosines(
  x: State,
  { d }: Shape,
  limit: number,
  cosines: Float64Array,
): (k: number, j: number) => boolean {
  const apart = 1 - limit / 2 - ROOM;
  return (k, j) =>
    !(cosines[(k * (k - 1)) / 2 + j] < apart) && !(squaredChordUpTo(limit, x, k * d, x, j * d, d) > limit);
}

/** Of four rows the cosines to row j, and to the one after it where there is one. */
function fillTile(x: State, d: number, rows: Float64Array, j: number, after: number, cosines: Float64Array[]): void {
  const one = j * d;
  const two = after * d;
  let a = 0;
  let b = 0;
  let c = 0;
  let e = 0;
  let f = 0;
  let g = 0;
  let h = 0;
  let l = 0;
  for (let i = 0, row = 0; i < d; i++, row += ROWS) {
    const y = x[one + i];
    const z = x[two + i];
    const r0 = rows[row];
    const r1 = rows[row + 1];
    const r2 = rows[row + 2];
    const r3 = rows[row + 3];
    a += y * r0;
    b += y * r1;
    c += y * r2;
    e += y * r3;
    f += z * r0;
    g += z * r1;
    h += z * r2;
    l += z * r3;
  }
  cosines[0][j] = a;
  cosines[1][j] = b;
  cosines[2][j] = c;
  cosines[3][j] = e;
  cosines[0][j + 1] = f;
  cosines[1][j + 1] = g;
  cosines[2][j + 1] = h;
  cosines[3][j + 1] = l;
}
