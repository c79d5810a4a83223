/**
 * Ordinary Rényi centers on spheres are random sequential adsorption (RSA): caps of radius δ/2 about them never
 * overlap, and a token becomes a center where its cap finds room. For δ → 0 the sphere S^D, D = d − 1, is as good as
 * flat, and what is known of RSA of balls in ℝ^D holds.
 */

import { demand, demandDimension, demandSeparation } from '../numerics/domain.ts';
import { exp, log } from '../numerics/elementary.ts';
import { logCapMeasure } from './cap-measure.ts';
import { RENYI_CONSTANT } from './parking.ts';

interface SaturationDensity {
  /** φ_D, the share of the volume that the balls cover when none fits any more. */
  readonly density: number;
  /** Standard error of the simulation; 0 for D = 1, which is exact. null: not known here. */
  readonly error: number | null;
  readonly source: string;
}

const SIMULATED =
  'simulations of Zhang & Torquato, Phys. Rev. E 88 (2013), as tabulated in the literature, not recomputed here';

/**
 * φ_D for D = 1 … 8, at index D − 1. D = 1 is Rényi's constant; the rest is simulation, with fewer certain digits the
 * larger D.
 */
export const saturationDensities: readonly SaturationDensity[] = [
  { density: RENYI_CONSTANT, error: 0, source: 'Rényi 1958, exact' },
  { density: 0.547074, error: 3e-6, source: SIMULATED },
  { density: 0.384131, error: 2e-6, source: SIMULATED },
  { density: 0.26008, error: null, source: SIMULATED },
  { density: 0.17078, error: null, source: SIMULATED },
  { density: 0.1093, error: null, source: SIMULATED },
  { density: 0.0684, error: null, source: SIMULATED },
  { density: 0.0423, error: null, source: SIMULATED },
];

/** φ_D. @param dimension D, an integer from 1 to 8 */
export function saturationDensity(dimension: number): number {
  demand(
    Number.isInteger(dimension) && dimension >= 1 && dimension <= saturationDensities.length,
    'D',
    'an integer from 1 to 8; no saturation density is known beyond',
    dimension,
  );
  return saturationDensities[dimension - 1].density;
}

/**
 * The fit φ_D ≈ (0.202048 + 0.973872 D)/2^D, made for 2 ≤ D ≤ 6: Torquato, Uche & Stillinger, Phys. Rev. E 74, 061308
 * (2006). Within 2 % of the densities above for D ≤ 4; for D = 5 and 6 7 % and 14 % below them.
 */
export function fittedSaturationDensity(dimension: number): number {
  demand(
    Number.isInteger(dimension) && dimension >= 2 && dimension <= 6,
    'D',
    'an integer from 2 to 6; the fit was made there',
    dimension,
  );
  return (0.202048 + 0.973872 * dimension) / powerOfTwo(dimension);
}

/**
 * The expected number of Rényi centers of an endless sequence of uniform tokens on S^{d−1}, to leading order as δ → 0:
 * φ_{d−1}/σ(B_{δ/2}). An asymptote only: curvature shifts it by a share of order δ² (`curvatureShare`), and n tokens
 * have fewer by one of order (nσ)^{−1/(d−1)}. For d = 2 circle-centers.ts is exact.
 *
 * @param delta δ in radians, 0 < δ < π
 * @param d 2 ≤ d ≤ 9
 */
export function expectedRenyiCenters(delta: number, d: number): number {
  demandDimension(d);
  demandSeparation(delta);
  return exp(log(saturationDensity(d - 1)) - logCapMeasure(delta / 2, d));
}

/**
 * By what share a cap of angle δ on S^{d−1} is smaller than 2^{d−1} caps of half the angle, which it equals where the
 * sphere is as good as flat: 1 − cos²(δ/4) ≈ δ²/16 on S². How far the asymptote of small δ may be off: simulated
 * numbers of centers are above it by less than this share, in the dimensions tried, 3 to 6, by about half of it.
 *
 * @param delta δ in radians, 0 < δ < π
 * @param d d ≥ 2
 */
export function curvatureShare(delta: number, d: number): number {
  demandDimension(d);
  demandSeparation(delta);
  return 1 - exp(logCapMeasure(delta, d) - logCapMeasure(delta / 2, d) - (d - 1) * log(2));
}

/**
 * How many ordinary centers there are to each strong one on S^D as δ → 0: 2^D φ_D, since σ(B_δ) ≈ 2^D σ(B_{δ/2}). About
 * 0.2 + 0.97 D for D ≤ 4.
 */
export function ordinaryPerStrong(dimension: number): number {
  return saturationDensity(dimension) * powerOfTwo(dimension);
}

/**
 * (nσ)^{−1/D}: how the share of centers that are still missing after n tokens falls, up to a constant factor (Feder's
 * law; Pomeau 1980, Swendsen 1981). On the circle the share of all places is e^{−2γ}/τ with τ = nσ, σ = δ/2π.
 *
 * @param n number of tokens
 * @param measure σ(B_{δ/2})
 * @param dimension D ≥ 1
 */
export function approachToSaturation(n: number, measure: number, dimension: number): number {
  demand(Number.isInteger(dimension) && dimension >= 1, 'D', 'an integer ≥ 1; S^D is where the tokens are', dimension);
  demand(n > 0 && measure > 0, 'nσ', 'positive; give n ≥ 1 tokens and a measure above 0', n * measure);
  return exp(-log(n * measure) / dimension);
}

function powerOfTwo(exponent: number): number {
  let value = 1;
  for (let i = 0; i < exponent; i++) value *= 2;
  return value;
}
