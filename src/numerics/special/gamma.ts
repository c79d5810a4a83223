/** Logarithms of the gamma and beta functions. */

import { demand } from '../domain.ts';
import { log } from '../elementary.ts';
import { log1p } from './near-one.ts';

const HALF_LOG_TWO_PI = 0.9189385332046728;
const ONE_LESS_GAMMA = 0.42278433509846713; // 1 − γ
/** (−1)^k (ζ(k) − 1)/k for k = 2 … 31. */
const NEAR_TWO = [
  0.3224670334241132, -0.0673523010531981, 0.020580808427784546, -0.007385551028673986, 0.0028905103307415234,
  -0.001192753911703261, 0.0005096695247430425, -0.00022315475845357939, 9.945751278180853e-5, -4.492623673813314e-5,
  2.050721277567069e-5, -9.439488275268397e-6, 4.374866789907488e-6, -2.039215753801366e-6, 9.55141213040742e-7,
  -4.492469198764566e-7, 2.1207184805554665e-7, -1.0043224823968099e-7, 4.7698101693639804e-8, -2.2711094608943164e-8,
  1.0838659214896955e-8, -5.183475041970047e-9, 2.4836745438024785e-9, -1.1921401405860912e-9, 5.731367241678862e-10,
  -2.7595228851242334e-10, 1.330476437424449e-10, -6.4229645638381e-11, 3.1044247747322276e-11, -1.5021384080754142e-11,
];
/** B_{2k}/(2k(2k − 1)) for k = 1 … 8: Stirling's series. */
const STIRLING = [1 / 12, -1 / 360, 1 / 1260, -1 / 1680, 1 / 1188, -691 / 360360, 1 / 156, -3617 / 122400];
/** From here on Stirling's series is good to 1e-17 of log Γ. */
export const LARGE = 10;

/**
 * log Γ(x) for x ≥ 0, with small relative error at its zeros 1 and 2 too; Infinity at 0.
 *
 * @throws ParkadeError InvalidParameter below
 */
export function logGamma(x: number): number {
  demand(x >= 0, 'x', 'a number ≥ 0', x);
  if (x === 0 || x === Infinity) return Infinity;
  if (x >= LARGE) return (x - 0.5) * log(x) - x + (HALF_LOG_TWO_PI + stirlingRest(x));
  if (x < 0.5) return aboutTwo(x) - log1p(x) - log(x); // Γ(x) = Γ(x + 2)/(x(x + 1))
  if (x < 1.5) return aboutTwo(x - 1) - log1p(x - 1);
  if (x < 2.5) return aboutTwo(x - 2);
  let product = 1;
  let z = x;
  while (z >= 2.5) {
    z -= 1;
    product *= z;
  }
  return log(product) + aboutTwo(z - 2);
}

/**
 * log B(a, b) = log Γ(a)Γ(b)/Γ(a + b) for finite a, b > 0, without differences of large logarithms.
 *
 * @throws ParkadeError InvalidParameter for others
 */
export function logBeta(a: number, b: number): number {
  demand(a > 0 && b > 0 && a + b < Infinity, 'a, b', 'finite numbers > 0', [a, b]);
  if (a < b) return logBeta(b, a);
  if (a < LARGE) return logGamma(a) + logGamma(b) - logGamma(a + b);
  const rest = stirlingRest(a) - stirlingRest(a + b);
  const ratio = (a - 0.5) * log1p(b / a); // (a − ½) log((a + b)/a)
  if (b < LARGE) return logGamma(b) + (rest + (b - ratio)) - b * log(a + b);
  return HALF_LOG_TWO_PI - 0.5 * log(b) + (rest + stirlingRest(b)) - ratio - b * log1p(a / b);
}

/** log Γ(2 + z) for |z| ≤ ½: (1 − γ)z + Σ_{k≥2} (ζ(k) − 1)(−z)^k/k. */
function aboutTwo(z: number): number {
  let sum = 0;
  for (let i = NEAR_TWO.length - 1; i >= 0; i--) sum = (sum + NEAR_TWO[i]) * z;
  return z * (ONE_LESS_GAMMA + sum);
}

/** log Γ(x) − ((x − ½) log x − x + ½ log 2π), for x ≥ 10. */
export function stirlingRest(x: number): number {
  const w = 1 / (x * x);
  let sum = 0;
  for (let i = STIRLING.length - 1; i >= 0; i--) sum = sum * w + STIRLING[i];
  return sum / x;
}
