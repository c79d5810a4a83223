/** Curves over time: one panel or small multiples, each series named at its end. */
import * as Plot from '@observablehq/plot';
import { largestOf } from '../../numerics/extremes.ts';
import { type Axis, cartesian, isRounding, timeAxis } from '../drawing/cartesian.ts';
import { endLabels } from '../drawing/end-labels.ts';
import { type Block, type Drawn, type Figure, figure } from '../drawing/figure.ts';
import type { Palette } from '../drawing/palette.ts';
import { halo, type Pen, sizes } from '../drawing/pen.ts';
import { shadeAt } from '../drawing/shades.ts';
import { BOLD, REGULAR, textWidth } from '../drawing/text.ts';

export interface Series {
  /** Written at the end of the curve; may be empty where a panel has one series. */
  readonly name: string;
  /** Values at the panel's times; NaN and null leave a gap. */
  readonly values: ArrayLike<number | null>;
  readonly color?: keyof Omit<Palette, 'series'> | undefined;
  /** Its place in an order, from 0 to 1, instead of a colour: the more, the stronger the ink. */
  readonly shade?: number | undefined;
  /** The number of a colour of the palette's series; by default the number of the series. */
  readonly hue?: number | undefined;
  readonly dashed?: boolean | undefined;
  /**
   * Dots at the values, without a line: for measured or tabulated points beside a curve. False: no dots, though there
   * are few values.
   */
  readonly points?: boolean | undefined;
  /** Standard errors of the values: a bar that reaches so far up and down. */
  readonly errors?: ArrayLike<number | null> | undefined;
  /** The line goes on over values that are missing. */
  readonly joined?: boolean | undefined;
  /** Lower and upper edge of a band around the curve: percentiles, say. */
  readonly band?: readonly [ArrayLike<number>, ArrayLike<number>] | undefined;
  /** Numbers that the values are known by, on a canvas with marks. */
  readonly marks?: ArrayLike<number | undefined> | undefined;
}

export interface CurvePanel {
  readonly title: string;
  /** Unit of the vertical axis, such as "radians"; empty for pure numbers. */
  readonly unit?: string | undefined;
  /** Times of the values; by default those of the figure. */
  readonly ts?: ArrayLike<number> | undefined;
  /** What the horizontal axis is where that is no time; a panel that has it names its own axis. */
  readonly across?: string | undefined;
  readonly series: readonly Series[];
  /** Vertical range; by default that of the values, and 0 where near. */
  readonly domain?: readonly [number, number] | undefined;
  readonly log?: boolean | undefined;
  /** Only whole numbers on the vertical axis. */
  readonly whole?: boolean | undefined;
  /** Takes a row of its own. */
  readonly wide?: boolean | undefined;
  /** Ticks of the horizontal axis; by default round numbers. */
  readonly ticks?: readonly number[] | undefined;
  /** Height of the plot; by default that of its place. */
  readonly height?: number | undefined;
}

export interface CurvesOptions {
  readonly title: string;
  readonly subtitle?: string | undefined;
  readonly caption?: string | undefined;
  readonly ts: ArrayLike<number>;
  readonly panels: readonly CurvePanel[];
  readonly logTime?: boolean | undefined;
}

/**
 * Curves over time.
 *
 * @example curves({ title: 'Clusters', ts, panels: [{ title: 'Number of clusters', series: [{ name: '', values }] }] })
 */
export function curves({ title, subtitle = '', caption = '', ts, panels, logTime = false }: CurvesOptions): Figure {
  return figure({ title, subtitle, caption, blocks: [curvesBlock(panels, ts, logTime)] });
}

const COLUMN_GAP = 18;
const ROW_GAP = 12;
const TITLE = 24;
/** Above a panel without a title: half a number of the axis. */
const NO_TITLE = 8;
const HEIGHT = 104;
const WIDE_HEIGHT = 150;
const COLUMNS = 500;
const BAND_OPACITY = 0.16;
/** Curves of at most this many points show them. */
const DOTTED_UP_TO = 12;

export function curvesBlock(panels: readonly CurvePanel[], ts: ArrayLike<number>, logTime: boolean): Block {
  return (pen, width) => {
    const columns = width < 420 ? 1 : 2;
    const rows: CurvePanel[][] = [];
    for (const panel of panels) {
      const last = rows.at(-1);
      const alone = panel.wide || panels.length === 1;
      if (last && !alone && last.length < columns && !last[0].wide) last.push(panel);
      else rows.push([panel]);
    }
    const nodes: Node[] = [];
    let y = 0;
    for (const [r, row] of rows.entries()) {
      const wide = columns === 1 || row[0].wide || panels.length === 1;
      const panelWidth = wide ? width : (width - COLUMN_GAP) / 2;
      let height = 0;
      for (const [i, panel] of row.entries()) {
        // The lowest panel of a column tells what the axis is.
        const below = rows[r + 1];
        const lowest = below === undefined || (!wide && !below[0].wide && i >= below.length);
        const plotHeight = panel.height ?? (wide ? WIDE_HEIGHT : HEIGHT);
        const drawn = curvePanel(pen, panel, panel.ts ?? ts, logTime, panelWidth, plotHeight, lowest);
        nodes.push(
          pen.el('g', { transform: `translate(${i * (panelWidth + COLUMN_GAP)},${Math.round(y)})` }, drawn.node),
        );
        height = Math.max(height, drawn.height);
      }
      y += height + ROW_GAP;
    }
    return { node: pen.el('g', {}, ...nodes), height: panels.length === 0 ? 0 : y - ROW_GAP };
  };
}

function curvePanel(
  pen: Pen,
  panel: CurvePanel,
  ts: ArrayLike<number>,
  logTime: boolean,
  width: number,
  plotHeight: number,
  lowest: boolean,
): Drawn {
  const { el, palette } = pen;
  const { axis: whole, shown } = timeAxis(ts, logTime);
  const axis = panel.ticks && shown.length > 1 ? { ...whole, ticks: panel.ticks } : whole;
  const drawn = panel.series.map((series, i) => ({
    name: series.name,
    dashed: series.dashed ?? false,
    dotted: series.points ?? shown.length <= DOTTED_UP_TO,
    lined: !(series.points ?? false) && shown.length > 1,
    color: colourOf(series, i, palette),
    points: thinned(pointsOf(series, ts, shown, panel.log), axis),
    bars: shown.flatMap((at) => barOf(ts[at], series.values[at], series.errors?.[at], panel.log)),
  }));
  const banded = panel.series.flatMap(({ band = [] }) =>
    band.flatMap((edge) => shown.map((at) => plotted(edge[at], panel.log))),
  );
  const values = [...drawn.flatMap(({ points }) => points.map(([, value]) => value)), ...banded].filter(
    Number.isFinite,
  );
  const domain = panel.domain ?? rangeOf(values, panel.log ?? false);
  const right = 12 + largestOf([0, ...drawn.map(({ name }) => (name === '' ? 0 : textWidth(name, sizes.label)))]);
  const named = lowest || panel.across !== undefined;
  const bottom = named ? 38 : 22;
  const top = panel.title === '' && !panel.unit ? NO_TITLE : TITLE;
  const height = top + plotHeight + bottom;
  const bands = panel.series.flatMap(({ band, joined }, i) =>
    band
      ? [
          Plot.areaY(
            joined ? shown.filter((at) => Number.isFinite(band[0][at]) && Number.isFinite(band[1][at])) : shown,
            {
              x: (at: number) => ts[at],
              y1: (at: number) => (panel.log ? Math.max(band[0][at], domain[0]) : band[0][at]),
              y2: (at: number) => band[1][at],
              fill: drawn[i].color,
              fillOpacity: BAND_OPACITY,
            },
          ),
        ]
      : [],
  );
  const ink = drawn.flatMap(({ points, bars, color, dashed, dotted, lined }) => [
    ...(bars.length > 0
      ? [Plot.link(bars, { x1: '0', y1: '1', x2: '0', y2: '2', stroke: color, strokeWidth: 1.2 })]
      : []),
    ...(lined
      ? [
          Plot.line(points, {
            stroke: color,
            strokeWidth: 1.8,
            ...(dashed ? { strokeDasharray: '5 3' } : {}),
          }),
        ]
      : []),
    ...(dotted
      ? [
          Plot.dot(
            points.filter(([, value]) => Number.isFinite(value)),
            { fill: color, r: 2.4 },
          ),
        ]
      : []),
  ]);
  const graph = cartesian(pen, {
    width,
    height,
    margin: { top, right, bottom, left: 40 },
    x: axis,
    y: {
      domain,
      log: panel.log ?? false,
      ...(panel.whole && domain[1] - domain[0] <= 4 ? { ticks: wholeNumbers(domain) } : {}),
    },
    marks: [...bands, ...ink],
  });
  const nodes: Node[] = [graph.node, ...panelHeading(pen, panel)];
  for (const one of panel.series.flatMap((series) => marksOf(pen, series, ts, shown, graph, panel.log)))
    nodes.push(one);
  const paths = drawn.map(({ name, color, points }) => ({
    name,
    color,
    path: points.map(([t, value]) => [graph.x(t), Number.isFinite(value) ? graph.y(value) : NaN] as const),
  }));
  for (const one of endLabels(pen, paths, { left: 40, right: width - right, top, bottom: top + plotHeight }))
    nodes.push(one);
  if (values.length === 0) {
    nodes.push(
      pen.text('no values', width / 2, top + plotHeight / 2, {
        'text-anchor': 'middle',
        fill: palette.muted,
        ...halo(palette),
      }),
    );
  }
  if (named) {
    const label = panel.across ?? 'time t';
    nodes.push(pen.text(label, width - right, height - 4, { 'text-anchor': 'end', fill: palette.muted }));
  }
  return { node: el('g', { 'data-panel': panel.title }, ...nodes), height };
}

/** Larger than a dot, so that a ring around it is seen. */
const MARK = 5.5;

function marksOf(
  pen: Pen,
  { marks, values }: Series,
  ts: ArrayLike<number>,
  shown: readonly number[],
  graph: Pick<ReturnType<typeof cartesian>, 'x' | 'y'>,
  log = false,
): Node[] {
  if (marks === undefined) return [];
  return shown.flatMap((at) => {
    const value = plotted(values[at], log);
    const centre = { cx: graph.x(ts[at]), cy: graph.y(value), r: MARK };
    return Number.isFinite(value) ? pen.mark(marks[at], 'circle', centre) : [];
  });
}

function colourOf({ color, shade, hue }: Series, number: number, palette: Palette): string {
  if (shade !== undefined) return shadeAt(palette, shade);
  return color ? palette[color] : palette.series[(hue ?? number) % palette.series.length];
}

function pointsOf({ values, joined }: Series, ts: ArrayLike<number>, shown: readonly number[], log = false) {
  const points = shown.map((at): [number, number] => [ts[at], plotted(values[at], log)]);
  return joined ? points.filter(([, value]) => Number.isFinite(value)) : points;
}

/** Title of a panel, and the unit of its vertical axis after it. */
function panelHeading({ el, palette }: Pen, { title, unit = '' }: CurvePanel): Node[] {
  const aside = { dx: 6, fill: palette.muted, 'font-size': sizes.label, ...REGULAR };
  return [
    el(
      'text',
      { x: 0, y: 12, 'font-size': sizes.panel, fill: palette.ink, ...BOLD },
      title,
      ...(unit === '' ? [] : [el('tspan', aside, unit)]),
    ),
  ];
}

function plotted(value: number | null | undefined, log = false): number {
  return value === null || value === undefined || (log && value <= 0) ? NaN : value;
}

/** From value − error to value + error at t; nothing where there is no error, and not below what a log axis shows. */
function barOf(
  t: number,
  value: number | null | undefined,
  error: number | null | undefined,
  log = false,
): [number, number, number][] {
  const middle = plotted(value, log);
  if (!Number.isFinite(middle) || error === null || error === undefined) return [];
  return [[t, log && error >= middle ? middle : middle - error, middle + error]];
}

/**
 * Where samples are denser than the paper: the first, lowest, highest and last of each narrow column, which look the
 * same.
 */
function thinned(points: [number, number][], { domain: [from, to], log }: Axis): [number, number][] {
  if (points.length <= 4 * COLUMNS) return points;
  const place = (t: number) => (log ? Math.log(t / from) / Math.log(to / from) : (t - from) / (to - from));
  const columns = new Map<number, number[]>();
  for (const [i, [t]] of points.entries()) {
    const column = Math.floor(COLUMNS * place(t));
    const members = columns.get(column);
    if (members) members.push(i);
    else columns.set(column, [i]);
  }
  return [...columns.values()].flatMap((members) => {
    const lowest = members.reduce((a, b) => (points[b][1] < points[a][1] ? b : a));
    const highest = members.reduce((a, b) => (points[b][1] > points[a][1] ? b : a));
    const kept = new Set([members[0], lowest, highest, members[members.length - 1]]);
    return [...kept].sort((a, b) => a - b).map((i) => points[i]);
  });
}

/** From 0 where the values are of one sign and 0 is not far, else the values' own range with some room. */
function rangeOf(values: readonly number[], log: boolean): [number, number] {
  if (values.length === 0) return log ? [1, 10] : [0, 1];
  let low = values.reduce((a, b) => Math.min(a, b));
  const high = values.reduce((a, b) => Math.max(a, b));
  if (log) return low < high ? [low, high] : [low / 2, high * 2];
  if (low >= 0 && low < 0.7 * high) low = 0;
  if (isRounding([low, high])) return low === 0 ? [0, 1] : [Math.min(0, 1.2 * low), Math.max(0, 1.2 * high)];
  const room = 0.05 * (high - low);
  return [low === 0 ? 0 : low - room, high + room];
}

function wholeNumbers([from, to]: readonly [number, number]): number[] {
  const numbers: number[] = [];
  for (let i = Math.ceil(from); i <= to; i++) numbers.push(i);
  return numbers;
}
