/**
 * The field of attention on the sphere, written once for every mask, normalisation and set of frozen centers.
 *
 *   ẋ_k = P_{x_k}( (1/Z_k) Σ_{j∈S_k} a_j e^{β⟨Qx_k, Kx_j⟩} V x_j )
 *
 * with S_k = {1 … k} (causal) or {1 … n} (full), then the frozen centers, whose weight a_j is given (tokens have 1).
 *
 * It is computed by differences, so that nothing that ought to vanish leaves rounding noise:
 * with u_k = Σ_j A_kj (x_j − x_k) and V = λI + W,
 *
 *   Σ_j A_kj V x_j = V u_k + V x_k,   P_k(V x_k) = P_k(W x_k),   so   ẋ_k = P_k( V u_k + W x_k ).
 *
 * A token that sees only itself, or only tokens with its own bits, stands still exactly when V = λI. Scores are taken
 * relative to the token's own, with B = QᵀK = bI + C: ⟨x_k, B(x_j − x_k)⟩ = −(b/2)|x_j − x_k|² + ⟨Cᵀx_k, x_j − x_k⟩,
 * and their largest is subtracted, so that no exponential overflows (the factor cancels in the softmax).
 */

import type { AttentionShares, Shape, VectorField } from '../core/state.ts';
import { exp } from '../numerics/elementary.ts';
import { type Matrix, multiplyVector, splitIdentity, transpose } from '../numerics/matrix.ts';
import { dot, normalizeRow, projectTangent } from '../numerics/sphere.ts';

export interface AttentionFieldParameters {
  readonly beta: number;
  /** B = QᵀK; only this product matters. */
  readonly queryKey: Matrix;
  readonly value: Matrix;
  readonly mask: 'causal' | 'full';
  /** softmax: Z_k is the sum of the weights. count: Z_k is n, the number of tokens, whatever the mask (USA). */
  readonly normalization: 'softmax' | 'count';
  /** m frozen unit rows and their weights; m may be 0. */
  readonly centers: Float64Array;
  readonly weights: Float64Array;
}

/** tangent: projected, as the field is. ambient: as the sum is, Σ_j A_kj V x_j. */
type FieldSpace = 'tangent' | 'ambient';

/**
 * The reference field. Sums run over tokens in index order, then over centers: row k of a causal field has the same
 * bits whatever n is.
 */
export function attentionField(
  parameters: AttentionFieldParameters,
  { n, d }: Shape,
  space: FieldSpace = 'tangent',
): VectorField {
  const { beta, mask, normalization, centers, weights } = parameters;
  const m = weights.length;
  const { scale: b, rest: c } = splitIdentity(parameters.queryKey, d);
  const cTransposed = c && transpose(c, d);
  const { value } = parameters;
  const w = space === 'tangent' ? splitIdentity(value, d).rest : value; // of V x_k

  const unit = new Float64Array(n * d);
  const query = new Float64Array(d); // Cᵀ x_k
  const scores = new Float64Array(n + m);
  const shift = new Float64Array(d); // Σ_j w_j (x_j − x_k)
  const own = new Float64Array(d); // W x_k, or V x_k
  const image = new Float64Array(d);

  return (_t, x, out) => {
    for (let k = 0; k < n; k++) normalizeRow(x, unit, k * d, d);
    for (let k = 0; k < n; k++) {
      const seen = mask === 'causal' ? k + 1 : n;
      if (cTransposed) multiplyVector(cTransposed, unit, k * d, query, d);
      // Relative to the token's own score, 0, which the softmax cancels.
      let largest = relativeScores(scores, 0, unit, seen, 0, unit, k * d, d, beta, b, cTransposed ? query : null);
      largest = relativeScores(scores, n, centers, m, largest, unit, k * d, d, beta, b, cTransposed ? query : null);
      shift.fill(0);
      let z = addWeighted(shift, scores, 0, largest, unit, seen, null, unit, k * d, d);
      z += addWeighted(shift, scores, n, largest, centers, m, weights, unit, k * d, d);
      multiplyVector(value, shift, 0, image, d);
      if (w) multiplyVector(w, unit, k * d, own, d);
      let factor = 1 / z;
      if (normalization === 'count') {
        const ownScore = beta * (b + (cTransposed ? dot(query, 0, unit, k * d, d) : 0));
        factor = exp(ownScore + largest) / n;
      }
      for (let i = 0; i < d; i++) out[k * d + i] = factor * (w ? image[i] + z * own[i] : image[i]);
      if (space === 'tangent') projectTangent(unit, k * d, out, k * d, d);
    }
  };
}

/** Whom a token attends to; the frozen centers have the rest. */
export function attentionShares(
  { beta, queryKey, mask, centers, weights }: AttentionFieldParameters,
  { n, d }: Shape,
): AttentionShares {
  const m = weights.length;
  const { scale: b, rest: c } = splitIdentity(queryKey, d);
  const cTransposed = c && transpose(c, d);
  const query = new Float64Array(d);
  const scores = new Float64Array(n + m);
  return (_t, x, k, out) => {
    const seen = mask === 'causal' ? k + 1 : n;
    if (cTransposed) multiplyVector(cTransposed, x, k * d, query, d);
    let largest = relativeScores(scores, 0, x, seen, 0, x, k * d, d, beta, b, cTransposed ? query : null);
    largest = relativeScores(scores, n, centers, m, largest, x, k * d, d, beta, b, cTransposed ? query : null);
    let z = 0;
    for (let j = 0; j < m; j++) z += weights[j] * exp(scores[n + j] - largest);
    for (let j = 0; j < n; j++) {
      out[j] = j < seen ? exp(scores[j] - largest) : 0;
      z += out[j];
    }
    for (let j = 0; j < seen; j++) out[j] /= z;
  };
}

/**
 * scores[at + j] ← β⟨x, B(y_j − x)⟩ = β( ⟨Cᵀx, y_j − x⟩ − (b/2)|y_j − x|² ) for the first `count` rows y_j; returns the
 * largest of them and of `largest`.
 */
function relativeScores(
  scores: Float64Array,
  at: number,
  rows: Float64Array,
  count: number,
  largest: number,
  x: Float64Array,
  xOffset: number,
  d: number,
  beta: number,
  b: number,
  query: Float64Array | null,
): number {
  for (let j = 0, offset = 0; j < count; j++, offset += d) {
    let square = 0;
    let cross = 0;
    for (let i = 0; i < d; i++) {
      const difference = rows[offset + i] - x[xOffset + i];
      square += difference * difference;
      if (query !== null) cross += query[i] * difference;
    }
    const score = beta * (cross - 0.5 * b * square);
    scores[at + j] = score;
    if (score > largest) largest = score;
  }
  return largest;
}

/** shift ← shift + Σ_j w_j (y_j − x) over the first `count` rows, w_j = a_j e^{score_j − largest}; returns Σ_j w_j. */
function addWeighted(
  shift: Float64Array,
  scores: Float64Array,
  at: number,
  largest: number,
  rows: Float64Array,
  count: number,
  weights: Float64Array | null,
  x: Float64Array,
  xOffset: number,
  d: number,
): number {
  let z = 0;
  for (let j = 0, offset = 0; j < count; j++, offset += d) {
    const weight = exp(scores[at + j] - largest) * (weights === null ? 1 : weights[j]);
    z += weight;
    for (let i = 0; i < d; i++) shift[i] += weight * (rows[offset + i] - x[xOffset + i]);
  }
  return z;
}
