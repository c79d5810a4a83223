import { demand } from '../domain.ts';
import { exp, log } from '../elementary.ts';
import { logGamma } from './gamma.ts';

const MOST_TERMS = 100_000;
/** Lentz' method replaces a vanishing denominator by this. */
const TINY = 1e-300;

/**
 * The regularised upper incomplete gamma function Q(a, x) = ∫_x^∞ t^{a−1} e^{−t} dt/Γ(a); P(χ²_k > c) = Q(k/2, c/2).
 * By the series of 1 − Q below x = a + 1 (DLMF 8.7.1), by the continued fraction above (DLMF 8.9.2).
 *
 * @param a 0 < a ≤ 1e6
 * @param x x ≥ 0
 *
 * Relative error about 1e-13 · max(1, a) where Q is above 1e-300; smaller values become 0.
 */
export function upperIncompleteGamma(a: number, x: number): number {
  demand(a > 0 && a <= 1e6, 'a', 'a number > 0, at most 1e6', a);
  demand(x >= 0, 'x', 'a number ≥ 0', x);
  if (x === 0) return 1;
  if (x === Infinity) return 0;
  const prefactor = exp(a * log(x) - x - logGamma(a));
  return x < a + 1 ? 1 - prefactor * series(a, x) : prefactor * fraction(a, x);
}

/** The chance that a sum of squares of `freedom` normal errors exceeds `sum`. */
export function chiSquaredTail(sum: number, freedom: number): number {
  return upperIncompleteGamma(freedom / 2, sum / 2);
}

/** Σ_k x^k/(a(a + 1)⋯(a + k)). */
function series(a: number, x: number): number {
  let term = 1 / a;
  let sum = term;
  for (let k = 1; k < MOST_TERMS && term > 1e-17 * sum; k++) {
    term *= x / (a + k);
    sum += term;
  }
  return sum;
}

/** 1/(x + 1 − a − 1(1 − a)/(x + 3 − a − …)) by Lentz' method as Thompson and Barnett changed it. */
function fraction(a: number, x: number): number {
  let b = x + 1 - a;
  let c = 1 / TINY;
  let d = 1 / nonzero(b);
  let value = d;
  for (let k = 1; k < MOST_TERMS; k++) {
    const coefficient = -k * (k - a);
    b += 2;
    d = 1 / nonzero(coefficient * d + b);
    c = nonzero(b + coefficient / c);
    value *= c * d;
    if (Math.abs(c * d - 1) < 1e-16) break;
  }
  return value;
}

function nonzero(x: number): number {
  return x === 0 ? TINY : x;
}
