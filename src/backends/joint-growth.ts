/**
 * How fast rows that all feel each other leave their places together: the eigenvalues λ of their Jacobian that matter
 * to a step, however small they are beside the others.
 *
 * Clusters draw each other by e^{−βc}, and tokens of a cluster return to it at rates of order one: eigenvalues of
 * 10⁻²⁰ beside −1 are lost in the rounding of the latter. Those of (I − c∂F)⁻¹, 1/(1 − cλ), are near 1 for what the
 * step of size c sees as slow, and near 0 for all that is fast and contracts, so Arnoldi's method (Saad, Numerical
 * Methods for Large Eigenvalue Problems, §6.1) finds the former first.
 */

import { eigenvalues } from '../numerics/eigenvalues.ts';
import { solveLinear } from '../numerics/linear-system.ts';
import { dot, norm } from '../numerics/sphere.ts';

interface JointGrowth {
  /** The largest real part of those eigenvalues; 0 where none grows by more than rounding. */
  readonly rate: number;
  /** A unit vector of what grows at that rate. */
  readonly vector: Float64Array;
}

/** Products with the resolvent: the largest of its eigenvalues is found first. */
const MOST_PRODUCTS = 24;
/** What is left of a product beside the vectors before it, as a share of it, when these span all it can reach. */
const EXHAUSTED = 1e-10;
/** Values of 1/(1 − cλ) below this belong to what contracts within the step. */
const CONTRACTED = 0.2;
/** A growth by this share within c is none: rotations of all tokens have the eigenvalue 0, but for rounding. */
const NEUTRAL = 1e-6;

/**
 * @param resolvent v ← (I − c∂F)⁻¹ v
 * @param size of the vectors
 */
export function jointGrowth(
  resolvent: (v: Float64Array) => boolean,
  size: number,
  c: number,
  products = MOST_PRODUCTS,
): JointGrowth {
  const most = size < products ? size : products;
  const h = new Float64Array(most * most);
  const basis = [unit(Float64Array.from({ length: size }, (_, i) => ((i * 0.6180339887498949 + 0.3) % 1) - 0.5))];
  let m = 0;
  while (m < most) {
    const product = basis[m].slice();
    if (!resolvent(product)) break;
    const before = norm(product, 0, size);
    for (let pass = 0; pass < 2; pass++) {
      for (let i = 0; i <= m; i++) {
        const along = dot(basis[i], 0, product, 0, size);
        h[i * most + m] += along;
        for (let j = 0; j < size; j++) product[j] -= along * basis[i][j];
      }
    }
    const left = norm(product, 0, size);
    m++;
    if (!(left > EXHAUSTED * before) || m === most) break;
    h[m * most + m - 1] = left;
    basis.push(unit(product));
  }
  return leadingOf(h, most, m, basis, c);
}

function leadingOf(h: Float64Array, stride: number, m: number, basis: Float64Array[], c: number): JointGrowth {
  const corner = new Float64Array(m * m);
  for (let i = 0; i < m; i++) for (let j = 0; j < m; j++) corner[i * m + j] = h[i * stride + j];
  const { re, im } = eigenvalues(corner.slice(), m);
  let grows = NEUTRAL; // cλ
  let at = -1;
  for (let i = 0; i < m; i++) {
    const square = re[i] * re[i] + im[i] * im[i];
    if (!(square > CONTRACTED * CONTRACTED)) continue;
    const one = 1 - re[i] / square;
    if (one > grows) {
      grows = one;
      at = i;
    }
  }
  const vector = new Float64Array(basis[0].length);
  if (at < 0) return { rate: 0, vector };
  const weights = eigenvectorOf(corner, m, re[at]);
  for (let i = 0; i < m; i++) for (let j = 0; j < vector.length; j++) vector[j] += weights[i] * basis[i][j];
  return { rate: grows / c, vector: unit(vector) };
}

/** By inverse iteration beside the eigenvalue. */
function eigenvectorOf(matrix: Float64Array, m: number, value: number): Float64Array {
  let v: Float64Array = new Float64Array(m).fill(1);
  for (let step = 0; step < 3; step++) {
    const shifted = matrix.slice();
    for (let i = 0; i < m; i++) shifted[i * m + i] -= value * (1 + 1e-9);
    const next = v.slice();
    if (solveLinear(shifted, next, m) === 0) break;
    v = unit(next);
  }
  return v;
}

function unit(v: Float64Array): Float64Array {
  const length = norm(v, 0, v.length);
  return v.map((entry) => entry / length);
}
