/**
 * What rounding can do to a row of the field that is computed by differences and summed directly, in units of u = 2^−53.
 *
 * With weights A_j that sum to 1, r_j = x_j − x_k, a = Σ_{r_j≠0} A_j, s = Σ A_j |r_j|, q = Σ A_j |r_j|², c = Σ A_j |r_j|³, mean shift
 * u_k = Σ A_j r_j, B = bI + C, V = λI + W, and D additions behind a sum (D = terms for a plain one), to first order in u:
 *
 *   normalised tokens are off by (d+4)/2 each                     → (d+4) a
 *   exponents are off by ω_j = β( ‖C‖(d+4) + (‖C‖(3d+6) + |b|(d+4)) |r_j| + |b|(d+4)/2 |r_j|² )
 *     and the softmax by Σ A_j ω_j |r_j − u_k|, where Σ A_j |r_j − u_k|² ≤ q
 *                           → β( ‖C‖(d+4) √q + (‖C‖(3d+6) + |b|(d+4)) q + |b|(d+4)/2 (c + sq) )
 *   the distance t_j of a score to the largest is rounded, Σ A_j t_j ≤ ln Σ a_j → 4 ln Σ a_j
 *   sums, an exponential of 2 ulp, V, the projection              → (2D + 5d + 33) s and (4d + 20)‖W‖
 *
 * the first three times ‖V‖. Σ A_j t_j is the entropy of the weights less ln Z_k: it knows neither β nor the matrices.
 */
import type { AttentionFieldParameters } from '../../src/dynamics/attention-field.ts';
import { splitIdentity } from '../../src/numerics/matrix.ts';
import type { Moments } from './compensated-field.ts';

const UNIT_ROUNDOFF = 2 ** -53;

/** |δẋ_k| of a direct path, from what its row attends to; `depth` additions behind a sum. */
export function directBound(attention: AttentionFieldParameters, d: number, moments: Moments, depth: number): number {
  const { beta, queryKey, value, normalization, weights } = attention;
  const { terms, mass, away, distance: s, squaredDistance: q, cubedDistance } = moments;
  const { scale, rest } = splitIdentity(queryKey, d);
  const [b, c, v, w] = [Math.abs(scale), size(rest), Math.hypot(...value), size(splitIdentity(value, d).rest)];
  const linear = c * (3 * d + 6) + b * (d + 4);
  const exponents = beta * (c * (d + 4) * Math.sqrt(q) + linear * q + ((b * (d + 4)) / 2) * (cubedDistance + s * q));
  // Where scores fall with distance, the largest is the token's own, 0, and nothing is rounded.
  const falling = rest === null && scale >= 0;
  const entropy = falling ? 0 : 4 * Math.log(terms + weights.reduce((sum, a) => sum + a, 0));
  let units = v * ((d + 4) * away + exponents + entropy + (2 * depth + 5 * d + 33) * s) + w * (4 * d + 20);
  if (normalization === 'count') {
    // e^{own score} is off by its exponent, and Z_k W x_k by the weights, which no division by Z_k mends.
    const own = beta * (c + b) * (2 * d + 12) + 8;
    units += (v * s + w) * own + w * (depth + 8 + entropy + beta * (c * (d + 4) + 2 * linear * s));
  }
  return mass * units * UNIT_ROUNDOFF + 1e-300; // the last for weights held at e^−708
}

function size(matrix: Float64Array | null): number {
  return matrix === null ? 0 : Math.hypot(...matrix);
}
