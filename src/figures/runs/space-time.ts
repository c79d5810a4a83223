/** Angle against time on the circle: one thin line a token, the centers on top. */

import { anglesOf } from '../../analysis/circle.ts';
import { shapeAt, tokensAt } from '../../core/recording.ts';
import { PI } from '../../numerics/elementary.ts';
import { spansDecades } from '../../run/times.ts';
import { type Axis, cartesian, timeAxis } from '../drawing/cartesian.ts';
import { type Block, type Drawn, type Figure, figure, type LegendItem, legend } from '../drawing/figure.ts';
import { coarse, type Pen, sizes } from '../drawing/pen.ts';
import { BOLD } from '../drawing/text.ts';
import { defineFigure } from './definition.ts';
import { type Landmark, landmarkLegend, landmarkSymbol, placeOf } from './landmarks.ts';
import { narrowClusters } from './narrow-clusters.ts';
import { describe, requireTokens, type Scene, sceneOf } from './scene.ts';

export interface SpaceTimeOptions {
  /** A logarithmic axis; by default where the saved times ask for one. */
  readonly logTime?: boolean | undefined;
  readonly title?: string | undefined;
  /**
   * 'first-token' puts the first token's initial angle at 0, away from the seam; 'plain' are the angles as they are.
   */
  readonly angles?: 'first-token' | 'plain' | undefined;
}

/** Points of all token lines together: some eleven bytes each, so that a figure stays near 1 MB. */
const POINTS = 80_000;
/** Lines beside those of the centers: more are not seen as lines. */
const LINES = 2000;
/** Lines whose points are counted to know how many go into the budget. */
const SAMPLED_LINES = 60;
/** Samples nearer to each other than this many layout units are not all used. */
const SAMPLE_STEP = 0.25;
const NOMINAL_WIDTH = 480;
/** A sample is left out where the line through its neighbours passes within so many layout units. */
const STRAIGHT = 0.2;
const HEIGHT = 260;
const MARGIN = { top: 24, right: 48, bottom: 38, left: 40 } as const;
const MARK = 4;
const LABEL_STEP = 12;

export const spaceTimeFigure = defineFigure({
  name: 'space-time',
  title: 'angles of the tokens over time, on the circle',
  supports: ({ d }) => d === 2,
  takes: ['logTime'],
  make: (result, options) => spaceTime(sceneOf(result), options),
});

export function spaceTime(scene: Scene, options: SpaceTimeOptions = {}): Figure {
  requireTokens(scene, 'space-time', 2);
  return figure({
    title: options.title ?? 'Angles over time',
    subtitle: describe(scene),
    caption: spaceTimeCaption(scene, options),
    blocks: [legend([lineLegend, ...landmarkLegend(scene.landmarks)]), spaceTimeBlock(scene, options)],
  });
}

const lineLegend: LegendItem = {
  label: 'token',
  width: 18,
  symbol: ({ el, palette }, x, y) => el('path', { d: `M${x - 9},${y}h18`, stroke: palette.token, 'stroke-width': 1.4 }),
};

export function spaceTimeCaption(scene: Scene, options: SpaceTimeOptions): string {
  const { n } = scene.shape;
  const { step, samples, saved } = planOf(scene, options);
  const words = [
    step === 1 ? 'There is one line for each token' : `There is one line for every ${ordinal(step)} of the ${n} tokens`,
    `, ${scene.landmarks.list.length > 0 ? 'centers on top, ' : ''}straight between ${samples < saved ? `${samples} of ` : ''}${saved} saved times`,
    isCentred(scene, options) ? '; angles are counted from where the first token began.' : '.',
  ];
  if ((options.logTime ?? spansDecades(scene.ts)) && scene.ts[0] === 0 && saved > 1)
    words.push(' Time 0 lies beyond the log axis.');
  if (narrowClusters(scene, scene.ts.length - 1).length > 0) {
    words.push(' Numbers on the right count the tokens of each cluster at the end.');
  }
  return words.join('');
}

function ordinal(k: number): string {
  const last = k % 100 > 10 && k % 100 < 14 ? 0 : k % 10;
  return `${k}${['th', 'st', 'nd', 'rd'][last] ?? 'th'}`;
}

function isCentred({ landmarks }: Scene, { angles }: SpaceTimeOptions): boolean {
  return angles === undefined ? landmarks.first : angles === 'first-token';
}

/** What is drawn: from every `step`-th token a line, through the tokens at the saved times (indices) `shown`. */
interface Plan {
  readonly step: number;
  readonly axis: Axis;
  readonly shown: readonly number[];
  readonly samples: number;
  /** Saved times that the axis could show. */
  readonly saved: number;
  /** The angle that is drawn as 0. */
  readonly zero: number;
}

/** As many lines as the budget of points allows, judged by some of them. */
function planOf(scene: Scene, options: SpaceTimeOptions): Plan {
  const { n } = scene.shape;
  const { axis, shown: possible } = timeAxis(scene.ts, options.logTime ?? spansDecades(scene.ts));
  const [from, to] = axis.domain;
  const across = (i: number) => {
    const t = scene.ts[i];
    return NOMINAL_WIDTH * (axis.log ? Math.log(t / from) / Math.log(to / from) : (t - from) / (to - from));
  };
  const shown: number[] = [];
  for (const [at, i] of possible.entries()) {
    const isEnd = at === 0 || at === possible.length - 1;
    if (isEnd || across(i) - across(shown[shown.length - 1]) >= SAMPLE_STEP) shown.push(i);
  }
  const zero = isCentred(scene, options) ? anglesOf(scene.initial.subarray(0, 2))[0] : 0;
  const xs = shown.map(across);
  const y = (angle: number) => (HEIGHT * angle) / (2 * PI);
  const stride = Math.ceil(n / SAMPLED_LINES);
  let points = 0;
  let lines = 0;
  for (let k = 0; k < n; k += stride, lines++) {
    points += trace(xs, trackOf(scene, k, shown, zero), y).reduce((sum, piece) => sum + piece.length, 0);
  }
  const step = Math.max(Math.ceil(n / LINES), Math.ceil((n * points) / (lines * POINTS)));
  return { step, axis, shown, samples: shown.length, saved: possible.length, zero };
}

/** Angles of token k at the given saved times, NaN where it is not there. */
function trackOf(scene: Scene, k: number, shown: readonly number[], zero: number): number[] {
  return shown.map((i) =>
    k < shapeAt(scene, i).n ? wrapped(anglesOf(tokensAt(scene, i).subarray(2 * k, 2 * k + 2))[0] - zero) : NaN,
  );
}

export function spaceTimeBlock(scene: Scene, options: SpaceTimeOptions = {}): Block {
  return (pen, width): Drawn => {
    const { n } = scene.shape;
    const { el, palette, text } = pen;
    const { step, axis, shown, zero } = planOf(scene, options);
    const height = HEIGHT + MARGIN.top + MARGIN.bottom;
    const graph = cartesian(pen, {
      width,
      height,
      margin: MARGIN,
      x: axis,
      y: { domain: [-PI, PI], ticks: [-PI, -PI / 2, 0, PI / 2, PI], format: piFraction },
    });
    const xs = shown.map((i) => graph.x(scene.ts[i]));
    const lines = Math.ceil(n / step);
    const paths = Array.from({ length: lines }, (_, i) =>
      pathData(trace(xs, trackOf(scene, i * step, shown, zero), graph.y)),
    );
    const opacity = Math.max(0.12, Math.min(0.6, 6 / Math.sqrt(lines)));
    const single = xs.length === 1;
    const nodes: Node[] = [graph.node];
    nodes.push(
      el(
        'g',
        {
          fill: 'none',
          stroke: palette.token,
          'stroke-opacity': opacity,
          'stroke-width': single ? 3 : 1,
          'stroke-linecap': single ? 'round' : 'butt',
        },
        ...paths.map((d) => el('path', { d, 'data-mark': 'token' })),
      ),
    );
    const marked = scene.landmarks.list.map((landmark) => {
      const track = landmarkTrack(landmark, scene, shown, zero);
      return { landmark, track, d: pathData(trace(xs, track, graph.y)) };
    });
    for (const { landmark, d, track } of marked.reverse()) {
      const isFirst = landmark.token === 0 && scene.landmarks.first;
      nodes.push(
        el('path', {
          d,
          fill: 'none',
          stroke: palette.background,
          'stroke-width': isFirst ? 4 : 3,
          'stroke-opacity': 0.7,
        }),
        el('path', {
          d,
          fill: 'none',
          stroke: palette[landmark.rank],
          'stroke-width': isFirst ? 2.4 : 1.5,
          'stroke-dasharray': landmark.rank === 'frozen' ? '5 3' : undefined,
          'data-mark': `${landmark.rank}-line`,
        }),
      );
      const begins = track.findIndex(Number.isFinite);
      if (begins >= 0) nodes.push(landmarkSymbol(pen, landmark.rank, xs[begins], graph.y(track[begins]), MARK));
    }
    for (const one of clusterNumbers(pen, scene, shown[shown.length - 1], zero, graph.y, width - MARGIN.right + 6))
      nodes.push(one);
    const heading = isCentred(scene, options) ? 'angle from x₁(0)' : 'angle';
    nodes.push(
      text(heading, 0, 9, { fill: palette.muted }),
      text('time t', width - MARGIN.right, height - 4, { 'text-anchor': 'end', fill: palette.muted }),
    );
    return { node: el('g', { 'data-panel': 'space-time' }, ...nodes), height };
  };
}

/** Beside the last time: how many tokens each narrow cluster holds, and which one is the first token's. */
function clusterNumbers(
  { el, palette }: Pen,
  scene: Scene,
  index: number,
  zero: number,
  y: (angle: number) => number,
  x: number,
): Node[] {
  const found = narrowClusters(scene, index);
  const places = found.map(({ place }) => y(wrapped(anglesOf(place)[0] - zero)));
  const home = scene.landmarks.first ? found.findIndex(({ first }) => first) : -1;
  const order = [...found.keys()].sort(
    (a, b) => Number(b === home) - Number(a === home) || found[b].tokens - found[a].tokens,
  );
  const nodes: Node[] = [];
  const taken: number[] = [];
  for (const i of order) {
    if (taken.some((other) => Math.abs(other - places[i]) < LABEL_STEP)) continue;
    taken.push(places[i]);
    const label = el(
      'text',
      { x, y: places[i] + 4, 'font-size': sizes.label, fill: palette.muted },
      String(found[i].tokens),
    );
    if (i === home) label.appendChild(el('tspan', { dx: 4, fill: palette.ink, ...BOLD }, 'x₁'));
    nodes.push(label);
  }
  if (scene.landmarks.first && home < 0) {
    const at = y(wrapped(anglesOf(tokensAt(scene, index).subarray(0, 2))[0] - zero));
    nodes.push(el('text', { x, y: at + 4, 'font-size': sizes.label, fill: palette.ink, ...BOLD }, 'x₁'));
  }
  return nodes;
}

function landmarkTrack(landmark: Landmark, scene: Scene, shown: readonly number[], zero: number): number[] {
  if (landmark.token !== null) return trackOf(scene, landmark.token, shown, zero);
  const angle = wrapped(anglesOf(placeOf(landmark, scene.initial, 2))[0] - zero);
  return shown.map(() => angle);
}

/** The angle in (−π, π]. */
function wrapped(angle: number): number {
  const turns = Math.ceil((angle - PI) / (2 * PI));
  return angle - 2 * PI * turns;
}

function piFraction(angle: number): string {
  const quarters = Math.round((4 * angle) / PI);
  if (quarters === 0) return '0';
  const sign = quarters < 0 ? '−' : '';
  const size = Math.abs(quarters);
  return size === 4 ? `${sign}π` : `${sign}π/${4 / size}`;
}

type Point = readonly [x: number, y: number];

/** A line of angles, in pieces where it crosses the seam at ±π; samples on a straight line are left out. */
function trace(xs: readonly number[], angles: readonly number[], y: (angle: number) => number): Point[][] {
  const pieces: Point[][] = [[]];
  for (const [i, angle] of angles.entries()) {
    if (!Number.isFinite(angle)) {
      if (pieces[pieces.length - 1].length > 0) pieces.push([]); // it was there, and is not
      continue;
    }
    const last = i > 0 && Number.isFinite(angles[i - 1]) ? angles[i - 1] : angle;
    if (Math.abs(angle - last) > PI) {
      // Out at the seam and in again on the other side, at the time that a straight line crosses it.
      const edge = last > 0 ? PI : -PI;
      const share = (edge - last) / (angle + 2 * edge - last);
      const cross = xs[i - 1] + share * (xs[i] - xs[i - 1]);
      pieces[pieces.length - 1].push([cross, y(edge)]);
      pieces.push([[cross, y(-edge)]]);
    }
    pieces[pieces.length - 1].push([xs[i], y(angle)]);
  }
  return pieces.filter((piece) => piece.length > 0).map(straightened);
}

function pathData(pieces: readonly Point[][]): string {
  const point = ([x, y]: Point) => `${coarse(x)},${coarse(y)}`;
  return pieces.map((piece) => `M${piece.map(point).join('L')}${piece.length === 1 ? 'h.01' : ''}`).join('');
}

/** Ramer–Douglas–Peucker, with distances taken vertically: what is left passes within STRAIGHT of every sample. */
function straightened(points: readonly Point[]): Point[] {
  if (points.length <= 2) return [...points];
  const keep = new Uint8Array(points.length);
  keep[0] = keep[points.length - 1] = 1;
  const spans: [number, number][] = [[0, points.length - 1]];
  for (let span = spans.pop(); span; span = spans.pop()) {
    const [from, to] = span;
    const [[x0, y0], [x1, y1]] = [points[from], points[to]];
    let worst: number = STRAIGHT;
    let at = -1;
    for (let i = from + 1; i < to; i++) {
      const off = Math.abs(points[i][1] - y0 - ((y1 - y0) * (points[i][0] - x0)) / (x1 - x0));
      if (off > worst) {
        worst = off;
        at = i;
      }
    }
    if (at < 0) continue;
    keep[at] = 1;
    spans.push([from, at], [at, to]);
  }
  return points.filter((_, i) => keep[i] === 1);
}
