/** Linear equations by products with the matrix: GMRES (Saad and Schultz, SIAM J. Sci. Stat. Comput. 7, 1986). */

import { dot, norm } from './sphere.ts';

/**
 * v ← M⁻¹ v, to `accuracy` of |v| in the residual, by at most `most` products; whether that was reached. Where it was
 * not, v is the nearest that was found.
 */
export function solveByProducts(
  times: (v: Float64Array, out: Float64Array) => void,
  v: Float64Array,
  accuracy: number,
  most: number,
): boolean {
  const size = v.length;
  const begin = norm(v, 0, size);
  if (begin === 0) return true;
  if (!(begin < Infinity)) return false;
  const basis = [v.map((entry) => entry / begin)];
  const columns: Float64Array[] = []; // of the triangle that the rotations leave
  const cosines: number[] = [];
  const sines: number[] = [];
  const right = [begin];
  while (columns.length < most && Math.abs(right[columns.length]) > accuracy * begin) {
    const m = columns.length;
    const product = new Float64Array(size);
    times(basis[m], product);
    const h = new Float64Array(m + 2);
    for (let pass = 0; pass < 2; pass++) {
      for (let i = 0; i <= m; i++) {
        const along = dot(basis[i], 0, product, 0, size);
        h[i] += along;
        for (let j = 0; j < size; j++) product[j] -= along * basis[i][j];
      }
    }
    h[m + 1] = norm(product, 0, size);
    for (let i = 0; i < m; i++) {
      [h[i], h[i + 1]] = [cosines[i] * h[i] + sines[i] * h[i + 1], cosines[i] * h[i + 1] - sines[i] * h[i]];
    }
    const length = Math.sqrt(h[m] * h[m] + h[m + 1] * h[m + 1]);
    if (!(length > 0 && length < Infinity)) break;
    const next = h[m + 1];
    cosines.push(h[m] / length);
    sines.push(next / length);
    h[m] = length;
    columns.push(h);
    right.push(-sines[m] * right[m]);
    right[m] *= cosines[m];
    if (!(next > 0)) break;
    basis.push(product.map((entry) => entry / next));
  }
  const reached = Math.abs(right[columns.length]) <= accuracy * begin;
  v.fill(0);
  const weights = new Float64Array(columns.length);
  for (let i = columns.length - 1; i >= 0; i--) {
    let sum = right[i];
    for (let j = i + 1; j < columns.length; j++) sum -= columns[j][i] * weights[j];
    weights[i] = sum / columns[i][i];
    for (let l = 0; l < size; l++) v[l] += weights[i] * basis[i][l];
  }
  return reached;
}
