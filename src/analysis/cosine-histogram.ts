/**
 * How the cosines of all pairs of tokens are spread over bins: exactly where that is cheap, else from a stratified
 * sample of pairs.
 */

import type { Shape, State } from '../core/state.ts';
import { eachRowOfCosines } from '../numerics/cosines.ts';
import { atan2, PI } from '../numerics/elementary.ts';
import { UNIT_TOLERANCE } from '../numerics/points.ts';
import { random, streams } from '../numerics/random.ts';
import { dot } from '../numerics/sphere.ts';
import { type SampleView, sampleView } from './observable.ts';

/** A cosine this close below an edge counts as on it: rows are unit to 1e-12, so no cosine is known better. */
const EDGE_ROOM = 2 * UNIT_TOLERANCE;
/** So many pairs are looked at one by one, d ≥ 3. */
const MOST_PAIRS = 2_100_000;
/** Pairs of a sample, at least. */
const SAMPLE = 1_000_000;
/** The same pairs at every time and in every run, so that what changes is the tokens. */
const SEED = 1;

export interface CosineHistogram {
  /** Pairs i < j in each of equal bins of [−1, 1], each closed below, the last one above too; of a sample estimates. */
  readonly counts: number[];
  /** Of a sample: how many pairs were looked at, and the standard error of each count. */
  readonly sample: { readonly pairs: number; readonly standardErrors: number[] } | null;
}

/**
 * O(n log n + n·bins) on the circle; elsewhere O(n²d) for up to 2,000 tokens, and a sample of a million pairs for more.
 */
export function cosineHistogram(
  x: State,
  shape: Shape,
  bins: number,
  view: SampleView = sampleView(x, shape),
): CosineHistogram {
  const { n, d } = shape;
  if (d === 2)
    return { counts: n < FEW ? pairCounts(x, shape, bins) : circleCounts(view.sortedAngles(), bins), sample: null };
  return sampledPairs(shape) !== undefined
    ? sampledCounts(x, shape, bins)
    : { counts: pairCounts(x, shape, bins, view.cosines()), sample: null };
}

/** On the circle, fewer tokens than this are done by all pairs. */
const FEW = 100;

/** How many pairs are looked at where not all are, undefined where all are. */
export function sampledPairs({ n, d }: Shape): number | undefined {
  return d > 2 && (n * (n - 1)) / 2 > MOST_PAIRS ? n * drawsOf(n) : undefined;
}

/** Nanoseconds. */
export function histogramCost(shape: Shape, bins: number): number {
  const { n, d } = shape;
  if (d === 2) return n * (120 + 5 * bins);
  return sampledPairs(shape) !== undefined ? drawsOf(n) * n * (60 + 2 * d) + 2 * n * bins : 0.5 * n * n * (8 + 0.6 * d);
}

function binOf(cosine: number, bins: number): number {
  const bin = Math.floor(((cosine + EDGE_ROOM + 1) / 2) * bins);
  return bin < 0 ? 0 : bin < bins ? bin : bins - 1;
}

/**
 * The definition: every pair.
 *
 * @param known their cosines, where they are there
 */
export function pairCounts(x: State, shape: Shape, bins: number, known: Float64Array | null = null): number[] {
  const counts = new Array<number>(bins).fill(0);
  if (known) {
    for (let pair = 0; pair < known.length; pair++) counts[binOf(known[pair], bins)]++;
    return counts;
  }
  eachRowOfCosines(x, shape, (k, cosines) => {
    for (let j = 0; j < k; j++) counts[binOf(cosines[j], bins)]++;
  });
  return counts;
}

/**
 * The same from sorted angles: for each edge a pointer runs ahead of every token, as far as pairs are no farther apart.
 */
function circleCounts(angles: Float64Array, bins: number): number[] {
  const n = angles.length;
  const twice = new Float64Array(2 * n + 1);
  for (let i = 0; i < n; i++) {
    twice[i] = angles[i];
    twice[n + i] = angles[i] + 2 * PI;
  }
  twice[2 * n] = Infinity;
  const within = pairsWithin(
    twice,
    n,
    Float64Array.from({ length: bins - 1 }, (_, i) => acos(-1 + (2 * (i + 1)) / bins - EDGE_ROOM)),
  );
  // Pairs with a cosine of at least the lower edge of each bin, less those with one of at least the upper.
  return Array.from({ length: bins }, (_, bin) => {
    const farther = bin === 0 ? (n * (n - 1)) / 2 : within[bin - 1];
    return farther - (bin + 1 < bins ? within[bin] : 0);
  });
}

function acos(cosine: number): number {
  return atan2(Math.sqrt((1 - cosine) * (1 + cosine)), cosine);
}

/**
 * Pairs of angles at most each of some reaches < π apart, each pair once: from the one that comes first.
 *
 * @param twice n ascending angles, the same once more a turn later, then Infinity
 */
function pairsWithin(twice: Float64Array, n: number, reaches: Float64Array): Float64Array {
  const pairs = new Float64Array(reaches.length);
  const four = new Float64Array(4);
  for (let first = 0; first < reaches.length; first += four.length) {
    addPairsWithin(
      twice,
      n,
      four.fill(0).map((_, i) => reaches[first + i]),
      four,
    );
    for (let i = 0; i < four.length && first + i < reaches.length; i++) pairs[first + i] = four[i];
  }
  return pairs;
}

/**
 * Adds the pairs within each of four reaches. Their pointers mostly go on by at most two places, without branches that
 * a processor would have to guess.
 *
 * @param reaches one that is no number counts nothing
 */
function addPairsWithin(twice: Float64Array, n: number, reaches: Float64Array, pairs: Float64Array): void {
  let p0 = 0;
  let p1 = 0;
  let p2 = 0;
  let p3 = 0;
  for (let i = 0; i < n; i++) {
    const angle = twice[i];
    const l0 = angle + reaches[0];
    const l1 = angle + reaches[1];
    const l2 = angle + reaches[2];
    const l3 = angle + reaches[3];
    p0 += +(twice[p0] <= l0);
    p1 += +(twice[p1] <= l1);
    p2 += +(twice[p2] <= l2);
    p3 += +(twice[p3] <= l3);
    p0 += +(twice[p0] <= l0);
    p1 += +(twice[p1] <= l1);
    p2 += +(twice[p2] <= l2);
    p3 += +(twice[p3] <= l3);
    while (twice[p0] <= l0) p0++;
    while (twice[p1] <= l1) p1++;
    while (twice[p2] <= l2) p2++;
    while (twice[p3] <= l3) p3++;
    pairs[0] += p0 - i - 1;
    pairs[1] += p1 - i - 1;
    pairs[2] += p2 - i - 1;
    pairs[3] += p3 - i - 1;
  }
}

/** Partners drawn for each token. */
function drawsOf(n: number): number {
  return 2 * Math.floor(1 + SAMPLE / (2 * n));
}

/** A sample with each token as a stratum, so that none is seen more often than another. */
function sampledCounts(x: State, { n, d }: Shape, bins: number): CosineHistogram {
  const draws = drawsOf(n);
  const partner = random(SEED, streams.pairs);
  const pair = new Float64Array(2);
  const [all, variances, own] = [new Float64Array(bins), new Float64Array(bins), new Float64Array(bins)];
  for (let k = 0; k < n; k++) {
    own.fill(0);
    for (let draw = 0; draw < draws; draw += 2) {
      partner.uniforms(k, draw / 2, pair);
      for (const uniform of pair) {
        const other = Math.floor(uniform * (n - 1));
        own[binOf(dot(x, k * d, x, (other < k ? other : other + 1) * d, d), bins)]++;
      }
    }
    for (let bin = 0; bin < bins; bin++) {
      all[bin] += own[bin];
      variances[bin] += (own[bin] * (draws - own[bin])) / (draws - 1); // draws times the unbiased variance of one
    }
  }
  const total = (n * (n - 1)) / 2;
  const pairs = n * draws;
  return {
    counts: Array.from(all, (count) => (total * count) / pairs),
    sample: { pairs, standardErrors: Array.from(variances, (variance) => (total * Math.sqrt(variance)) / pairs) },
  };
}
