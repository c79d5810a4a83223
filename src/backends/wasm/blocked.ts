/** The workspace of the blocked kernels in memory (class Workspace of assembly/blocked.ts). */
import { splitIdentity, transpose } from '../../dynamics/matrix.ts';
import { type Plan, putNumbers, type WebAssemblyMemory } from './memory.ts';
import type { PathSetting } from './path.ts';

/** As in assembly/blocked.ts. */
const ROWS = 32;
const TILE = 32;
const STATE = 96;

function fours(count: number): number {
  return 4 * Math.floor((count + 3) / 4);
}

/** Rows of `width` numbers into panels of four, coordinate by coordinate, `stride` bytes apart. */
function putPanels(
  memory: WebAssemblyMemory,
  address: number,
  rows: Float64Array,
  width: number,
  stride: number,
): void {
  const panels = new Float64Array(memory.buffer, address);
  rows.forEach((entry, at) => {
    const [row, i] = [Math.floor(at / width), at % width];
    panels[(Math.floor(row / 4) * stride) / 8 + 4 * i + (row % 4)] = entry;
  });
}

export interface PlacedBlocked {
  readonly workspace: number;
  fill(memory: WebAssemblyMemory): void;
}

export function placeBlocked(plan: Plan, { shape, attention }: PathSetting, byProducts: boolean): PlacedBlocked {
  const { n, d } = shape;
  const m = attention.weights.length;
  const depth = byProducts ? fours(d) : d;
  const workspace = plan.place(64);
  const { rest: cross } = splitIdentity(attention.queryKey, d);
  const { rest } = splitIdentity(attention.value, d);
  // Room for d rounded up; 128 bytes more than a power of two, so that panels fall on different places in the cache.
  const stride = 32 * (fours(d) + 4);
  const panels = (rows: number) => plan.place((stride * fours(rows)) / 4);
  const at = {
    panels: panels(n),
    centers: panels(m),
    weights: plan.place(8 * fours(m)),
    cross: panels(cross ? d : 0),
    value: panels(rest ? d : 0),
    rest: panels(rest ? d : 0),
    queries: panels(cross ? ROWS : 0),
    sums: panels(ROWS),
    states: plan.place((STATE * ROWS) / 4),
    scores: plan.place(8 * ROWS * TILE),
    image: panels(8),
  };
  return {
    workspace,
    fill(memory) {
      new Uint32Array(memory.buffer, workspace).set([depth, stride, Number(byProducts), ...Object.values(at)]);
      putPanels(memory, at.centers, attention.centers, d, stride);
      putNumbers(memory, at.weights, attention.weights);
      if (cross) putPanels(memory, at.cross, transpose(cross, d), d, stride);
      if (rest) putPanels(memory, at.value, attention.value, d, stride);
      if (rest) putPanels(memory, at.rest, rest, d, stride);
    },
  };
}
