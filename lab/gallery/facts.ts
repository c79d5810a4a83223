/** What is known of a run that has ended, for questions and tours: read off its film, and nothing else. Pure. */
import type { RunEvents } from 'parkade';
import type { Film } from '../engine/film.ts';

export interface RunFacts {
  readonly n: number;
  readonly d: number;
  /** Coordinates of each place. */
  readonly shown: 2 | 3;
  readonly beta: number;
  /** Of capture around centers, radians. */
  readonly radius: number;
  readonly until: number;
  /** [n, shown]: at the first frame and at the last. */
  readonly first: Float32Array;
  readonly last: Float32Array;
  /** [n]: the cluster of each token at the last frame. */
  readonly labels: Uint16Array;
  readonly clusters: number;
  /** The share of tokens captured by centers at the last frame where that was measured, from 0 to 1. */
  readonly captured: number;
  /** Mean of ⟨x_i, x_j⟩ over pairs at the last frame. */
  readonly cosine: number;
  /** Rényi centers, from 0, and how many of them are strong. */
  readonly centers: readonly number[];
  readonly strong: number;
  /** The largest fall of the energy below a value that it had before, and when that was reached. */
  readonly fall: { readonly by: number; readonly at: number };
  /** When all tokens were at one place; null if they never were, or nobody looked. */
  readonly collapse: number | null;
}

export function factsOf(film: Film, events: RunEvents | null): RunFacts {
  const { n, d, shown, beta, radius, until, centers, strong } = film.run;
  const end = film.frames - 1;
  return {
    ...{ n, d, shown, beta: beta ?? NaN, radius, until, centers, strong: strong.length },
    first: film.placesAt(0).slice(),
    last: film.placesAt(end).slice(),
    labels: film.labelsAt(end).slice(),
    clusters: film.series('clusters')[end],
    captured: lastMeasured(film.series('captured')),
    cosine: lastMeasured(film.series('cosine')),
    fall: largestFall(film.series('energy'), film.ts),
    collapse: events?.list.find(({ kind }) => kind === 'collapse')?.t ?? null,
  };
}

function lastMeasured(series: Float32Array): number {
  return series.findLast((value) => !Number.isNaN(value)) ?? Number.NaN;
}

export function largestFall(series: Float32Array, ts: Float64Array): RunFacts['fall'] {
  let [highest, by, at] = [-Infinity, 0, 0];
  for (let i = 0; i < series.length; i++) {
    if (Number.isNaN(series[i])) continue;
    if (series[i] > highest) highest = series[i];
    if (highest - series[i] > by) [by, at] = [highest - series[i], ts[i]];
  }
  return { by, at };
}

/** The first token of the cluster in which a token ends, from 0. */
export function leaderOf({ labels }: Pick<RunFacts, 'labels'>, token: number): number {
  return labels.indexOf(labels[token]);
}

/** |x_i − x_j| between places of two pictures. */
export function chordBetween(a: Float32Array, i: number, b: Float32Array, j: number, shown: number): number {
  let square = 0;
  for (let c = 0; c < shown; c++) square += (a[i * shown + c] - b[j * shown + c]) ** 2;
  return Math.sqrt(square);
}
