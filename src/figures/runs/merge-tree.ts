/**
 * The merge tree: clusters as lines over the logarithm of time, joined where they merge and parting where they come
 * apart.
 */

import { counted } from '../../core/counted.ts';
import { type ClusterLife, type MergeTree, mergeTree } from '../../events/merge-tree.ts';
import { largestOf, smallestOf } from '../../numerics/extremes.ts';
import { tokenName } from '../../report/run.ts';
import type { RunEvents } from '../../run/events.ts';
import { type Axis, cartesian } from '../drawing/cartesian.ts';
import { type Block, type Figure, figure, type LegendItem, legend } from '../drawing/figure.ts';
import { type Box, overlaps, type Pen, rounded, sizes } from '../drawing/pen.ts';
import { BOLD, formatNumber, powerOfTen, textWidth } from '../drawing/text.ts';
import { defineFigure } from './definition.ts';
import { treeLayout } from './merge-tree-order.ts';
import { type Drawable, describe, sceneOf, unsuited } from './scene.ts';

interface MergeTreeOptions {
  readonly title?: string | undefined;
}

interface MergeTreeBlockOptions {
  /** Above the panel. */
  readonly heading?: string;
  /** Of the panel without its axis, in layout units. */
  readonly tallest?: number;
}

const ROW = 20;
const SHORTEST = 90;
const TALLEST = 460;
const MARGIN = { top: 10, right: 14, bottom: 38, left: 8 } as const;
const HEADING = 20;
const THINNEST = 1.3;
const THICKEST = 7.5;
const JOINT = 1.2;
/** Clusters that came and went are still seen. */
const SHORTEST_LINE = 1.5;
const MARK = 3;

export const mergeTreeOfRun = defineFigure({
  name: 'merge-tree',
  title: 'clusters merging and coming apart over log time, for runs with events',
  supports: () => true,
  needsEvents: true,
  takes: [],
  make: mergeTreeFigure,
});

/** @throws ParkadeError InvalidParameter for a run without events */
export function mergeTreeFigure(result: Drawable, options: MergeTreeOptions = {}): Figure {
  const scene = sceneOf(result);
  const { events } = treeOf(result);
  return figure({
    title: options.title ?? 'Clusters over time: the merge tree',
    subtitle: describe(scene),
    caption: mergeTreeCaption(result),
    blocks: [mergeTreeLegend([events], scene.landmarks.first), mergeTreeBlock(result)],
  });
}

/** The events of a run and the tree they make. */
function treeOf({ events }: Drawable): { readonly events: RunEvents; readonly tree: MergeTree } {
  if (!events) {
    throw unsuited('merge-tree', 'come with the events of a run', 'none were recorded', 'simulate with --events');
  }
  const tree = mergeTree(events.initialClusters, events.list);
  if (tree) return { events, tree };
  if (events.list.some(({ kind }) => kind === 'edit')) {
    const came = 'its tokens were edited on the way, which makes and ends clusters without an event';
    throw unsuited('merge-tree', 'come with the mergers and births of a run left to itself', came, 'choose curves');
  }
  const came = `the times of some could not be found (${counted(events.unresolved.length, 'step')})`;
  const advice = 'simulate with lower rtol and atol';
  throw unsuited('merge-tree', 'come with every merger and birth of a run', came, advice);
}

/** The label of the cluster with the longest line, in words. */
function exampleOf(tree: MergeTree, from: number, to: number): string {
  const ratio = ({ born, ended }: ClusterLife) => (ended ?? to) / Math.max(from, born);
  const { tokens, first } = tree.reduce((a, b) => (ratio(b) > ratio(a) ? b : a));
  return `"${tokens.length} from ${tokenName(first)}" is ${counted(tokens.length, 'token')}, the first of them ${tokenName(first)}`;
}

export function mergeTreeCaption(result: Drawable): string {
  const { events, tree } = treeOf(result);
  const { threshold } = events.lengths;
  const words = [
    `A line is a cluster of tokens linked at ${formatNumber(threshold)} rad, from the event that made it to the one that ended it. What stands on it counts its tokens and names the first of them: ${exampleOf(tree, ...axisOf(tree, result).domain)}. At a birth a cluster comes apart.`,
    `The height of a line only says which clusters are next to each other${result.trajectory.shape.d === 2 ? ', in the order of the circle' : ''}.`,
  ];
  if (startOf(tree, result) !== null) words.push('Time 0 lies beyond the log axis.');
  const missed = events.certification?.missed.filter(isShown).length ?? 0;
  if (missed > 0) {
    words.push(
      `${counted(missed, 'more event')} found only at finer tolerances ${missed === 1 ? 'is' : 'are'} not drawn.`,
    );
  }
  return words.join(' ');
}

function isShown({ kind }: { readonly kind: string }): boolean {
  return kind === 'merger' || kind === 'birth';
}

/** The time that was reached. */
function endOf({ trajectory: { statistics, ts } }: Drawable): number {
  return statistics?.reached ?? ts[ts.length - 1];
}

/** The time of the first event, or null where nothing happened. */
function startOf(tree: MergeTree, result: Drawable): number | null {
  const end = endOf(result);
  const times = tree.map(({ born }) => born).filter((born) => born > 0 && born <= end);
  return times.length === 0 ? null : smallestOf(times);
}

/** From the power of ten before the first event to the end of the run; three decades where nothing happened. */
function axisOf(tree: MergeTree, result: Drawable): Axis {
  const to = endOf(result);
  const first = startOf(tree, result) ?? to / 1000;
  const from = Number(`1e${Math.floor(Math.log10(first))}`);
  const domain = [from > 0 && from < to ? from : to / 10, to] as const;
  // Powers of ten, in full where they are short.
  const format = (t: number) => (t >= 0.1 && t <= 100 ? formatNumber(t) : powerOfTen(Math.round(Math.log10(t))));
  return { domain, log: true, ...(to / from >= 1000 ? { format } : {}) };
}

/** Legend of one tree, or of several together. */
export function mergeTreeLegend(records: readonly RunEvents[], first: boolean): Block {
  const shown = records.flatMap(({ list }) => list.filter(isShown));
  const line = (color: (pen: Pen) => string, width: number, dash?: string) => (pen: Pen, x: number, y: number) =>
    pen.el('path', { d: `M${x - 9},${y}h18`, stroke: color(pen), 'stroke-width': width, 'stroke-dasharray': dash });
  const upright = (dash?: string) => (pen: Pen, x: number, y: number) =>
    pen.el('path', {
      d: `M${x},${y - 7}v14`,
      stroke: pen.palette.muted,
      'stroke-width': JOINT,
      'stroke-dasharray': dash,
    });
  const items: LegendItem[] = [
    { label: 'cluster (thicker: larger)', width: 18, symbol: line(({ palette }) => palette.token, 4) },
  ];
  if (first) items.push({ label: 'with the first token', width: 18, symbol: line(({ palette }) => palette.strong, 4) });
  for (const kind of ['merger', 'birth'] as const) {
    const count = shown.filter((event) => event.kind === kind).length;
    const label = `${kind} (${count})`;
    if (count > 0) items.push({ label, width: 6, symbol: upright(kind === 'birth' ? '2 2' : undefined) });
  }
  for (const verdict of ['certified', 'undecided'] as const) {
    const count = shown.filter(({ certificate }) => certificate?.verdict === verdict).length;
    if (count > 0)
      items.push({
        label: `${verdict} (${count})`,
        width: 2 * MARK,
        symbol: (pen, x, y) => verdictMark(pen, verdict, x, y),
      });
  }
  return legend(items);
}

function verdictMark({ el, palette }: Pen, verdict: 'certified' | 'undecided', x: number, y: number): SVGElement {
  return verdict === 'certified'
    ? el('circle', { cx: x, cy: y, r: MARK - 0.6, fill: palette.ink, 'data-mark': verdict })
    : el('circle', {
        cx: x,
        cy: y,
        r: MARK,
        fill: palette.background,
        stroke: palette.ink,
        'stroke-width': 1.3,
        'data-mark': verdict,
      });
}

/** A line to be drawn. */
interface Stroke {
  readonly life: ClusterLife;
  readonly left: number;
  readonly right: number;
  readonly y: number;
  readonly thickness: number;
}

/** The panel alone: lines, joints, marks, labels, a time axis. */
export function mergeTreeBlock(result: Drawable, { heading, tallest = TALLEST }: MergeTreeBlockOptions = {}): Block {
  const scene = sceneOf(result);
  const { events, tree } = treeOf(result);
  return (pen, width) => {
    const { el, palette, text } = pen;
    const axis = axisOf(tree, result);
    const [from, to] = axis.domain;
    const decades = ({ born, ended }: ClusterLife) =>
      Math.log10(Math.max(from, ended ?? to)) - Math.log10(Math.max(from, born));
    const { shape, initial } = scene;
    const layout = treeLayout(tree, initial, shape, decades);
    const top = MARGIN.top + (heading === undefined ? 0 : HEADING);
    const inner = Math.max(SHORTEST, Math.min(tallest, ROW * layout.rows));
    const height = top + inner + MARGIN.bottom;
    const margin = { ...MARGIN, top };
    const graph = cartesian(pen, { width, height, margin, x: axis, y: { domain: [layout.rows, 0], ticks: [] } });
    const across = (t: number) => graph.x(Math.max(from, Math.min(to, t)));
    const strokes = tree.map((life): Stroke => {
      const thickness = THINNEST + (THICKEST - THINNEST) * Math.sqrt(life.tokens.length / shape.n);
      return {
        life,
        left: across(life.born),
        right: across(life.ended ?? to),
        y: graph.y(layout.places[life.id]),
        thickness,
      };
    });
    const joints = jointsOf(strokes);
    const isHome = ({ life }: Stroke) => scene.landmarks.first && life.first === 0;
    const lines = [...strokes].sort((a, b) => Number(isHome(a)) - Number(isHome(b)));
    const nodes: Node[] = [graph.node];
    for (const { x, low, high, kind } of joints) {
      nodes.push(
        el('path', {
          d: `M${rounded(x)},${rounded(low)}V${rounded(high)}`,
          stroke: palette.muted,
          'stroke-width': JOINT,
          'stroke-dasharray': kind === 'birth' ? '2 2' : undefined,
          'data-mark': kind,
        }),
      );
    }
    for (const stroke of lines) {
      const { left, right, y, thickness } = stroke;
      nodes.push(
        el('path', {
          d: `M${rounded(left)},${rounded(y)}H${rounded(Math.max(right, left + SHORTEST_LINE))}`,
          stroke: isHome(stroke) ? palette.strong : palette.token,
          'stroke-width': thickness,
          'data-mark': 'cluster',
        }),
      );
    }
    const marks = joints.flatMap(({ x, y, event }) => {
      const verdict = events.list[event].certificate?.verdict;
      return verdict ? [{ x, y, verdict }] : [];
    });
    // Undecided ones last: they are few, and must be seen.
    for (const { x, y, verdict } of marks.sort((a, b) => a.verdict.localeCompare(b.verdict))) {
      nodes.push(verdictMark(pen, verdict, x, y));
    }
    const box = { left: MARGIN.left, right: width - MARGIN.right, top: top - 6, bottom: top + inner };
    for (const one of labels(pen, strokes, joints, marks, box)) nodes.push(one);
    if (heading !== undefined) nodes.push(text(heading, 0, 12, { 'font-size': sizes.panel, ...BOLD }));
    nodes.push(text('time t', width - MARGIN.right, height - 4, { 'text-anchor': 'end', fill: palette.muted }));
    return { node: el('g', { 'data-panel': 'merge-tree' }, ...nodes), height };
  };
}

interface Joint {
  readonly event: number;
  readonly kind: 'merger' | 'birth';
  readonly x: number;
  /** Where the one cluster is that several became, or that became several. */
  readonly y: number;
  readonly low: number;
  readonly high: number;
}

/** An upright for every event, from the highest of its clusters to the lowest. */
function jointsOf(strokes: readonly Stroke[]): Joint[] {
  return strokes.flatMap((stroke): Joint[] => {
    const { life, left } = stroke;
    if (life.beginning === 'initial' || life.bornBy === null) return [];
    const parents = life.parents.map((id) => strokes[id]);
    const siblings = parents[0].life.children.map((id) => strokes[id]);
    if (siblings[0] !== stroke) return []; // once an event
    const ys = [...parents, ...siblings].map(({ y }) => y);
    const single = life.beginning === 'merger' ? stroke : parents[0];
    return [
      { event: life.bornBy, kind: life.beginning, x: left, y: single.y, low: smallestOf(ys), high: largestOf(ys) },
    ];
  });
}

const LABEL_ROOM = 4;
const ASCENT = 0.74 * sizes.label;

/**
 * "52 from x₂" at clusters whose lines have room for it, the longest first; each stands on its line, and none on a
 * joint, a mark or another.
 */
function labels(
  pen: Pen,
  strokes: readonly Stroke[],
  joints: readonly Joint[],
  marks: readonly { readonly x: number; readonly y: number }[],
  within: Box,
): Node[] {
  const taken: Box[] = [
    ...strokes.map(({ left, right, y, thickness }) => around(left, right, y, y, thickness / 2)),
    ...joints.map(({ x, low, high }) => around(x, x, low, high, 1)),
    ...marks.map(({ x, y }) => around(x, x, y, y, MARK + 0.5)),
  ];
  const nodes: Node[] = [];
  for (const { life, left, right, y, thickness } of [...strokes].sort(
    (a, b) => b.right - b.left - (a.right - a.left),
  )) {
    const label = `${life.tokens.length} from ${tokenName(life.first)}`;
    const size = textWidth(label, sizes.label);
    if (right - left < size + LABEL_ROOM) continue;
    const starts = [left + LABEL_ROOM, (left + right - size) / 2, right - size - LABEL_ROOM];
    const spot = starts
      .map((x) => ({ x, base: y - thickness / 2 - 2.5 }))
      .find(({ x, base }) => {
        const box = { left: x - 1, right: x + size + 1, top: base - ASCENT - 0.5, bottom: base + 1 };
        const inside =
          box.left >= within.left && box.right <= within.right && box.top >= within.top && box.bottom <= within.bottom;
        return inside && !taken.some((other) => overlaps(box, other));
      });
    if (!spot) continue;
    taken.push({ left: spot.x - 2, right: spot.x + size + 2, top: spot.base - ASCENT - 1, bottom: spot.base + 2 });
    nodes.push(pen.text(label, spot.x, spot.base, { fill: pen.palette.muted }));
  }
  return nodes;
}

function around(left: number, right: number, top: number, bottom: number, room: number): Box {
  return { left: left - room, right: right + room, top: top - room, bottom: bottom + room };
}
