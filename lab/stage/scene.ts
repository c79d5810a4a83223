/** What is to be painted at an instant: places, colours and marks, in no unit of any screen. Pure. */
import type { Film } from '../engine/film.ts';
import type { Arrows, Outlook } from '../engine/protocol.ts';
import { type Colouring, hueOfIndex, huesOf, hueTable, type Palette } from './colours.ts';
import { type Gathering, gatheringsOf, leadersOf } from './gatherings.ts';
import { MOST_LINES } from './pace.ts';
import { type Instants, type Trail, trailKeeper } from './trail.ts';

export interface SceneOptions {
  readonly colouring: Colouring;
  readonly dark: boolean;
  readonly chosen: number | null;
  readonly hovered: number | null;
  /** The other one of a pair that is pointed at. */
  readonly beside: number | null;
  /** Whether Rényi centers are marked. */
  readonly centers: boolean;
  /** Radius of the δ-balls around centers, in radians; null for none. */
  readonly balls: number | null;
  /** How far back trails reach, as a share of the clock; 0 for none. */
  readonly trails: number;
  /** Lines that trails have together, about. */
  readonly lines: number;
  /** How much of its attention the noted token gives to each; null for none. */
  readonly attention: { readonly token: number; readonly weights: Float32Array } | null;
  /** Velocities of tokens, and of one more token at other places. */
  readonly arrows: { readonly tokens: Arrows | null; readonly field: Arrows | null } | null;
  /** Tokens that stand still. */
  readonly frozen: ReadonlySet<number>;
  /** A token that is held elsewhere, [shown]. */
  readonly held: {
    readonly token: number;
    readonly place: readonly number[];
    /** Where it was taken from. */
    readonly from: readonly number[];
  } | null;
  /** What would come if it were let go there. */
  readonly outlook: Outlook | null;
}

/** A scene with nothing but tokens, centers and trails. */
export const plainOptions: SceneOptions = {
  ...{
    colouring: 'cluster',
    dark: false,
    chosen: null,
    hovered: null,
    beside: null,
    centers: true,
    balls: null,
    trails: 0.12,
  },
  lines: MOST_LINES,
  ...{ attention: null, arrows: null, frozen: new Set<number>(), held: null, outlook: null },
};

export interface Scene {
  /** How many tokens are there. */
  readonly n: number;
  readonly d: number;
  readonly shown: 2 | 3;
  /** [n, shown] */
  readonly places: Float32Array;
  /** Colours of which there are few, and which of them each token has. */
  readonly palette: Palette;
  readonly hues: Uint8Array;
  /** [n]: tokens by their hues, so that those of one colour are painted together. */
  readonly byHue: Uint16Array;
  readonly gatherings: readonly Gathering[];
  readonly centers: readonly { readonly token: number; readonly strong: boolean }[];
  readonly trail: readonly Trail[];
  /** By the palette: of the clusters at the end of an outlook. */
  readonly outlookHues: Uint8Array | null;
  readonly options: SceneOptions;
}

/** Makes scenes of a film, one after another, with memory that is used again: a scene lasts until the next one. */
export function sceneMaker(): (film: Film, t: number, clock: Instants, options: SceneOptions) => Scene {
  let places = new Float32Array(0);
  let hues = new Uint8Array(0);
  let byHue = new Uint16Array(0);
  const trailOf = trailKeeper();
  let marked: { readonly film: Film; readonly centers: Scene['centers'] } | null = null;

  function centersOf(film: Film): Scene['centers'] {
    if (marked?.film === film) return marked.centers;
    const strong = new Set(film.run.strong);
    marked = { film, centers: film.run.centers.map((token) => ({ token, strong: strong.has(token) })) };
    return marked.centers;
  }

  return (film, t, clock, options) => {
    const { d, shown } = film.run;
    if (places.length !== film.run.n * shown) {
      places = new Float32Array(film.run.n * shown);
      hues = new Uint8Array(film.run.n);
      byHue = new Uint16Array(film.run.n);
    }
    film.placesAtTime(t, places);
    const frame = film.frameAt(t);
    const n = film.presentAt(frame);
    const { held, outlook } = options;
    if (held !== null && held.token < n) places.set(held.place, held.token * shown);
    const labels = film.labelsAt(frame);
    const palette = huesOf(options.colouring, options.dark);
    paintHues(hues, film, labels, n, options.colouring, tableOf(film));
    sortByHue(hues, byHue, n, palette.length);
    return {
      ...{ n, d, shown, places, options, palette, hues },
      byHue: byHue.subarray(0, n),
      gatherings: gatheringsOf(places, labels, n, shown, held?.token ?? null),
      centers: centersOf(film).filter(({ token }) => token < n),
      trail: options.trails > 0 && outlook === null ? trailOf(film, t, clock, options.trails, options.lines) : [],
      outlookHues: outlook && huesOfLabels(outlook.labels, options.colouring, tableOf(film)),
    };
  };
}

/** The colour of the cluster that a token leads, whatever else colours tell. */
export function colourOfLeader(film: Film, token: number, dark: boolean): string {
  return huesOf('cluster', dark)[tableOf(film)[token]];
}

/** [n]: colours as on the stage. */
export function coloursOf(
  film: Film,
  labels: Uint16Array,
  { colouring, dark }: Pick<SceneOptions, 'colouring' | 'dark'>,
): string[] {
  const hues = new Uint8Array(film.run.n);
  paintHues(hues, film, labels, film.run.n, colouring, tableOf(film));
  const palette = huesOf(colouring, dark);
  return Array.from(hues, (hue) => palette[hue]);
}

const tables = new WeakMap<Film['run'], Uint8Array>();

/** The hue of each token, were it the first one of a cluster. */
function tableOf({ run }: Film): Uint8Array {
  const table = tables.get(run) ?? hueTable(run.n, run.centers);
  tables.set(run, table);
  return table;
}

function paintHues(
  hues: Uint8Array,
  film: Film,
  labels: Uint16Array,
  n: number,
  colouring: Colouring,
  table: Uint8Array,
): void {
  if (colouring === 'index') {
    for (let k = 0; k < n; k++) hues[k] = hueOfIndex(k, n);
    return;
  }
  const of = colouring === 'fate' ? film.labelsAt(film.frames - 1) : labels;
  const leaders = leadersOf(of);
  // A token that is gone at the end has the fate of its own.
  for (let k = 0; k < n; k++) hues[k] = table[leaders[of[k]] ?? k];
}

function huesOfLabels(labels: Uint16Array, colouring: Colouring, table: Uint8Array): Uint8Array {
  const leaders = leadersOf(labels);
  return Uint8Array.from(labels, (label, k) =>
    colouring === 'index' ? hueOfIndex(k, labels.length) : table[leaders[label] ?? k],
  );
}

/** By counting. */
function sortByHue(hues: Uint8Array, into: Uint16Array, n: number, count: number): void {
  const next = new Uint16Array(count + 1);
  for (let k = 0; k < n; k++) next[hues[k] + 1]++;
  for (let h = 0; h < count; h++) next[h + 1] += next[h];
  for (let k = 0; k < n; k++) into[next[hues[k]]++] = k;
}
