/** How far tokens are from the first one. Pure. */
import type { Shape } from 'parkade';

/**
 * into[at + k] ← the angle between x_k and x₁, 2·atan2(‖u − v‖, ‖u + v‖) with u = ‖x₁‖x_k and v = ‖x_k‖x₁: as good for
 * small angles as for large ones, and for rows of any length (W. Kahan).
 */
export function anglesWithFirst(x: Float64Array, { n, d }: Shape, into: Float32Array, at: number): void {
  const first = lengthOf(x, 0, d);
  for (let k = 0; k < n; k++) {
    const own = lengthOf(x, k * d, d);
    let [minus, plus] = [0, 0];
    for (let i = 0; i < d; i++) {
      const [u, v] = [first * x[k * d + i], own * x[i]];
      minus += (u - v) ** 2;
      plus += (u + v) ** 2;
    }
    into[at + k] = 2 * Math.atan2(Math.sqrt(minus), Math.sqrt(plus));
  }
}

function lengthOf(x: Float64Array, at: number, d: number): number {
  let square = 0;
  for (let i = at; i < at + d; i++) square += x[i] * x[i];
  return Math.sqrt(square);
}
