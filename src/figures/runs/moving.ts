/**
 * Tokens in motion: one panel that follows the saved times, above the number of clusters with a mark at the time shown.
 * A frame is a figure, so what shows frames, a GIF, a film or a page, knows nothing of tokens.
 */
import * as Plot from '@observablehq/plot';
import { invalid, mistake, type ParkadeError, quoted } from '../../core/errors.ts';
import { geometricTimes, linearTimes } from '../../run/times.ts';
import { type Axis, cartesian, timeAxis } from '../drawing/cartesian.ts';
import { type Block, type Figure, figure, grid, type Panels } from '../drawing/figure.ts';
import { type Pen, sizes } from '../drawing/pen.ts';
import { circleCaption, circlePanels } from './circle-snapshots.ts';
import { checkedOptions } from './misuse.ts';
import { type Drawable, describe, nearestTimes, requireTokens, type Scene, sceneOf } from './scene.ts';
import { sphereCaption, spherePanels } from './sphere-snapshots.ts';

export interface MovingOptions {
  /**
   * Whether equal times on the clock are equal steps of log t; the clock that sees more of the saved times unless
   * given.
   */
  readonly logTime?: boolean | undefined;
  /** From where to look at a sphere. */
  readonly from?: readonly [number, number, number] | undefined;
  readonly title?: string | undefined;
}

export interface Frame {
  /** The saved time that is shown. */
  readonly t: number;
  /** For how many ticks of the clock, 1 or more. */
  readonly ticks: number;
}

export interface Moving {
  readonly title: string;
  readonly subtitle: string;
  readonly caption: string;
  readonly frames: readonly Frame[];
  /** Frame number i, from 0. All have one size, one measure and one point of view. */
  figure(i: number): Figure;
}

/** Ticks of the clock from the first saved time to the last: ten seconds at fifteen a second. */
const TICKS = 150;
/** Fewer saved times make no motion. */
const FEWEST = 8;
const LARGEST_PANEL = 400;
const COUNTS_HEIGHT = 92;
const MARGIN = { top: 26, right: 14, bottom: 20, left: 34 } as const;

/**
 * The saved times of a run on the circle or the sphere (d = 2, 3) as frames.
 * @throws ParkadeError InvalidParameter for another dimension, and for fewer than eight saved times
 */
export function movingTokens(result: Drawable, given?: MovingOptions): Moving {
  const scene = sceneOf(result);
  const options = checkedOptions(given);
  requireMotion(scene);
  const { log, indices, frames } = clockOf(scene.ts, options.logTime);
  const onCircle = scene.shape.d === 2;
  const panels = onCircle
    ? circlePanels(scene, indices, 1, LARGEST_PANEL)
    : spherePanels(scene, indices, 1, options.from, LARGEST_PANEL);
  const title = options.title ?? (onCircle ? 'Tokens on the circle' : 'Tokens on the sphere');
  const clock = `Time runs ${log ? 'by its logarithm' : 'evenly'}, through ${frames.length} of ${scene.ts.length} saved times.`;
  const caption = [onCircle ? circleCaption(scene) : sphereCaption(scene, indices, options.from), clock].join(' ');
  const subtitle = describe(scene);
  const counts = clusterCounts(scene, log);
  return {
    title,
    subtitle,
    caption,
    frames,
    figure(i) {
      const { t } = frameAt(frames, i);
      return figure({ title, subtitle, caption, blocks: [panels.legend, onePanel(panels, i), counts(t)] });
    },
  };
}

function frameAt(frames: readonly Frame[], i: number): Frame {
  const frame = frames[i];
  if (frame !== undefined) return frame;
  throw invalid('frame', `be a number from 0 to ${frames.length - 1}`, `came as ${quoted(i)}`, 'choose one of these');
}

function requireMotion(scene: Scene): void {
  const { d } = scene.shape;
  if (d > 3) {
    const expected = 'show tokens on the circle or the sphere, of dimension 2 or 3';
    const advice = 'draw curves or cosines as a picture instead';
    throw immovable('dimension', expected, `the tokens have dimension ${d}`, advice);
  }
  requireTokens(scene, 'animation');
  if (scene.ts.length >= FEWEST) return;
  const advice = 'run it again with more of them, --save-at lin:0:150:151 say';
  throw immovable('saveAt', `have at least ${FEWEST} saved times`, `the run has ${scene.ts.length}`, advice);
}

function immovable(key: string, expected: string, came: string, advice: string): ParkadeError {
  return mistake('InvalidParameter', { key, subject: 'An animation', expected, came, advice });
}

function positiveTimes(ts: ArrayLike<number>): number {
  let count = 0;
  for (let i = 0; i < ts.length; i++) if (ts[i] > 0) count++;
  return count;
}

interface Clock {
  readonly log: boolean;
  /** Saved times (indices) that it stops at, and for how long. */
  readonly indices: readonly number[];
  readonly frames: readonly Frame[];
}

function clockOf(ts: ArrayLike<number>, wanted: boolean | undefined): Clock {
  const even = clock(ts, false);
  if (wanted === false || positiveTimes(ts) < FEWEST) return even;
  const byLogarithm = clock(ts, true);
  return wanted || byLogarithm.frames.length > even.frames.length ? byLogarithm : even;
}

/** At every tick the saved time nearest to what the clock says; frames are runs of equal ones. */
function clock(ts: ArrayLike<number>, log: boolean): Clock {
  const last = ts[ts.length - 1];
  const start = log && ts[0] === 0 ? ts[1] : ts[0];
  const times = log ? geometricTimes(start, last, TICKS) : linearTimes(start, last, TICKS);
  const ticks = new Map<number, number>(log && ts[0] === 0 ? [[0, 1]] : []);
  for (const time of times) {
    const [i] = nearestTimes(ts, [time]);
    ticks.set(i, (ticks.get(i) ?? 0) + 1);
  }
  const indices = [...ticks.keys()];
  return { log, indices, frames: indices.map((i) => ({ t: ts[i], ticks: ticks.get(i) as number })) };
}

function onePanel({ panel }: Panels, i: number): Block {
  return grid(1, LARGEST_PANEL, (pen, _, size) => panel(pen, i, size));
}

/** The number of clusters over time, with a mark at time t; a bare time axis where it was not measured. */
function clusterCounts({ ts, measurements }: Scene, log: boolean): (t: number) => Block {
  const counts = measurements.clusters?.count;
  const { axis, shown } = timeAxis(ts, log);
  const line = counts ? shown.map((i) => [ts[i], counts[i]]) : [];
  const most = line.reduce((a, [, count]) => Math.max(a, count), 1);
  const up: Axis = { domain: [0, 1.08 * most], ticks: counts ? [0, most] : [] };
  return (t) => (pen, width) => {
    const { palette } = pen;
    const graph = cartesian(pen, {
      width,
      height: COUNTS_HEIGHT,
      margin: MARGIN,
      x: axis,
      y: up,
      marks: [Plot.line(line, { stroke: palette.series[0], strokeWidth: 1.5, curve: 'step-after' })],
    });
    const name = pen.text(counts ? 'Number of clusters over time' : 'Time', 0, 10, { fill: palette.muted });
    return { node: pen.el('g', {}, graph.node, name, now(pen, graph.x(t))), height: COUNTS_HEIGHT };
  };
}

function now({ el, palette }: Pen, x: number): Node {
  const left = Math.max(MARGIN.left, x); // t = 0 lies before a logarithmic axis
  const bottom = COUNTS_HEIGHT - MARGIN.bottom;
  return el(
    'g',
    { 'data-now': 'now' },
    el('line', { x1: left, x2: left, y1: MARGIN.top, y2: bottom, stroke: palette.ink, 'stroke-width': 1.2 }),
    el('circle', { cx: left, cy: bottom, r: sizes.label / 3, fill: palette.ink }),
  );
}
