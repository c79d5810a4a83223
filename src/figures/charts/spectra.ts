/**
 * Eigenvalues in the complex plane, a panel each matrix, λ_max marked: is it real, and on which side of the imaginary
 * axis?
 */
import { largestOf, smallestOf } from '../../numerics/extremes.ts';
import type { Spectrum } from '../../theory/leading-eigenvalue.ts';
import { type Block, type Figure, figure, grid, type LegendItem, legend } from '../drawing/figure.ts';
import { panelTitle } from '../drawing/panel-title.ts';
import { type Pen, sizes } from '../drawing/pen.ts';
import { balanced, formatNumber, shortened } from '../drawing/text.ts';
import { lambdaInWords, table1InWords } from './spectrum-words.ts';

export interface SpectrumPanel {
  readonly title: string;
  readonly spectrum: Omit<Spectrum, 'members'>;
  /** Radius of a circle around 0 to compare with: that of the circular law. */
  readonly circle?: number | undefined;
}

export interface SpectraOptions {
  readonly title: string;
  readonly subtitle?: string | undefined;
  readonly caption?: string | undefined;
  readonly panels: readonly SpectrumPanel[];
}

const LARGEST_PANEL = 200;
const TITLE = 22;
const MARGIN = 8;
const TICKS = 16;
/** One scale for all panels, unless the largest would make the smallest this many times smaller than its panel. */
const MOST_APART = 6;
const DOT = 1.7;
const LEADING = 3.4;
const LINE_HEIGHT = 1.3;
/** More panels than this are not drawn. */
const MOST_PANELS = 48;

export function spectraFigure({ title, subtitle = '', caption = '', panels }: SpectraOptions): Figure {
  const shown = panels.slice(0, MOST_PANELS);
  const left = panels.length > shown.length ? ` The first ${shown.length} of ${panels.length} are drawn.` : '';
  const scale = haveOneScale(shown) ? 'All panels have the same scale.' : 'Every panel has its own scale.';
  return figure({
    title,
    subtitle,
    caption: `${caption === '' ? '' : `${caption} `}Dots are eigenvalues in the complex plane, real parts across, imaginary parts up. λ is the one with the largest real part; below stands where tokens end by Table 1 of arXiv:2411.04990. The left half-plane is shaded. ${scale}${left}`,
    blocks: spectraBlocks(shown),
  });
}

/** A legend, then a panel each. */
function spectraBlocks(panels: readonly SpectrumPanel[]): Block[] {
  const common = haveOneScale(panels) ? largestOf(panels.map(reachOf)) : null;
  return [
    legend(legendItems(panels)),
    grid(panels.length, LARGEST_PANEL, (pen, i, size) => {
      const below = wordsBelow(pen, panels[i], size);
      const top = TITLE + size - 2 * MARGIN + TICKS;
      return {
        node: pen.el(
          'g',
          { 'data-panel': panels[i].title },
          panelTitle(pen, nameIn(panels[i].title, size), '', size),
          pen.el(
            'g',
            { transform: `translate(${MARGIN},${TITLE})` },
            ...plane(pen, panels[i], common ?? reachOf(panels[i]), size - 2 * MARGIN),
          ),
          pen.el('g', { transform: `translate(0,${top})` }, below.node),
        ),
        height: top + below.height,
      };
    }),
  ];
}

/** The end of a name that is too long: names of files differ there. */
function nameIn(title: string, size: number): string {
  return shortened(title, sizes.panel, size, { bold: true, keep: 'end' });
}

/** How far a panel's contents are from 0, along an axis. */
function reachOf({ spectrum: { re, im }, circle = 0 }: SpectrumPanel): number {
  let most = circle;
  for (let i = 0; i < re.length; i++) most = Math.max(most, Math.abs(re[i]), Math.abs(im[i]));
  return most > 0 ? 1.1 * most : 1;
}

function haveOneScale(panels: readonly SpectrumPanel[]): boolean {
  const reaches = panels.map(reachOf);
  return largestOf(reaches) <= MOST_APART * smallestOf(reaches);
}

/** A square of `size`, from −reach to reach both ways. */
function plane({ el, text, palette }: Pen, { spectrum, circle }: SpectrumPanel, reach: number, size: number): Node[] {
  const half = size / 2;
  const unit = half / reach;
  const { re, im, leading } = spectrum;
  const at = (i: number) => ({ cx: half + unit * re[i], cy: half - unit * im[i] });
  const all = Array.from(re.keys());
  // Of those that cannot be told apart from it, the ones with its imaginary part.
  const first = all.reduce((a, b) => (re[b] > re[a] ? b : a));
  const marked = all.filter((i) => re[i] === re[first] && Math.abs(im[i]) === Math.abs(im[first]));
  const tick = roundBelow(reach);
  const rule = { stroke: palette.rule, 'stroke-width': 0.8 };
  const ticks = [-tick, 0, tick].flatMap((value) => {
    const x = half + unit * value;
    return [
      el('path', { d: `M${x.toFixed(2)},${size}v3`, ...rule }),
      text(formatNumber(value), x, size + 13, { 'text-anchor': 'middle', fill: palette.muted }),
    ];
  });
  return [
    el('rect', { width: size, height: size, fill: palette.background, ...rule }),
    el('rect', { width: half, height: size, fill: palette.rule, 'fill-opacity': 0.4 }),
    el('path', { d: `M0,${half.toFixed(2)}h${size}`, ...rule }),
    el('path', { d: `M${half.toFixed(2)},0v${size}`, stroke: palette.muted, 'stroke-width': 1 }),
    ...(circle
      ? [
          el('circle', {
            cx: half,
            cy: half,
            r: unit * circle,
            fill: 'none',
            stroke: palette.frozen,
            'stroke-width': 1,
            'stroke-dasharray': '4 2.5',
            'data-mark': 'circle',
          }),
        ]
      : []),
    ...ticks,
    el(
      'g',
      { fill: palette.token, 'fill-opacity': 0.8 },
      ...all.map((i) => el('circle', { ...at(i), r: DOT, 'data-eigenvalue': i })),
    ),
    el(
      'g',
      { fill: palette.strong, stroke: palette.background, 'stroke-width': 0.8 },
      ...marked.map((i) => el('circle', { ...at(i), r: LEADING, 'data-mark': 'leading', 'data-sign': leading.sign })),
    ),
  ];
}

/** 1, 2 or 5 times a power of ten, at most `reach`. */
function roundBelow(reach: number): number {
  const power = 10 ** Math.floor(Math.log10(reach));
  return ([5, 2].find((m) => m * power <= reach) ?? 1) * power;
}

function wordsBelow({ el, palette }: Pen, { spectrum: { leading, re } }: SpectrumPanel, size: number) {
  const { finalConfiguration } = table1InWords(leading, re.length);
  const step = sizes.label * LINE_HEIGHT;
  const lines = [
    ...balanced(`λ = ${lambdaInWords(leading)}`, sizes.label, size - 8).map((line) => ({ line, fill: palette.ink })),
    ...balanced(finalConfiguration, sizes.label, size - 8).map((line) => ({ line, fill: palette.muted })),
  ];
  const node = el(
    'g',
    { 'text-anchor': 'middle', 'font-size': sizes.label },
    ...lines.map(({ line, fill }, i) => el('text', { x: size / 2, y: sizes.label + i * step, fill }, line)),
  );
  return { node, height: lines.length * step };
}

function legendItems(panels: readonly SpectrumPanel[]): LegendItem[] {
  const dot =
    (r: number, color: 'token' | 'strong'): LegendItem['symbol'] =>
    ({ el, palette }, cx, cy) =>
      el('circle', { cx, cy, r, fill: palette[color] });
  const items: LegendItem[] = [
    { label: 'eigenvalue', width: 2 * DOT, symbol: dot(DOT, 'token') },
    { label: 'λ', width: 2 * LEADING, symbol: dot(LEADING, 'strong') },
  ];
  const circle = panels.find((panel) => panel.circle !== undefined)?.circle;
  if (circle !== undefined) {
    items.push({
      label: `circle of radius ${formatNumber(circle)}`,
      width: 22,
      symbol: ({ el, palette }, x, y) =>
        el('path', {
          d: `M${x - 11},${y}h22`,
          stroke: palette.frozen,
          'stroke-width': 1.2,
          'stroke-dasharray': '4 2.5',
        }),
    });
  }
  return items;
}
