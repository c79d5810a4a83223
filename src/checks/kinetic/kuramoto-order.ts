/**
 * How ordered n identical noisy oscillators on the circle are at equilibrium. θ̇_i = n^{−1} Σ_j sin(θ_j − θ_i) with
 * noise √(2/κ) descends −nR²/2, so its stationary density is e^{κnR²/2} up to a factor, and a Gaussian integral over a
 * mean field y/κ makes that independent.
 */
import { exp, larger, log, smaller } from '../../numerics/elementary.ts';
import { scaledBesselI } from '../../numerics/special/bessel.ts';

/** The root R > 0 of R = I_1(κR)/I_0(κR), for κ > 2; 0 up to there. */
export function meanFieldOrder(kappa: number): number {
  if (kappa <= 2) return 0;
  let order = 1;
  for (let i = 0; i < 300; i++) order = scaledBesselI(1, kappa * order) / scaledBesselI(0, kappa * order);
  return order;
}

/** Gaussian tails beyond this many widths are below rounding. */
const WIDTHS = 12;

/** Of the integral over y: some hundreds a width. */
const POINTS = 4000;

/**
 * n E R² of n oscillators, exactly: n⟨y²⟩/κ² − 2/κ, where y ≥ 0 has the density y e^{−ny²/(2κ)} I_0(y)^n up to a
 * factor. As n → ∞ it is 1/(1 − κ/2) below κ = 2, and n times the square of `meanFieldOrder` above.
 */
export function equilibriumOrder(kappa: number, n: number): number {
  const exponent = (y: number) => n * (log(scaledBesselI(0, y)) + y - (y * y) / (2 * kappa));
  const order = meanFieldOrder(kappa);
  const peak = kappa * order;
  // (log I_0)″ = 1 − R/y − R² at the peak, ½ at 0; far out it is 0, so that a width is at least √(κ/n). At κ = 2 all
  // bends there are of order n^{−1/2}.
  const bend = 1 / kappa - (order === 0 ? 0.5 : 1 - order / peak - order * order);
  const reach = WIDTHS / Math.sqrt(n * smaller(larger(bend, 1 / Math.sqrt(n)), 1 / kappa));
  const from = larger(0, peak - reach);
  const step = (peak + reach - from) / POINTS;
  const top = exponent(peak);
  let [weights, squares] = [0, 0];
  for (let i = 0; i < POINTS; i++) {
    const y = from + (i + 0.5) * step;
    const weight = y * exp(exponent(y) - top);
    weights += weight;
    squares += weight * y * y;
  }
  return (n * squares) / weights / (kappa * kappa) - 2 / kappa;
}
