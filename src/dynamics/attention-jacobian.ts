/**
 * Row k of the attention field and how it turns with the token's own place: what implicit steps solve with.
 *
 * With u the token, w_j = a_j e^{β⟨u, B(x_j − u)⟩ − largest} over what it sees but itself, f = 1/Z (softmax) or
 * e^{β⟨u, Bu⟩ + largest}/n (count), and
 *
 *   S = f Σ w_j (x_j − u),   T = f Σ w_j (x_j − u)(x_j − u)ᵀ,   α = f Σ w_j,   G = V S + z W u,   F = P_u G,
 *
 * where z = 1 under softmax and f·Z under count, the derivative along a tangent δ is
 *
 *   P_u( V dS + dz W u + z W δ ) − ⟨u, G⟩ δ,
 *   dS = β( (T − S Sᵀ) Bᵀδ − (1 − α) ⟨Bᵀu, δ⟩ S ) − α δ,   dz = 0                                     (softmax),
 *   dS = β( T Bᵀδ − ⟨Bᵀu, δ⟩ S ) + η S − α δ,   dz = β( ⟨BS, δ⟩ − α ⟨Bᵀu, δ⟩ ) + η z,   η = β⟨(B + Bᵀ)u, δ⟩   (count).
 *
 * Differences throughout, as in attention-field.ts: a token at the very place of all it sees has F = 0 exactly.
 */

import type { Shape } from '../core/state.ts';
import { exp } from '../numerics/elementary.ts';
import { multiplyMatrices, multiplyVector, projectBothSides, splitIdentity, transpose } from '../numerics/matrix.ts';
import { dot } from '../numerics/sphere.ts';
import type { AttentionFieldParameters } from './attention-field.ts';
import type { RowSlope } from './row-system.ts';

/** What a row sums over all that it sees but itself. */
export interface RowSums {
  /** The largest of the relative scores and 0, the token's own: weights are e^{score − largest}. */
  largest: number;
  /** Σ w_j. */
  others: number;
  /** Σ w_j (x_j − u): d numbers. */
  readonly shift: Float64Array;
  /** Σ w_j (x_j − u)(x_j − u)ᵀ: d×d numbers. */
  readonly spread: Float64Array;
}

/** What the force needs of them, but not its derivative: a d-th of the work. */
export type FirstSums = Pick<RowSums, 'largest' | 'others' | 'shift'>;

type Linearize = (u: Float64Array, sums: RowSums) => RowSlope;

/** The row's force and Jacobian from its sums. */
export function attentionJacobian(parameters: AttentionFieldParameters, { n, d }: Shape): Linearize {
  const { beta, queryKey, value, normalization } = parameters;
  const softmax = normalization === 'softmax';
  const { scale: b, rest: cross } = splitIdentity(queryKey, d);
  const { scale: lambda, rest: w } = splitIdentity(value, d);
  const bTransposed = transpose(queryKey, d);
  const force = new Float64Array(d);
  const jacobian = new Float64Array(d * d);
  const shift = new Float64Array(d);
  const core = new Float64Array(d * d);
  const slope = new Float64Array(d * d); // dS
  const query = new Float64Array(d); // Bᵀu
  const both = new Float64Array(d); // β(B + Bᵀ)u
  const turned = new Float64Array(d); // BS
  const pull = new Float64Array(d); // G
  const own = new Float64Array(d); // Wu
  const slope2: RowSlope = { force, jacobian };
  const plain = cross === null && w === null && softmax;

  return (u, sums) => {
    const self = exp(-sums.largest);
    const z = self + sums.others;
    if (cross || !softmax) multiplyVector(bTransposed, u, 0, query, d);
    const f = softmax ? 1 / z : exp(beta * dot(query, 0, u, 0, d) + sums.largest) / n;
    const alpha = f * sums.others;
    for (let i = 0; i < d; i++) shift[i] = f * sums.shift[i];
    for (let i = 0; i < d; i++) {
      const own = softmax ? shift[i] : 0;
      for (let j = 0; j < d; j++) core[i * d + j] = f * sums.spread[i * d + j] - own * shift[j];
    }
    if (plain) {
      // B = bI, V = λI: Bᵀu is normal, so only P core P and multiples of the identity remain.
      const along = dot(u, 0, shift, 0, d);
      for (let i = 0; i < d; i++) force[i] = lambda * (shift[i] - along * u[i]);
      for (let i = 0; i < d * d; i++) jacobian[i] = lambda * beta * b * core[i];
      projectBothSides(jacobian, u, d, -lambda * (alpha + along));
      return slope2;
    }
    general(u, alpha, f * self, softmax ? 1 : f * z);
    return slope2;
  };

  function general(u: Float64Array, alpha: number, selfShare: number, z: number): void {
    if (!cross) for (let i = 0; i < d; i++) query[i] = b * u[i];
    multiplyMatrices(core, bTransposed, slope, d);
    const keep = softmax ? selfShare : 1;
    if (!softmax) {
      multiplyVector(queryKey, u, 0, both, d);
      for (let i = 0; i < d; i++) both[i] = beta * (both[i] + query[i]);
    }
    for (let i = 0; i < d; i++) {
      for (let j = 0; j < d; j++) {
        const growth = softmax ? 0 : both[j] * shift[i];
        slope[i * d + j] = beta * (slope[i * d + j] - keep * shift[i] * query[j]) + growth;
      }
      slope[i * d + i] -= alpha;
    }
    multiplyVector(value, shift, 0, pull, d);
    multiplyMatrices(value, slope, jacobian, d);
    if (w) {
      multiplyVector(w, u, 0, own, d);
      for (let i = 0; i < d; i++) pull[i] += z * own[i];
      for (let i = 0; i < d * d; i++) jacobian[i] += z * w[i];
      if (!softmax) {
        multiplyVector(queryKey, shift, 0, turned, d);
        for (let j = 0; j < d; j++) {
          const dz = beta * (turned[j] - alpha * query[j]) + z * both[j];
          for (let i = 0; i < d; i++) jacobian[i * d + j] += own[i] * dz;
        }
      }
    }
    const along = dot(u, 0, pull, 0, d);
    for (let i = 0; i < d; i++) force[i] = pull[i] - along * u[i];
    projectBothSides(jacobian, u, d, -along);
  }
}
