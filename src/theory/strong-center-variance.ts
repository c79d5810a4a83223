/** How much the number of strong Rényi centers of uniform tokens varies. */

import { demand, demandCount, demandDimension, demandSeparation } from '../numerics/domain.ts';
import { PI } from '../numerics/elementary.ts';
import { capMeasure } from './cap-measure.ts';
import { lensIntegral } from './cap-overlap.ts';
import { type Survivors, survivorsOf } from './strong-center-pairs.ts';

/** From here on logarithms of what is integrated leave the range of doubles. */
const LARGEST_DIMENSION = 10_000;
/** Below it only pairs of tokens within δ matter, and they are independent two by two. */
const FEW = 1e-16;

/**
 * The variance of the number of strong Rényi centers among n independent uniform tokens on S^{d−1}.
 *
 * Tokens j < k, at distance s > δ of each other, are both strong with probability (1 − u)^{j−1}(1 − p)^{k−j−1}, where
 * p = σ(B_δ) and u is the measure of the union of their caps: the j − 1 first tokens avoid both, those between them the
 * cap of k. Summed over all pairs that is the divided difference of tⁿ at 1, 1 − p and 1 − u; integrated over s > δ it
 * gives E N(N − 1). What caps do that are far apart, or that leave nothing, is taken out as a formula; what remains is
 * an integral over the overlap of near caps, all of whose terms are positive. So Var = p^{−2} ∫_{s>δ} o/(2p − o) ds for
 * n = ∞ and δ ≤ π/2, o = 2p − u being the overlap; on the circle (4 log(4/3) − 1)/p. And Var = r(1 − r) with r = E N
 * − 1 for δ ≥ 2π/3, where one or two tokens are strong. Relative error 1e-11 or so.
 *
 * @param delta δ in radians, 0 < δ < π
 * @param d an integer from 2 to 10,000
 * @param n an integer ≥ 1 or Infinity
 */
export function varianceStrongCenters(delta: number, d: number, n: number): number {
  demandDimension(d);
  demand(d <= LARGEST_DIMENSION, 'd', `at most ${LARGEST_DIMENSION}; more is not worked out`, d);
  demandCount(n);
  demandSeparation(delta);
  const p = capMeasure(delta, d);
  const q = capMeasure(PI - delta, d);
  if (n === 1 || q === 0) return 0;
  if (n * p < FEW) return ((n * (n - 1)) / 2) * p * q;
  if (p === 0) return n; // Infinity
  const survivors = survivorsOf(p, q, n);
  const near = lensIntegral(delta, d, survivors.ofNearPair);
  return (apart(p, q, survivors) + 2 * near) / p;
}

/** p times the variance, if caps had no overlap but what their measure forces on them. */
function apart(p: number, q: number, { ofPair, ofNearPair, beyondFirst }: Survivors): number {
  if (p > 0.5) return p * beyondFirst * (1 - beyondFirst);
  return q * (ofPair(1 + q) - 2 * ofNearPair(p));
}
