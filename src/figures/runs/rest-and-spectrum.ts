/** Tokens at rest beside the eigenvalues of the Jacobian there: what it looks like, and what is stable. */

import type { Shape, State } from '../../core/state.ts';
import type { Equilibrium } from '../../equilibria/find-equilibrium.ts';
import type { Eigenvalue } from '../../equilibria/spectrum.ts';
import { cartesian } from '../drawing/cartesian.ts';
import { type Block, type Drawn, type Figure, figure, grid, type LegendItem, legend } from '../drawing/figure.ts';
import { gather } from '../drawing/gather.ts';
import { panelTitle } from '../drawing/panel-title.ts';
import { type Box, coarse, halo, overlaps, type Pen, sizes } from '../drawing/pen.ts';
import { textWidth } from '../drawing/text.ts';
import { BACK_OPACITY, BACK_SIZE, facing, graticule, seeing, viewFrom } from './sphere-view.ts';

interface RestFigure {
  readonly title: string;
  readonly subtitle: string;
  readonly caption: string;
}

const LARGEST_PANEL = 280;
const MARGIN = { top: 26, right: 14, bottom: 24, left: 40 } as const;
/** Eigenvalues closer than this on paper, in layout units, share a dot with their number. */
const SAME_DOT = 3;
const DOT = 3.2;
const LARGEST_DOT = 11;

/** The tokens are drawn where they lie on the circle or the sphere. */
export function restFigure({ x, spectrum }: Equilibrium, shape: Shape, words: RestFigure): Figure {
  const { eigenvalues } = spectrum;
  const panels: ((pen: Pen, size: number) => Drawn)[] = [
    ...(shape.d === 2 || shape.d === 3 ? [(pen: Pen, size: number) => tokenPanel(pen, x, shape, size)] : []),
    (pen, size) => spectrumPanel(pen, eigenvalues, size),
  ];
  return figure({
    ...words,
    blocks: [legendOf(eigenvalues), grid(panels.length, LARGEST_PANEL, (pen, i, size) => panels[i](pen, size))],
  });
}

/** A dot a place, its area by its tokens, with their number where there are several. */
function tokenPanel(pen: Pen, x: State, shape: Shape, size: number): Drawn {
  const { el, text, palette } = pen;
  const radius = (size - MARGIN.top - MARGIN.bottom) / 2 - LARGEST_DOT;
  const [cx, cy] = [size / 2, MARGIN.top + radius + LARGEST_DOT];
  const see = shape.d === 3 ? seeing(viewFrom(facing(x)), cx, cy, radius) : null;
  const dots = gather(x, shape, SAME_DOT / radius).map(({ place, tokens }) => {
    const [px, py, depth] = see ? see(place) : [cx + radius * place[0], cy - radius * place[1], 1];
    return { px, py, behind: depth < 0, tokens, place };
  });
  const radiusOf = (tokens: number) =>
    Math.min(LARGEST_DOT, DOT * Math.sqrt(Math.min(tokens, 4) + Math.log2(Math.max(1, tokens / 4))));
  const line = { fill: 'none', stroke: palette.rule };
  const lines = see ? graticule(see) : null;
  const drawn = [...dots].sort((a, b) => Number(b.behind) - Number(a.behind));
  const node = el(
    'g',
    { 'data-panel': 'tokens' },
    panelTitle(pen, 'Tokens', '', size),
    ...(lines ? [el('path', { d: lines.behind, ...line, 'stroke-width': 0.5, 'stroke-opacity': 0.55 })] : []),
    ...(lines ? [el('path', { d: lines.ahead, ...line, 'stroke-width': 0.8 })] : []),
    el('circle', { cx, cy, r: radius, ...line, 'stroke-width': 1.2 }),
    ...drawn.map(({ px, py, behind, tokens }) =>
      el('circle', {
        ...{ cx: coarse(px), cy: coarse(py), r: coarse(radiusOf(tokens) * (behind ? BACK_SIZE : 1)) },
        ...{ fill: palette.token, 'fill-opacity': behind ? BACK_OPACITY : 0.85, 'data-tokens': tokens },
      }),
    ),
    ...drawn.flatMap(({ px, py, tokens }) => {
      if (tokens === 1) return [];
      const out = Math.hypot(px - cx, py - cy) / radius || 1;
      const away = (radiusOf(tokens) + 9) / (radius * out);
      return [
        text(String(tokens), px + (cx - px) * away, py + (cy - py) * away + 4, {
          ...{ 'text-anchor': 'middle', fill: palette.muted },
          ...halo(palette),
        }),
      ];
    }),
  );
  return { node, height: size };
}

/** The complex plane, the half with negative real parts shaded; as far from 0 both ways as the eigenvalues are. */
function spectrumPanel(pen: Pen, eigenvalues: readonly Eigenvalue[], size: number): Drawn {
  const { el, palette } = pen;
  const [left, right, up] = reaches(eigenvalues);
  const graph = cartesian(pen, {
    ...{ width: size, height: size, margin: MARGIN },
    ...{ x: { domain: [left, right] as const }, y: { domain: [-up, up] as const } },
  });
  const dots = gathered(eigenvalues, graph.x, graph.y);
  const [from, top, bottom] = [graph.x(left), graph.y(up), graph.y(-up)];
  const node = el(
    'g',
    { 'data-panel': 'spectrum' },
    panelTitle(pen, 'Eigenvalues', '', size),
    el('rect', {
      x: from,
      y: top,
      width: graph.x(0) - from,
      height: bottom - top,
      fill: palette.rule,
      'fill-opacity': 0.35,
    }),
    graph.node,
    el('path', {
      d: `M${coarse(graph.x(0))},${coarse(top)}V${coarse(bottom)}`,
      stroke: palette.muted,
      'stroke-width': 1,
    }),
    ...dots.map(({ at, one, count }) =>
      el('circle', { cx: coarse(at[0]), cy: coarse(at[1]), ...lookOf(pen, one), 'data-eigenvalues': count }),
    ),
    ...numbersOf(pen, dots),
  );
  return { node, height: size };
}

/** How many eigenvalues a dot is, above it, where that covers no other number. */
function numbersOf({ text, palette }: Pen, dots: readonly EigenvalueDot[]): Node[] {
  const placed: Box[] = [];
  return dots.flatMap(({ at: [x, y], count }) => {
    const half = textWidth(String(count), sizes.label) / 2;
    const box = { left: x - half - 1, right: x + half + 1, top: y - 18, bottom: y - 6 };
    if (count === 1 || placed.some((other) => overlaps(box, other))) return [];
    placed.push(box);
    return [text(String(count), x, y - 8, { 'text-anchor': 'middle', fill: palette.muted, ...halo(palette) })];
  });
}

/** Real parts from and to, and how far imaginary parts go. */
function reaches(eigenvalues: readonly Eigenvalue[]): [left: number, right: number, up: number] {
  let [left, right, up] = [0, 0, 0];
  for (const { re, im } of eigenvalues) {
    left = Math.min(left, re);
    right = Math.max(right, re);
    up = Math.max(up, Math.abs(im));
  }
  const width = right - left || 1;
  return [left - 0.1 * width, Math.max(right + 0.1 * width, 0.25 * width), Math.max(1.15 * up, 0.3 * width)];
}

interface EigenvalueDot {
  readonly at: readonly [number, number];
  readonly one: Eigenvalue;
  count: number;
}

function gathered(all: readonly Eigenvalue[], x: (v: number) => number, y: (v: number) => number): EigenvalueDot[] {
  const dots: EigenvalueDot[] = [];
  for (const one of all) {
    const at = [x(one.re), y(one.im)] as const;
    const near = dots.find(
      (dot) => kindOf(dot.one) === kindOf(one) && Math.hypot(dot.at[0] - at[0], dot.at[1] - at[1]) < SAME_DOT,
    );
    if (near) near.count++;
    else dots.push({ at, one, count: 1 });
  }
  // What decides lies on top.
  const order: readonly DotKind[] = ['neutral', 'shrinks', 'undecided', 'grows'];
  return dots.sort((a, b) => order.indexOf(kindOf(a.one)) - order.indexOf(kindOf(b.one)));
}

type DotKind = 'shrinks' | 'grows' | 'neutral' | 'undecided';

function kindOf({ re, neutral, sure }: Eigenvalue): DotKind {
  if (neutral !== null) return 'neutral';
  if (!sure) return 'undecided';
  return re > 0 ? 'grows' : 'shrinks';
}

function lookOf({ palette }: Pen, one: Eigenvalue) {
  const colours = { shrinks: palette.token, grows: palette.strong, neutral: palette.muted, undecided: palette.frozen };
  const kind = kindOf(one);
  const open = kind === 'neutral' || kind === 'undecided';
  return {
    r: kind === 'neutral' ? DOT + 2 : DOT,
    fill: open ? palette.background : colours[kind],
    stroke: colours[kind],
    'stroke-width': open ? 1.6 : 0.8,
  };
}

const LABELS: Readonly<Record<DotKind, string>> = {
  grows: 'disturbance grows',
  shrinks: 'disturbance shrinks',
  neutral: 'neutral',
  undecided: 'undecided',
};

function legendOf(eigenvalues: readonly Eigenvalue[]): Block {
  const items = (['grows', 'shrinks', 'neutral', 'undecided'] as const).flatMap((kind): LegendItem[] => {
    const one = eigenvalues.find((candidate) => kindOf(candidate) === kind);
    if (one === undefined) return [];
    return [
      {
        label: LABELS[kind],
        width: 2 * DOT + 4,
        symbol: (pen, cx, cy) => pen.el('circle', { cx, cy, ...lookOf(pen, one) }),
      },
    ];
  });
  return legend(items);
}
