/** Regions of a plane, small multiples: which of a few kinds each point is of, and points that were looked at. */
import { cartesian } from '../drawing/cartesian.ts';
import { type Drawn, type Figure, figure, grid, legend } from '../drawing/figure.ts';
import type { Palette } from '../drawing/palette.ts';
import { coarse, type Pen, sizes } from '../drawing/pen.ts';
import { BOLD } from '../drawing/text.ts';

interface RegionKind {
  readonly name: string;
  readonly colour: keyof Omit<Palette, 'series'>;
}

interface RegionAxis {
  readonly name: string;
  readonly domain: readonly [number, number];
}

interface RegionPanel {
  readonly title: string;
  /** Index of the kind of the point (x, y). */
  kindAt(x: number, y: number): number;
  /** Points that were looked at, each with the kind that was found. */
  readonly points: readonly { readonly x: number; readonly y: number; readonly kind: number }[];
}

export interface RegionMapOptions {
  readonly title: string;
  readonly subtitle: string;
  readonly caption: string;
  readonly kinds: readonly RegionKind[];
  readonly across: RegionAxis;
  readonly up: RegionAxis;
  /** Tiles along each axis. */
  readonly fineness: number;
  readonly panels: readonly RegionPanel[];
}

/** Opacity of regions, so that points of their own colour stand out. */
const AREA = 0.5;

export function regionMap(options: RegionMapOptions): Figure {
  const { title, subtitle, caption, kinds, panels } = options;
  return figure({
    title,
    subtitle,
    caption,
    blocks: [
      legend(
        kinds.map(({ name, colour }) => ({
          label: name,
          width: 14,
          symbol: ({ el, palette }, x, y) =>
            el('rect', { x: x - 6, y: y - 6, width: 12, height: 12, fill: palette[colour], 'fill-opacity': AREA }),
        })),
      ),
      grid(panels.length, 260, (pen, i, size) => regionPanel(pen, options, panels[i], size)),
    ],
  });
}

const TOP = 22;
const BOTTOM = 34;
const LEFT = 30;
const RIGHT = 10;

function regionPanel(
  pen: Pen,
  { kinds, across, up, fineness }: RegionMapOptions,
  panel: RegionPanel,
  size: number,
): Drawn {
  const { el, text, palette } = pen;
  const height = size - LEFT - RIGHT + TOP + BOTTOM;
  const margin = { top: TOP, right: RIGHT, bottom: BOTTOM, left: LEFT };
  const graph = cartesian(pen, { width: size, height, margin, x: { domain: across.domain }, y: { domain: up.domain } });
  const places = ([from, to]: readonly [number, number]) =>
    Array.from({ length: fineness + 1 }, (_, i) => from + (i * (to - from)) / fineness);
  const [xs, ys] = [places(across.domain), places(up.domain)];
  const paths = kinds.map((): string[] => []);
  for (let j = 0; j < fineness; j++) {
    const y = (ys[j] + ys[j + 1]) / 2;
    const kindsOfRow = Array.from({ length: fineness }, (_, i) => panel.kindAt((xs[i] + xs[i + 1]) / 2, y));
    for (let from = 0; from < fineness; ) {
      let to = from + 1;
      while (to < fineness && kindsOfRow[to] === kindsOfRow[from]) to++;
      const [left, right] = [graph.x(xs[from]), graph.x(xs[to])];
      const [low, high] = [graph.y(ys[j]), graph.y(ys[j + 1])];
      paths[kindsOfRow[from]].push(`M${coarse(left)},${coarse(low)}H${coarse(right)}V${coarse(high)}H${coarse(left)}z`);
      from = to;
    }
  }
  const areas = paths.map((pieces, kind) =>
    el('path', { d: pieces.join(''), fill: palette[kinds[kind].colour], 'data-kind': kinds[kind].name }),
  );
  const dots = panel.points.map(({ x, y, kind }) =>
    el('circle', {
      cx: graph.x(x),
      cy: graph.y(y),
      r: 2.6,
      fill: palette[kinds[kind].colour],
      stroke: palette.background,
      'stroke-width': 1,
    }),
  );
  const muted = { fill: palette.muted };
  return {
    node: el(
      'g',
      { 'data-panel': panel.title },
      el('g', { opacity: AREA }, ...areas.filter((_, kind) => paths[kind].length > 0)),
      graph.node,
      ...dots,
      text(panel.title, LEFT, 13, { 'font-size': sizes.panel, ...BOLD }),
      text(across.name, size - RIGHT, height - 4, { ...muted, 'text-anchor': 'end' }),
      text(up.name, size - RIGHT, 13, { ...muted, 'text-anchor': 'end' }),
    ),
    height,
  };
}
