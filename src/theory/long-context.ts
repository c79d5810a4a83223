/**
 * Long contexts: what temperature lets attention tell n tokens apart, as n grows. Two scalings that answer different
 * questions: tokens at equal angles (β of order log n, arXiv:2510.05554), and independent uniform keys (β of order
 * n^{2/(d−1)}).
 */

import { demand, demandDimension } from '../numerics/domain.ts';
import { exp, log, power } from '../numerics/elementary.ts';

/**
 * The limit n → ∞ of the cosine of two outputs of one layer at β = γ log n, for inputs at equal angles of cosine ρ: 1
 * for γ < 1/(1 − ρ) (outputs cannot be told apart), 4ρ/(1 + 3ρ) for equality, ρ beyond (inputs unchanged).
 *
 * @param rho in (0, 1)
 */
export function longContextLimit(gamma: number, rho: number): number {
  checkCosine(rho);
  demand(!Number.isNaN(gamma), 'gamma', 'a number; β = γ log n', gamma);
  const excess = gamma * (1 - rho) - 1;
  if (Math.abs(excess) <= 4e-16) return (4 * rho) / (1 + 3 * rho); // γ = 1/(1 − ρ), rounded
  return excess < 0 ? 1 : rho;
}

/** The γ at which the limit jumps: 1/(1 − ρ). */
export function criticalGamma(rho: number): number {
  checkCosine(rho);
  return 1 / (1 - rho);
}

/**
 * The cosine of two outputs of one layer, exactly: y_i = Σ_j A_ij x_j, full attention with Q = K = V = I, of n tokens
 * with ⟨x_i, x_j⟩ = ρ. With δ = A_ii − A_ij and m = 1 + (n−1)ρ, |y_i|² = (n A_ij² + 2δA_ij)m + δ², and 1 − cos = (1
 * − ρ)δ²/|y|².
 *
 * @param beta β, any number; γ log n for the limits above
 * @param tokens n ≥ 2
 * @param rho in (0, 1)
 */
export function oneLayerCosine(beta: number, tokens: number, rho: number): number {
  checkCosine(rho);
  demand(
    tokens >= 2 && tokens < Infinity,
    'tokens',
    'two tokens or more; longContextLimit tells of endless ones',
    tokens,
  );
  demand(!Number.isNaN(beta), 'beta', 'a number; β is the inverse temperature', beta);
  // A_ij/A_ii = e^{−β(1−ρ)}; either form keeps its exponential below 1.
  const ratio = exp(-Math.abs(beta) * (1 - rho));
  const self = beta >= 0 ? 1 / (1 + (tokens - 1) * ratio) : ratio / (ratio + tokens - 1);
  const other = beta >= 0 ? self * ratio : 1 / (ratio + tokens - 1);
  const difference = self - other;
  const common = (tokens * other + 2 * difference) * other * (1 + (tokens - 1) * rho);
  return 1 - ((1 - rho) * difference * difference) / (common + difference * difference);
}

/** γ log n. */
export function longContextBeta(gamma: number, tokens: number): number {
  demandTokens(tokens);
  demand(Number.isFinite(gamma) && tokens < Infinity, 'gamma, tokens', 'finite numbers', [gamma, tokens]);
  return gamma * log(tokens);
}

/**
 * n^{2/(d−1)}, the β at which one query begins to select among n independent uniform keys on S^{d−1}: it attends to a
 * local average far below, to finitely many keys at it, to the nearest far above. Up to a constant; d ≥ 2.
 * arXiv:2605.08505.
 */
export function selectivityScale(tokens: number, dimension: number): number {
  demandTokens(tokens);
  demandDimension(dimension);
  return power(tokens, 2 / (dimension - 1));
}

function demandTokens(tokens: number): void {
  demand(tokens >= 1, 'tokens', 'one or more; give their number', tokens);
}

function checkCosine(rho: number): void {
  demand(rho > 0 && rho < 1, 'rho', 'a cosine in (0, 1); give another', rho);
}
