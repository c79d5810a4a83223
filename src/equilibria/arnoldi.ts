/**
 * The eigenvalue of a large matrix with the largest real part, from products with vectors alone (Saad, Numerical
 * Methods, §6.1).
 */
import { eigenvalues } from '../numerics/eigenvalues.ts';
import { larger } from '../numerics/elementary.ts';
import { solveLinear } from '../numerics/linear-system.ts';
import { dot } from '../numerics/sphere.ts';

interface Leading {
  /** The largest real part among the eigenvalues found. */
  readonly rate: number;
  /** The largest modulus among them. */
  readonly size: number;
  /** A unit vector of the space that the leading eigenvalue belongs to. */
  readonly vector: Float64Array;
}

/** Products with the matrix; the eigenvalues at the ends of the spectrum are found first. */
const MOST_PRODUCTS = 20;
/** What is left of a product beside the vectors before it, as a share of it, when these span all it can reach. */
const EXHAUSTED = 1e-9;

/** @param dimension of the space that `start` and the products lie in: no more products than that are made */
export async function leadingEigenvalue(
  times: (v: Float64Array) => Promise<Float64Array>,
  start: Float64Array,
  dimension: number,
): Promise<Leading> {
  const most = dimension < MOST_PRODUCTS ? dimension : MOST_PRODUCTS;
  const basis = [scaled(start, 1 / lengthOf(start))];
  const h = new Float64Array(most * most);
  let m = 0;
  while (m < most) {
    const product = await times(basis[m]);
    const before = lengthOf(product);
    for (let pass = 0; pass < 2; pass++) {
      for (let i = 0; i <= m; i++) {
        const along = dot(basis[i], 0, product, 0, product.length);
        h[i * most + m] += along;
        for (let j = 0; j < product.length; j++) product[j] -= along * basis[i][j];
      }
    }
    const left = lengthOf(product);
    m++;
    if (!(left > EXHAUSTED * before) || m === most) break;
    h[m * most + m - 1] = left;
    basis.push(scaled(product, 1 / left));
  }
  return leadingOf(h, most, m, basis);
}

/** From the projection of the matrix on the basis, the upper left m×m corner of h. */
function leadingOf(h: Float64Array, stride: number, m: number, basis: readonly Float64Array[]): Leading {
  const corner = new Float64Array(m * m);
  for (let i = 0; i < m; i++) for (let j = 0; j < m; j++) corner[i * m + j] = h[i * stride + j];
  const { re, im } = eigenvalues(corner.slice(), m);
  let rate = -Infinity;
  let size = 0;
  for (let i = 0; i < m; i++) {
    rate = larger(rate, re[i]);
    size = larger(size, Math.sqrt(re[i] * re[i] + im[i] * im[i]));
  }
  const weights = eigenvectorOf(corner, m, rate, size);
  const vector = new Float64Array(basis[0].length);
  for (let i = 0; i < m; i++) for (let j = 0; j < vector.length; j++) vector[j] += weights[i] * basis[i][j];
  return { rate, size, vector: scaled(vector, 1 / lengthOf(vector)) };
}

/** By inverse iteration a little above the eigenvalue. */
function eigenvectorOf(matrix: Float64Array, m: number, rate: number, size: number): Float64Array {
  let v = new Float64Array(m).fill(1);
  for (let step = 0; size > 0 && step < 3; step++) {
    const shifted = matrix.slice();
    for (let i = 0; i < m; i++) shifted[i * m + i] -= rate + 1e-6 * size;
    const next = v.slice();
    if (solveLinear(shifted, next, m) === 0) break;
    v = scaled(next, 1 / lengthOf(next));
  }
  return v;
}

export function lengthOf(v: Float64Array): number {
  return Math.sqrt(dot(v, 0, v, 0, v.length));
}

function scaled(v: Float64Array, by: number): Float64Array<ArrayBuffer> {
  return Float64Array.from(v, (entry) => by * entry);
}
