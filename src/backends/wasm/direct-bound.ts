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
export function directBound(setting: BoundSetting, unit: number): number {
  const { shape } = setting;
  const { inScores, inSums, scale, meanSquare: q, range } = partsOf(setting, unit);
  if (shape.d >= 12 || q === null) return scale * (4 * inScores + inSums);
  const inRelative = 3 * (shape.d + 4) * range * q + (8 * Math.sqrt(seenBy(setting)) + 5 * shape.d + 33) * Math.sqrt(q);
  return scale * smaller(inRelative + shape.d + 4, 4 * inScores + inSums);
}

/**
 * The same where all rows are computed by products in any dimension: a score errs by roundoffs of β‖B‖ whatever its own
 * size, and where scores fall with distance, ẋ_k by no more than 2δs‖V‖ then.
 */
export function absoluteBound(setting: BoundSetting, unit: number): number {
  const { inScores, inSums, scale, meanSquare: q } = partsOf(setting, unit);
  return scale * (smaller(4, q === null ? 4 : 2 * Math.sqrt(q)) * inScores + inSums);
}

/** Tokens that the last row sees. */
function seenBy({ attention, shape, to }: BoundSetting): number {
  return attention.mask === 'causal' ? to : shape.n;
}

/**
 * In roundoffs: of scores and of sums; what they are multiplied by; β‖B‖; the bound q, where scores fall with distance.
 */
function partsOf(setting: BoundSetting, unit: number) {
  const { attention, shape } = setting;
  const { d } = shape;
  const n = seenBy(setting);
  const { beta, queryKey, value, weights, normalization } = attention;
  const range = Math.abs(beta) * splitNorm(queryKey, d);
  const falls = weights.length === 0 && isFalling(attention, d);
  const parts = {
    inScores: range * (8 * Math.sqrt(d) + 4) + 4,
    inSums: 8 * Math.sqrt(n + weights.length) + 8 * Math.sqrt(d) + 8,
    scale: splitNorm(value, d) * unit,
    range,
    meanSquare: !falls ? null : range > 0 ? smaller(4, (2 * log(n + 1)) / range) : 4,
  };
  if (normalization === 'softmax') return parts;
  // Divided by n instead of Σ_j w_j: the weights are no longer relative to their sum.
  const weight = weights.reduce((sum, entry) => sum + Math.abs(entry), n) / shape.n;
  return { ...parts, scale: parts.scale * weight * exp(range < 700 ? range : 700) };
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
