/**
 * Panels with axes, by Observable Plot; its output is made plain SVG without style sheets, classes and long decimals.
 */
import * as Plot from '@observablehq/plot';
import { type Pen, rounded, sizes } from './pen.ts';
import { FONT, formatDistinct, formatNumber } from './text.ts';

export interface Axis {
  readonly domain: readonly [number, number];
  readonly log?: boolean;
  /** Ticks; by default round numbers. */
  readonly ticks?: readonly number[];
  readonly format?: (value: number) => string;
}

interface CartesianOptions {
  readonly width: number;
  readonly height: number;
  readonly margin: { readonly top: number; readonly right: number; readonly bottom: number; readonly left: number };
  readonly x: Axis;
  readonly y: Axis;
  /** Of Observable Plot, whose types stay within: they do not compile everywhere. */
  readonly marks?: readonly (object | null | undefined)[];
}

interface Cartesian {
  readonly node: SVGElement;
  readonly x: (value: number) => number;
  readonly y: (value: number) => number;
}

export function cartesian(pen: Pen, { width, height, margin, x, y, marks = [] }: CartesianOptions): Cartesian {
  const { document, palette } = pen;
  const across = ticksOf(x, Math.max(2, Math.round((width - margin.left - margin.right) / 60)));
  const up = ticksOf(y, Math.max(2, Math.round((height - margin.top - margin.bottom) / 34)));
  const svg = Plot.plot({
    document,
    width,
    height,
    marginTop: margin.top,
    marginRight: margin.right,
    marginBottom: margin.bottom,
    marginLeft: margin.left,
    x: { type: x.log ? 'log' : 'linear', domain: [...x.domain], axis: null },
    y: { type: y.log ? 'log' : 'linear', domain: [...y.domain], axis: null },
    marks: [
      Plot.gridY(up.values, { stroke: palette.rule, strokeOpacity: 1 }),
      Plot.axisX(across.values, {
        color: palette.muted,
        fontSize: sizes.label,
        label: null,
        tickSize: 4,
        text: (_: number, i: number) => across.texts[i],
      }),
      Plot.axisY(up.values, {
        color: palette.muted,
        fontSize: sizes.label,
        label: null,
        tickSize: 0,
        text: (_: number, i: number) => up.texts[i],
      }),
      ...(marks as readonly Plot.Markish[]),
    ],
  }) as SVGElement & Plot.Plot;
  const [scaleX, scaleY] = [svg.scale('x'), svg.scale('y')];
  tidy(svg, palette.muted);
  return {
    node: svg,
    x: (value) => scaleX?.apply(value) as number,
    y: (value) => scaleY?.apply(value) as number,
  };
}

/**
 * No style sheets (resvg reads few selectors), no classes, no current colour, no empty elements, no more than two
 * decimals.
 */
function tidy(svg: SVGElement, ink: string): void {
  for (const style of Array.from(svg.querySelectorAll('style'))) style.remove();
  svg.removeAttribute('class');
  svg.setAttribute('font-family', FONT);
  svg.setAttribute('font-size', String(sizes.label));
  svg.setAttribute('overflow', 'visible');
  svg.setAttribute('fill', ink);
  for (const element of Array.from(svg.querySelectorAll('*'))) {
    if (element.tagName.toLowerCase() === 'text' && element.textContent === '') {
      element.remove();
      continue;
    }
    for (const name of ['fill', 'stroke']) {
      if (element.getAttribute(name) === 'currentColor') element.setAttribute(name, ink);
    }
    for (const name of ['class', 'aria-hidden', 'aria-label', 'font-variant']) element.removeAttribute(name);
    for (const name of ['transform', 'd', 'x', 'y', 'x1', 'x2', 'y1', 'y2', 'cx', 'cy', 'width', 'height']) {
      const value = element.getAttribute(name);
      if (value !== null && value.length > 6) element.setAttribute(name, shortened(value));
    }
  }
}

function shortened(value: string): string {
  return value.replace(/-?\d+\.\d{3,}(?:e-?\d+)?/g, (number) => rounded(Number(number)));
}

function ticksOf(axis: Axis, count: number): { values: readonly number[]; texts: readonly string[] } {
  const values = axis.ticks ?? (axis.log ? logTicks(axis.domain, count) : linearTicks(axis.domain, count));
  const { format } = axis;
  return { values, texts: format ? values.map(format) : formatDistinct(values) };
}

/** Of numbers that have come about in some steps, relative. */
const ROUNDING = 1e-12;

/** Whether a domain is so narrow that there is nothing to tell apart within it. */
export function isRounding([from, to]: readonly [number, number]): boolean {
  return !(to - from > ROUNDING * Math.max(Math.abs(from), Math.abs(to)));
}

/**
 * Multiples of 1, 2 or 5 times a power of ten within the domain, about `count` of them, two at least: one alone tells
 * no scale.
 */
export function linearTicks([from, to]: readonly [number, number], count: number): number[] {
  const span = to - from;
  if (isRounding([from, to])) return [from];
  const power = 10 ** Math.floor(Math.log10(span / count));
  const steps = [10, 5, 2, 1].map((m) => m * power);
  const fewest = steps.findLastIndex((step) => span / step <= count + 0.5);
  for (const step of steps.slice(Math.max(0, fewest))) {
    const ticks: number[] = [];
    for (let i = Math.ceil(from / step - 1e-9); i * step <= to + 1e-9 * span; i++) {
      ticks.push(Number((i * step).toPrecision(12)));
    }
    if (ticks.length >= 2) return ticks;
  }
  return linearTicks([from, to], 2 * count);
}

/** Powers of ten within the domain, thinned to about `count`; with 2 and 5 between them where there are few. */
export function logTicks([from, to]: readonly [number, number], count: number): number[] {
  const low = Math.floor(Math.log10(from));
  const high = Math.ceil(Math.log10(to));
  const within = (values: number[]) => values.filter((v) => v >= from * (1 - 1e-9) && v <= to * (1 + 1e-9));
  const powers = Array.from({ length: high - low + 1 }, (_, i) => Number(`1e${low + i}`));
  const decades = within(powers);
  if (decades.length > count) {
    const stride = Math.ceil(decades.length / count);
    return decades.filter((_, i) => i % stride === 0);
  }
  const finer = within(powers.flatMap((p) => [p, 2 * p, 5 * p]));
  if (decades.length >= 3 || finer.length > 2 * count) return decades;
  return finer.length >= 2 ? finer : linearTicks([from, to], Math.min(3, count));
}

interface TimeAxis {
  readonly axis: Axis;
  /** Indices of the times that can be shown: a log axis leaves out t = 0. */
  readonly shown: readonly number[];
}

/** A time axis over the saved times; log where asked for and possible. */
export function timeAxis(ts: ArrayLike<number>, log: boolean): TimeAxis {
  const all = Array.from({ length: ts.length }, (_, i) => i);
  const positive = all.filter((i) => ts[i] > 0);
  const useLog = log && positive.length >= 2;
  const shown = useLog ? positive : all;
  const from = shown.length > 0 ? ts[shown[0]] : 0;
  const to = shown.length > 0 ? ts[shown[shown.length - 1]] : 1;
  if (to > from) return { axis: { domain: [from, to], log: useLog }, shown };
  // A single time: in the middle, and the only tick.
  const room = Math.max(0.5, Math.abs(from) / 2);
  return { axis: { domain: [from - room, from + room], ticks: [from], format: (t) => formatNumber(t) }, shown };
}
