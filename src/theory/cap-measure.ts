import { demand, demandDimension } from '../numerics/domain.ts';
import { cos, PI, sin } from '../numerics/elementary.ts';
import { incompleteBeta, logIncompleteBeta } from '../numerics/special/incomplete-beta.ts';

/**
 * σ(B_δ), the normalised measure of a geodesic ball (a cap) of angular radius δ on S^{d−1}: the chance of a uniform
 * point to be in it.
 *
 * σ(B_δ) = I_{sin²(δ/2)}((d−1)/2, (d−1)/2), since the angle to the middle has density ∝ sin^{d−2}. That is δ/π for
 * d = 2, sin²(δ/2) for d = 3, (2δ − sin 2δ)/2π for d = 4; on the half-sphere the same as ½ I_{sin²δ}((d−1)/2, ½).
 *
 * @param delta δ in radians, 0 ≤ δ ≤ π
 * @param d dimension of the space, an integer ≥ 2
 * @throws ParkadeError InvalidParameter outside these ranges
 */
export function capMeasure(delta: number, d: number): number {
  demandCap(delta, d);
  if (d === 2) return delta / PI;
  const { x, y, a } = argumentsOf(delta, d);
  return incompleteBeta(x, a, a, y);
}

/** log σ(B_δ), of which caps too small for a double keep all digits; −Infinity at δ = 0. */
export function logCapMeasure(delta: number, d: number): number {
  demandCap(delta, d);
  const { x, y, a } = argumentsOf(delta, d);
  return logIncompleteBeta(x, a, a, y);
}

function argumentsOf(delta: number, d: number): { readonly x: number; readonly y: number; readonly a: number } {
  const [s, c] = [sin(delta / 2), cos(delta / 2)];
  return { x: s * s, y: c * c, a: (d - 1) / 2 };
}

function demandCap(delta: number, d: number): void {
  demandDimension(d);
  demand(delta >= 0 && delta <= PI, 'delta', 'an angle from 0 to π; give radians', delta);
}
