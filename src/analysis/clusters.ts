/** Clusters of tokens: single linkage at a geodesic threshold, in any dimension. */
import { PI } from '../core/elementary.ts';
import { squaredChord, squaredChordOfAngle } from '../core/sphere.ts';
import type { Shape, State } from '../core/state.ts';
import { anglesOf } from './circle.ts';
import type { MeasurementParameters, Observable } from './observable.ts';

export interface Clusters {
  readonly count: number;
  /** Cluster of each token; clusters are numbered by their first token, in token order. */
  readonly labels: Int32Array;
  /** Tokens in each cluster, by that number. */
  readonly sizes: number[];
}

/**
 * Clusters by single linkage: two tokens at geodesic distance ≤ threshold are in one cluster, and so is whatever is linked
 * through others. Union–find over all pairs, O(n²d).
 *
 * @param x tokens, [n, d], unit rows
 * @param threshold radians, 0 < threshold < π
 */
export function linkageClusters(x: State, { n, d }: Shape, threshold: number): Clusters {
  const limit = squaredChordOfAngle(threshold);
  const sets = unionFind(n);
  for (let k = 0; k < n; k++) {
    for (let j = 0; j < k; j++) if (squaredChord(x, k * d, x, j * d, d) <= limit) sets.unite(j, k);
  }
  return labelled(n, sets.find);
}

/** The same clusters on the circle (d = 2), from gaps between neighbouring angles: O(n log n). */
export function gapClusters(x: State, threshold: number): Clusters {
  const angles = anglesOf(x);
  const n = angles.length;
  const order = Uint32Array.from(angles.keys()).sort((a, b) => angles[a] - angles[b]);
  const sets = unionFind(n);
  for (let i = 0; i < n; i++) {
    const [here, next] = [order[i], order[(i + 1) % n]];
    const gap = i + 1 < n ? angles[next] - angles[here] : angles[next] + 2 * PI - angles[here];
    if (gap <= threshold) sets.unite(here, next);
  }
  return labelled(n, sets.find);
}

/** Clusters by the quickest exact way for the dimension. */
export function clusters(x: State, shape: Shape, threshold: number): Clusters {
  return shape.d === 2 ? gapClusters(x, threshold) : linkageClusters(x, shape, threshold);
}

function unionFind(n: number) {
  const parent = Int32Array.from({ length: n }, (_, i) => i);
  function find(i: number): number {
    while (parent[i] !== i) {
      parent[i] = parent[parent[i]];
      i = parent[i];
    }
    return i;
  }
  /** The smaller index stays the root, so that a cluster is known by its first token. */
  function unite(i: number, j: number): void {
    const [a, b] = [find(i), find(j)];
    if (a < b) parent[b] = a;
    else if (b < a) parent[a] = b;
  }
  return { find, unite };
}

function labelled(n: number, find: (i: number) => number): Clusters {
  const labels = new Int32Array(n);
  const sizes: number[] = [];
  for (let k = 0; k < n; k++) {
    const root = find(k);
    if (root === k) {
      labels[k] = sizes.length;
      sizes.push(0);
    } else {
      labels[k] = labels[root];
    }
    sizes[labels[k]]++;
  }
  return { count: sizes.length, labels, sizes };
}

export interface ClusterMeasurement {
  readonly threshold: number;
  readonly count: number[];
  /** Sizes at each time, largest first. */
  readonly sizes: number[][];
  /** Cluster of each token at the last time. */
  readonly finalLabels: number[];
}

export function clusterObservable({ threshold }: MeasurementParameters): Observable<ClusterMeasurement> {
  return {
    name: 'clusters',
    title: 'clusters by single linkage',
    unit: 'number of clusters',
    source: 'single linkage at a geodesic threshold; default β^{−1/2}',
    start({ shape }) {
      const count: number[] = [];
      const sizes: number[][] = [];
      let finalLabels: number[] = [];
      return {
        sample(_, x) {
          const found = clusters(x, shape, threshold);
          count.push(found.count);
          sizes.push(found.sizes.sort((a, b) => b - a));
          finalLabels = [...found.labels];
        },
        result: () => ({ threshold, count, sizes, finalLabels }),
      };
    },
  };
}
