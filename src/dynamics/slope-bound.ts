/**
 * A row's speed, and how steep its force can be nearby, from α and S alone (attention-jacobian.ts), without the d×d
 * sums.
 *
 * With V = λI the force is F = λ P_u S, and with s = −⟨u, S⟩ the derivative along a tangent δ is
 *
 *   λ( (s − α) δ + β P_u( C Bᵀδ − κ ⟨Bᵀu, δ⟩ S ) + η P_u S ),
 *
 * C = T − S Sᵀ, κ = 1 − α, η = 0 under softmax, C = T, κ = 1, η = β⟨(B + Bᵀ)u, δ⟩ under count. On the sphere |x_j
 * − u|² = 2(1 − ⟨x_j, u⟩), so 0 ≤ s ≤ 2α and tr T = 2s, and by Cauchy's inequality q = tr P_u T P_u ≤ 2s − s²/α. As C
 * is positive, ‖P_u C P_u‖ ≤ q, ‖P_u C‖² ≤ 2sq and
 * |P_u S|² ≤ αq. Together
 *
 *   ‖∂F‖ ≤ |λ|( α + β‖B‖ ψ ),   ψ = q for B = bI, where Bᵀu is normal, else 5√(αq).
 *
 * At v with |v − u| ≤ r scores differ by at most 3rβ‖B‖, the common factor of count by 2rβ‖B‖, and |P_v x_j| ≤ |P_u
 * x_j| + r. With g what f w_j can grow by, α grows to gα at most and q to g(√q + r√α)².
 */

import type { Shape } from '../core/state.ts';
import { exp, larger } from '../numerics/elementary.ts';
import { frobeniusNorm, multiplyVector, splitIdentity, transpose } from '../numerics/matrix.ts';
import { dot, norm } from '../numerics/sphere.ts';
import type { AttentionFieldParameters } from './attention-field.ts';
import type { FirstSums } from './attention-jacobian.ts';
import type { BoundedSlope } from './row-system.ts';

/**
 * @param reach how far from u the bound holds, r
 * @returns null where V is no multiple of the identity: forces then are as large as V itself, and no row is told by
 *   this
 */
export function slopeBound(
  { beta, queryKey, value, normalization }: AttentionFieldParameters,
  { n, d }: Shape,
  reach: number,
): ((u: Float64Array, sums: FirstSums) => BoundedSlope) | null {
  const { scale: b, rest: cross } = splitIdentity(queryKey, d);
  const { scale: lambda, rest } = splitIdentity(value, d);
  if (rest) return null;
  const softmax = normalization === 'softmax';
  const bTransposed = transpose(queryKey, d);
  const query = new Float64Array(d);
  const across = new Float64Array(d); // P_u S
  const bend = beta * (Math.abs(b) + (cross ? frobeniusNorm(cross) : 0)); // β‖B‖
  const apart = exp(3 * reach * bend); // what a weight can grow by

  /** f, and the most that it can grow by. */
  function factor(u: Float64Array, { largest, others }: FirstSums): readonly [number, number] {
    if (softmax) {
      const self = exp(-largest);
      return [1 / (self + others), (self + others) / (self + others / apart)];
    }
    multiplyVector(bTransposed, u, 0, query, d);
    return [exp(beta * dot(query, 0, u, 0, d) + largest) / n, exp(2 * reach * bend)];
  }

  return (u, sums) => {
    const [f, growth] = factor(u, sums);
    const alpha = f * sums.others;
    const along = f * dot(u, 0, sums.shift, 0, d); // −s
    for (let i = 0; i < d; i++) across[i] = f * sums.shift[i] - along * u[i];
    const spread = alpha > 0 ? larger(0, -2 * along - (along * along) / alpha) : 0;
    const sides = Math.sqrt(spread) + reach * Math.sqrt(alpha);
    const most = cross ? 5 * Math.sqrt(alpha) * sides : sides * sides;
    return {
      speed: Math.abs(lambda) * norm(across, 0, d),
      steepest: Math.abs(lambda) * growth * apart * (alpha + bend * most),
    };
  };
}
