/** How often a count came out, with numbers marked on its axis: a predicted mean beside a measured one. */
import * as Plot from '@observablehq/plot';
import { largestOf, smallestOf } from '../../numerics/extremes.ts';
import { cartesian, linearTicks } from '../drawing/cartesian.ts';
import { type Block, type Figure, figure, type LegendItem, legend } from '../drawing/figure.ts';
import type { Palette } from '../drawing/palette.ts';
import { type Pen, sizes } from '../drawing/pen.ts';

export interface Mark {
  readonly name: string;
  readonly value: number;
  readonly color: keyof Omit<Palette, 'series'>;
  readonly dashed?: boolean | undefined;
}

export interface CountHistogramOptions {
  readonly title: string;
  readonly subtitle?: string | undefined;
  readonly caption?: string | undefined;
  /** What is counted, the name of the horizontal axis. */
  readonly across: string;
  /** Whole numbers, one a draw. */
  readonly counts: readonly number[];
  readonly marks: readonly Mark[];
}

const HEIGHT = 190;
const MARGIN = { top: 8, right: 8, bottom: 38, left: 40 } as const;
/** More counts than this apart share bars. */
const MOST_BARS = 60;
const LEGEND_WIDTH = 18;

/**
 * Bars over the counts that occur, a vertical line for every mark.
 *
 * @example countHistogram({ title: 'Centers', across: 'centers', counts, marks: [{ name: 'mean', value, color: 'strong'
 *   }] })
 */
export function countHistogram({ title, subtitle = '', caption = '', ...shown }: CountHistogramOptions): Figure {
  return figure({ title, subtitle, caption, blocks: [legend(shown.marks.map(legendItem)), barsBlock(shown)] });
}

function barsBlock({ across, counts, marks }: Pick<CountHistogramOptions, 'across' | 'counts' | 'marks'>): Block {
  return (pen, width) => {
    const { el, text, palette } = pen;
    const bars = barsOf(counts);
    const ends = [...bars.flatMap(({ from, to }) => [from, to]), ...marks.map(({ value }) => value)];
    const domain = [smallestOf(ends), largestOf(ends)] as const;
    const graph = cartesian(pen, {
      width,
      height: HEIGHT,
      margin: MARGIN,
      x: { domain, ticks: linearTicks(domain, width / 60).filter(Number.isInteger) },
      y: { domain: [0, largestOf([1, ...bars.map(({ draws }) => draws)])] },
      marks: [
        Plot.rectY(bars, {
          x1: 'from',
          x2: 'to',
          y1: 0,
          y2: 'draws',
          fill: palette.token,
          fillOpacity: 0.75,
          inset: 0.5,
        }),
      ],
    });
    const lines = marks.map(({ value, color, dashed }) =>
      el('path', {
        d: `M${graph.x(value).toFixed(2)},${MARGIN.top}V${HEIGHT - MARGIN.bottom}`,
        ...stroke(pen, color, dashed),
        'data-mark': color,
      }),
    );
    const label = { 'text-anchor': 'end', fill: palette.muted, 'font-size': sizes.label };
    return {
      node: el('g', {}, graph.node, ...lines, text(across, width - MARGIN.right, HEIGHT - 4, label)),
      height: HEIGHT,
    };
  };
}

interface Bar {
  readonly from: number;
  readonly to: number;
  readonly draws: number;
}

/** A bar a whole number, or a few of them: [k − ½, k + ½] for k alone. */
function barsOf(counts: readonly number[]): Bar[] {
  if (counts.length === 0) return [];
  const low = counts.reduce((a, b) => Math.min(a, b));
  const high = counts.reduce((a, b) => Math.max(a, b));
  const step = Math.ceil((high - low + 1) / MOST_BARS);
  const draws = new Array<number>(Math.ceil((high - low + 1) / step)).fill(0);
  for (const count of counts) draws[Math.floor((count - low) / step)]++;
  return draws.map((many, i) => ({ from: low + i * step - 0.5, to: low + (i + 1) * step - 0.5, draws: many }));
}

function stroke({ palette }: Pen, color: Mark['color'], dashed = false) {
  return { stroke: palette[color], 'stroke-width': 2, ...(dashed ? { 'stroke-dasharray': '5 3' } : {}) };
}

function legendItem({ name, color, dashed }: Mark): LegendItem {
  return {
    label: name,
    width: LEGEND_WIDTH,
    symbol: (pen, x, y) =>
      pen.el('path', {
        d: `M${x - LEGEND_WIDTH / 2},${y}h${LEGEND_WIDTH}`,
        ...stroke(pen, color, dashed),
      }),
  };
}
