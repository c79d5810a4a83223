/** Cosines between tokens: their mean and their histogram. */
import { dot } from '../core/sphere.ts';
import type { Shape, State } from '../core/state.ts';
import type { Observable } from './observable.ts';

const BINS = 40;

/** Mean of ⟨x_i, x_j⟩ over pairs i < j; 1 for a single token. O(nd): (|Σx|² − Σ|x_k|²)/(n(n − 1)). */
export function meanCosine(x: State, { n, d }: Shape): number {
  if (n === 1) return 1;
  const sum = new Float64Array(d);
  let squares = 0;
  for (let k = 0; k < n; k++) {
    for (let i = 0; i < d; i++) sum[i] += x[k * d + i];
    squares += dot(x, k * d, x, k * d, d);
  }
  return (dot(sum, 0, sum, 0, d) - squares) / (n * (n - 1));
}

/** How many pairs i < j have their cosine in each of `bins` equal bins of [−1, 1]; the last one is closed. O(n²d). */
export function cosineHistogram(x: State, { n, d }: Shape, bins: number): number[] {
  const counts = new Array<number>(bins).fill(0);
  for (let k = 0; k < n; k++) {
    for (let j = 0; j < k; j++) {
      const bin = Math.floor(((dot(x, k * d, x, j * d, d) + 1) / 2) * bins);
      counts[Math.max(0, Math.min(bins - 1, bin))]++;
    }
  }
  return counts;
}

export interface CosineMeasurement {
  readonly mean: number[];
  /** Edges of the bins, −1 … 1. */
  readonly edges: number[];
  /** Pairs i < j in each bin, at each time. */
  readonly histogram: number[][];
}

export function cosineObservable(): Observable<CosineMeasurement> {
  return {
    name: 'cosine',
    title: 'mean cosine of pairs, and its histogram',
    unit: '1; counts of pairs',
    source: 'arXiv:2312.10794, phase diagrams',
    start({ shape }) {
      const mean: number[] = [];
      const histogram: number[][] = [];
      return {
        sample(_, x) {
          mean.push(meanCosine(x, shape));
          histogram.push(cosineHistogram(x, shape, BINS));
        },
        result: () => ({ mean, edges: Array.from({ length: BINS + 1 }, (_, i) => -1 + (2 * i) / BINS), histogram }),
      };
    },
  };
}
