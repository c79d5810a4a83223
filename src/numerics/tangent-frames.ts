/** An orthonormal basis of the tangent space at each row of a state: coordinates without the direction that is none. */

import type { Shape, State } from '../core/state.ts';

/**
 * The last d − 1 columns of the Householder reflection I − τ v vᵀ that takes ±u to the first axis, with v = u ± e₁ and
 * τ = 2/|v|²: two numbers more than u itself, and d operations a vector.
 */
export interface TangentFrames {
  /** [n, d]: v of every row. */
  readonly v: Float64Array;
  /** τ of every row. */
  readonly tau: Float64Array;
  /** The frames are those at the unit rows u from now on. */
  place(u: State): void;
  /** out[at …] ← the d − 1 coordinates of what vector[from …], d numbers, has along the tangent space of row k. */
  coordinates(k: number, vector: Float64Array, from: number, out: Float64Array, at: number): void;
  /** out[at …] ← the d numbers of the tangent vector of row k with those d − 1 coordinates. */
  vector(k: number, coordinates: Float64Array, from: number, out: Float64Array, at: number): void;
}

export function tangentFrames({ n, d }: Shape): TangentFrames {
  const v = new Float64Array(n * d);
  const tau = new Float64Array(n);
  return {
    v,
    tau,
    place(u) {
      v.set(u);
      for (let k = 0; k < n; k++) {
        const first = u[k * d];
        v[k * d] = first < 0 ? first - 1 : first + 1;
        tau[k] = 1 / (1 + Math.abs(first));
      }
    },
    coordinates(k, vector, from, out, at) {
      let along = 0;
      for (let i = 0; i < d; i++) along += v[k * d + i] * vector[from + i];
      along *= tau[k];
      for (let i = 1; i < d; i++) out[at + i - 1] = vector[from + i] - along * v[k * d + i];
    },
    vector(k, coordinates, from, out, at) {
      let along = 0;
      for (let i = 1; i < d; i++) along += v[k * d + i] * coordinates[from + i - 1];
      along *= tau[k];
      out[at] = -along * v[k * d];
      for (let i = 1; i < d; i++) out[at + i] = coordinates[from + i - 1] - along * v[k * d + i];
    },
  };
}
