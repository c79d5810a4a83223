/** How many pairs of tokens are strong centers together: divided differences of tⁿ, to full relative precision. */
import { exp, larger, log } from '../numerics/elementary.ts';
import { expm1, log1p } from '../numerics/special/near-one.ts';

/** Of φ(α) = (1 − pα)ⁿ, in which 1 − p is α = 1; p and q = 1 − p are the measures of a cap and of what it leaves. */
export interface Survivors {
  /** φ[α, 1, 0]. */
  readonly ofPair: (alpha: number) => number;
  /**
   * −φ[α − ω, α, 1, 0] where 1 − pα = max(1 − 2p, 0) is what two caps leave that are as far apart as can be, and ω ≥ 0
   * what more they leave, in units of p. Positive.
   */
  readonly ofNearPair: (omega: number) => number;
  /** E N − 1 = q(1 − q^{n−1})/p. */
  readonly beyondFirst: number;
}

/** For n = 2, 3, … or Infinity. */
export function survivorsOf(p: number, q: number, n: number): Survivors {
  const beyond = p > 0.5 ? q / p : 1; // α − 1
  const power = (gap: number, rest: number) => (rest <= 0 ? 0 : exp(n * (gap < 0.5 ? log1p(-gap) : log(rest))));
  const beyondFirst = (-q * expm1((n - 1) * log1p(-p))) / p;
  if (n * p <= 1) {
    return {
      ofPair: (alpha) => series(p, n, [alpha, 1]),
      ofNearPair: (omega) => -series(p, n, [1 + beyond - omega, 1 + beyond, 1]),
      beyondFirst,
    };
  }
  const one = power(p, q);
  const untilOne = expm1(n * log1p(-p)); // φ[1, 0]
  const left = larger(q - p, 0); // 1 − pα
  const most = power(p * (1 + beyond), left);
  const [toOne, toZero] = [(most - one) / beyond, (most - 1) / (1 + beyond)];
  function ofNearPair(omega: number): number {
    const more = larger(omega, beyond * LEAST_OVERLAP);
    const rest = left + p * more;
    // φ[α − ω, α], of which n log((1 − pα)/(1 − pα + pω)) keeps its digits for small ω.
    const pair =
      n === Infinity ? 0 : (power(p * (1 + beyond - more), rest) * expm1(n * log1p((-p * more) / rest))) / more;
    return (pair - toZero) / (1 + beyond - more) - (pair - toOne) / (beyond - more);
  }
  const ofPair = (alpha: number) => (power(p * alpha, 1 - p * alpha) - one) / (alpha - 1) - untilOne;
  return { ofPair: (alpha) => ofPair(alpha) / alpha, ofNearPair, beyondFirst };
}

/** As a share of α − 1: as good as none, but a number to divide by. */
const LEAST_OVERLAP = 1e-30;

/** φ[α₁, …, α_m, 0] = Σ_{k≥m} C(n, k)(−p)^k h_{k−m}(α₁, …, α_m), h the complete homogeneous polynomials; for np ≤ 1. */
function series(p: number, n: number, alphas: readonly number[]): number {
  const m = alphas.length;
  const h = alphas.map(() => 1); // h_{k−m} of the first alpha, of the first two, …
  let coefficient = 1;
  for (let k = 0; k < m; k++) coefficient *= (-p * (n - k)) / (k + 1);
  let sum = 0;
  for (let k = m; coefficient !== 0; k++) {
    const before = sum;
    sum += coefficient * h[m - 1];
    if (sum === before) break;
    coefficient *= (-p * (n - k)) / (k + 1);
    for (let i = 0; i < m; i++) h[i] = alphas[i] * h[i] + (i > 0 ? h[i - 1] : 0);
  }
  return sum;
}
