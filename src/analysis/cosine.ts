/** Cosines between tokens: their mean and their histogram. */

import type { Shape, State } from '../core/state.ts';
import { smaller } from '../numerics/elementary.ts';
import { dot } from '../numerics/sphere.ts';
import { type CosineHistogram, cosineHistogram, histogramCost } from './cosine-histogram.ts';
import type { Observable } from './observable.ts';

export const COSINE_BINS = 40;

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

interface CosineMeasurement {
  readonly mean: number[];
  /** Edges of the bins, −1 … 1. */
  readonly edges: number[];
  /** Pairs i < j in each bin, at each time; estimates where there is a sample. */
  readonly histogram: number[][];
  /** Where not every pair was looked at: how many were, at each time or more, and standard errors of the histogram. */
  readonly sample?: { readonly pairs: number; readonly standardErrors: number[][] };
}

/** Of the samples that not every pair is in; undefined where every one was looked at at all times. */
function fewestPairs(histograms: readonly CosineHistogram[]): number | undefined {
  const sampled = histograms.flatMap(({ sample }) => (sample ? [sample.pairs] : []));
  return sampled.length === 0 ? undefined : sampled.reduce(smaller);
}

export function cosineObservable(): Observable<CosineMeasurement> {
  return {
    name: 'cosine',
    title: 'mean cosine of pairs, and its histogram',
    unit: '1; counts of pairs',
    source: 'arXiv:2312.10794, phase diagrams',
    cost: (shape) => shape.n * shape.d + histogramCost(shape, COSINE_BINS),
    start() {
      const mean: number[] = [];
      const histograms: CosineHistogram[] = [];
      return {
        sample(_t, x, _state, view) {
          mean.push(meanCosine(x, view.shape));
          histograms.push(cosineHistogram(x, view.shape, COSINE_BINS, view));
        },
        result() {
          const edges = Array.from({ length: COSINE_BINS + 1 }, (_, i) => -1 + (2 * i) / COSINE_BINS);
          const pairs = fewestPairs(histograms);
          return {
            ...{ mean, edges, histogram: histograms.map(({ counts }) => counts) },
            ...(pairs !== undefined && {
              sample: { pairs, standardErrors: histograms.map(({ sample }) => sample?.standardErrors ?? []) },
            }),
          };
        },
      };
    },
  };
}
