/** Small dense matrices of random problems, as rows. */
import { exp } from '../numerics/elementary.ts';
import type { Draws } from './draws.ts';

/** d rows of d numbers, as a specification has them. */
export type Rows = readonly (readonly number[])[];

export function rowsOf(d: number, entry: (i: number, j: number) => number): number[][] {
  return Array.from({ length: d }, (_, i) => Array.from({ length: d }, (_, j) => entry(i, j)));
}

function diagonal(entries: readonly number[]): number[][] {
  return rowsOf(entries.length, (i, j) => (i === j ? entries[i] : 0));
}

export function transposed(a: Rows): number[][] {
  return rowsOf(a.length, (i, j) => a[j][i]);
}

export function product(a: Rows, b: Rows): number[][] {
  return rowsOf(a.length, (i, j) => a[i].reduce((sum, entry, l) => sum + entry * b[l][j], 0));
}

/** Independent N(0, scale²). */
export function gaussian(draws: Draws, d: number, scale: number): number[][] {
  return rowsOf(d, () => scale * draws.normal());
}

/** A uniform orthogonal matrix: a Gaussian one's rows, made orthonormal one after another. */
function orthogonal(draws: Draws, d: number): number[][] {
  return orthonormalRows(gaussian(draws, d, 1));
}

/** Gram–Schmidt, twice for orthogonality to rounding. */
export function orthonormalRows(rows: Rows): number[][] {
  const made: number[][] = [];
  for (const row of rows) {
    let v = [...row];
    for (let pass = 0; pass < 2; pass++) {
      for (const u of made) {
        const along = inner(u, v);
        v = v.map((entry, i) => entry - along * u[i]);
      }
      v = unit(v);
    }
    made.push(v);
  }
  return made;
}

export function inner(a: readonly number[], b: ArrayLike<number>): number {
  return a.reduce((sum, entry, i) => sum + entry * b[i], 0);
}

export function unit(v: readonly number[]): number[] {
  const norm = Math.sqrt(inner(v, v));
  return v.map((entry) => entry / norm);
}

/** A change of basis and its inverse. */
export interface Frame {
  readonly basis: Rows;
  readonly inverse: Rows;
}

/** Its columns are orthonormal. */
export function orthogonalFrame(draws: Draws, d: number): Frame {
  const basis = orthogonal(draws, d);
  return { basis, inverse: transposed(basis) };
}

/** Half the logarithm of the largest condition number of an oblique frame: 3. */
const LOG_STRETCH = 0.55;

/** O₁ diag(s) O₂ with O₁, O₂ orthogonal and s within a factor 3: oblique, well-conditioned, its inverse known. */
export function obliqueFrame(draws: Draws, d: number): Frame {
  const [left, right] = [orthogonal(draws, d), orthogonal(draws, d)];
  const stretch = Array.from({ length: d }, () => exp(draws.uniform(-LOG_STRETCH, LOG_STRETCH)));
  return {
    basis: product(product(left, diagonal(stretch)), right),
    inverse: product(product(transposed(right), diagonal(stretch.map((s) => 1 / s))), transposed(left)),
  };
}
