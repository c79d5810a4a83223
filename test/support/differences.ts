/** Jacobians by central differences. */
import type { VectorField } from '../../src/core/state.ts';

const STEP = 1e-5;

/** P_u ∂f_k/∂x_k P_u, d×d, at the unit rows x: to about 1e-9 of the field's third derivatives. */
export function tangentialDifferences(field: VectorField, x: Float64Array, k: number, d: number): Float64Array {
  const u = x.subarray(k * d, (k + 1) * d);
  const jacobian = new Float64Array(d * d);
  for (let j = 0; j < d; j++) {
    const tangent = u.map((entry, i) => (i === j ? 1 : 0) - u[j] * entry);
    const [ahead, behind] = [STEP, -STEP].map((by) => {
      const moved = x.slice();
      for (let i = 0; i < d; i++) moved[k * d + i] += by * tangent[i];
      const out = new Float64Array(x.length);
      field(0, moved, out);
      return out.slice(k * d, (k + 1) * d);
    });
    const column = ahead.map((entry, i) => (entry - behind[i]) / (2 * STEP));
    const along = column.reduce((sum, entry, i) => sum + u[i] * entry, 0);
    for (let i = 0; i < d; i++) jacobian[i * d + j] = column[i] - along * u[i];
  }
  return jacobian;
}
