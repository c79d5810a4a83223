/** The Jacobian of all rows together, in coordinates of their tangent spaces, as one dense matrix. */

import type { Shape, State } from '../core/state.ts';
import type { AttentionFieldParameters } from '../dynamics/attention-field.ts';
import type { JointAttention } from '../dynamics/joint-attention.ts';
import { larger } from '../numerics/elementary.ts';
import { type FactoredSystem, factorSystem } from '../numerics/factored-system.ts';
import { frobeniusNorm } from '../numerics/matrix.ts';
import { dot } from '../numerics/sphere.ts';
import { type TangentFrames, tangentFrames } from '../numerics/tangent-frames.ts';
import { jointBlocks } from './joint-blocks.ts';

/** ∂F at some rows, and (S − ∂F) with a shift S of every row. Vectors hold d − 1 coordinates of every row. */
export interface JointJacobian {
  readonly frames: TangentFrames;
  /** Of every row, a bound of |∂F_k|: the sum of its entries' sizes, the largest of its coordinates. */
  readonly sizes: Float64Array;
  /** Takes ∂F at the unit rows u, which are kept as they are; force ← F there. */
  place(u: State, force: Float64Array): void;
  /** out ← ∂F v. */
  times(v: Float64Array, out: Float64Array): void;
  /** Makes ready to solve with these shifts; the sign of the determinant, 0 where that cannot be solved. */
  factor(shifts: Float64Array): number;
  /** v ← (S − ∂F)⁻¹ v; whether that succeeded. */
  solve(v: Float64Array): boolean;
}

/** @param isFrozen whether a row stands still: then its force and its derivatives are 0 */
export function denseJacobian(
  parameters: AttentionFieldParameters,
  attention: JointAttention,
  { n, d }: Shape,
  isFrozen: (k: number) => boolean,
): JointJacobian {
  const e = d - 1;
  const size = n * e;
  const frames = tangentFrames({ n, d });
  const blocks = jointBlocks(parameters, frames, { n, d });
  const jacobian = new Float64Array(size * size);
  const matrix = new Float64Array(size * size);
  const sizes = new Float64Array(n);
  let factored: FactoredSystem | null = null;

  return {
    frames,
    sizes,
    place(u, force) {
      frames.place(u);
      jacobian.fill(0);
      sizes.fill(0);
      force.fill(0);
      for (let k = 0; k < n; k++) {
        if (isFrozen(k)) continue;
        const at = k * e * size;
        blocks.from(u, k, attention.look(u, k, true));
        attention.force(force, k * d);
        for (let j = 0; j < n; j++) if (j !== k) blocks.other(j, jacobian, at + j * e, size);
        blocks.own(attention.slope().jacobian, jacobian, at + k * e, size);
        for (let i = 0; i < e; i++) sizes[k] = larger(sizes[k], sumOfSizes(jacobian, at + i * size, size));
      }
    },
    times(vector, out) {
      for (let i = 0; i < size; i++) out[i] = dot(jacobian, i * size, vector, 0, size);
    },
    factor(shifts) {
      for (let i = 0; i < size * size; i++) matrix[i] = -jacobian[i];
      for (let i = 0; i < size; i++) matrix[i * size + i] += shifts[Math.floor(i / e)];
      factored = factorSystem(matrix, size);
      return factored.sign;
    },
    solve(vector) {
      factored?.solve(vector);
      return frobeniusNorm(vector) < Infinity;
    },
  };
}

/** Σ |m_i| of some entries. */
export function sumOfSizes(m: Float64Array, at: number, length: number): number {
  let sum = 0;
  for (let i = at; i < at + length; i++) sum += Math.abs(m[i]);
  return sum;
}
