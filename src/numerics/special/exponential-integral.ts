/**
 * Exponential integrals of a real argument: Ei(x) = ⨍_{−∞}^x e^u/u du, E₁(x) = ∫_x^∞ e^{−u}/u du = −Ei(−x), and the
 * entire Ein(x) = ∫₀^x (1 − e^{−u})/u du = E₁(x) + log x + γ. Abramowitz & Stegun, chapter 5. Relative error below
 * 1e-14, at the zero of Ei too.
 */

import { demand } from '../domain.ts';
import { exp, log } from '../elementary.ts';
import { log1p } from './near-one.ts';

export const EULER_GAMMA = 0.5772156649015329;
/** Ei is 0 here: 0.37250741078136663446…, as a double and what rounding left. */
const ROOT = 0.3725074107813666;
const ROOT_LOW = 1.3140183414386028e-17;
/** From here on the least term k!/x^k of the asymptotic series is below 1e-16. */
const FAR = 40;

/** Ei(x); −Infinity at 0, overflows above x = 716. */
export function ei(x: number): number {
  demandNumber(x);
  if (x === 0) return -Infinity;
  if (x < 0) return -e1(-x);
  if (x === Infinity) return x;
  if (x > FAR) return exp(x / 2) * scaledEi(x) * exp(x / 2); // e^x alone would overflow too early
  if (x > 0.2 && x < 0.7) return nearRoot(x);
  return EULER_GAMMA + log(x) + risingSeries(x);
}

/** e^{−x} Ei(x), which never overflows for x > 0; like 1/x for large |x|. −Infinity at 0. */
export function scaledEi(x: number): number {
  demandNumber(x);
  if (x < 0) return -scaledE1(-x);
  return x > FAR ? asymptoticSeries(x) : exp(-x) * ei(x);
}

/** E₁(x); Infinity at 0. For x < 0 the principal value −Ei(−x). */
export function e1(x: number): number {
  demandNumber(x);
  if (x === 0) return Infinity;
  if (x < 0) return -ei(-x);
  return x <= 1 ? ein(x) - log(x) - EULER_GAMMA : exp(-x) * continuedFraction(x);
}

/** e^x E₁(x), which never underflows; like 1/x for large |x|. */
export function scaledE1(x: number): number {
  demandNumber(x);
  if (x < 0) return -scaledEi(-x);
  return x <= 1 ? exp(x) * e1(x) : continuedFraction(x);
}

/** Ein(x), for any x; like log x + γ for large x. */
export function ein(x: number): number {
  demandNumber(x);
  if (x > 1) return EULER_GAMMA + log(x) + e1(x);
  if (x === -Infinity) return x;
  if (x < -FAR) return log(-x) + EULER_GAMMA - ei(-x);
  return x === 0 ? 0 : -risingSeries(-x);
}

function demandNumber(x: number): void {
  demand(!Number.isNaN(x), 'x', 'a number; ±Infinity will do', x);
}

/** Σ_{k≥1} x^k/(k k!) = −Ein(−x). */
function risingSeries(x: number): number {
  let sum = 0;
  let power = 1; // x^k/k!
  for (let k = 1; ; k++) {
    power *= x / k;
    const next = sum + power / k;
    if (next === sum || Number.isNaN(next)) return next;
    sum = next;
  }
}

/**
 * Ei about its zero r: log(x/r) + Σ (x^k − r^k)/(k k!), the differences as (x − r) p_k with p_{k+1} = x p_k + r^k > 0.
 */
function nearRoot(x: number): number {
  const distance = x - ROOT - ROOT_LOW;
  let sum = 0;
  let quotient = 1;
  let power = ROOT; // r^k
  let factorial = 1;
  for (let k = 1; k < 25; k++) {
    factorial *= k;
    sum += quotient / (k * factorial);
    quotient = x * quotient + power;
    power *= ROOT;
  }
  return log1p(distance / ROOT) + distance * sum;
}

/** Σ k!/x^{k+1}, as long as its terms fall. */
function asymptoticSeries(x: number): number {
  let sum = 0;
  let term = 1;
  for (let k = 1; k < x && sum + term !== sum; k++) {
    sum += term;
    term *= k / x;
  }
  return sum / x;
}

/** e^x E₁(x) for x ≥ 1: 1/(x + 1 − 1/(x + 3 − 4/(x + 5 − …))), from the far end; the error falls like e^{−4√(kx)}. */
function continuedFraction(x: number): number {
  let tail = 0;
  for (let k = Math.floor(15 + 110 / x); k >= 1; k--) tail = (k * k) / (x + 2 * k + 1 - tail);
  return 1 / (x + 1 - tail);
}
