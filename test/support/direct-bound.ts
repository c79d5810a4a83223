/**
 * What rounding can do to a row of the field that is computed by differences and summed directly, in units of u = 2^−53.
 *
 * With weights A_j that sum to 1, r_j = |x_j − x_k|, a = Σ_{r_j>0} A_j, s = Σ A_j r_j, q = Σ A_j r_j², B = bI + C, V = λI + W, and D
 * additions behind a sum (D = terms for a plain one), to first order in u:
 *
 *   normalised tokens are off by (d+4)/2 each                       → (d+4) a
 *   an exponent is off by β( ‖C‖(d+4) + (‖C‖(3d+6) + |b|(2d+8)) r_j )
 *     of which r_j and the mean shift |u_k| ≤ s are multiples, s² ≤ q → β( 2‖C‖(d+4) s + 2(‖C‖(3d+6) + |b|(2d+8)) q )
 *   its distance t_j to the largest is rounded, Σ A_j t_j ≤ ln Σ a_j  → 4 ln Σ a_j
 *   sums, an exponential of 2 ulp, V, the projection                  → (2D + 5d + 33) s and (4d + 20)‖W‖
 *
 * the first four times ‖V‖. Σ A_j t_j is the entropy of the weights less ln Z_k: it knows neither β nor the matrices.
 */
import type { AttentionFieldParameters } from '../../src/dynamics/attention-field.ts';
import { splitIdentity } from '../../src/dynamics/matrix.ts';
import type { Moments } from './compensated-field.ts';

const UNIT_ROUNDOFF = 2 ** -53;

/** |δẋ_k| of a direct path, from what its row attends to; `depth` additions behind a sum. */
export function directBound(attention: AttentionFieldParameters, d: number, moments: Moments, depth: number): number {
  const { beta, queryKey, value, normalization, weights } = attention;
  const { terms, mass, away, distance: s, squaredDistance: q } = moments;
  const { scale: b, rest } = splitIdentity(queryKey, d);
  const [c, v, w] = [size(rest), Math.hypot(...value), size(splitIdentity(value, d).rest)];
  const perDistance = c * (3 * d + 6) + Math.abs(b) * (2 * d + 8);
  const entropy = rest === null && weights.length === 0 ? 0 : Math.log(terms + weights.reduce((sum, a) => sum + a, 0));
  const exponents = beta * 2 * (c * (d + 4) * s + perDistance * q) + 4 * entropy;
  let units = v * ((d + 4) * away + (2 * depth + 5 * d + 33) * s + exponents) + w * (4 * d + 20);
  if (normalization === 'count') {
    const own = beta * (c + Math.abs(b)) * (2 * d + 12) + 8;
    units += (v * s + w) * own + w * (depth + 8 + beta * (c * (d + 4) + perDistance * s) + entropy);
  }
  return mass * units * UNIT_ROUNDOFF + 1e-300; // the last for weights held at e^−708
}

function size(matrix: Float64Array | null): number {
  return matrix === null ? 0 : Math.hypot(...matrix);
}
