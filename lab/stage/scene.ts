/** What is to be painted at an instant: places, colours and marks, in no unit of any screen. Pure. */
import type { Film } from '../engine/film.ts';
import type { Colouring } from '../state/lab.svelte.ts';
import { colourOfCluster, colourOfIndex } from './colours.ts';

export interface SceneOptions {
  readonly colouring: Colouring;
  readonly dark: boolean;
  readonly chosen: number | null;
  readonly hovered: number | null;
  /** Radius of the δ-balls around centers, in radians; null for none. */
  readonly balls: number | null;
  /** How far back trails reach, as a share of the clock; 0 for none. */
  readonly trails: number;
  /** Weights of attention of the noted token; null for none. */
  readonly attention: { readonly token: number; readonly weights: Float32Array } | null;
}

/** Tokens that stand together, as a disk whose area says how many. */
export interface Gathering {
  readonly leader: number;
  readonly size: number;
  /** From 0, spread out, to 1, at one place. */
  readonly tightness: number;
}

export interface Scene {
  readonly n: number;
  readonly d: number;
  readonly shown: 2 | 3;
  /** [n, shown] */
  readonly places: Float32Array;
  readonly colours: readonly string[];
  readonly gatherings: readonly Gathering[];
  readonly centers: readonly { readonly token: number; readonly strong: boolean }[];
  /** Places at earlier instants, the latest first, each with how far back it lies from 0 to 1. */
  readonly trail: readonly { readonly age: number; readonly places: Float32Array }[];
  readonly options: SceneOptions;
}

/** Earlier instants that make a trail. */
const TRAIL_STEPS = 28;
/** Tokens of a cluster within so much of its first one, in radians, look like one place. */
const TIGHT = 0.02;
const LOOSE = 0.09;

export interface Instants {
  readonly placeOf: (t: number) => number;
  readonly timeAt: (place: number) => number;
}

export function sceneAt(film: Film, t: number, clock: Instants, options: SceneOptions): Scene {
  const { n, d, shown, centers, strong } = film.run;
  const places = new Float32Array(n * shown);
  film.placesAtTime(t, places);
  const frame = film.frameAt(t);
  const labels = film.labelsAt(frame);
  const isStrong = new Set(strong);
  return {
    ...{ n, d, shown, places, options },
    colours: coloursOf(film, labels, options),
    gatherings: gatheringsOf(places, labels, n, shown),
    centers: centers.filter((token) => token < n).map((token) => ({ token, strong: isStrong.has(token) })),
    trail: trailOf(film, t, clock, options.trails),
  };
}

/** [n]: the colours of tokens whose clusters are numbered so. */
export function coloursOf(
  film: Film,
  labels: Uint16Array,
  { colouring, dark }: Pick<SceneOptions, 'colouring' | 'dark'>,
): string[] {
  const { n } = film.run;
  if (colouring === 'index') return Array.from({ length: n }, (_, k) => colourOfIndex(k, n, dark));
  const of = colouring === 'fate' ? film.labelsAt(film.frames - 1) : labels;
  const leaders = leadersOf(of);
  return Array.from({ length: n }, (_, k) => colourOfCluster(leaders[of[k]], n, dark));
}

/** The first token of each cluster. */
function leadersOf(labels: Uint16Array): number[] {
  const leaders: number[] = [];
  for (let k = 0; k < labels.length; k++) if (leaders[labels[k]] === undefined) leaders[labels[k]] = k;
  return leaders;
}

function gatheringsOf(places: Float32Array, labels: Uint16Array, n: number, shown: number): Gathering[] {
  const leaders: number[] = [];
  const sizes: number[] = [];
  const extents: number[] = [];
  for (let k = 0; k < n; k++) {
    const label = labels[k];
    if (leaders[label] === undefined) {
      leaders[label] = k;
      sizes[label] = 0;
      extents[label] = 0;
    }
    sizes[label]++;
    let square = 0;
    for (let c = 0; c < shown; c++) square += (places[k * shown + c] - places[leaders[label] * shown + c]) ** 2;
    if (square > extents[label]) extents[label] = square;
  }
  return leaders.map((leader, label) => {
    const tightness = Math.min(1, Math.max(0, (LOOSE - Math.sqrt(extents[label])) / (LOOSE - TIGHT)));
    return { leader, size: sizes[label], tightness };
  });
}

function trailOf(film: Film, t: number, clock: Instants, reach: number): Scene['trail'] {
  if (reach === 0) return [];
  const now = clock.placeOf(t);
  const steps = Math.min(TRAIL_STEPS, Math.ceil((TRAIL_STEPS * now) / reach));
  return Array.from({ length: steps }, (_, i) => {
    const age = (i + 1) / TRAIL_STEPS;
    const places = new Float32Array(film.run.n * film.run.shown);
    film.placesAtTime(clock.timeAt(Math.max(0, now - age * reach)), places);
    return { age, places };
  });
}
