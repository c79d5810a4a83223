/** The parking process: numbers of centers over the number of tokens, and where the centers of one run are. */
import * as Plot from '@observablehq/plot';
import { counted } from '../../core/counted.ts';
import { largestOf } from '../../numerics/extremes.ts';
import { unpredicted } from '../../parking/predictions.ts';
import type { Estimate, Saturation } from '../../parking/saturation.ts';
import { cartesian } from '../drawing/cartesian.ts';
import { apart } from '../drawing/end-labels.ts';
import { type Block, type Figure, figure, type LegendItem, legend } from '../drawing/figure.ts';
import { type Pen, sizes } from '../drawing/pen.ts';
import { BOLD, formatNumber, textWidth } from '../drawing/text.ts';
import { sphereName } from '../runs/scene.ts';
import { parkedCircle } from './parked-circle.ts';
import { type ParkedCenters, parkedColour } from './parked-scene.ts';
import { parkedSphere } from './parked-sphere.ts';

const TOP = 24;
const PLOT = 210;
const BOTTOM = 38;
const DOT = 2.2;

/**
 * @param centers those of the run that is drawn; on the circle and the sphere only
 * @param seed of that run
 */
export function parkingFigure(result: Saturation, centers: ParkedCenters, seed: number): Figure {
  const { dimension, delta, ns, runs } = result;
  const where = sphereName({ n: 0, d: dimension });
  const picture =
    dimension === 2 ? parkedCircle(delta, centers) : dimension === 3 ? parkedSphere(delta, centers) : null;
  const tokens = formatNumber(ns[ns.length - 1], 6);
  const seeds = runs.length === 1 ? `seed ${seed}` : `seeds ${seed} to ${seed + runs.length - 1}`;
  return figure({
    title: 'Tokens that park: Rényi centers of random tokens',
    subtitle: `${tokens} tokens on ${where}, δ = ${formatNumber(delta)}, ${counted(runs.length, 'run')}, ${seeds}`,
    caption: [caption(result), ...(picture ? [picture.says(seed)] : [])].join(' '),
    blocks: [legend(legendItems(result)), saturationBlock(result), ...(picture ? [legend(PARKED), picture.block] : [])],
  });
}

function caption({ runs, renyi, strong, dimension, delta }: Saturation): string {
  const where = sphereName({ n: 0, d: dimension });
  const missing = unpredicted(delta, dimension);
  const bars =
    runs.length > 1
      ? 'Dots are means over the runs, bars are one standard error where that can be seen.'
      : 'Dots are the counts of the only run.';
  const predicted =
    strong[0].predicted === null
      ? ''
      : ` Lines are expected numbers, (1\u00a0−\u00a0(1\u00a0−\u00a0p)ⁿ)/p for strong centers, p being the share of ${where} within δ of a point.`;
  const asymptote =
    renyi[0].predicted?.kind === 'asymptote'
      ? ' Dashed: the asymptote of random sequential adsorption, for δ → 0 and n → ∞.'
      : strong[0].predicted !== null && missing !== null
        ? ` Without a line: ${missing}.`
        : '';
  return `A token is a Rényi center if it is farther than δ, an angle in radians, from all centers before it, and a strong one if it is farther than δ from all tokens before it. ${bars}${predicted}${asymptote}`;
}

const KINDS = [
  { key: 'renyi', name: 'Rényi centers', color: 'ordinary' },
  { key: 'strong', name: 'strong ones', color: 'strong' },
] as const;

const PARKED = [true, false].map(
  (strong): LegendItem => ({
    label: strong ? 'around a strong Rényi center' : 'around another Rényi center',
    width: 12,
    symbol: (pen, x, y) =>
      pen.el('rect', { x: x - 6, y: y - 6, width: 12, height: 12, rx: 2, fill: parkedColour(pen, strong) }),
  }),
);

function legendItems({ runs, renyi, strong }: Saturation): LegendItem[] {
  const line = (dash?: string) => (pen: Pen, x: number, y: number) =>
    pen.el('line', {
      x1: x - 11,
      x2: x + 11,
      y1: y,
      y2: y,
      stroke: pen.palette.muted,
      'stroke-width': 1.8,
      'stroke-dasharray': dash,
    });
  const dot: LegendItem = {
    label: runs.length > 1 ? `mean of ${runs.length} runs` : 'counted',
    width: 8,
    symbol: ({ el, palette }, cx, cy) => el('circle', { cx, cy, r: DOT + 0.4, fill: palette.muted }),
  };
  const kinds = new Set([renyi, strong].map(([{ predicted }]) => predicted?.kind));
  return [
    dot,
    ...(kinds.has('exact') ? [{ label: 'expected', width: 22, symbol: line() }] : []),
    ...(kinds.has('asymptote') ? [{ label: 'asymptote, δ → 0, n → ∞', width: 22, symbol: line('5 3') }] : []),
  ];
}

function saturationBlock(result: Saturation): Block {
  return (pen, width) => {
    const { palette } = pen;
    const { ns } = result;
    const last = ns.length - 1;
    const right = 12 + largestOf(KINDS.map(({ name }) => textWidth(name, sizes.label)));
    const values = KINDS.flatMap(({ key }) =>
      result[key].flatMap(({ mean, predicted }) => [mean, predicted?.value ?? 0]),
    );
    const graph = cartesian(pen, {
      width,
      height: TOP + PLOT + BOTTOM,
      margin: { top: TOP, right, bottom: BOTTOM, left: 52 },
      x: { domain: [1, Math.max(2, ns[last])], log: true },
      y: { domain: [0, 1.05 * largestOf(values)] },
      marks: KINDS.flatMap(({ key, color }) => marks(ns, result[key], palette[color])),
    });
    const heading = pen.text('Number of centers', 0, 12, { 'font-size': sizes.panel, ...BOLD });
    const names = apart(
      KINDS.map(({ key, name, color }) => ({ name, color, y: graph.y(result[key][last].mean) })),
      TOP,
      TOP + PLOT,
    );
    return {
      node: pen.el(
        'g',
        { 'data-panel': 'Number of centers' },
        graph.node,
        heading,
        ...names.map(({ name, color, y }) => pen.text(name, width - right + 7, y + 4, { fill: palette[color] })),
        pen.text('number of tokens n', width - right, TOP + PLOT + BOTTOM - 4, {
          'text-anchor': 'end',
          fill: palette.muted,
        }),
      ),
      height: TOP + PLOT + BOTTOM,
    };
  };
}

/** Dots with bars of one standard error, and the prediction as a line. */
function marks(ns: readonly number[], estimates: readonly Estimate[], stroke: string): Plot.Markish[] {
  const line = ns.flatMap((n, i): [number, number][] => {
    const { predicted } = estimates[i];
    return predicted ? [[n, predicted.value]] : [];
  });
  const dashed = estimates[0].predicted?.kind === 'asymptote' ? { strokeDasharray: '5 3' } : {};
  const bars = ns.flatMap((n, i) => {
    const { mean, standardError } = estimates[i];
    return standardError ? [{ n, low: mean - standardError, high: mean + standardError }] : [];
  });
  return [
    Plot.line(line, { stroke, strokeWidth: 1.4, strokeOpacity: 0.7, ...dashed }),
    Plot.ruleX(bars, { x: 'n', y1: 'low', y2: 'high', stroke, strokeWidth: 1.2 }),
    Plot.dot(
      ns.map((n, i): [number, number] => [n, estimates[i].mean]),
      { fill: stroke, r: DOT },
    ),
  ];
}
