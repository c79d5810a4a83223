/** What is asked of a BLAS. */

export interface Blas {
  /** The library and what it says of itself: `OpenBLAS 0.3.21 (Zen)`. */
  readonly title: string;
  /** How many threads it takes for a product; null where it does not tell. */
  threads(): number | null;
  /** cblas_dgemm. */
  readonly dgemm: Dgemm;
}

/**
 * C ← α op(A) op(B) + β C for matrices that lie row by row: op(A) has m rows and k columns, op(B) k rows and n columns;
 * the strides lda, ldb and ldc go from row to row, in numbers. https://netlib.org/blas/#_cblas
 */
export type Dgemm = (
  order: number,
  transposeA: number,
  transposeB: number,
  m: number,
  n: number,
  k: number,
  alpha: number,
  a: Float64Array,
  lda: number,
  b: Float64Array,
  ldb: number,
  beta: number,
  c: Float64Array,
  ldc: number,
) => void;

/** enum CBLAS_LAYOUT and enum CBLAS_TRANSPOSE of cblas.h. */
export const ROWS = 101;
export const AS_IT_IS = 111;
export const TRANSPOSED = 112;
