/** Retrieval from a causal sequence on the circle: correlations and the score, by Bessel functions. */
import { exp, log, PI } from '../../numerics/elementary.ts';
import { scaledBesselI } from '../../numerics/special/bessel.ts';
import { causalKernel, modeRates, type Retrieval } from '../../theory/kinetic.ts';

/** The usual setting: M = 8, λ = 1. */
export const RETRIEVAL = { codewords: 8, lambda: 1 } as const;

/** ω_n below 1e-10 from here on at M = 8. */
const MOST_MODES = 18;

/** S_t(σ₀) = Σ e^{−π²n²/2M²} g_{a_n}(t; 1, σ₀), by Bessel functions. */
export function scoreByBessel(t: number, source: number, { beta, codewords, lambda }: Retrieval): number {
  const rates = modeRates(beta, MOST_MODES);
  let sum = 0;
  for (let n = 1; n < MOST_MODES; n++) {
    const weight = exp((-PI * PI * n * n) / (2 * codewords * codewords));
    if (rates[n] > 1e-16) sum += weight * byBessel(rates[n], t, 1, source, lambda);
  }
  return sum;
}

/** The correlation g_a(t; σ, σ₀) = k_λ √(at/Y) I_1(2√(atY)), as printed. */
export function byBessel(a: number, t: number, sigma: number, source: number, lambda: number): number {
  const ratio = lambda === 0 ? sigma / source : (exp(lambda * sigma) - 1) / (exp(lambda * source) - 1);
  const y = log(ratio);
  const z = 2 * Math.sqrt(a * t * y);
  return causalKernel(sigma, source, lambda) * Math.sqrt((a * t) / y) * scaledBesselI(1, z) * exp(z);
}
