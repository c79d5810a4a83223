/** What full attention lets fall: the energy of a density, free energy with noise. */
import { exp, log } from '../numerics/elementary.ts';
import type { AttentionOfMany } from './equation.ts';
import type { HarmonicSpace } from './harmonics.ts';
import { multipliers } from './multipliers.ts';

/**
 * F = −(V/2β) ∬ (e^{β⟨x, y⟩} − mean) dμ dμ + κ^{−1} ∫ log p dμ, p relative to the uniform density: 0 for that one.
 * Under USA dF/dt = −∫ |v − κ^{−1}∇log p|² dμ ≤ 0; under SA without noise −∫ |v|² w dμ with w = e^{β⟨·, ·⟩} * μ. Null
 * where nothing of the kind is known: SA with noise.
 *
 * arXiv:2312.10794 §3; arXiv:2512.01868
 */
export function energyOf(
  space: HarmonicSpace,
  coefficients: ArrayLike<number>,
  { beta, value, normalization, kappa }: AttentionOfMany,
): number | null {
  const noisy = kappa < Infinity;
  if (noisy && normalization === 'softmax') return null;
  const { potentials } = multipliers(beta, space.d, space.degree);
  let pairs = 0;
  for (let i = 0; i < space.size; i++) {
    pairs += space.norms[i] * potentials[space.degrees[i]] * coefficients[i] * coefficients[i];
  }
  const interaction = -(value / 2) * exp(Math.abs(beta)) * pairs;
  return noisy ? interaction + entropy(space, coefficients) / kappa : interaction;
}

/** ∫ log p dμ ≥ 0, p relative to the uniform density. */
function entropy(space: HarmonicSpace, coefficients: ArrayLike<number>): number {
  const values = new Float64Array(space.places);
  space.evaluate(1, coefficients, values);
  let sum = 0;
  for (let j = 0; j < values.length; j++) if (values[j] > 0) sum += space.shares[j] * values[j] * log(values[j]);
  return sum;
}
