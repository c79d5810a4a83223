/** Whether stationary densities are stable: the spectrum of the linearised mean-field equation. */
import { eigenvalues } from '../numerics/eigenvalues.ts';
import { larger } from '../numerics/elementary.ts';
import type { AttentionOfMany } from './equation.ts';
import { laplacian } from './harmonics.ts';
import { ordersOf, type Profile, wavesAround } from './profile.ts';
import { atNodes } from './stationary.ts';

export interface Spectrum {
  /** By order m, disturbances like cos mα around the axis; on the circle even and odd ones. The largest come first. */
  readonly rates: readonly (readonly number[])[];
  /** The largest rate but for that of turning the density as a whole, which is 0. */
  readonly growth: number;
  /** How many rates are above 0, each sine and cosine counted. */
  readonly unstable: number;
}

/** Rates below this are rounding, relative to the decay of degree 1 and the pull. */
const ROUNDING = 1e-7;
/** Orders beyond the last with growth that are looked at as well. */
const BEYOND = 2;

/**
 * Real parts of the eigenvalues of δp ↦ −∇·(δp ∇Φ + p ∇δΦ) + κ^{−1}Δδp at a stationary density, in harmonics up to K.
 * Orders m are gone through until two in a row lie below the one before and below 0.
 *
 * @param coefficients E φ_l, l = 1 … K, of a stationary density
 */
export function spectrumAt(profile: Profile, attention: AttentionOfMany, coefficients: Float64Array): Spectrum {
  const rates: number[][] = [];
  let falling = 0;
  for (let order = 0; order < ordersOf(profile) && falling < BEYOND; order++) {
    const own = orderRates(profile, attention, coefficients, order);
    const before = rates.at(-1)?.[0] ?? Infinity;
    rates.push(own);
    falling = order > 1 && own.length > 0 && own[0] < 0 && own[0] < before ? falling + 1 : 0;
  }
  const isUniform = coefficients.every((own) => Math.abs(own) < 1e-12);
  const scale = ROUNDING * (1 + largestPull(profile, attention));
  let [growth, unstable] = [-Infinity, 0];
  for (const [order, own] of rates.entries()) {
    let neutral = order === 1 && !isUniform ? nearestToZero(own) : -1;
    if (neutral >= 0 && Math.abs(own[neutral]) > scale) neutral = -1;
    for (const [i, rate] of own.entries()) {
      if (i === neutral) continue;
      growth = larger(growth, rate);
      if (rate > scale) unstable += order === 0 || profile.d === 2 ? 1 : 2;
    }
  }
  return { rates, growth, unstable };
}

function largestPull(profile: Profile, attention: AttentionOfMany): number {
  const { pulls } = atNodes(profile, attention, new Float64Array(profile.degree));
  return pulls.reduce((most, own, l) => larger(most, laplacian(l, profile.d) * Math.abs(own)), 0);
}

function nearestToZero(rates: readonly number[]): number {
  return rates.reduce((best, rate, i) => (Math.abs(rate) < Math.abs(rates[best]) ? i : best), 0);
}

/** The rates of one order, the largest first. */
function orderRates(profile: Profile, attention: AttentionOfMany, coefficients: Float64Array, order: number): number[] {
  const { d, count, shares } = profile;
  const { force, density, pulls, weight, weightSlope } = atNodes(profile, attention, coefficients);
  const { from, rows, values, slopes, quotients } = wavesAround(profile, order);
  const matrix = new Float64Array(rows * rows);
  const [along, around] = [new Float64Array(count), new Float64Array(count)];
  for (let j = 0; j < rows; j++) {
    const pull = pulls[j + from];
    for (let i = 0; i < count; i++) {
      const at = j * count + i;
      // δΦ = pull φ/weight, and its gradient along and around the axis.
      const slope = (slopes[at] - (values[at] * weightSlope[i]) / weight[i]) / weight[i];
      along[i] = shares[i] * (values[at] * force[i] + density[i] * pull * slope);
      around[i] = (shares[i] * density[i] * pull * quotients[at]) / weight[i];
    }
    for (let k = 0; k < rows; k++) {
      let sum = 0;
      for (let i = 0; i < count; i++) sum += slopes[k * count + i] * along[i] + quotients[k * count + i] * around[i];
      matrix[k * rows + j] = sum;
    }
    matrix[j * rows + j] -= laplacian(j + from, d) / attention.kappa;
  }
  return Array.from(eigenvalues(matrix, rows).re).sort((a, b) => b - a);
}
