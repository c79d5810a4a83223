/** Distance to the first token, where Theorem 4.1 says that all tokens end for V = I. */

import type { Shape, State } from '../core/state.ts';
import { geodesicDistance } from '../numerics/sphere.ts';
import { type Observable, pointwise } from './observable.ts';

/** Geodesic distances of all tokens to token 1 (index 0), radians. */
export function distancesToFirst(x: State, { n, d }: Shape): Float64Array {
  const distances = new Float64Array(n);
  for (let k = 1; k < n; k++) distances[k] = geodesicDistance(x, k * d, x, 0, d);
  return distances;
}

export function firstTokenObservable(): Observable<{ mean: number; largest: number }[]> {
  return pointwise(
    {
      name: 'first-token',
      title: 'geodesic distance to the first token',
      unit: 'radians',
      source: 'arXiv:2411.04990, Theorem 4.1',
      cost: ({ n, d }) => n * (60 + 2 * d),
    },
    (x, { shape }) => {
      const distances = distancesToFirst(x, shape);
      return {
        mean: distances.reduce((sum, a) => sum + a, 0) / shape.n,
        largest: distances.reduce((a, b) => Math.max(a, b), 0),
      };
    },
  );
}
