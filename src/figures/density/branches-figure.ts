/** A bifurcation diagram: how strong the order of stationary densities is against κ or β, solid where it is stable. */
import * as Plot from '@observablehq/plot';
import type { Along, Branch, BranchPoint } from '../../density/index.ts';
import { largestOf, smallestOf } from '../../numerics/extremes.ts';
import { cartesian } from '../drawing/cartesian.ts';
import { type Block, type Figure, figure, type LegendItem, legend } from '../drawing/figure.ts';
import { type Pen, sizes } from '../drawing/pen.ts';
import { BOLD } from '../drawing/text.ts';

const HEIGHT = 300;
const MARGIN = { top: 24, right: 20, bottom: 38, left: 44 } as const;
const DOT = 3.4;

export interface BranchesWords {
  readonly subtitle: string;
  readonly along: Along;
  /** Of the harmonics that leave, one for each branch; its coefficient is drawn. */
  readonly degrees: readonly number[];
  readonly d: 2 | 3;
  /** What is to be seen. */
  readonly says: string;
}

export function branchesFigure(branches: readonly Branch[], words: BranchesWords): Figure {
  return figure({
    title: 'Stationary densities of infinitely many tokens',
    subtitle: words.subtitle,
    caption: words.says,
    blocks: [legend(items(branches)), diagram(branches, words)],
  });
}

function line(dash: string | undefined) {
  return (pen: Pen, x: number, y: number) =>
    pen.el('line', {
      x1: x - 11,
      x2: x + 11,
      y1: y,
      y2: y,
      stroke: pen.palette.strong,
      'stroke-width': 2,
      'stroke-dasharray': dash,
    });
}

function items(branches: readonly Branch[]): LegendItem[] {
  const dot = (label: string, hollow: boolean): LegendItem => ({
    label,
    width: 10,
    symbol: ({ el, palette }, cx, cy) =>
      el('circle', { cx, cy, r: DOT, fill: hollow ? palette.background : palette.ink, stroke: palette.ink }),
  });
  return [
    { label: 'stable', width: 22, symbol: line(undefined) },
    { label: 'unstable', width: 22, symbol: line('5 3') },
    dot('leaves the uniform density', false),
    ...(branches.some(({ folds }) => folds.length > 0) ? [dot('fold', true)] : []),
  ];
}

function diagram(branches: readonly Branch[], { along, degrees, d }: BranchesWords): Block {
  return (pen, width) => {
    const { palette, el, text } = pen;
    const at = ({ attention }: BranchPoint) => attention[along];
    const order = ({ coefficients }: BranchPoint, i: number) => coefficients[degrees[i] - 1];
    const all = branches.flatMap(({ points }) => points);
    const xs = all.map(at);
    const first = smallestOf(branches.map(({ threshold }) => threshold));
    const from = Math.min(smallestOf(xs), first);
    const to = largestOf(xs);
    const room = 0.05 * (to - from);
    const low = Math.min(0, smallestOf(branches.flatMap(({ points }, i) => points.map((point) => order(point, i)))));
    const domain = [Math.max(0, from - 4 * room), to] as const;
    const uniform = [
      {
        points: [
          [domain[0], 0],
          [first, 0],
        ],
        stable: true,
      },
      {
        points: [
          [first, 0],
          [to, 0],
        ],
        stable: false,
      },
    ];
    const pieces = branches.flatMap((branch, i) =>
      piecesOf(branch).map(({ points, stable }) => ({
        points: points.map((point) => [at(point), order(point, i)]),
        stable,
      })),
    );
    const graph = cartesian(pen, {
      width,
      height: HEIGHT,
      margin: MARGIN,
      x: { domain },
      y: { domain: [low < 0 ? -1 : 0, 1] },
      marks: [...uniform, ...pieces].map(({ points, stable }) =>
        Plot.line(points as [number, number][], {
          stroke: palette.strong,
          strokeWidth: 2,
          ...(stable ? {} : { strokeDasharray: '5 3' }),
        }),
      ),
    });
    const dots = branches.flatMap(({ threshold, folds }, i) => [
      el('circle', { cx: graph.x(threshold), cy: graph.y(0), r: DOT, fill: palette.ink, stroke: palette.ink }),
      ...folds.map((fold) =>
        el('circle', {
          cx: graph.x(at(fold)),
          cy: graph.y(order(fold, i)),
          r: DOT,
          fill: palette.background,
          stroke: palette.ink,
        }),
      ),
    ]);
    const k = degrees.length > 1 ? 'k' : String(degrees[0]);
    const name = d === 2 ? `E cos ${k === '1' ? '' : k}θ` : `E P${subscript(k)}`;
    const heading = degrees.length > 1 ? `${name}, k the degree that leaves` : name;
    return {
      node: el(
        'g',
        { 'data-panel': 'branches' },
        graph.node,
        ...dots,
        text(heading, 0, 12, { 'font-size': sizes.panel, fill: palette.ink, ...BOLD }),
        text(along === 'kappa' ? 'κ: the larger, the weaker the noise' : 'β', width - MARGIN.right, HEIGHT - 4, {
          'text-anchor': 'end',
          fill: palette.muted,
        }),
      ),
      height: HEIGHT,
    };
  };
}

function subscript(k: string): string {
  return k === 'k' ? 'ₖ' : [...k].map((digit) => '₀₁₂₃₄₅₆₇₈₉'[Number(digit)]).join('');
}

/** Stretches that are all stable or all unstable, each beginning where the one before ends. */
function piecesOf({ points }: Branch): { points: BranchPoint[]; stable: boolean }[] {
  const pieces: { points: BranchPoint[]; stable: boolean }[] = [];
  for (const point of points) {
    const stable = point.spectrum.unstable === 0;
    const last = pieces.at(-1);
    last?.points.push(point);
    if (last?.stable !== stable) pieces.push({ points: [point], stable });
  }
  return pieces;
}
