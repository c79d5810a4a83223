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

/** Rows of `width` numbers into panels of four, coordinate by coordinate, `depth` coordinates deep. */
function putPanels(memory: WebAssemblyMemory, address: number, rows: Float64Array, width: number, depth: number): void {
  const panels = new Float64Array(fours(rows.length / width) * depth);
  rows.forEach((entry, at) => {
    const [row, i] = [Math.floor(at / width), at % width];
    panels[Math.floor(row / 4) * 4 * depth + 4 * i + (row % 4)] = entry;
  });
  putNumbers(memory, address, panels);
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
  const matrix = 8 * fours(d) * depth;
  const at = {
    panels: plan.place(8 * fours(n) * depth),
    centers: plan.place(8 * fours(m) * depth),
    weights: plan.place(8 * fours(m)),
    cross: plan.place(cross ? matrix : 0),
    value: plan.place(rest ? matrix : 0),
    rest: plan.place(rest ? matrix : 0),
    queries: plan.place(cross ? 8 * ROWS * (depth + 4) : 0),
    sums: plan.place(8 * ROWS * depth),
    states: plan.place((STATE * ROWS) / 4),
    scores: plan.place(32 * TILE),
    image: plan.place(64 * (depth + 4)),
  };
  return {
    workspace,
    fill(memory) {
      new Uint32Array(memory.buffer, workspace).set([depth, Number(byProducts), ...Object.values(at)]);
      putPanels(memory, at.centers, attention.centers, d, depth);
      putNumbers(memory, at.weights, attention.weights);
      if (cross) putPanels(memory, at.cross, transpose(cross, d), d, depth);
      if (rest) putPanels(memory, at.value, attention.value, d, depth);
      if (rest) putPanels(memory, at.rest, rest, d, depth);
    },
  };
}
