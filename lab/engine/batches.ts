/** Frames made ready for the page: places, clusters and what is measured, some at a time. */
import { capturedShare, clusters, type Edit, ensembleEnergy, meanCosine, type PreparedRun } from 'parkade';
import { anglesWithFirst } from './distances.ts';
import type { Frame } from './frames.ts';
import { mostTokens } from './presence.ts';
import { directionsOf, placesOf, type Space } from './projection.ts';
import { type Batch, NO_CLUSTER, type SeriesName, seriesNames } from './protocol.ts';

/** Tokens times frames between two measurements that cost more than a look at each token. */
const BETWEEN_MEASUREMENTS = 800;

/** How tokens are shown: in R^d by their directions, in more than three dimensions along three of them. */
export interface Seen {
  readonly space: Space;
  readonly directions: Float64Array | null;
}

export interface Centers {
  readonly renyi: readonly number[];
  readonly strong: readonly number[];
}

/** What is done to tokens along the run. */
export function editsOf(problem: PreparedRun['problem']): readonly Edit[] {
  return problem.edits ?? [];
}

/** @param first the number of the first of these frames in the whole film */
export function batchOf(
  { problem, measurement, spec }: PreparedRun,
  { renyi, strong }: Centers,
  frames: readonly Frame[],
  { space, directions }: Seen,
  first: number,
): Batch {
  const { d } = problem.shape;
  const n = mostTokens(problem.shape.n, editsOf(problem));
  const shown = d === 2 ? 2 : 3;
  const count = frames.length;
  const present = Uint16Array.from(frames, ({ x }) => x.length / d);
  const places = new Float32Array(count * n * shown).fill(NaN);
  const labels = new Uint16Array(count * n).fill(NO_CLUSTER);
  const distances = new Float32Array(d === 2 ? 0 : count * n).fill(NaN);
  const series = Object.fromEntries(seriesNames.map((name) => [name, new Float32Array(count).fill(NaN)])) as Record<
    SeriesName,
    Float32Array
  >;
  const every = Math.max(1, Math.floor(n / BETWEEN_MEASUREMENTS));
  const [radius] = measurement.radius;
  frames.forEach((frame, i) => {
    const x = directionsOf(frame.x, d, space);
    const shape = { n: present[i], d };
    placesOf(x, shape, directions, places, i * n * shown);
    const found = clusters(x, shape, measurement.threshold);
    labels.set(found.labels, i * n);
    if (d > 2) anglesWithFirst(x, shape, distances, i * n);
    series.clusters[i] = found.count;
    series.cosine[i] = meanCosine(x, shape);
    if ((first + i) % every !== 0) return;
    const there = (centers: readonly number[]) => centers.filter((token) => token < shape.n);
    series.captured[i] = capturedShare(x, shape, x, there(renyi), radius);
    series.capturedByStrong[i] = capturedShare(x, shape, x, there(strong), radius);
    series.energy[i] = ensembleEnergy(x, shape, spec.beta);
  });
  return { ts: Float64Array.from(frames, ({ t }) => t), present, places, labels, distances, series };
}

/** What a batch hands over without a copy. */
export function buffersOf({ ts, present, places, labels, distances, series }: Batch): ArrayBuffer[] {
  return [ts, present, places, labels, distances, ...Object.values(series)].map(({ buffer }) => buffer as ArrayBuffer);
}
