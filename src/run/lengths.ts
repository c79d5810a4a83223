/**
 * The lengths by which tokens are measured, in radians: those given, the others in units of the range of attraction.
 */
import type { MeasurementParameters } from '../analysis/observable.ts';
import { PI, smaller } from '../numerics/elementary.ts';
import { type RunSpec, unexpected } from './spec.ts';

/**
 * δ = 4β^{−1/2}, threshold and radius β^{−1/2} by default, but never so large that they mean nothing on a sphere: π/2
 * and 1/2 at most, which they are where β is unknown.
 *
 * @throws ParkadeError InvalidParameter for a length that is not strictly between 0 and π
 */
export function lengthsOf(
  given: Pick<RunSpec, 'delta' | 'threshold' | 'radius'>,
  beta: number | undefined,
): MeasurementParameters {
  const range = beta !== undefined && beta > 0 ? 1 / Math.sqrt(beta) : Infinity;
  const delta = given.delta ?? smaller(4 * range, PI / 2);
  const threshold = given.threshold ?? smaller(range, 0.5);
  const radius = typeof given.radius === 'number' ? [given.radius] : (given.radius ?? [smaller(range, 0.5)]);
  if (!insideSphere(delta)) throw unexpected('delta', delta);
  if (!insideSphere(threshold)) throw unexpected('threshold', threshold);
  if (!radius.every(insideSphere)) throw unexpected('radius', given.radius);
  return { delta, threshold, radius };
}

function insideSphere(angle: number): boolean {
  return angle > 0 && angle < PI;
}
