/** The workspace of the blocked kernels in memory (class Workspace of assembly/blocked.ts). */
import { splitIdentity, transpose } from '../../numerics/matrix.ts';
import type { Plan, WebAssemblyMemory } from './memory.ts';
import type { PathSetting } from './path.ts';

/** As in assembly/blocked.ts. */
const ROWS = 32;
const TILE = 32;
const STATE = 96;

function roundUp(count: number, width: number): number {
  return width * Math.floor((count + width - 1) / width);
}

/**
 * Rows of `length` numbers into panels, coordinate by coordinate, 32 bytes each, `stride` bytes from panel to panel.
 */
function putPanels(array: Float64Array | Float32Array, rows: Float64Array, length: number, stride: number): void {
  const width = 32 / array.BYTES_PER_ELEMENT;
  rows.forEach((entry, at) => {
    const [row, i] = [Math.floor(at / length), at % length];
    array[(Math.floor(row / width) * stride) / array.BYTES_PER_ELEMENT + width * i + (row % width)] = entry;
  });
}

interface PlacedBlocked {
  readonly workspace: number;
  fill(memory: WebAssemblyMemory): void;
}

/** How a workspace is to be. */
interface BlockedOptions {
  /** Scores and sums by products, not by differences. */
  readonly byProducts: boolean;
  /** In singles. */
  readonly single: boolean;
}

export function placeBlocked(plan: Plan, { shape, attention }: PathSetting, options: BlockedOptions): PlacedBlocked {
  const { n, d } = shape;
  const m = attention.weights.length;
  const Numbers = options.single ? Float32Array : Float64Array;
  const width = 32 / Numbers.BYTES_PER_ELEMENT;
  const workspace = plan.place(64);
  const { rest: cross } = splitIdentity(attention.queryKey, d);
  const { rest } = splitIdentity(attention.value, d);
  // Room for d rounded up; 128 bytes more than a power of two, so that panels fall on different places in the cache.
  const stride = 32 * (roundUp(d, 4) + 4);
  const panels = (rows: number) => plan.place((stride * roundUp(rows, width)) / width);
  const at = {
    panels: panels(n),
    centers: panels(m),
    weights: plan.place(8 * roundUp(m, width)),
    cross: panels(cross ? d : 0),
    value: panels(rest ? d : 0),
    rest: panels(rest ? d : 0),
    queries: panels(cross ? ROWS : 0),
    sums: panels(ROWS),
    states: plan.place((STATE * ROWS) / width),
    scores: plan.place((32 * TILE * ROWS) / width),
    image: panels(2 * width),
  };
  const depth = options.byProducts ? roundUp(d, 4) : d;
  return {
    workspace,
    fill(memory) {
      new Uint32Array(memory.buffer, workspace).set([depth, stride, Number(options.byProducts), ...Object.values(at)]);
      const put = (address: number, rows: Float64Array) =>
        putPanels(new Numbers(memory.buffer, address), rows, d, stride);
      put(at.centers, attention.centers);
      new Numbers(memory.buffer, at.weights).set(attention.weights);
      if (cross) put(at.cross, transpose(cross, d));
      if (rest) put(at.value, attention.value);
      if (rest) put(at.rest, rest);
    },
  };
}
