/**
 * Systems of linear equations that may have too many solutions, or none: by Householder reflections with column pivots,
 * which tell the rank (Golub & Van Loan, Matrix Computations, §5.4–5.5).
 */
import { dot } from './sphere.ts';

/** A square from which more than this share was taken has too few digits left, and is summed anew. */
const DIGITS_LEFT = 1e-8;

export interface Factored {
  /** How many columns are independent, to the length that was given. */
  readonly rank: number;
  /** An orthonormal basis of what the matrix takes to zero, to that length. */
  readonly nullSpace: readonly Float64Array[];
  /**
   * The shortest of the v that make |Av − b| least.
   *
   * @param dropped columns of which no more than this is left beside those before them are taken for dependent, too:
   *   their entries are then 0, and v is short, but not the shortest
   */
  solve(b: Float64Array, dropped?: number): Float64Array;
}

/**
 * A matrix factored, given by its columns, which are overwritten. O(rows · columns · rank).
 *
 * @param rows length of each column
 * @param least what is left of a column beside the others counts as nothing up to this length
 */
export function factorColumns(columns: readonly Float64Array[], rows: number, least: number): Factored {
  const count = columns.length;
  const order = Int32Array.from({ length: count }, (_, j) => j);
  const squares = Float64Array.from(columns, (column) => dot(column, 0, column, 0, rows));
  const summed = squares.slice(); // when each was last summed
  const diagonal = new Float64Array(rows < count ? rows : count);
  let rank = 0;
  while (rank < diagonal.length) {
    const length = pivot(columns, order, squares, rank, rows);
    if (!(length > least)) break;
    reflect(columns, order, squares, summed, rank, rows, diagonal, length);
    rank++;
  }
  const entry = (i: number, j: number): number => (i === j ? diagonal[i] : columns[order[j]][i]);

  /** z ← R₁₁⁻¹ z, of the leading rows and columns. */
  function substitute(z: Float64Array): void {
    for (let i = z.length - 1; i >= 0; i--) {
      for (let j = i + 1; j < z.length; j++) z[i] -= entry(i, j) * z[j];
      z[i] /= diagonal[i];
    }
  }

  const nullSpace: Float64Array[] = [];
  for (let free = rank; free < count; free++) {
    const z = Float64Array.from({ length: rank }, (_, i) => -entry(i, free));
    substitute(z);
    const v = new Float64Array(count);
    for (let i = 0; i < rank; i++) v[order[i]] = z[i];
    v[order[free]] = 1;
    nullSpace.push(v);
  }
  const kernel = orthonormal(nullSpace);
  return {
    rank,
    nullSpace: kernel,
    solve(b, dropped = 0) {
      const y = b.slice();
      for (let k = 0; k < rank; k++) applyReflector(columns[order[k]], y, k, rows);
      let used = rank;
      while (used > 0 && Math.abs(diagonal[used - 1]) <= dropped) used--;
      const z = y.slice(0, used);
      substitute(z);
      const v = new Float64Array(count);
      for (let i = 0; i < used; i++) v[order[i]] = z[i];
      if (used === rank) for (const one of kernel) subtractAlong(v, one);
      return v;
    },
  };
}

/** Brings the column of which most is left to place k; returns the length of what is left of it. */
function pivot(
  columns: readonly Float64Array[],
  order: Int32Array,
  squares: Float64Array,
  k: number,
  rows: number,
): number {
  let best = k;
  for (let j = k + 1; j < order.length; j++) if (squares[order[j]] > squares[order[best]]) best = j;
  [order[k], order[best]] = [order[best], order[k]];
  return Math.sqrt(squareFrom(columns[order[k]], k, rows));
}

function squareFrom(column: Float64Array, from: number, rows: number): number {
  let sum = 0;
  for (let i = from; i < rows; i++) sum += column[i] * column[i];
  return sum;
}

/** The reflection that takes what is left of column k to a multiple of axis k, on all columns after it. */
function reflect(
  columns: readonly Float64Array[],
  order: Int32Array,
  squares: Float64Array,
  summed: Float64Array,
  k: number,
  rows: number,
  diagonal: Float64Array,
  length: number,
): void {
  const own = columns[order[k]];
  const to = own[k] > 0 ? -length : length;
  diagonal[k] = to;
  // v = own − to e_k, scaled so that v vᵀ has the factor 1: |v|² = 2 length (length + |own_k|).
  const scale = 1 / Math.sqrt(length * (length + Math.abs(own[k])));
  own[k] -= to;
  for (let i = k; i < rows; i++) own[i] *= scale;
  for (let j = k + 1; j < order.length; j++) {
    const column = columns[order[j]];
    applyReflector(own, column, k, rows);
    squares[order[j]] -= column[k] * column[k];
    if (squares[order[j]] > DIGITS_LEFT * summed[order[j]]) continue;
    squares[order[j]] = squareFrom(column, k + 1, rows);
    summed[order[j]] = squares[order[j]];
  }
}

/** y ← y − v⟨v, y⟩ over rows from k on. */
function applyReflector(v: Float64Array, y: Float64Array, k: number, rows: number): void {
  let sum = 0;
  for (let i = k; i < rows; i++) sum += v[i] * y[i];
  if (sum === 0) return;
  for (let i = k; i < rows; i++) y[i] -= sum * v[i];
}

/**
 * The same space by an orthonormal basis (Gram and Schmidt, twice), without what depends on those before it.
 * @param independent what is left of a vector beside those before it, as a share of it
 */
export function orthonormal(vectors: readonly Float64Array[], independent = 1e-9): Float64Array[] {
  const basis: Float64Array[] = [];
  for (const given of vectors) {
    const v = given.slice();
    const before = Math.sqrt(dot(v, 0, v, 0, v.length));
    for (let pass = 0; pass < 2; pass++) for (const one of basis) subtractAlong(v, one);
    const length = Math.sqrt(dot(v, 0, v, 0, v.length));
    if (!(length > independent * before)) continue;
    for (let i = 0; i < v.length; i++) v[i] /= length;
    basis.push(v);
  }
  return basis;
}

function subtractAlong(v: Float64Array, unit: Float64Array): void {
  const along = dot(unit, 0, v, 0, v.length);
  for (let i = 0; i < v.length; i++) v[i] -= along * unit[i];
}
