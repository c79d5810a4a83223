/**
 * How the field of attention turns with the places of all tokens: n(d − 1) × n(d − 1) numbers in coordinates beside a
 * state. The diagonal blocks are those of attention-jacobian.ts; that of row k and another token j that it sees is
 *
 *   P_k A_kj ( V + β V (x_j − m_k) (Bᵀx_k)ᵀ ) P_j,   m_k = Σ_l A_kl x_l (softmax), m_k = 0 (count),
 *
 * with A_kj = e^{β⟨Qx_k, Kx_j⟩}/Z_k (softmax), …/n (count).
 */

import type { Shape, State } from '../core/state.ts';
import { exp } from '../numerics/elementary.ts';
import { frobeniusNorm, type Matrix, multiplyVector, splitIdentity, transpose } from '../numerics/matrix.ts';
import { dot } from '../numerics/sphere.ts';
import type { AttentionFieldParameters } from './attention-field.ts';
import { attentionJacobian, type RowSums } from './attention-jacobian.ts';

export interface WholeJacobian {
  /** N × N numbers, N = n(d − 1), row by row. */
  readonly jacobian: Matrix;
  /** The Frobenius norm of what its entries are sums of: their rounding errors are a share of it. */
  readonly terms: number;
}

/**
 * The Jacobian at unit rows x.
 *
 * @param basis orthonormal tangents: vector i of token k is d numbers from (k(d − 1) + i)d on
 */
export function attentionWholeJacobian(parameters: AttentionFieldParameters, shape: Shape) {
  const { n, d } = shape;
  const each = d - 1;
  const size = n * each;
  const { beta, queryKey, value, mask, normalization } = parameters;
  const softmax = normalization === 'softmax';
  const linearize = attentionJacobian(parameters, shape);
  const rows = rowSumsOf(parameters, shape);
  const { rest } = splitIdentity(value, d);
  const steepness = 1 + beta * frobeniusNorm(queryKey);
  const bTransposed = transpose(queryKey, d);
  const query = new Float64Array(d);
  const apart = new Float64Array(d);
  const image = new Float64Array(d);
  const turned = new Float64Array(n * each * d); // V of every tangent

  return (x: State, basis: Float64Array): WholeJacobian => {
    let square = 0;
    const jacobian = new Float64Array(size * size);
    for (let i = 0; i < size; i++) multiplyVector(value, basis, i * d, turned.subarray(i * d, i * d + d), d);
    for (let k = 0; k < n; k++) {
      const u = x.subarray(k * d, k * d + d);
      const { sums, weights, others } = rows(x, k);
      multiplyVector(bTransposed, u, 0, query, d);
      // What weights are multiplied by: 1/Z, or e^{own score + largest}/n.
      const factor = softmax
        ? 1 / (exp(-sums.largest) + others)
        : exp(beta * dot(query, 0, u, 0, d) + sums.largest) / n;
      for (let j = 0; j < (mask === 'causal' ? k : n); j++) {
        if (j === k) continue;
        for (let i = 0; i < d; i++) {
          apart[i] = x[j * d + i] - (softmax ? u[i] + factor * sums.shift[i] : 0);
        }
        multiplyVector(value, apart, 0, image, d);
        square += addBlock(jacobian, basis, k, j, factor * weights[j]);
      }
      const own = linearize(u, sums).jacobian;
      for (let a = 0; a < each; a++) {
        const row = k * each + a;
        for (let b = 0; b < each; b++) jacobian[row * size + k * each + b] = bilinear(own, basis, row, k * each + b);
      }
      square += termsOfDiagonal(factor, others, sums.largest);
    }
    return { jacobian, terms: Math.sqrt(square) };
  };

  function addBlock(jacobian: Matrix, basis: Float64Array, k: number, j: number, weight: number): number {
    let square = 0;
    for (let a = 0; a < each; a++) {
      const row = k * each + a;
      const along = dot(basis, row * d, image, 0, d);
      for (let b = 0; b < each; b++) {
        const column = j * each + b;
        const plain = dot(basis, row * d, turned, column * d, d);
        const felt = beta * along * dot(query, 0, basis, column * d, d);
        jacobian[row * size + column] = weight * (plain + felt);
        square += weight * weight * (plain * plain + felt * felt);
      }
    }
    return square;
  }

  /** All but those of W, V = λI + W, are weighted like the other tokens. */
  function termsOfDiagonal(factor: number, others: number, largest: number): number {
    const own = rest === null ? 0 : frobeniusNorm(rest) * (exp(-largest) + others);
    const all = steepness * factor * (frobeniusNorm(value) * others + own);
    return all * all;
  }

  function bilinear(m: Matrix, basis: Float64Array, row: number, column: number): number {
    let sum = 0;
    for (let i = 0; i < d; i++) sum += basis[row * d + i] * dot(m, i * d, basis, column * d, d);
    return sum;
  }
}

/** What row k sums over all that it sees but itself, and the weights e^{score − largest} of the tokens. */
function rowSumsOf({ beta, queryKey, mask, centers, weights: masses }: AttentionFieldParameters, { n, d }: Shape) {
  const m = masses.length;
  const bTransposed = transpose(queryKey, d);
  const query = new Float64Array(d);
  const weights = new Float64Array(n + m);
  const apart = new Float64Array(d);
  const sums: RowSums = { largest: 0, others: 0, shift: new Float64Array(d), spread: new Float64Array(d * d) };

  return (x: State, k: number) => {
    const u = x.subarray(k * d, k * d + d);
    const seen = mask === 'causal' ? k + 1 : n;
    multiplyVector(bTransposed, u, 0, query, d);
    const differ = (j: number): void => {
      for (let i = 0; i < d; i++) apart[i] = (j < n ? x[j * d + i] : centers[(j - n) * d + i]) - u[i];
    };
    sums.largest = 0;
    for (let j = 0; j < n + m; j++) {
      if (j >= seen && j < n) continue;
      differ(j);
      weights[j] = beta * dot(query, 0, apart, 0, d);
      if (weights[j] > sums.largest) sums.largest = weights[j];
    }
    sums.others = 0;
    sums.shift.fill(0);
    sums.spread.fill(0);
    for (let j = 0; j < n + m; j++) {
      if ((j >= seen && j < n) || j === k) continue;
      weights[j] = (j < n ? 1 : masses[j - n]) * exp(weights[j] - sums.largest);
      differ(j);
      sums.others += weights[j];
      for (let i = 0; i < d; i++) {
        sums.shift[i] += weights[j] * apart[i];
        for (let l = 0; l < d; l++) sums.spread[i * d + l] += weights[j] * apart[i] * apart[l];
      }
    }
    return { sums, weights, others: sums.others };
  };
}
