/**
 * Modified Bessel functions I_ν for the orders that spheres ask for, ν = k + d/2 − 1: integers and halves of odd
 * integers.
 */
import { scaledBessel } from '../bessel.ts';
import { demand, demandBesselArgument } from '../domain.ts';
import { exp, log, PI } from '../elementary.ts';
import { sphericalBessel } from '../spherical-bessel.ts';
import { logGamma } from './gamma.ts';
import { expm1 } from './near-one.ts';

/**
 * e^{−x} I_ν(x), which never overflows; below 1e-308 it becomes 0. I_{l+½}(x) = √(2x/π) i_l(x).
 *
 * @param nu 2ν an integer, 0 ≤ ν ≤ 10⁶
 * @param x 0 ≤ x ≤ 10¹⁰
 */
export function scaledBesselI(nu: number, x: number): number {
  demandOrder(nu);
  demandArgument(x);
  const whole = Math.floor(nu);
  if (whole === nu) return scaledBessel(x, whole + 1)[whole];
  return Math.sqrt((2 * x) / PI) * sphericalBessel(x, whole + 1).values[whole];
}

/** log(e^{−x} I_ν(x)), where the value itself would underflow too; −Infinity at x = 0 unless ν = 0. */
export function logScaledBesselI(nu: number, x: number): number {
  demandOrder(nu);
  demandArgument(x);
  const whole = Math.floor(nu);
  let sum = log(scaledBesselI(nu - whole, x));
  const ratios = besselRatios(nu - whole, x, whole);
  // Products of ratios, which are below 1, until they grow small: fewer logarithms, and fewer roundings.
  let product = 1;
  for (const ratio of ratios) {
    product *= ratio;
    if (product < 1e-150) {
      sum += log(product);
      product = 1;
    }
  }
  return sum + log(product);
}

/** I_{ν}(x)/I_{ν−1}(x) for ν ≥ ½, x ≥ 0; never over- or underflows for moderate x. */
export function besselRatio(nu: number, x: number): number {
  demandOrder(nu);
  demand(nu >= 0.5, 'ν', 'at least ½; ν − 1 is asked too', nu);
  demandArgument(x);
  if (nu === 0.5) return -expm1(-2 * x) / (1 + exp(-2 * x)); // I_{½}/I_{−½} = tanh
  return besselRatios(nu - 1, x, 1)[0];
}

/** ρ_ν = I_ν/I_{ν−1} for ν = first + 1 … first + count, downwards from ρ_ν = x/(2ν + xρ_{ν+1}) (Gautschi 1967). */
function besselRatios(first: number, x: number, count: number): Float64Array {
  const ratios = new Float64Array(count);
  let ratio = 0;
  for (let m = Math.floor(10 * Math.sqrt(x)) + 60 + count; m >= 1; m--) {
    ratio = x / (2 * (first + m) + x * ratio);
    if (m <= count) ratios[m - 1] = ratio;
  }
  return ratios;
}

/** Up to here the power series of exponentialMean is short and its terms are in range. */
const SERIES_END = 60;

/**
 * e^{−z} times the mean of e^{z⟨e, u⟩} over uniform u on S^{d−1}: Γ(d/2)(2/z)^{d/2−1} e^{−z} I_{d/2−1}(z), for z ≥ 0
 * and d ≥ 1 (S⁰ = {±1}: e^{−z} cosh z). The normalisation of von Mises–Fisher laws.
 */
export function exponentialMean(z: number, d: number): number {
  demandArgument(z);
  demand(Number.isInteger(d) && d >= 1 && d <= 2e6, 'd', 'an integer from 1 to 2e6; 2 is the circle, 3 the sphere', d);
  if (d === 1) return (1 + exp(-2 * z)) / 2;
  const nu = d / 2 - 1;
  if (z > SERIES_END) return exp(logGamma(nu + 1) + nu * log(2 / z) + logScaledBesselI(nu, z));
  let sum = 1; // ₀F₁(; d/2; z²/4)
  let term = 1;
  for (let k = 1; term > 1e-17 * sum; k++) {
    term *= (z * z) / (4 * k * (nu + k));
    sum += term;
  }
  return exp(-z) * sum;
}

function demandArgument(x: number): void {
  demandBesselArgument(x, 'x');
}

function demandOrder(nu: number): void {
  demand(
    nu >= 0 && nu <= 1e6 && Number.isInteger(2 * nu),
    'ν',
    'half a whole number from 0 to 1e6; k + d/2 − 1 is',
    nu,
  );
}
