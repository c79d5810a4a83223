/** The local path: cells of tokens, and rows that sum the near ones (assembly/local.ts). */
import { cos, larger, PI, sin, smaller } from '../../core/elementary.ts';
import type { Shape } from '../../core/state.ts';
import type { AttentionFieldParameters } from '../../dynamics/attention-field.ts';
import { splitIdentity } from '../../dynamics/matrix.ts';
import { triangleCuts } from './cuts.ts';
import { directPairCost } from './direct.ts';
import { directBound } from './direct-bound.ts';
import { type Plan, putNumbers, type WebAssemblyMemory } from './memory.ts';
import type { PathDefinition, PathSetting, PlacedPath } from './path.ts';

/** Cells beyond this number cost more than they save. */
const MOST_CELLS = 4096;
/** Weights below e^{−45} are left for a second look: with 10³ tokens near by, they rarely matter. */
const FIRST_REACH = 45;
/** Radius of a cell as a share of the reach: smaller cells waste less at their rims, larger ones are fewer. */
const RADIUS = 0.2;
const UNIT_ROUNDOFF = 1.1102230246251565e-16;
/** Bytes of the block of assembly/local.ts. */
const BLOCK = 96;

/** βb when scores fall with distance, or null. */
function sharpnessOf({ beta, queryKey, weights }: AttentionFieldParameters, d: number): number | null {
  const { scale, rest } = splitIdentity(queryKey, d);
  return rest === null && beta * scale > 0 && weights.length === 0 ? beta * scale : null;
}

/** An angle that cos R = 1 − T/(βb) does not exceed: R ≤ (π/2) √(T/(2βb)) · √2 … π. */
function reachOf(sharpness: number): number {
  // 1 − cos R = 2 sin²(R/2) and sin(R/2) ≥ R/π on [0, π].
  return smaller(PI, PI * Math.sqrt(FIRST_REACH / (2 * sharpness)));
}

function cellRadius(sharpness: number): number {
  return RADIUS * reachOf(sharpness);
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
  };
  const radius = cellRadius(sharpness);
  return {
    fill(memory: WebAssemblyMemory) {
      const view = new DataView(memory.buffer, block);
      view.setInt32(0, most, true);
      view.setInt32(4, stride, true);
      putNumbers(memory, block + 8, [sharpness, cos(radius), sin(radius), FIRST_REACH]);
      Object.values(addresses).forEach((address, i) => void view.setUint32(40 + 4 * i, address, true));
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
    const share = capShare(smaller(PI, reachOf(sharpness) + cellRadius(sharpness)), d);
    const cells = smaller(MOST_CELLS, 1 / larger(1e-9, capShare(cellRadius(sharpness), d)));
    const pair = directPairCost(d, costs) * costs.cellPair;
    // Twice over the cells: to find a token's own, and to find those near it.
    return (k) => costs.localRow + 2 * costs.cellCoordinate * d * smaller(k, cells) + share * pair * k;
  },
  cuts: triangleCuts,
  place,
};

/** Nearly the share of S^{d−1} within the angle R of a point: (sin(R/2))^{d−1}, exact for d = 3. */
function capShare(angle: number, d: number): number {
  let share = 1;
  for (let i = 1; i < d; i++) share *= sin(angle / 2);
  return share;
}
