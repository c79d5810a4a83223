/** What theory says of the numbers of centers among n uniform tokens. */
import { capMeasure } from '../theory/cap-measure.ts';
import { expectedCircleCenters } from '../theory/finite-circle-centers.ts';
import { expectedRenyiCenters, saturationDensities } from '../theory/random-sequential-adsorption.ts';
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

/** On the circle the mean of the parking process; on spheres the asymptote of random sequential adsorption, known up to d = 9. */
export function predictedRenyi(n: number, delta: number, d: number): Prediction | null {
  if (d === 2) return { value: expectedCircleCenters(n, delta), kind: 'exact', standardDeviation: null };
  if (d - 1 > saturationDensities.length) return null;
  return { value: expectedRenyiCenters(delta, d), kind: 'asymptote', standardDeviation: null };
}
