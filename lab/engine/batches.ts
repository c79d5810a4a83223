/** Frames made ready for the page: places, clusters and what is measured, some at a time. */
import { capturedShare, clusters, ensembleEnergy, meanCosine, renyiCenters, strongRenyiCenters } from 'parkade';
import { anglesWithFirst } from './distances.ts';
import type { Frame } from './frames.ts';
import { directionsOf, placesOf } from './projection.ts';
import { type Batch, NO_CLUSTER, type Prepared, type SeriesName, seriesNames } from './protocol.ts';
import type { Shown } from './running.ts';

/** Tokens times frames between two measurements that cost more than a look at each token. */
const BETWEEN_MEASUREMENTS = 800;

export interface Centers {
  readonly renyi: readonly number[];
  readonly strong: readonly number[];
}

/** Of directions [n, d], δ apart. */
export function centersOf(places: Float64Array, d: number, delta: number): Centers {
  const shape = { n: places.length / d, d };
  return { renyi: renyiCenters(places, shape, delta), strong: strongRenyiCenters(places, shape, delta) };
}

/** What is told of a film before its first frame. */
export function preparedOf(
  { d, most, space, lengths, beta }: Shown,
  { renyi, strong }: Centers,
  own: Pick<Prepared, 'spec' | 'from' | 'until' | 'begin' | 'notes'>,
): Prepared {
  return {
    ...{ ...own, n: most, d, space, shown: d === 2 ? 2 : 3, beta: beta ?? null },
    ...{ delta: lengths.delta, radius: lengths.radius[0], centers: renyi, strong },
  };
}

/** @param first the number of the first of these frames in the whole film */
export function batchOf(
  { d, most: n, lengths, beta, space, directions }: Shown,
  { renyi, strong }: Centers,
  frames: readonly Frame[],
  first: number,
): Batch {
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
  const [radius] = lengths.radius;
  frames.forEach((frame, i) => {
    const x = directionsOf(frame.x, d, space);
    const shape = { n: present[i], d };
    placesOf(x, shape, directions, places, i * n * shown);
    const found = clusters(x, shape, lengths.threshold);
    labels.set(found.labels, i * n);
    if (d > 2) anglesWithFirst(x, shape, distances, i * n);
    series.clusters[i] = found.count;
    series.cosine[i] = meanCosine(x, shape);
    if ((first + i) % every !== 0) return;
    const there = (centers: readonly number[]) => centers.filter((token) => token < shape.n);
    series.captured[i] = capturedShare(x, shape, x, there(renyi), radius);
    series.capturedByStrong[i] = capturedShare(x, shape, x, there(strong), radius);
    if (beta !== undefined) series.energy[i] = ensembleEnergy(x, shape, beta);
  });
  return { ts: Float64Array.from(frames, ({ t }) => t), present, places, labels, distances, series };
}

/** What a batch hands over without a copy. */
export function buffersOf({ ts, present, places, labels, distances, series }: Batch): ArrayBuffer[] {
  return [ts, present, places, labels, distances, ...Object.values(series)].map(({ buffer }) => buffer as ArrayBuffer);
}
