import { ParkadeError, shown } from '../core/errors.ts';

/**
 * The probability that n independent uniform tokens on S^{d−1} lie in a common open hemisphere: 2^{−(n−1)} Σ_{k<d} C(n−1, k), 1 for
 * d ≥ n. There full attention with Q = K = V = I brings them together exponentially (arXiv:2312.10794, §4). Relative error about
 * n roundoffs; where it is near 1 the absolute one. Wendel, Math. Scand. 11 (1962).
 *
 * @param n ≥ 1
 * @param d ≥ 1
 * @throws ParkadeError InvalidParameter for numbers that are not such integers
 */
export function hemisphereProbability(n: number, d: number): number {
  if (!Number.isInteger(n) || !Number.isInteger(d) || n < 1 || d < 1) {
    throw new ParkadeError(
      'InvalidParameter',
      `Tokens and dimension should be integers from 1 on, but came as ${shown(n)} and ${shown(d)}; give such numbers.`,
    );
  }
  if (d >= n) return 1;
  return 2 * d > n ? 1 - lowerHalf(n, n - d) : lowerHalf(n, d); // C(n−1, k) = C(n−1, n−1−k)
}

/** For d ≤ n/2, where the terms grow up to the last one. */
function lowerHalf(n: number, d: number): number {
  let last = 1; // C(n−1, d−1)/2^{n−1}, halved along the way: neither factor need be a double
  let halvings = n - 1;
  for (let k = 1; k < d; k++) {
    last *= (n - k) / k;
    for (; last > 1 && halvings > 0; halvings--) last /= 2;
  }
  for (; halvings > 0 && last > 0; halvings--) last /= 2;
  let sum = 0;
  for (let k = 1; k < d; k++) sum = (k / (n - k)) * (1 + sum); // Σ_{i<k} C(n−1, i)/C(n−1, k)
  return last * (1 + sum);
}
