/**
 * How many clusters attention forms first, from uniform tokens without number: the degree of spherical harmonics that
 * grows fastest. arXiv:2410.23228; full attention with Q = K = V = I.
 */

import { demand, demandBesselArgument, demandDimension, demandLength } from '../numerics/domain.ts';
import { larger, log } from '../numerics/elementary.ts';

/**
 * Growth rates of small perturbations of the uniform distribution on S^{d−1}, by degree k = 0 … count − 1; 0 at k = 0.
 */
interface GrowthRates {
  /** γ_k of SA. */
  readonly softmax: Float64Array;
  /** e^{−β} γ_k of USA, whose rates themselves leave the range of doubles at β = 710. */
  readonly scaledCount: Float64Array;
}

/**
 * γ_k = k(k + d − 2)/β · a_k (USA), the same divided by a_0 (SA), with a_k = Γ(d/2)(2/β)^{d/2−1} I_{k+d/2−1}(β) the
 * mean of e^{β⟨x, y⟩}P_k(⟨x, y⟩) over the sphere (Funk and Hecke). For d = 2, k² I_k(β)/β. The ratios
 * a_k/a_{k−1} = β/(2k + d − 2 + β a_{k+1}/a_k) are found downwards (Gautschi 1967: stable, all terms positive) for any
 * d at once, and Σ_k N_k a_k = e^β, N_k the number of harmonics of degree k, gives the scale. Relative error some d
 * roundoffs; what is below 1e-308 becomes 0.
 *
 * @param beta β ≥ 0; at 0 only degree 1 grows, at (d − 1)/d
 * @param d ≥ 2
 * @throws ParkadeError InvalidParameter
 */
export function growthRates(beta: number, d: number, count: number): GrowthRates {
  check(beta, d);
  demandLength(count, 'count', 0);
  // Degrees carry N_k a_k e^{−β} with mean k(k + d − 2) = (d − 1)β and a spread of at most √β: nothing is left ten of
  // them farther.
  const half = d / 2 - 1;
  const typical = Math.sqrt(half * half + (d - 1) * beta) - half;
  const first = Math.floor(typical + 10 * Math.sqrt(beta)) + 60 + count;
  const shares = new Float64Array(first + 2); // a_k/(β a_{k−1})
  for (let k = first; k >= 1; k--) shares[k] = 1 / (2 * k + d - 2 + beta * beta * shares[k + 1]);
  let tail = 0; // Σ_{k≥1} N_k a_k/a_0, from the far end
  for (let k = first; k >= 1; k--) tail = beta * shares[k] * harmonicsRatio(k, d) * (1 + tail);
  const softmax = new Float64Array(count);
  let perBeta = 1; // a_k/(β a_0) from k = 1 on
  for (let k = 1; k < count; k++) {
    perBeta *= k === 1 ? shares[1] : beta * shares[k];
    softmax[k] = k * (k + d - 2) * perBeta;
  }
  return { softmax, scaledCount: softmax.map((rate) => rate / (1 + tail)) };
}

/** N_k/N_{k−1}, N_k = C(k + d − 1, d − 1) − C(k + d − 3, d − 1). */
function harmonicsRatio(k: number, d: number): number {
  if (k === 1) return d;
  return ((2 * k + d - 2) * (k + d - 3)) / ((2 * k + d - 4) * k);
}

/**
 * The degree that grows fastest, and so the number of clusters that appear first on the circle: argmax γ_k, the same
 * for SA and USA. Of equal ones the smallest.
 */
export function firstClusterMode(beta: number, d: number): number {
  check(beta, d);
  const { softmax } = growthRates(beta, d, Math.floor(approximateClusterMode(beta, d)) + 20);
  let best = 1;
  for (let k = 2; k < softmax.length; k++) if (softmax[k] > softmax[best]) best = k;
  return best;
}

/** About the same, for large β: √(2β + ν²) − ν with ν = d/2 − 1; not rounded. */
export function approximateClusterMode(beta: number, d: number): number {
  check(beta, d);
  const nu = d / 2 - 1;
  return (2 * beta) / (Math.sqrt(2 * beta + nu * nu) + nu || 1);
}

/**
 * When the first clusters of n independent uniform tokens appear under SA, up to a constant: log n/(2γ_max), as a
 * fluctuation of size n^{−1/2} grows at γ_max.
 */
export function onsetTime(tokens: number, beta: number, d: number): number {
  demand(tokens >= 1, 'tokens', 'one or more; give their number', tokens);
  const mode = firstClusterMode(beta, d);
  return log(tokens) / (2 * growthRates(beta, d, mode + 1).softmax.reduce(larger));
}

function check(beta: number, d: number): void {
  demandBesselArgument(beta);
  demandDimension(d);
}
