/** What the figures mark among the tokens: Rényi centers, the first token, frozen centers. */
import type { CenterIndices } from '../../analysis/parked.ts';
import { type CenterMeasurement, centersOf } from '../../analysis/renyi-centers.ts';
import type { Recording } from '../../core/recording.ts';
import type { Shape, State } from '../../core/state.ts';
import { unitRows } from '../../numerics/points.ts';
import type { Problem } from '../../simulation/problem.ts';
import type { LegendItem } from '../drawing/figure.ts';
import { halo, type Pen, rounded } from '../drawing/pen.ts';
import { BOLD } from '../drawing/text.ts';

export type Rank = 'strong' | 'ordinary' | 'frozen';

/** A marked place: a token, which moves, or a direction, which does not. */
export interface Landmark {
  readonly rank: Rank;
  /** Index of the token (from 0); null for a frozen direction. */
  readonly token: number | null;
  readonly place: Float64Array | null;
}

export interface Landmarks {
  readonly list: readonly Landmark[];
  /** Whether the first token is marked. */
  readonly first: boolean;
}

/**
 * Rényi centers of the initial tokens; with frozen centers those instead, and under full attention, which knows no
 * order, neither centers nor a first token. Of tokens that no known equation moved, what was measured.
 *
 * @param measured the centers, where they were measured
 */
export function landmarksOf(
  { shape, initial, problem }: Pick<Recording, 'shape' | 'initial'> & { readonly problem?: Problem | undefined },
  delta: number,
  measured?: CenterMeasurement,
): Landmarks {
  if (!problem) return measured ? { list: marked(measured), first: true } : { list: [], first: false };
  const { dynamics } = problem;
  const parameters: { readonly mask: unknown; readonly centers?: unknown } = dynamics.parameters;
  if (dynamics.kind === 'frozen-centers') {
    const rows = unitRows(parameters.centers as readonly number[][], 'centers');
    const list = Array.from(
      { length: rows.n },
      (_, j): Landmark => ({
        rank: 'frozen',
        token: null,
        place: rows.x.slice(j * rows.d, (j + 1) * rows.d),
      }),
    );
    return { list, first: false };
  }
  if (parameters.mask === 'full') return { list: [], first: false };
  const centers = measured?.delta === delta ? measured : centersOf(initial, shape, delta);
  return { list: marked(centers), first: true };
}

/** Strong centers first, each kind in token order. */
export function centerLandmarks(initial: State, shape: Shape, delta: number): Landmark[] {
  return marked(centersOf(initial, shape, delta));
}

function marked({ renyi, strong }: CenterIndices): Landmark[] {
  const isStrong = new Set(strong);
  const ordinary = renyi.filter((k) => !isStrong.has(k));
  return [
    ...strong.map((token): Landmark => ({ rank: 'strong', token, place: null })),
    ...ordinary.map((token): Landmark => ({ rank: 'ordinary', token, place: null })),
  ];
}

/** Where a landmark is among the tokens x. */
export function placeOf({ token, place }: Landmark, x: State, d: number): Float64Array {
  return token === null ? place! : x.subarray(token * d, (token + 1) * d);
}

/**
 * A strong center is a diamond, an ordinary one a square, a frozen one a cross: shape tells them apart, not colour
 * alone.
 */
export function landmarkSymbol({ el, palette }: Pen, rank: Rank, x: number, y: number, size: number): SVGElement {
  const rim = { stroke: palette.background, 'stroke-width': 1, 'data-mark': rank };
  if (rank === 'strong') {
    const r = rounded(size);
    const path = `M${rounded(x)},${rounded(y - size)}l${r},${r}l-${r},${r}l-${r},-${r}z`;
    return el('path', { d: path, fill: palette.strong, ...rim });
  }
  if (rank === 'ordinary') {
    const side = 1.36 * size;
    return el('rect', { x: x - side / 2, y: y - side / 2, width: side, height: side, fill: palette.ordinary, ...rim });
  }
  const r = rounded(0.8 * size);
  const twice = rounded(1.6 * size);
  const corner = `${rounded(x - 0.8 * size)},${rounded(y - 0.8 * size)}`;
  const path = `M${corner}l${twice},${twice}m0,-${twice}l-${twice},${twice}`;
  return el('path', {
    d: path,
    fill: 'none',
    stroke: palette.frozen,
    'stroke-width': rounded(Math.max(1.5, +r / 2)),
    'data-mark': rank,
  });
}

export const SYMBOL = 4.6;

/** The ring around the first token. */
export function firstRing({ el, palette }: Pen, x: number, y: number, size: number): SVGElement {
  return el('circle', {
    cx: x,
    cy: y,
    r: size + 3,
    fill: 'none',
    stroke: palette.ink,
    'stroke-width': 1.2,
    'data-mark': 'first',
  });
}

export function firstLabel(pen: Pen, x: number, y: number, anchor = 'middle'): SVGElement {
  return pen.text('x₁', x, y + 4, { 'text-anchor': anchor, ...BOLD, ...halo(pen.palette) });
}

const NAMES: Readonly<Record<Rank, string>> = {
  strong: 'strong Rényi center',
  ordinary: 'other Rényi center',
  frozen: 'frozen center',
};

/** Legend entries for the kinds that are there, with how many of them. */
export function landmarkLegend({ list, first }: Landmarks): LegendItem[] {
  const items: LegendItem[] = [];
  for (const rank of ['strong', 'ordinary', 'frozen'] as const) {
    const count = list.filter((landmark) => landmark.rank === rank).length;
    if (count === 0) continue;
    items.push({
      label: `${NAMES[rank]}${count === 1 ? '' : 's'} (${count})`,
      width: 2 * SYMBOL,
      symbol: (pen, x, y) => landmarkSymbol(pen, rank, x, y, SYMBOL),
    });
  }
  if (first) {
    items.push({
      label: 'first token x₁',
      width: 2 * SYMBOL + 6,
      symbol: (pen, x, y) => pen.el('g', {}, landmarkSymbol(pen, 'strong', x, y, SYMBOL), firstRing(pen, x, y, SYMBOL)),
    });
  }
  return items;
}
