import { demand } from '../numerics/domain.ts';
import { incompleteBeta } from '../numerics/special/incomplete-beta.ts';

/**
 * The probability that n independent uniform tokens on S^{d−1} lie in a common open hemisphere: 2^{−(n−1)} Σ_{k<d}
 * C(n−1, k), 1 for d ≥ n. There full attention with Q = K = V = I brings them together exponentially (arXiv:2312.10794,
 * §4). The law of n − 1 coins, I_{½}(n − d, d): relative error some roundoffs times its logarithm. Wendel, Math. Scand.
 * 11 (1962).
 *
 * @param n from 1 to 10¹²
 * @param d ≥ 1
 * @throws ParkadeError InvalidParameter for numbers that are not such integers
 */
export function hemisphereProbability(n: number, d: number): number {
  demand(Number.isInteger(n) && n >= 1 && n <= 1e12, 'n', 'an integer from 1 to 1e12; give the number of tokens', n);
  demand(Number.isInteger(d) && d >= 1, 'd', 'an integer ≥ 1; give the dimension of the tokens', d);
  // P(Bin(n − 1, ½) ≤ d − 1)
  return d >= n ? 1 : incompleteBeta(0.5, n - d, d);
}
