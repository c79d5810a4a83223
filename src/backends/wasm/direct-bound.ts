/**
 * Bounds of the rounding error of a row of ẋ, before anything is computed: ‖V‖ times a number of roundoffs u = 2^−53.
 *
 * An error δ of a score changes its weight by δ relatively, and ẋ_k = Σ_j A_kj (V x_j − …) by at most 4δ‖V‖, since |x_j
 * − x_k| ≤ 2. Sums of q products err by 4√q roundoffs of their terms' size: the probabilistic bound of N. J. Higham and
 * T. Mary, A new approach to probabilistic rounding error analysis (2019), with λ = 4; it holds but for one sum in a
 * thousand, and errors are seldom near it.
 */

import type { Shape } from '../../core/state.ts';
import type { AttentionFieldParameters } from '../../dynamics/attention-field.ts';
import { exp, log, smaller } from '../../numerics/elementary.ts';
import { frobeniusNorm, type Matrix, splitIdentity } from '../../numerics/matrix.ts';

/** |scale| + ‖rest‖ (Frobenius), at least the spectral norm. */
function splitNorm(matrix: Matrix, d: number): number {
  const { scale, rest } = splitIdentity(matrix, d);
  return Math.abs(scale) + (rest ? frobeniusNorm(rest) : 0);
}

/** What is computed: rows before `to`. */
interface BoundSetting {
  readonly attention: AttentionFieldParameters;
  readonly shape: Shape;
  readonly to: number;
}

/**
 * Largest error of a row: by differences and by products alike, scores err by 8√d + 4 roundoffs of β‖B‖, sums over n
 * tokens and m centers by 4√(n + m), images and projections by 8√d + 8.
 *
 * By differences (d < 12), and when scores fall with distance, a score errs by d + 4 roundoffs of its own size, and
 * large scores have small weights: with r_j = |x_j − x_k|, Σ A βb r²/2 is the entropy of the weights less ln Z, at most
 * ln n; so q = Σ A r² ≤ min(4, 2 ln n/(βb)), and s = Σ A r ≤ √q.
 *
 * @param unit roundoff of the arithmetic
 */
export function directBound({ attention, shape, to }: BoundSetting, unit: number): number {
  const { d } = shape;
  const n = attention.mask === 'causal' ? to : shape.n;
  const { beta, queryKey, value, weights, normalization } = attention;
  const range = Math.abs(beta) * splitNorm(queryKey, d);
  const inScores = 4 * (range * (8 * Math.sqrt(d) + 4) + 4);
  const inSums = 8 * Math.sqrt(n + weights.length) + 8 * Math.sqrt(d) + 8;
  const q = range > 0 ? smaller(4, (2 * log(n + 1)) / range) : 4;
  const relative = d < 12 && weights.length === 0 && isFalling(attention, d);
  const inRelative = 3 * (d + 4) * range * q + (8 * Math.sqrt(n) + 5 * d + 33) * Math.sqrt(q) + d + 4;
  const bound = splitNorm(value, d) * (relative ? smaller(inRelative, inScores + inSums) : inScores + inSums) * unit;
  if (normalization === 'softmax') return bound;
  // Divided by n instead of Σ_j w_j: the weights are no longer relative to their sum.
  const weight = weights.reduce((sum, entry) => sum + Math.abs(entry), n) / shape.n;
  return bound * weight * exp(range < 700 ? range : 700);
}

/** Whether no score exceeds a token's own, as in the kernels. */
export function isFalling({ beta, queryKey }: AttentionFieldParameters, d: number): boolean {
  const { scale, rest } = splitIdentity(queryKey, d);
  return rest === null && scale * beta >= 0;
}

/**
 * What scores and shifts by products, ⟨x, y⟩ in place of |x − y|², can add to the error of a row: absolute, where
 * differences are relative. A function of d and β, not of n: it decides how rows are computed.
 */
export function productsBound({ beta, queryKey, value }: AttentionFieldParameters, d: number, unit: number): number {
  const perScore = 8 * Math.sqrt(d) + 4;
  return splitNorm(value, d) * (4 * Math.abs(beta) * splitNorm(queryKey, d) * perScore + 2 * perScore) * unit;
}
