import type { Shape, State } from '../core/state.ts';
import { dot } from '../numerics/sphere.ts';
import { type Observable, pointwise } from './observable.ts';

/** Order parameter R = |n^{−1} Σ x_k| ∈ [0, 1]; 1 is a single cluster (Kuramoto's, on the circle). */
export function orderParameter(x: State, { n, d }: Shape): number {
  const sum = new Float64Array(d);
  for (let k = 0; k < n; k++) for (let i = 0; i < d; i++) sum[i] += x[k * d + i];
  return Math.sqrt(dot(sum, 0, sum, 0, d)) / n;
}

export function orderParameterObservable(): Observable<number[]> {
  return pointwise(
    {
      name: 'order-parameter',
      title: 'order parameter |mean of the tokens|',
      unit: '1',
      source: 'Kuramoto 1975',
      cost: ({ n, d }) => n * d,
    },
    (x, { shape }) => orderParameter(x, shape),
  );
}
