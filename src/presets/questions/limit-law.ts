/** The law of β^{−1} log T of two tokens as β → ∞, and how far draws are from a law. */
import { incompleteBeta } from '../../numerics/special/incomplete-beta.ts';

/**
 * P(1 − cos θ ≤ e) for the angle θ of two uniform tokens of S^{d−1}: I_{e/2}((d − 1)/2, (d − 1)/2), the arcsine
 * law on [0, 2] for d = 2 and the uniform one for d = 3.
 */
export function limitLaw(e: number, d: number): number {
  const within = e < 0 ? 0 : e > 2 ? 2 : e;
  return incompleteBeta(within / 2, (d - 1) / 2, (d - 1) / 2);
}

/** Kolmogorov's distance: the largest difference of the share of draws up to x and the law. */
export function distanceTo(law: (x: number) => number, draws: readonly number[]): number {
  const sorted = [...draws].sort((a, b) => a - b);
  const n = sorted.length;
  return sorted.reduce((most, x, i) => {
    const p = law(x);
    return Math.max(most, (i + 1) / n - p, p - i / n);
  }, 0);
}

/**
 * A distance that draws of the law itself stay below with a chance of 95 % (Dvoretzky, Kiefer, Wolfowitz;
 * Massart).
 */
export function usualDistance(count: number): number {
  return Math.sqrt(Math.log(2 / 0.05) / (2 * count));
}
