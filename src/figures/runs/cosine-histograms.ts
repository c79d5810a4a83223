/** How the cosines of all pairs of tokens are spread, at a few times. */

import * as Plot from '@observablehq/plot';
import { COSINE_BINS, meanCosine } from '../../analysis/cosine.ts';
import { cosineHistogram, sampledPairs } from '../../analysis/cosine-histogram.ts';
import { shapeAt, tokensAt } from '../../core/recording.ts';
import { cartesian } from '../drawing/cartesian.ts';
import { type Block, type Figure, figure, grid } from '../drawing/figure.ts';
import { panelTitle } from '../drawing/panel-title.ts';
import type { Pen } from '../drawing/pen.ts';
import { formatDistinct, formatNumber } from '../drawing/text.ts';
import { defineFigure } from './definition.ts';
import { chosenTimes, type Drawable, describe, requireTokens, type SnapshotOptions, sceneOf } from './scene.ts';

const LARGEST_PANEL = 290;
const HEIGHT = 96;
const MARGIN = { top: 26, right: 8, bottom: 22, left: 34 } as const;

export function cosineCaption({ measurements: { cosine }, trajectory }: Drawable): string {
  const words =
    'Share of the pairs of tokens in each of 40 bins of their cosine; every panel has its own vertical scale. The line marks the mean; 1 is a single cluster.';
  const pairs = cosine ? cosine.sample?.pairs : sampledPairs(trajectory.shape);
  if (pairs === undefined) return words;
  // Of a share p the standard error is √(p(1 − p)/pairs), largest for p = 1/2.
  return `${words} They were counted among a sample of ${formatNumber(pairs)} pairs; the standard error of a share is at most ${formatNumber(0.5 / Math.sqrt(pairs))}.`;
}

export const cosines = defineFigure({
  name: 'cosines',
  title: 'histograms of the cosines between tokens at a few times',
  supports: () => true,
  takes: ['times', 'panels'],
  make: cosineHistograms,
});

export function cosineHistograms(result: Drawable, options: SnapshotOptions = {}): Figure {
  return figure({
    title: options.title ?? 'Cosines between tokens',
    subtitle: describe(sceneOf(result)),
    caption: cosineCaption(result),
    blocks: cosineBlocks(result, options),
  });
}

export function cosineBlocks(result: Drawable, options: SnapshotOptions): Block[] {
  const { ts } = result.trajectory;
  const indices = chosenTimes(sceneOf(result), options);
  const times = formatDistinct(indices.map((i) => ts[i]));
  return [
    grid(indices.length, LARGEST_PANEL, (pen, i, size) => ({
      node: histogramPanel(pen, result, indices[i], `t = ${times[i]}`, size),
      height: MARGIN.top + HEIGHT + MARGIN.bottom,
    })),
  ];
}

/** Counts and mean as measured along the run, or from the stored tokens. */
function cosinesAt(result: Drawable, index: number): { counts: readonly number[]; mean: number } {
  const measured = result.measurements.cosine;
  if (measured) return { counts: measured.histogram[index], mean: measured.mean[index] };
  const scene = sceneOf(result);
  requireTokens(scene, 'cosines');
  const x = tokensAt(scene, index);
  const shape = shapeAt(scene, index);
  return { counts: cosineHistogram(x, shape, COSINE_BINS).counts, mean: meanCosine(x, shape) };
}

function histogramPanel(pen: Pen, result: Drawable, index: number, time: string, width: number): Node {
  const { el, palette, text } = pen;
  const { counts, mean } = cosinesAt(result, index);
  const pairs = counts.reduce((sum, count) => sum + count, 0);
  const shares = counts.map((count) => (pairs > 0 ? count / pairs : 0));
  const largest = shares.reduce((a, b) => Math.max(a, b), 0);
  const bars = shares.flatMap((share, i) =>
    share > 0 ? [{ from: -1 + (2 * i) / counts.length, to: -1 + (2 * (i + 1)) / counts.length, share }] : [],
  );
  const graph = cartesian(pen, {
    width,
    height: MARGIN.top + HEIGHT + MARGIN.bottom,
    margin: MARGIN,
    x: { domain: [-1, 1], ticks: [-1, 0, 1] },
    y: { domain: [0, largest > 0 ? largest * 1.04 : 1] },
    marks: [
      Plot.rectY(bars, { x1: 'from', x2: 'to', y: 'share', fill: palette.token, insetLeft: 0.4, insetRight: 0.4 }),
    ],
  });
  const nodes: Node[] = [graph.node];
  if (pairs > 0) {
    const x = graph.x(Math.max(-1, Math.min(1, mean)));
    const [top, bottom] = [MARGIN.top, MARGIN.top + HEIGHT];
    nodes.push(
      el('path', { d: `M${x},${top}V${bottom}`, stroke: palette.strong, 'stroke-width': 1.5, 'data-mark': 'mean' }),
    );
  } else {
    nodes.push(text('no pairs', width / 2, MARGIN.top + HEIGHT / 2, { 'text-anchor': 'middle', fill: palette.muted }));
  }
  nodes.push(text('cosine', graph.x(0.5), MARGIN.top + HEIGHT + 17, { 'text-anchor': 'middle', fill: palette.muted }));
  nodes.push(
    panelTitle(
      pen,
      time,
      pairs > 0 ? `mean ${(Math.round(100 * mean) / 100 + 0).toFixed(2).replace('-', '−')}` : '',
      width,
    ),
  );
  return el('g', { 'data-panel': time }, ...nodes);
}
