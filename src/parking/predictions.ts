/** What theory says of the numbers of centers among n uniform tokens. */
import { capMeasure } from '../theory/cap-measure.ts';
import { expectedCircleCenters } from '../theory/finite-circle-centers.ts';
import { curvatureShare, expectedRenyiCenters, saturationDensities } from '../theory/random-sequential-adsorption.ts';
import { varianceStrongCenters } from '../theory/strong-center-variance.ts';
import { expectedStrongCenters } from '../theory/strong-centers.ts';

export interface Prediction {
  readonly value: number;
  /** Exact: the expected number for this n and δ, up to errors told in theory/. Asymptote: for δ → 0 and n → ∞ only. */
  readonly kind: 'exact' | 'asymptote';
  /** Of one run; null where it is not known. */
  readonly standardDeviation: number | null;
}

/** (1 − (1 − p)ⁿ)/p, p = σ(B_δ): Lemma C.1 of arXiv:2411.04990 at finite n. */
export function predictedStrong(n: number, delta: number, d: number): Prediction {
  const standardDeviation = Math.sqrt(varianceStrongCenters(delta, d, n));
  return { value: expectedStrongCenters(capMeasure(delta, d), n), kind: 'exact', standardDeviation };
}

/**
 * An asymptote of small δ is shown where curvature shifts it by less than this share (`curvatureShare`; really by about
 * half as much).
 */
const CURVATURE_ALLOWED = 0.05;

/** The largest dimension of which a saturation density is known. */
const LAST_DIMENSION = saturationDensities.length + 1;

/** Why nothing is predicted of Rényi centers; null where something is. */
export function unpredicted(delta: number, d: number): string | null {
  if (d === 2) return null;
  if (d > LAST_DIMENSION) return `of Rényi centers nothing is known beyond dimension ${LAST_DIMENSION}`;
  const share = curvatureShare(delta, d);
  if (share <= CURVATURE_ALLOWED) return null;
  return `of Rényi centers on spheres only the limit of small δ is known, and curvature may shift it by ${(100 * share).toFixed(0)} % here, more than ${100 * CURVATURE_ALLOWED} %`;
}

/**
 * On the circle the mean of the parking process; on spheres the asymptote of random sequential adsorption, where δ is
 * small enough for it and its density known.
 */
export function predictedRenyi(n: number, delta: number, d: number): Prediction | null {
  if (d === 2) return { value: expectedCircleCenters(n, delta), kind: 'exact', standardDeviation: null };
  if (unpredicted(delta, d) !== null) return null;
  return { value: expectedRenyiCenters(delta, d), kind: 'asymptote', standardDeviation: null };
}
