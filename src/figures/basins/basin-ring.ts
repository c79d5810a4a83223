/** Basins on the circle: a ring of starting points, and below it when each was captured. */
import * as Plot from '@observablehq/plot';
import { largestOf, smallestOf } from '../../numerics/extremes.ts';
import { placeOnGrid } from '../../replay/start-grid.ts';
import { cartesian, timeAxis } from '../drawing/cartesian.ts';
import type { Block } from '../drawing/figure.ts';
import { halo, type Pen, rounded, sizes } from '../drawing/pen.ts';
import { BOLD, textWidth } from '../drawing/text.ts';
import { type Basin, type BasinsScene, basinColour, decided, inkOn, undecidedColour } from './basin-scene.ts';

const LARGEST = 380;
const RING = 26;
const TICK = 8;
const DOT = 2.6;
/** |cos| from which on names stand beside their dots, not above or below. */
const SIDEWAYS = 0.4;

type Scene = Pick<BasinsScene, 'basins' | 'grid' | 'problem'>;

/** Neighbouring starts of one basin: from the first to the last of them, counting on past the end of the ring. */
export interface Arc {
  readonly cluster: number;
  readonly from: number;
  readonly to: number;
}

/** The ring as arcs of equal basins. */
export function arcsOf({ basins }: Pick<BasinsScene, 'basins'>, count: number): Arc[] {
  const at = (i: number) => decided(basins, i % count);
  let begin = 0;
  while (begin < count && at(begin) === at(begin + count - 1)) begin++;
  if (begin === count) return [{ cluster: at(0), from: 0, to: count - 1 }];
  const arcs: Arc[] = [];
  for (let from = begin; from < begin + count; ) {
    let to = from;
    while (to + 1 < begin + count && at(to + 1) === at(from)) to++;
    arcs.push({ cluster: at(from), from, to });
    from = to + 1;
  }
  return arcs;
}

export function basinRing(scene: Scene, found: readonly Basin[]): Block {
  return (pen, width) => {
    const { el, palette } = pen;
    const size = Math.min(LARGEST, width);
    const centre = { x: width / 2, y: size / 2 };
    const outer = size / 2 - TICK - 3;
    const at = (angle: number, radius: number): [number, number] => [
      centre.x + radius * Math.cos(angle),
      centre.y - radius * Math.sin(angle),
    ];
    const { basins, problem, grid } = scene;
    const count = grid.kind === 'circle' ? grid.count : 0;
    const step = (2 * Math.PI) / count;
    const clusterOf = new Map(found.flatMap(({ tokens }, c) => tokens.map((k) => [k, c] as const)));
    const colour = (cluster: number) =>
      cluster < 0 ? undecidedColour(palette) : basinColour(palette, found[cluster].rank);
    const nodes: Node[] = [];
    const names: Node[] = [];
    for (const { cluster, from, to } of arcsOf(scene, count)) {
      const [first, last] = [(from - 0.5) * step, (to + 0.5) * step];
      const name = cluster < 0 ? '?' : found[cluster].name;
      nodes.push(
        el('path', {
          d: sector(at, first, last, outer - RING, outer),
          fill: colour(cluster),
          stroke: palette.background,
          'stroke-width': to - from > 1 ? 0.8 : 0,
          'data-basin': name,
        }),
      );
      const long = (last - first) * (outer - RING / 2);
      if (cluster < 0 || long < 8 + textWidth(name, sizes.panel, true)) continue;
      const [x, y] = at((first + last) / 2, outer - RING / 2);
      names.push(
        pen.text(name, x, y + 4.2, {
          'text-anchor': 'middle',
          'font-size': sizes.panel,
          ...BOLD,
          fill: inkOn(palette, found[cluster].rank),
        }),
      );
    }
    for (let k = 0; k < problem.shape.n; k++) {
      const angle = Math.atan2(problem.initial[2 * k + 1], problem.initial[2 * k]);
      const [[x1, y1], [x2, y2]] = [at(angle, outer + 2), at(angle, outer + 2 + TICK)];
      const stroke = colour(clusterOf.get(k) ?? -1);
      nodes.push(el('line', { x1, y1, x2, y2, stroke, 'stroke-width': 1.1, 'data-token': k }));
    }
    const inner = outer - RING - 10;
    nodes.push(el('circle', { cx: centre.x, cy: centre.y, r: inner, fill: 'none', stroke: palette.rule }));
    for (let k = problem.shape.n - 1; k >= 0; k--) {
      const [cx, cy] = at(Math.atan2(basins.tokens[2 * k + 1], basins.tokens[2 * k]), inner);
      nodes.push(el('circle', { cx, cy, r: DOT, fill: colour(clusterOf.get(k) ?? -1) }));
    }
    return { node: el('g', {}, ...nodes, ...names, ...clusterNames(pen, scene, found, at, inner)), height: size };
  };
}

/** Beside the first token of each cluster, inward; names that would cover each other are stacked. */
function clusterNames(
  pen: Pen,
  { basins }: Scene,
  found: readonly Basin[],
  at: (angle: number, radius: number) => [number, number],
  radius: number,
): Node[] {
  const placed: { x: number; y: number }[] = [];
  return [...found]
    .sort((a, b) => b.tokens.length - a.tokens.length)
    .flatMap(({ name, tokens }) => {
      const [k] = tokens;
      const angle = Math.atan2(basins.tokens[2 * k + 1], basins.tokens[2 * k]);
      const side = Math.cos(angle);
      const anchor = side > SIDEWAYS ? 'end' : side < -SIDEWAYS ? 'start' : 'middle';
      for (let depth = anchor === 'middle' ? 16 : 9; depth < 0.7 * radius; depth += 14) {
        const [x, y] = at(angle, radius - depth);
        if (placed.some((other) => Math.hypot(other.x - x, other.y - y) < 14)) continue;
        placed.push({ x, y });
        const look = { 'text-anchor': anchor, fill: pen.palette.muted, ...halo(pen.palette) };
        return [pen.text(`${name} ${tokens.length}`, x, y + 4, look)];
      }
      return [];
    });
}

function sector(
  at: (angle: number, radius: number) => [number, number],
  from: number,
  to: number,
  inner: number,
  outer: number,
): string {
  const point = (angle: number, radius: number) => at(angle, radius).map(rounded).join(',');
  const arc = (radius: number, sweep: 0 | 1, end: string, large: boolean) =>
    `A${rounded(radius)},${rounded(radius)} 0 ${Number(large)} ${sweep} ${end}`;
  const middle = (from + to) / 2; // an arc that closes on itself would vanish
  const large = false;
  const out = `${arc(outer, 0, point(middle, outer), large)}${arc(outer, 0, point(to, outer), large)}`;
  const back = `${arc(inner, 1, point(middle, inner), large)}${arc(inner, 1, point(from, inner), large)}`;
  return `M${point(from, outer)}${out}L${point(to, inner)}${back}z`;
}

const HEIGHT = 170;
const MARGIN = { top: 24, right: 12, bottom: 34, left: 46 };
/** Of the largest to the middle one of the times, from which on the axis is logarithmic. */
const WIDE = 50;

/** When starts were captured, over their angles. */
export function captureBlock({ basins, grid }: Scene, found: readonly Basin[]): Block {
  return (pen, width) => {
    const { el, palette } = pen;
    const count = grid.kind === 'circle' ? grid.count : 0;
    const dots = Array.from({ length: count }, (_, i) => ({
      angle: placeOnGrid(grid, i)[0],
      time: basins.captured[i],
      cluster: decided(basins, i),
    })).filter(({ time, cluster }) => cluster >= 0 && time >= 0);
    if (dots.length === 0) return { node: el('g', {}), height: 0 };
    const times = dots.map(({ time }) => time).filter((time) => time > 0);
    const largest = largestOf([...times, 0]) || 1;
    const smallest = smallestOf([...times, largest]);
    const typical = times.sort((a, b) => a - b)[Math.floor(times.length / 2)] ?? largest;
    const log = largest > WIDE * typical;
    const low = log ? Math.max(smallest, typical / 1e4) : 0;
    const { axis } = timeAxis(log ? [low, 1.5 * largest] : [0, 1.06 * largest], log);
    const plot = cartesian(pen, {
      width,
      height: HEIGHT,
      margin: MARGIN,
      x: {
        domain: [0, 2 * Math.PI],
        ticks: [0, 0.5, 1, 1.5, 2].map((m) => m * Math.PI),
        format: (angle) => ['0', 'π/2', 'π', '3π/2', '2π'][Math.round((2 * angle) / Math.PI)],
      },
      y: axis,
      marks: [
        Plot.dot(
          dots.filter(({ time }) => time >= low),
          { x: 'angle', y: 'time', r: 1.7, fill: ({ cluster }) => basinColour(palette, found[cluster].rank) },
        ),
      ],
    });
    return {
      node: el(
        'g',
        {},
        pen.text('time of capture by the first token of the cluster', 0, 12, { ...BOLD, 'font-size': sizes.panel }),
        plot.node,
        pen.text('starting angle', width / 2, HEIGHT - 2, { 'text-anchor': 'middle', fill: palette.muted }),
      ),
      height: HEIGHT,
    };
  };
}
