/**
 * A subspace marked on the sphere: a line by crosses where it leaves the sphere, a plane by its dashed great circle.
 */
import type { LegendItem } from '../drawing/figure.ts';
import { coarse, type Pen } from '../drawing/pen.ts';
import { type See, type Seen, type TwoSides, twoSides } from './sphere-view.ts';

export type Guide =
  | { readonly kind: 'line'; readonly label: string; readonly direction: readonly number[] }
  | { readonly kind: 'plane'; readonly label: string; readonly axes: readonly [readonly number[], readonly number[]] };

const CROSS = 8;
const DASHES = '4 2.5';
const PIECES = 120;

export function guideMarks({ el, palette }: Pen, guide: Guide, see: See): { ahead: Node; behind: Node } {
  const paths = guide.kind === 'plane' ? twoSides([circleIn(guide.axes).map(see)]) : crosses(guide.direction, see);
  const ink = {
    fill: 'none',
    stroke: palette.frozen,
    'stroke-width': 1.3,
    'stroke-dasharray': guide.kind === 'plane' ? DASHES : undefined,
    'data-guide': guide.kind,
  };
  return {
    ahead: el('path', { d: paths.ahead, ...ink }),
    behind: el('path', { d: paths.behind, ...ink, 'stroke-opacity': 0.5 }),
  };
}

function circleIn([u, v]: readonly [readonly number[], readonly number[]]): number[][] {
  return Array.from({ length: PIECES + 1 }, (_, i) => {
    const angle = (2 * Math.PI * i) / PIECES;
    return u.map((entry, axis) => Math.cos(angle) * entry + Math.sin(angle) * v[axis]);
  });
}

function crosses(direction: readonly number[], see: See): TwoSides {
  const places = [direction, direction.map((entry) => -entry)].map(see);
  const path = (chosen: readonly Seen[]) => chosen.map(([x, y]) => cross(x, y, CROSS)).join('');
  return { ahead: path(places.filter(([, , z]) => z >= 0)), behind: path(places.filter(([, , z]) => z < 0)) };
}

function cross(x: number, y: number, arm: number): string {
  return `M${coarse(x - arm)},${coarse(y)}h${2 * arm}m-${arm},-${arm}v${2 * arm}`;
}

/** An entry for every label among the guides. */
export function guideLegend(guides: readonly Guide[]): LegendItem[] {
  const byLabel = new Map(guides.map((guide) => [guide.label, guide]));
  return [...byLabel.values()].map(({ kind, label }) => ({
    label,
    width: kind === 'plane' ? 22 : 12,
    symbol: ({ el, palette }, x, y) =>
      kind === 'plane'
        ? el('path', {
            d: `M${x - 11},${y}h22`,
            stroke: palette.frozen,
            'stroke-width': 1.4,
            'stroke-dasharray': DASHES,
          })
        : el('path', { d: cross(x, y, 5), stroke: palette.frozen, 'stroke-width': 1.4 }),
  }));
}
