/** Blocks of the Jacobian of all rows together, in coordinates of their tangent spaces, one pair of rows at a time. */

import type { Shape, State } from '../core/state.ts';
import type { AttentionFieldParameters } from '../dynamics/attention-field.ts';
import type { JointRow } from '../dynamics/joint-attention.ts';
import { dot } from '../numerics/sphere.ts';
import type { TangentFrames } from '../numerics/tangent-frames.ts';

/** Writes blocks of (d − 1)² numbers into a matrix, whose rows are `stride` apart, from place `at` on. */
interface JointBlocks {
  /** The next blocks are those of row k, as it looked from the unit rows u. */
  from(u: State, k: number, row: JointRow): void;
  /** ∂F_k/∂x_j for another row j. */
  other(j: number, into: Float64Array, at: number, stride: number): void;
  /** Of a d×d matrix that is tangential at row k. */
  own(block: Float64Array, into: Float64Array, at: number, stride: number): void;
  /** out[at …] ← the coordinates of V y + (β along) W u at row k; the latter where `own` is given. */
  gathered(y: Float64Array, along: number, out: Float64Array, at: number): void;
}

export function jointBlocks(
  { beta, value, normalization }: AttentionFieldParameters,
  frames: TangentFrames,
  { d }: Shape,
): JointBlocks {
  const e = d - 1;
  const softmax = normalization === 'softmax';
  const { v, tau } = frames;
  const image = new Float64Array(e * d); // Eᵀ V
  const ownImage = new Float64Array(e); // Eᵀ W u
  const turned = new Float64Array(d);
  const column = new Float64Array(d);
  const seen = new Float64Array(e); // Eᵀ V v_j
  const drawn = new Float64Array(e); // Eᵀ (V r_j + W u)
  let u: State = column;
  let k = 0;
  let row: JointRow | null = null;

  return {
    from(x, index, looked) {
      [u, k, row] = [x, index, looked];
      for (let j = 0; j < d; j++) {
        for (let i = 0; i < d; i++) column[i] = value[i * d + j];
        frames.coordinates(k, column, 0, turned, 0);
        for (let i = 0; i < e; i++) image[i * d + j] = turned[i];
      }
      if (row.own) frames.coordinates(k, row.own, 0, ownImage, 0);
    },
    other(j, into, at, stride) {
      const { shares, shift, query } = row as JointRow;
      const share = shares[j];
      if (share === 0) return;
      for (let i = 0; i < d; i++) column[i] = u[j * d + i] - u[k * d + i] - (softmax ? shift[i] : 0);
      for (let i = 0; i < e; i++) {
        seen[i] = dot(image, i * d, v, j * d, d);
        drawn[i] = dot(image, i * d, column, 0, d) + ownImage[i];
      }
      const queryAlong = tau[j] * dot(query, 0, v, j * d, d);
      for (let l = 0; l < e; l++) {
        const reflected = tau[j] * v[j * d + l + 1];
        const scored = beta * (query[l + 1] - queryAlong * v[j * d + l + 1]);
        for (let i = 0; i < e; i++) {
          into[at + i * stride + l] = share * (image[i * d + l + 1] - reflected * seen[i] + scored * drawn[i]);
        }
      }
    },
    own(block, into, at, stride) {
      for (let l = 0; l < e; l++) {
        const reflected = tau[k] * v[k * d + l + 1];
        for (let i = 0; i < d; i++) column[i] = block[i * d + l + 1] - reflected * dot(block, i * d, v, k * d, d);
        frames.coordinates(k, column, 0, turned, 0);
        for (let i = 0; i < e; i++) into[at + i * stride + l] = turned[i];
      }
    },
    gathered(y, along, out, at) {
      for (let i = 0; i < e; i++) out[at + i] = dot(image, i * d, y, 0, d) + beta * along * ownImage[i];
    },
  };
}
