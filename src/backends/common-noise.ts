/**
 * Noise that all tokens have in common, dx_k = √(2/κ₀) P_{x_k} ∘ dW with one W in R^d: every token by itself is a
 * Brownian motion on the sphere with generator (1/κ₀)Δ, and all of them are moved by the same conformal map, so equal
 * tokens stay equal.
 *
 * The flow of P_x e_i for a time η is a boost, x_i ← (x_i + tanh η)/(1 + x_i tanh η), the other coordinates ← x_j/(cosh
 * η + x_i sinh η): linear in (x, 1), up to a factor. A step is a product of boosts along the axes, in the order 1 … d
 * and back, by the increments of W over short parts of it: Strang's splitting of Σ_i (P e_i)², of weak order 2 in the
 * part. The product is one matrix for all tokens.
 *
 * Ninomiya & Victoir, Appl. Math. Finance 15 (2008): solve each field's flow exactly; boosts of the sphere: Ahlfors,
 * Möbius Transformations, 1981.
 */

import type { Shape, State } from '../core/state.ts';
import { exp } from '../numerics/elementary.ts';
import { streams } from '../numerics/random.ts';
import { FINEST_CELL, wienerIncrements, wienerPath } from '../numerics/wiener.ts';
import type { Motion } from './private-noise.ts';

/**
 * (d − 1)/κ₀ times a part is at most this: moments of degree 1 … 4 then err by less than 10⁻⁴
 * (test/noise/common.test.ts).
 */
const LONGEST_PART = 1 / 2048;

export function commonMotion({ n, d }: Shape, kappa: number, seed: number): Motion {
  const increments = wienerIncrements(wienerPath(seed, 1, d, streams.commonNoise), d);
  const strength = Math.sqrt(2 / kappa);
  const matrix = new Float64Array((d + 1) * (d + 1));
  const moved = new Float64Array(d);
  return (t, dt, rows) => {
    const parts = partsOf(dt, ((d - 1) * dt) / kappa);
    makeIdentity(matrix, d + 1);
    for (let i = 0; i < parts; i++) {
      const along = increments(t + (i / parts) * dt, t + ((i + 1) / parts) * dt);
      for (let step = 0; step < d; step++) {
        const axis = i % 2 === 0 ? step : d - 1 - step;
        boost(matrix, d, axis, strength * along[axis]);
      }
    }
    for (let k = 0; k < n; k++) transform(rows, k * d, d, matrix, moved);
  };
}

/** An even number of parts, a power of two, so that the path is asked at times that it has anyway. */
function partsOf(dt: number, time: number): number {
  let parts = 2;
  while (time > parts * LONGEST_PART && dt >= 2 * parts * FINEST_CELL) parts *= 2;
  return parts;
}

function makeIdentity(matrix: Float64Array, size: number): void {
  matrix.fill(0);
  for (let i = 0; i < size; i++) matrix[i * size + i] = 1;
}

/** matrix ← (boost along the axis, of rapidity η) · matrix; the last row belongs to the 1 of (x, 1). */
function boost(matrix: Float64Array, d: number, axis: number, eta: number): void {
  const [grown, shrunk] = [exp(eta), exp(-eta)];
  const [c, s] = [(grown + shrunk) / 2, (grown - shrunk) / 2];
  const [first, last] = [axis * (d + 1), d * (d + 1)];
  for (let j = 0; j <= d; j++) {
    const [a, b] = [matrix[first + j], matrix[last + j]];
    matrix[first + j] = c * a + s * b;
    matrix[last + j] = s * a + c * b;
  }
}

/**
 * Unit row x ← the direction of the first d entries of matrix (x, 1): what the last one would divide by, up to
 * rounding.
 */
function transform(rows: State, at: number, d: number, matrix: Float64Array, moved: Float64Array): void {
  let squares = 0;
  for (let i = 0; i < d; i++) {
    let sum = matrix[i * (d + 1) + d];
    for (let j = 0; j < d; j++) sum += matrix[i * (d + 1) + j] * rows[at + j];
    moved[i] = sum;
    squares += sum * sum;
  }
  const length = Math.sqrt(squares);
  for (let i = 0; i < d; i++) rows[at + i] = moved[i] / length;
}
