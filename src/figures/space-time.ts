/** Angle against time on the circle: one thin line a token, the centers on top. */
import { anglesOf } from '../analysis/circle.ts';
import { PI } from '../core/elementary.ts';
import { cartesian, timeAxis } from './cartesian.ts';
import { type Block, type Drawn, type Figure, figure, type LegendItem, legend } from './figure.ts';
import { type Landmark, landmarkLegend, landmarkSymbol, placeOf } from './landmarks.ts';
import { narrowClusters } from './narrow-clusters.ts';
import { coarse, type Pen, sizes } from './pen.ts';
import { describe, requireTokens, type Scene, tokensOf } from './scene.ts';
import { BOLD } from './text.ts';

export interface SpaceTimeOptions {
  readonly logTime?: boolean | undefined;
  readonly title?: string | undefined;
  /** 'first-token' puts the first token's initial angle at 0, away from the seam; 'plain' are the angles as they are. */
  readonly angles?: 'first-token' | 'plain' | undefined;
}

/** Points of all token lines together: about nine bytes each, so that a figure stays below 1 MB. */
const POINTS = 80_000;
/** Lines beside those of the centers: more are not seen as lines. */
const LINES = 2000;
/** A sample is left out where the line through its neighbours passes within so many layout units. */
const STRAIGHT = 0.2;
const HEIGHT = 260;
const MARGIN = { top: 24, right: 48, bottom: 38, left: 40 } as const;
const MARK = 4;
const LABEL_STEP = 12;

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
  const { n } = scene.problem.shape;
  const { step, samples } = thinning(scene, options);
  const words = [
    step === 1 ? 'One line a token' : `One line for every ${ordinal(step)} of the ${n} tokens`,
    `, ${scene.landmarks.list.length > 0 ? 'centers on top, ' : ''}straight between ${samples} saved times`,
    isCentred(scene, options) ? '; angles are counted from where the first token began.' : '.',
  ];
  if ((options.logTime ?? false) && scene.ts[0] === 0 && samples > 1) words.push(' Time 0 lies beyond the log axis.');
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

/** Which tokens get a line: every `step`-th. */
function thinning(scene: Scene, { logTime = false }: SpaceTimeOptions): { step: number; samples: number } {
  const { n } = scene.problem.shape;
  return { step: Math.ceil(n / LINES), samples: timeAxis(scene.ts, logTime).shown.length };
}

export function spaceTimeBlock(scene: Scene, options: SpaceTimeOptions = {}): Block {
  return (pen, width): Drawn => {
    const { n } = scene.problem.shape;
    const { el, palette, text } = pen;
    const { axis, shown } = timeAxis(scene.ts, options.logTime ?? false);
    const height = HEIGHT + MARGIN.top + MARGIN.bottom;
    const graph = cartesian(pen, {
      width,
      height,
      margin: MARGIN,
      x: axis,
      y: { domain: [-PI, PI], ticks: [-PI, -PI / 2, 0, PI / 2, PI], format: piFraction },
    });
    const zero = isCentred(scene, options) ? anglesOf(scene.problem.initial.subarray(0, 2))[0] : 0;
    const xs = shown.map((i) => graph.x(scene.ts[i]));
    const angles = shown.map((i) => anglesOf(tokensOf(scene, i)).map((angle) => wrapped(angle - zero)));
    const { step } = thinning(scene, options);
    const lines = Math.ceil(n / step);
    const pathOf = (k: number, tolerance: number) =>
      trace(
        xs,
        angles.map((at) => at[k]),
        graph.y,
        tolerance,
      );
    // A coarser tolerance, should the lines be so lively that they outgrow the budget.
    let tolerance = STRAIGHT;
    let paths: string[];
    for (;;) {
      paths = Array.from({ length: lines }, (_, i) => pathOf(i * step, tolerance));
      if (paths.reduce((sum, { length }) => sum + length, 0) <= 9 * POINTS || tolerance > 10) break;
      tolerance *= 2;
    }
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
      const track = shown.map((i, s) => angleOf(landmark, scene, i, angles[s], zero));
      return { landmark, track, d: trace(xs, track, graph.y, STRAIGHT) };
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
        landmarkSymbol(pen, landmark.rank, xs[0], graph.y(track[0]), MARK),
      );
    }
    nodes.push(...clusterNumbers(pen, scene, shown[shown.length - 1], zero, graph.y, width - MARGIN.right + 6));
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
    if (i === home) label.append(el('tspan', { dx: 4, fill: palette.ink, ...BOLD }, 'x₁'));
    nodes.push(label);
  }
  if (scene.landmarks.first && home < 0) {
    const at = y(wrapped(anglesOf(tokensOf(scene, index).subarray(0, 2))[0] - zero));
    nodes.push(el('text', { x, y: at + 4, 'font-size': sizes.label, fill: palette.ink, ...BOLD }, 'x₁'));
  }
  return nodes;
}

function angleOf(landmark: Landmark, scene: Scene, index: number, angles: Float64Array, zero: number): number {
  if (landmark.token !== null) return angles[landmark.token];
  return wrapped(anglesOf(placeOf(landmark, tokensOf(scene, index), 2))[0] - zero);
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

/** Path of a line of angles, broken where it crosses the seam at ±π; samples on a straight line are left out. */
function trace(
  xs: readonly number[],
  angles: readonly number[],
  y: (angle: number) => number,
  tolerance: number,
): string {
  const pieces: [number, number][][] = [[]];
  for (const [i, angle] of angles.entries()) {
    if (!Number.isFinite(angle)) continue;
    const last = i > 0 ? angles[i - 1] : angle;
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
  return pieces.map((piece) => pathData(straightened(piece, tolerance))).join('');
}

function pathData(points: readonly [number, number][]): string {
  if (points.length === 0) return '';
  if (points.length === 1) return `M${coarse(points[0][0])},${coarse(points[0][1])}h.01`;
  return `M${points.map(([x, y]) => `${coarse(x)},${coarse(y)}`).join('L')}`;
}

/** Ramer–Douglas–Peucker, with distances taken vertically: what is left passes within `tolerance` of every sample. */
function straightened(points: readonly [number, number][], tolerance: number): [number, number][] {
  if (points.length <= 2) return [...points];
  const keep = new Uint8Array(points.length);
  keep[0] = keep[points.length - 1] = 1;
  const spans: [number, number][] = [[0, points.length - 1]];
  for (let span = spans.pop(); span; span = spans.pop()) {
    const [from, to] = span;
    const [[x0, y0], [x1, y1]] = [points[from], points[to]];
    let worst = tolerance;
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
