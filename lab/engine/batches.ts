/** Frames made ready for the page: places, clusters and what is measured, some at a time. */
import { capturedShare, clusters, ensembleEnergy, meanCosine, type PreparedRun } from 'parkade';
import { anglesWithFirst } from './distances.ts';
import type { Frame } from './frames.ts';
import { placesOf } from './projection.ts';
import { type Batch, type SeriesName, seriesNames } from './protocol.ts';

/** Tokens times frames between two measurements that cost more than a look at each token. */
const BETWEEN_MEASUREMENTS = 800;

export interface Centers {
  readonly renyi: readonly number[];
  readonly strong: readonly number[];
}

/** @param first the number of the first of these frames in the whole film */
export function batchOf(
  { problem, measurement, spec }: PreparedRun,
  { renyi, strong }: Centers,
  frames: readonly Frame[],
  directions: Float64Array | null,
  first: number,
): Batch {
  const { shape } = problem;
  const { n, d } = shape;
  const shown = d === 2 ? 2 : 3;
  const count = frames.length;
  const places = new Float32Array(count * n * shown);
  const labels = new Uint16Array(count * n);
  const distances = new Float32Array(d === 2 ? 0 : count * n);
  const series = Object.fromEntries(seriesNames.map((name) => [name, new Float32Array(count).fill(NaN)])) as Record<
    SeriesName,
    Float32Array
  >;
  const every = Math.max(1, Math.floor(n / BETWEEN_MEASUREMENTS));
  const [radius] = measurement.radius;
  frames.forEach(({ x }, i) => {
    placesOf(x, shape, directions, places, i * n * shown);
    const found = clusters(x, shape, measurement.threshold);
    labels.set(found.labels, i * n);
    if (d > 2) anglesWithFirst(x, shape, distances, i * n);
    series.clusters[i] = found.count;
    series.cosine[i] = meanCosine(x, shape);
    if ((first + i) % every !== 0) return;
    series.captured[i] = capturedShare(x, shape, x, renyi, radius);
    series.capturedByStrong[i] = capturedShare(x, shape, x, strong, radius);
    series.energy[i] = ensembleEnergy(x, shape, spec.beta);
  });
  return { ts: Float64Array.from(frames, ({ t }) => t), places, labels, distances, series };
}

/** What a batch hands over without a copy. */
export function buffersOf({ ts, places, labels, distances, series }: Batch): ArrayBuffer[] {
  return [ts, places, labels, distances, ...Object.values(series)].map(({ buffer }) => buffer as ArrayBuffer);
}
