/**
 * The mean-field equation: what the density of infinitely many tokens does under full attention.
 *
 *   ∂_t p = −∇·(p v) + κ^{−1} Δp,   v(x) = V P_x ∫ e^{β⟨x, y⟩} y dμ(y)                      (USA, `count`)
 *                                   v(x) = V P_x ∫ e^{β⟨x, y⟩} y dμ(y) / ∫ e^{β⟨x, y⟩} dμ(y)   (SA, `softmax`)
 *
 * with V a number and β that of QᵀK = I times the number that QᵀK is. Both are gradients: v = V∇w/β, v = V∇w/(βw) with
 * w = e^{β⟨·, ·⟩} * μ. arXiv:2312.10794 (the limit), arXiv:2512.01868 (with noise).
 */
import { exp } from '../numerics/elementary.ts';
import { type HarmonicSpace, laplacian } from './harmonics.ts';
import { type Multipliers, multipliers } from './multipliers.ts';

export interface AttentionOfMany {
  /** β times the number that QᵀK is; of either sign. */
  readonly beta: number;
  /** The number that V is. */
  readonly value: number;
  readonly normalization: 'softmax' | 'count';
  /** Noise √(2/κ) on every token; Infinity without. */
  readonly kappa: number;
}

/** Rates of change of coefficients in a space. */
export interface MeanField {
  readonly space: HarmonicSpace;
  /**
   * out ← da/dt of a density whose tokens see the tokens of `source`.
   *
   * @param mass how many tokens there are in `source`: 1, or the share of those that are seen
   */
  rates(density: ArrayLike<number>, source: ArrayLike<number>, mass: number, out: Float64Array): void;
}

export function meanField(space: HarmonicSpace, attention: AttentionOfMany): MeanField {
  const { size, degrees, d } = space;
  const { beta, value, normalization, kappa } = attention;
  const { weights, potentials }: Multipliers = multipliers(beta, d, space.degree);
  const softmax = normalization === 'softmax';
  // Scaled multipliers cancel in the quotient of softmax.
  const strength = softmax ? value : value * exp(Math.abs(beta));
  const decay = Float64Array.from(degrees, (degree) => laplacian(degree, d) / kappa);
  const [potential, seen] = [new Float64Array(size), new Float64Array(size)];
  return {
    space,
    rates(density, source, mass, out) {
      for (let i = 0; i < size; i++) {
        potential[i] = strength * potentials[degrees[i]] * source[i];
        if (softmax) seen[i] = weights[degrees[i]] * source[i];
      }
      const weight = softmax ? { constant: mass * weights[0], coefficients: seen } : null;
      space.transport(density, potential, weight, out);
      for (let i = 0; i < size; i++) out[i] -= decay[i] * density[i];
    },
  };
}
