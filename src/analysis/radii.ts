/** Lengths of tokens that live in R^d; 1 on the sphere. */

import type { Shape, State } from '../core/state.ts';
import { larger, smaller } from '../numerics/elementary.ts';
import { norm } from '../numerics/sphere.ts';
import type { Observable } from './observable.ts';

export interface Radii {
  readonly smallest: number;
  readonly mean: number;
  readonly largest: number;
}

/** The smallest, mean and largest |x_k|. */
export function radii(x: State, { n, d }: Shape): Radii {
  let smallest = Infinity;
  let largest = 0;
  let sum = 0;
  for (let k = 0; k < n; k++) {
    const length = norm(x, k * d, d);
    smallest = smaller(smallest, length);
    largest = larger(largest, length);
    sum += length;
  }
  return { smallest, mean: sum / n, largest };
}

export function radiiObservable(): Observable<Radii[]> {
  return {
    name: 'radii',
    title: 'smallest, mean and largest length of the tokens',
    unit: '1',
    source: 'r_j of arXiv:2510.22026; 1 on the sphere',
    cost: ({ n, d }) => n * (5 + d),
    start() {
      const values: Radii[] = [];
      return { sample: (_t, _x, state, { shape }) => void values.push(radii(state, shape)), result: () => values };
    },
  };
}
