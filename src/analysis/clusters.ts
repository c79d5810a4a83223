/** Clusters of tokens: single linkage at a geodesic threshold, in any dimension. */

import type { Shape, State } from '../core/state.ts';
import { withinByCosines } from '../numerics/cosines.ts';
import { squaredChord } from '../numerics/sphere.ts';
import { angleOfSquare, reachOf } from '../numerics/ties.ts';
import { anglesOf } from './circle.ts';
import { arcsOf, chainsOf, sizesOf } from './circle-arcs.ts';
import { hasCosines, type MeasurementParameters, type Observable, type SampleView } from './observable.ts';
import { sphereLinks } from './sphere-links.ts';
import { unionFind } from './union-find.ts';

export interface Clusters {
  readonly count: number;
  /** Cluster of each token; clusters are numbered by their first token, in token order. */
  readonly labels: Int32Array;
  /** Tokens in each cluster, by that number. */
  readonly sizes: number[];
}

/**
 * Clusters by single linkage: two tokens at geodesic distance ≤ threshold are in one cluster, a tie (numerics/ties.ts)
 * among them, and so is whatever is linked through others. The definition itself, over all pairs, O(n²d).
 *
 * @param x tokens, [n, d], unit rows
 * @param threshold radians, 0 < threshold < π
 */
export function linkageClusters(x: State, { n, d }: Shape, threshold: number): Clusters {
  const limit = reachOf(threshold).within;
  const sets = unionFind(n);
  for (let k = 0; k < n; k++) {
    for (let j = 0; j < k; j++) if (squaredChord(x, k * d, x, j * d, d) <= limit) sets.unite(j, k);
  }
  return labelled(n, sets.find);
}

/** The same clusters on the circle (d = 2), from gaps between neighbouring angles: O(n log n). */
export function gapClusters(x: State, threshold: number): Clusters {
  const angles = anglesOf(x);
  const sorted = angles.slice().sort();
  const chains = chainsOf(angles, sorted, arcsOf(sorted, widestGap(threshold)));
  const first = new Int32Array(angles.length).fill(-1);
  chains.forEach((chain, k) => {
    if (first[chain] < 0) first[chain] = k;
  });
  return labelled(angles.length, (k) => first[chains[k]]);
}

/** The largest gap of angles that is a link. */
function widestGap(threshold: number): number {
  return angleOfSquare(reachOf(threshold).within);
}

/** The same from the cosines of all pairs. */
function clustersByCosines(x: State, shape: Shape, threshold: number, cosines: Float64Array): Clusters {
  const { n } = shape;
  const linked = withinByCosines(x, shape, reachOf(threshold).within, cosines);
  const sets = unionFind(n);
  for (let k = 0; k < n; k++) for (let j = 0; j < k; j++) if (linked(k, j)) sets.unite(j, k);
  return labelled(n, sets.find);
}

/** Fewer tokens than this are done by all pairs. */
const FEW = 24;

/** Clusters by the quickest way for the dimension, all exact. */
export function clusters(x: State, shape: Shape, threshold: number, view?: SampleView): Clusters {
  const { n, d } = shape;
  if (d === 2) return gapClusters(x, threshold);
  if (n < FEW) return linkageClusters(x, shape, threshold);
  const cosines = view?.cosines();
  if (cosines) return clustersByCosines(x, shape, threshold, cosines);
  return labelled(n, sphereLinks(x, shape, reachOf(threshold).within).find);
}

/** @param find the first token of each token's cluster */
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

interface ClusterMeasurement {
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
    cost: ({ n, d }) => n * (d === 2 ? 150 : d === 3 ? 1000 : hasCosines({ n, d }) ? 3 * n : 100 * d + 5 * n),
    start({ shape: whole }) {
      const count: number[] = [];
      const sizes: number[][] = [];
      const last = new Float64Array(whole.n * whole.d);
      let shape = whole;
      let labels: Int32Array | undefined;
      return {
        sample(_t, x, _state, view) {
          last.set(x);
          shape = view.shape;
          // On the circle sizes cost much less than labels, which are wanted of the last time only.
          const found = shape.d === 2 ? null : clusters(x, shape, threshold, view);
          labels = found?.labels;
          const ofAll = found?.sizes ?? sizesOf(arcsOf(view.sortedAngles(), widestGap(threshold)));
          count.push(ofAll.length);
          sizes.push(ofAll.sort((a, b) => b - a));
        },
        result() {
          const final =
            count.length === 0
              ? []
              : (labels ?? clusters(last.subarray(0, shape.n * shape.d), shape, threshold).labels);
          return { threshold, count, sizes, finalLabels: Array.from(final) };
        },
      };
    },
  };
}
