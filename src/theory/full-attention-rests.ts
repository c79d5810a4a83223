/**
 * Rates at two kinds of rest of full attention on the circle with Q = K = V = I: tokens spread evenly, and tokens at
 * two opposite points. Of θ̇_k = Z_k^{−1} Σ_j e^{β cos(θ_j − θ_k)} sin(θ_j − θ_k), with Z_k = n (USA) or the sum of
 * the weights (SA). β may be negative.
 */

import { demand, demandLength } from '../numerics/domain.ts';
import { cos, exp, PI, sin } from '../numerics/elementary.ts';

type Normalization = 'softmax' | 'count';

/** e^{2|β|} is to be a double. */
function demandModerate(beta: number): void {
  demand(Math.abs(beta) <= 300, 'β', 'a number from −300 to 300; beyond, weights leave the range of doubles', beta);
}

/**
 * The rates of n tokens spread evenly, for the modes p = 1 … n − 1, each δθ_k = cos or sin of 2πpk/n:
 * λ_p = Z^{−1} Σ_m g(2πm/n)(cos(2πpm/n) − 1), g(δ) = e^{β cos δ}(cos δ − β sin² δ). The sums Z_k do not change to first
 * order in the force, which is 0 there. Of three tokens under USA, e^{−β/2}(1/2 + 3β/4): they turn stable at β = −2/3.
 */
export function splayRates(n: number, beta: number, normalization: Normalization): Float64Array {
  demandLength(n, 'n', 1);
  demandModerate(beta);
  let z = 0;
  const rates = new Float64Array(n - 1);
  for (let m = 0; m < n; m++) {
    const angle = (2 * PI * m) / n;
    const [c, s] = [cos(angle), sin(angle)];
    const weight = exp(beta * c);
    z += weight;
    for (let p = 1; p < n; p++) rates[p - 1] += weight * (c - beta * s * s) * (cos((2 * PI * p * m) / n) - 1);
  }
  return rates.map((rate) => rate / (normalization === 'count' ? n : z));
}

/**
 * The rate at which `first` tokens at ξ and `second` at −ξ leave that saddle: from φ̇ of the angle between the two
 * groups, e^{−β} under USA for any split, e^{−β}/cosh β under SA for equal halves.
 */
export function bipodalRate(first: number, second: number, beta: number, normalization: Normalization): number {
  demandLength(first, 'first', 1);
  demandLength(second, 'second', 1);
  demandModerate(beta);
  const far = exp(-2 * beta); // weights relative to e^β
  if (normalization === 'count') return exp(-beta);
  return far * (second / (first + second * far) + first / (second + first * far));
}
