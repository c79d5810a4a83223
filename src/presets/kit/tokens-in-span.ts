/** Few tokens of a high dimension, in fewer coordinates. */

import { initialRegistry } from '../../initial/index.ts';
import { dot } from '../../numerics/sphere.ts';

/**
 * Uniform tokens on S^{d−1}; where d > n in coordinates of the n-dimensional space that they span, by Gram and Schmidt:
 * with Q = K = V = I they stay in it, and only their cosines matter.
 */
export function tokensInSpan(n: number, d: number, seed: number): number[][] {
  const x = initialRegistry.uniform.sample({}, { n, d }, seed);
  const rows = Array.from({ length: n }, (_, k) => [...x.subarray(k * d, (k + 1) * d)]);
  if (d <= n) return rows;
  const basis: Float64Array[] = [];
  return rows.map((row) => {
    const rest = Float64Array.from(row);
    const coordinates = new Array<number>(n).fill(0);
    for (const [i, direction] of basis.entries()) {
      coordinates[i] = dot(rest, 0, direction, 0, d);
      for (let c = 0; c < d; c++) rest[c] -= coordinates[i] * direction[c];
    }
    const length = Math.sqrt(dot(rest, 0, rest, 0, d));
    coordinates[basis.length] = length;
    basis.push(rest.map((entry) => entry / length));
    return coordinates;
  });
}
