/**
 * Linear stability of the configurations in which causal attention can end: rates at which a small displacement grows
 * or decays.
 */

import { demand, demandFinite, demandLength } from '../numerics/domain.ts';
import { exp, log } from '../numerics/elementary.ts';

/**
 * The rates at a single cluster for V = I and any Q, K, β, d: −(1 − 1/m), m = 1 … n, each d − 1 times. So the generic
 * rate is −½, that of m = 2, and |x_k − x_1|/|x_2 − x_1| → k − 1.
 */
export function terminalRates(n: number): Float64Array {
  demandTokens(n);
  return Float64Array.from({ length: n }, (_, i) => -(1 - 1 / (i + 1)));
}

/**
 * The displacement of tokens k = 1 … n that decays at the rate −(1 − 1/m): C(k − 1, m − 1), the eigenvectors of the
 * Cesàro matrix.
 */
export function cesaroEigenvector(m: number, n: number): Float64Array {
  demandTokens(n);
  demand(Number.isInteger(m) && m >= 1 && m <= n, 'm', 'an integer from 1 to n; rates count from 1', m);
  const vector = new Float64Array(n);
  let binomial = 1;
  for (let k = m; k <= n; k++) {
    vector[k - 1] = binomial;
    binomial = (binomial * k) / (k + 1 - m); // C(k, m − 1), exact while the product is
  }
  return vector;
}

/**
 * The rates of token k where all n tokens are at ξ, Vξ = λξ, for symmetric V and any Q, K, β: μ_i/k − λ for every other
 * eigenvalue μ_i. With λ < 0 late tokens, k > μ_i/λ, are unstable.
 *
 * @returns row k − 1 has token k's, in the order of `others`
 */
export function singleClusterRates(lambda: number, others: readonly number[], n: number): number[][] {
  demandTokens(n);
  demandFinite([lambda, ...others], 'λ, μ');
  return Array.from({ length: n }, (_, i) => others.map((mu) => mu / (i + 1) - lambda));
}

/**
 * The rates of token k where tokens 1 … k are at s_j ξ, s_j = ±1, for symmetric V, Vξ = λξ:
 * (μ_i e^b − λ(n₊e^b − n₋e^{−b}))/(n₊e^b + n₋e^{−b}), with n₊, n₋ the number of j ≤ k of the same and of the other
 * sign. All negative: stable. At one sign this is μ_i/k − λ.
 *
 * @param signs s_1 … s_k, ±1; the last one is the token's own
 * @param b β⟨Qξ, Kξ⟩, any number
 */
export function lineRates(signs: readonly number[], b: number, lambda: number, others: readonly number[]): number[] {
  const own = signs[signs.length - 1];
  const good = own !== undefined && signs.every((sign) => sign === 1 || sign === -1);
  demand(good, 'signs', 'a list of 1 and −1; mend it', signs);
  demand(!Number.isNaN(b), 'b', 'a number; β⟨Qξ, Kξ⟩', b);
  demandFinite([lambda, ...others], 'λ, μ');
  const same = signs.filter((sign) => sign === own).length;
  // Relative to the larger of e^b and e^{−b}.
  const toSame = b >= 0 ? 1 : exp(2 * b);
  const toOther = b >= 0 ? exp(-2 * b) : 1;
  const z = same * toSame + (signs.length - same) * toOther;
  const pull = lambda * (same * toSame - (signs.length - same) * toOther);
  return others.map((mu) => (mu * toSame - pull) / z);
}

/**
 * Whether every token of a configuration on the line ℝξ is stable, for symmetric V: lineRates of each prefix are
 * negative.
 */
export function isStableOnLine(
  signs: readonly number[],
  b: number,
  lambda: number,
  others: readonly number[],
): boolean {
  return signs.every((_, k) => lineRates(signs.slice(0, k + 1), b, lambda, others).every((rate) => rate < 0));
}

/**
 * The b = β⟨Qξ, Kξ⟩ above which a token is stable at its sign, for λ > 0: n₋e^{−2b} < n₊ − μ/λ, so b* = −½ ln((n₊
 * − μ/λ)/n₋). For the second token opposite to the first, e^{−2b} < 1 − μ/λ; with Q = K = I this is β itself: ½ ln 2
 * for V = diag(1, ½). Infinity where no b suffices (μ ≥ n₊λ), −Infinity where any does (n₋ = 0).
 *
 * @param share μ/λ with μ the largest other eigenvalue
 * @param same n₊ ≥ 1, the token itself included
 * @param opposite n₋ ≥ 0
 */
export function twoPointThreshold(share: number, same = 1, opposite = 1): number {
  demand(!Number.isNaN(share), 'share', 'a number; give μ/λ', share);
  demand(same >= 1 && opposite >= 0, 'n₊, n₋', 'at least 1 and 0; the token itself counts', [same, opposite]);
  if (!(share < same)) return Infinity;
  return opposite === 0 ? -Infinity : -0.5 * log((same - share) / opposite);
}

function demandTokens(n: number): void {
  demandLength(n, 'n', 1);
}

export {
  secondTokenSpeed,
  type TwoTokenEquilibrium,
  type TwoTokenModel,
  twoTokenEquilibria,
} from './two-token-equilibria.ts';
