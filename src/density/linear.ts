/** How fast small waves on the uniform density grow. */
import { exp } from '../numerics/elementary.ts';
import type { AttentionOfMany } from './equation.ts';
import { laplacian } from './harmonics.ts';
import { multipliers } from './multipliers.ts';

/**
 * γ_k − k(k + d − 2)/κ for k = 0 … count − 1, γ_k = V k(k + d − 2) m_k/β under USA, divided by m_0 under SA,
 * m_k = I_k(β) on the circle, i_k(β) on S² (arXiv:2410.23228; Funk and Hecke); 0 at k = 0. Under the causal mask too,
 * where the start does not depend on position.
 */
export function linearRates(
  d: 2 | 3,
  { beta, value, normalization, kappa }: AttentionOfMany,
  count: number,
): Float64Array {
  const { weights, potentials } = multipliers(beta, d, count - 1);
  const strength = value * (normalization === 'softmax' ? 1 / weights[0] : exp(Math.abs(beta)));
  return potentials.map((own, k) => laplacian(k, d) * (strength * own - 1 / kappa));
}
