/**
 * How many ordinary Rényi centers uniform tokens on the circle have. Centers are cars of length δ: the first cuts the
 * circle of C = 2π/δ car lengths, and the others park on the C − 1 that are left.
 */

import { demand, demandSeparation } from '../numerics/domain.ts';
import { exp, PI } from '../numerics/elementary.ts';
import { EULER_GAMMA, e1, ein } from '../numerics/special/exponential-integral.ts';
import { integrate } from '../numerics/special/quadrature.ts';
import { meanParked, RENYI_CONSTANT, varianceParked } from './parking.ts';

interface CenterCount {
  readonly mean: number;
  readonly variance: number;
  readonly standardDeviation: number;
}

/**
 * Number of Rényi centers of an endless sequence of tokens: mean 1 + M(C − 1), which is mC but for a tiny rest when C
 * is large, and Var N(C − 1), about vC. Two for 2π/3 ≤ δ < π.
 *
 * @param delta δ in radians, 0 < δ < π
 */
export function circleCenters(delta: number): CenterCount {
  demandSeparation(delta);
  const variance = varianceParked((2 * PI) / delta - 1);
  return { mean: meanCircleCenters(delta), variance, standardDeviation: Math.sqrt(variance) };
}

/** The mean alone. */
export function meanCircleCenters(delta: number): number {
  demandSeparation(delta);
  return 1 + meanParked((2 * PI) / delta - 1);
}

/**
 * R(τ) = ∫₀^τ e^{−2 Ein(s)} ds: centers per car length after τ tokens per car length, on a long circle. R(∞) = m, and
 * m − R(τ) ≈ e^{−2γ}/τ (Rényi).
 */
export function coverage(tau: number): number {
  demand(tau >= 0, 'tau', 'a number ≥ 0; nδ/2π', tau);
  if (tau < FAR) return integrate(freeShare, 0, tau);
  return RENYI_CONSTANT - exp(-2 * EULER_GAMMA) / tau; // E₁ is below 1e-18 there
}

/** From here on e^{−2 Ein(s)} = e^{−2γ}/s². */
const FAR = 40;

/** e^{−2 Ein(τ)}, the share of a long circle that is free of centers within δ after τ tokens per car length. */
export function freeShare(tau: number): number {
  demand(tau >= 0, 'tau', 'a number ≥ 0; nδ/2π', tau);
  return tau < 1 ? exp(-2 * ein(tau)) : exp(-2 * (EULER_GAMMA + e1(tau))) / (tau * tau);
}

/**
 * The chance of token k, counted from 1, to be a Rényi center: e^{−2 Ein((k−1)δ/2π)}, for k − 1 tokens that are many or
 * few, on a circle of many car lengths. Its error is of order δ.
 */
export function acceptanceProbability(k: number, delta: number): number {
  demandSeparation(delta);
  demand(Number.isInteger(k) && k >= 1, 'k', 'the number of a token; count from 1', k);
  return freeShare(((k - 1) * delta) / (2 * PI));
}
