/** The local path: cells of tokens, and rows that sum the near ones (assembly/local.ts). */

import type { Shape } from '../../core/state.ts';
import type { AttentionFieldParameters } from '../../dynamics/attention-field.ts';
import { atan2, cos, larger, PI, sin, smaller } from '../../numerics/elementary.ts';
import { splitIdentity } from '../../numerics/matrix.ts';
import { UNIT_ROUNDOFF } from '../backend.ts';
import type { Costs } from './costs.ts';
import { triangleCuts } from './cuts.ts';
import { directBound } from './direct-bound.ts';
import { type Plan, putNumbers, type WebAssemblyMemory } from './memory.ts';
import type { PathDefinition, PathSetting, PlacedPath } from './path.ts';

/** Cells beyond this number cost more than they save. */
const MOST_CELLS = 4096;
/** Weights below e^{−50} are left for a second look: with 10⁴ tokens they rarely matter. */
const FIRST_REACH = 50;
/** Radius of a cell as a share of the reach: smaller cells waste less at their rims, larger ones are fewer. */
const RADIUS = 0.5;
/** On the circle and the sphere. Beyond, cells as small would each hold a single token. */
const LARGEST_RADIUS = 0.45;
/** As in assembly/local.ts. */
const MOST_NEIGHBORS = 128;
/** Bytes of the block of assembly/local.ts. */
const BLOCK = 128;

/** βb when scores fall with distance, or null. */
function sharpnessOf({ beta, queryKey, weights }: AttentionFieldParameters, d: number): number | null {
  const { scale, rest } = splitIdentity(queryKey, d);
  return rest === null && beta * scale > 0 && weights.length === 0 ? beta * scale : null;
}

/** R with cos R = 1 − T/(βb), at most π. */
function reachOf(sharpness: number): number {
  const square = FIRST_REACH / (2 * sharpness); // sin²(R/2)
  return square >= 1 ? PI : 2 * atan2(Math.sqrt(square), Math.sqrt(1 - square));
}

function cellRadius(sharpness: number, d: number): number {
  return smaller(RADIUS * reachOf(sharpness), d <= 3 ? LARGEST_RADIUS : PI / 2);
}

function place(plan: Plan, setting: PathSetting): PlacedPath {
  const { attention } = setting;
  const { n, d } = setting.shape;
  const sharpness = sharpnessOf(attention, d) as number;
  const most = smaller(n, MOST_CELLS);
  const stride = 8 * (most + 2);
  const sortedStride = 8 * (n + 3 * (most + 1) + 8);
  const block = plan.place(BLOCK);
  const addresses = {
    centers: plan.place(d * stride),
    counts: plan.place(4 * (most + 1)),
    starts: plan.place(4 * (most + 1)),
    cellOf: plan.place(4 * n),
    known: plan.place(4 * n),
    sorted: plan.place(d * sortedStride),
    sortedStride,
    used: 0,
    neighbors: plan.place(2 * MOST_NEIGHBORS * most),
    neighborCounts: plan.place(4 * most),
  };
  const radius = cellRadius(sharpness, d);
  return {
    fill(memory: WebAssemblyMemory) {
      const view = new DataView(memory.buffer, block);
      view.setInt32(0, most, true);
      view.setInt32(4, stride, true);
      putNumbers(memory, block + 8, [sharpness, cos(radius), sin(radius), FIRST_REACH]);
      Object.values(addresses).forEach((address, i) => void view.setUint32(40 + 4 * i, address, true));
      const neighborhood = reachOf(sharpness) + 2 * radius;
      view.setFloat64(80, neighborhood >= PI ? -2 : cos(neighborhood) - 1e-12, true);
    },
    kernel: 'local',
    block,
    report: () => ({ errorBound: directBound(setting, UNIT_ROUNDOFF), directRows: 0 }), // cells add 2^−53 of a row
  };
}

export const local: PathDefinition = {
  name: 'local',
  refusal: (attention, { d }: Shape) =>
    sharpnessOf(attention, d) === null
      ? 'it is for scores that fall with distance: QᵀK a multiple b of the identity, βb > 0, no frozen centers'
      : null,
  leastBound: () => 0,
  cost(attention, { d }, costs) {
    const sharpness = sharpnessOf(attention, d) as number;
    const { share, cells } = localModel(sharpness, d);
    const pair = pairCost(d, costs);
    // Twice over the cells: to find a token's own, and to find those near it.
    return (k) => costs.localRow + 2 * costs.cellCoordinate * d * smaller(k, cells) + share * pair * k;
  },
  cuts: triangleCuts,
  place,
};

/** For uniform tokens: the share of them that a row sums, and the cells when all are found. */
function localModel(sharpness: number, d: number): { readonly share: number; readonly cells: number } {
  const radius = cellRadius(sharpness, d);
  return {
    share: capShare(smaller(PI, reachOf(sharpness) + radius), d),
    cells: smaller(MOST_CELLS, 1 / larger(1e-9, capShare(radius, d))),
  };
}

function pairCost(d: number, costs: Costs): number {
  if (d > 3) return d * costs.cellPairCoordinate;
  return costs.cellPair * (d === 2 ? costs.pairCircle : costs.pairSphere);
}

/** Nearly the share of S^{d−1} within the angle R of a point: (sin(R/2))^{d−1}, exact for d = 3. */
function capShare(angle: number, d: number): number {
  let share = 1;
  for (let i = 1; i < d; i++) share *= sin(angle / 2);
  return share;
}
