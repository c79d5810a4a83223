/** Shares over two quantities, as maps of coloured tiles with a curve on top: each map is one embedded image. */
import { largestOf } from '../../numerics/extremes.ts';
import { type Axis, cartesian } from '../drawing/cartesian.ts';
import type { Block, Drawn } from '../drawing/figure.ts';
import type { Palette } from '../drawing/palette.ts';
import { coarse, type Pen, rounded, sizes } from '../drawing/pen.ts';
import { indexedPng } from '../drawing/png.ts';
import { inkOn, shadesOf } from '../drawing/shades.ts';
import { BOLD, formatNumber, REGULAR, textWidth } from '../drawing/text.ts';

type Point = readonly [x: number, y: number];

export interface HeatMap {
  readonly title: string;
  /** Its field is filled by tiles: columns of equal width, rows of equal height. */
  readonly x: Axis;
  readonly y: Axis;
  readonly columns: number;
  /** [rows, columns], the first row at the lower end of y: shares from 0 to 1; NaN where there is nothing. */
  readonly values: readonly number[];
  /** What is written on the tiles, in the same order; left out where one has no room. */
  readonly texts?: readonly string[] | undefined;
  /** Numbers that the tiles are known by, on a canvas with marks, in the same order. */
  readonly marks?: readonly (number | undefined)[] | undefined;
  /** Points of a line on top; where it leaves the field it is cut. */
  readonly curve?: readonly Point[] | undefined;
}

export interface HeatMapOptions {
  readonly xLabel: string;
  readonly yLabel: string;
  /** What the colours tell. */
  readonly value: string;
  /** What the line on top is. */
  readonly curve?: string;
  /** What the lightest and the strongest colour stand for; by default 0 and 1. */
  readonly ends?: readonly [string, string];
  /** Height of a field. */
  readonly height?: number;
}

const HEIGHT = 120;
const COLUMN_GAP = 14;
const ROW_GAP = 8;
const MARGIN = { top: 22, right: 8, left: 28 } as const;
/** Below a field, with the name of its axis and without. */
const BOTTOM = { named: 36, unnamed: 20 } as const;
const SHADES = 64;

/** Maps in two columns, above them what colours and line mean. */
export function heatMaps(maps: readonly HeatMap[], options: HeatMapOptions): Block {
  return (pen, width) => {
    const columns = maps.length === 1 || width < 420 ? 1 : 2;
    const panelWidth = (width - (columns - 1) * COLUMN_GAP) / columns;
    const key = colourKey(pen, options, width);
    const nodes: Node[] = [key.node];
    let y = key.height;
    for (let first = 0; first < maps.length; first += columns) {
      const row = maps.slice(first, first + columns);
      const drawn = row.map((map, i) => {
        // The lowest map of a column names the axis.
        const lowest = first + i + columns >= maps.length;
        const part = panel(pen, map, options, panelWidth, lowest);
        const transform = `translate(${rounded(i * (panelWidth + COLUMN_GAP))},${rounded(y)})`;
        nodes.push(pen.el('g', { transform, 'data-panel': map.title }, part.node));
        return part.height;
      });
      y += largestOf(drawn) + ROW_GAP;
    }
    return { node: pen.el('g', {}, ...nodes), height: y - ROW_GAP };
  };
}

function panel(pen: Pen, map: HeatMap, options: HeatMapOptions, width: number, lowest: boolean): Drawn {
  const { xLabel, yLabel, height: fieldHeight = HEIGHT } = options;
  const { el, palette, text } = pen;
  const margin = { ...MARGIN, left: leftOf(map.y), bottom: lowest ? BOTTOM.named : BOTTOM.unnamed };
  const height = margin.top + fieldHeight + margin.bottom;
  const graph = cartesian(pen, { width, height, margin, x: map.x, y: map.y });
  const [left, right] = map.x.domain.map(graph.x);
  const [bottom, top] = map.y.domain.map(graph.y);
  const field = { x: left, y: top, width: right - left, height: bottom - top };
  const rim = { fill: 'none', 'stroke-linejoin': 'round', 'stroke-linecap': 'round' } as const;
  const line = lineWithin(map, graph.x, graph.y);
  const aside = { dx: 6, fill: palette.muted, 'font-size': sizes.label, ...REGULAR };
  const nodes: Node[] = [
    graph.node,
    el('image', {
      ...field,
      preserveAspectRatio: 'none',
      'image-rendering': 'optimizeSpeed', // tiles with sharp sides
      href: imageOf(map, palette),
    }),
    el('rect', { ...field, fill: 'none', stroke: palette.rule }),
    ...emptyTiles(pen, map, field),
    ...tileTexts(pen, map, field),
    ...tileMarks(pen, map, field),
    el(
      'text',
      { x: 0, y: 12, 'font-size': sizes.panel, fill: palette.ink, ...BOLD },
      map.title,
      el('tspan', map.title === '' ? { ...aside, dx: 0 } : aside, yLabel),
    ),
  ];
  if (line !== '') {
    nodes.push(
      el('path', { d: line, ...rim, stroke: palette.background, 'stroke-width': 4, 'stroke-opacity': 0.8 }),
      el('path', { d: line, ...rim, stroke: palette.strong, 'stroke-width': 1.8, 'data-mark': 'curve' }),
    );
  }
  if (lowest) {
    nodes.push(text(xLabel, width - margin.right, height - 4, { 'text-anchor': 'end', fill: palette.muted }));
  }
  return { node: el('g', {}, ...nodes), height };
}

function imageOf({ values, columns }: HeatMap, palette: Palette): string {
  const rows = values.length / columns;
  const pixels = new Uint8Array(values.length);
  for (let row = 0; row < rows; row++) {
    for (let column = 0; column < columns; column++) {
      const value = Math.max(0, Math.min(1, values[row * columns + column]));
      pixels[(rows - 1 - row) * columns + column] = Number.isNaN(value) ? SHADES : Math.round(value * (SHADES - 1));
    }
  }
  return indexedPng(pixels, columns, rows, [...shadesOf(palette, SHADES), palette.background]);
}

/** Room for the numbers beside a field. */
function leftOf({ ticks = [], format = formatNumber }: Axis): number {
  return largestOf([MARGIN.left, ...ticks.map((tick) => textWidth(format(tick), sizes.label) + 8)]);
}

interface Field {
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly height: number;
}

/** Tiles without a value are crossed out. */
function emptyTiles({ el, palette }: Pen, { values, columns }: HeatMap, field: Field): Node[] {
  const rows = values.length / columns;
  const [wide, high] = [field.width / columns, field.height / rows];
  const strokes = values.flatMap((value, i) => {
    if (!Number.isNaN(value)) return [];
    const [left, top] = [field.x + (i % columns) * wide, field.y + (rows - 1 - Math.floor(i / columns)) * high];
    return [`M${coarse(left)},${coarse(top + high)}L${coarse(left + wide)},${coarse(top)}`];
  });
  return strokes.length === 0 ? [] : [el('path', { d: strokes.join(''), stroke: palette.rule, 'data-mark': 'empty' })];
}

/** What is written on every tile, in ink or in the colour of the paper. */
function tileTexts({ palette, text }: Pen, { texts = [], values, columns }: HeatMap, field: Field): Node[] {
  const rows = values.length / columns;
  const [wide, high] = [field.width / columns, field.height / rows];
  const fits = high >= sizes.label + 2 && texts.every((own) => textWidth(own, sizes.label) <= wide - 4);
  if (!fits) return [];
  return texts.map((own, i) => {
    const [row, column] = [Math.floor(i / columns), i % columns];
    return text(own, field.x + (column + 0.5) * wide, field.y + (rows - row - 0.5) * high + 0.36 * sizes.label, {
      'text-anchor': 'middle',
      fill: Number.isNaN(values[i]) ? palette.ink : inkOn(palette, values[i]),
    });
  });
}

function tileMarks(pen: Pen, { marks = [], values, columns }: HeatMap, field: Field): Node[] {
  const [width, height] = [field.width / columns, (field.height * columns) / values.length];
  return marks.flatMap((mark, i) => {
    const [x, y] = [field.x + (i % columns) * width, field.y + field.height - (Math.floor(i / columns) + 1) * height];
    return pen.mark(mark, 'rect', { x, y, width, height });
  });
}

/** The curve where it is within the field; pieces that cross its border end at it. */
function lineWithin({ curve = [], x, y }: HeatMap, toX: (v: number) => number, toY: (v: number) => number): string {
  const inside = ([px, py]: Point) => px >= x.domain[0] && px <= x.domain[1] && py >= y.domain[0] && py <= y.domain[1];
  const command = (letter: string, [px, py]: Point) => `${letter}${coarse(toX(px))},${coarse(toY(py))}`;
  const pieces: string[] = [];
  for (const [i, point] of curve.entries()) {
    if (i === 0) continue;
    const before = curve[i - 1];
    if (!inside(before) && !inside(point)) continue;
    const [from, to] = inside(before)
      ? [before, inside(point) ? point : borderPoint(before, point, inside)]
      : [borderPoint(point, before, inside), point];
    if (pieces.length === 0 || !inside(before)) pieces.push(command('M', from));
    pieces.push(command('L', to));
  }
  return pieces.join('');
}

/** The last point within the field on the way from one inside to one outside. */
function borderPoint(within: Point, beyond: Point, inside: (point: Point) => boolean): Point {
  let [low, high] = [0, 1];
  const at = (share: number): Point => [
    within[0] + share * (beyond[0] - within[0]),
    within[1] + share * (beyond[1] - within[1]),
  ];
  for (let i = 0; i < 30; i++) {
    const middle = (low + high) / 2;
    if (inside(at(middle))) low = middle;
    else high = middle;
  }
  return at(low);
}

const BAR = { width: 120, height: 10 } as const;

const LINE = 18;

/**
 * A bar of all colours from 0 to 1 with its words, and a piece of the line with its own, below where there is no room.
 */
function colourKey(pen: Pen, { value, curve, ends = ['0', '1'] }: HeatMapOptions, width: number): Drawn {
  const { el, palette, text } = pen;
  const pixels = Uint8Array.from({ length: SHADES }, (_, i) => i);
  let x = 0;
  let y = 0;
  const word = (content: string, gap: number) => {
    const node = text(content, x, y + BAR.height, { fill: palette.ink });
    x += textWidth(content, sizes.label) + gap;
    return node;
  };
  const nodes: Node[] = [word(value, 8)];
  const room = BAR.width + 8 + textWidth(ends[0], sizes.label) + textWidth(ends[1], sizes.label);
  if (x + room > width) [x, y] = [0, LINE];
  nodes.push(word(ends[0], 4));
  const bar = { x, y: y + 1, ...BAR };
  nodes.push(
    el('image', {
      ...bar,
      preserveAspectRatio: 'none',
      href: indexedPng(pixels, SHADES, 1, shadesOf(palette, SHADES)),
    }),
    el('rect', { ...bar, fill: 'none', stroke: palette.rule }),
  );
  x += BAR.width + 4;
  nodes.push(word(ends[1], 22));
  if (curve) {
    if (x + 24 + textWidth(curve, sizes.label) > width) [x, y] = [0, y + LINE];
    nodes.push(el('path', { d: `M${rounded(x)},${y + 6}h18`, stroke: palette.strong, 'stroke-width': 1.8 }));
    x += 24;
    nodes.push(word(curve, 0));
  }
  return { node: el('g', {}, ...nodes), height: y + BAR.height + 14 };
}
