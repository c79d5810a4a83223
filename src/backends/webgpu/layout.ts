/**
 * Where everything of a problem lies in the one buffer of its device, in numbers of single precision from its
 * beginning.
 */
import type { Shape } from '../../core/state.ts';

/** Sources that are summed together; their sums are then added in order. Rows are padded to a multiple of it. */
export const CHUNK = 256;
/**
 * Numbers that partial sums may take, 16 MiB: a round of them then keeps any device busy, and for milliseconds, not
 * seconds.
 */
export const PARTIAL_NUMBERS = 4_194_304;

/** All of it lies by coordinate: number i of row k is at address + i·stride + k. */
export interface Layout {
  /** The stride of everything but sources: rows, padded. */
  readonly rows: number;
  /** The stride of sources: padded tokens, then padded centers. */
  readonly stride: number;
  readonly sources: number;
  /** Weights a_j, one a source. */
  readonly weights: number;
  /** Cᵀx_k. */
  readonly query: number;
  /** Σ_j w_j (x_j − x_k), Σ_j w_j, largest score: d + 2 numbers a row, over the chunks done so far. */
  readonly sums: number;
  /** The same for each chunk of a round. */
  readonly partials: number;
  /** Cᵀ and W, row-major d×d. */
  readonly cross: number;
  readonly rest: number;
  readonly slots: readonly number[];
  /** Chunks in all, and as many as are summed at a time. */
  readonly chunks: number;
  readonly round: number;
  readonly end: number;
}

/** What a layout depends on besides the shape. */
interface Needs {
  /** Frozen centers. */
  readonly m: number;
  readonly slots: number;
  readonly cross: boolean;
  readonly rest: boolean;
  /** Most numbers that partial sums may take; no bit of a result depends on it. */
  readonly partialNumbers: number;
}

export function layoutOf({ n, d }: Shape, { m, slots, cross, rest, partialNumbers }: Needs): Layout {
  let end = 0;
  const place = (numbers: number): number => {
    const address = end;
    end += numbers;
    return address;
  };
  const rows = padded(n);
  const stride = rows + padded(m);
  const chunks = stride / CHUNK;
  const perRow = (d + 2) * rows;
  const fitting = Math.floor(partialNumbers / perRow);
  const round = fitting < 1 ? 1 : fitting < chunks ? fitting : chunks;
  const matrix = 4 * Math.floor((d * d + 3) / 4);
  const placed = {
    sources: place(d * stride),
    weights: place(stride),
    query: place(cross ? d * rows : 0),
    sums: place(perRow),
    partials: place(round * perRow),
    cross: place(cross ? matrix : 0),
    rest: place(rest ? matrix : 0),
    slots: Array.from({ length: slots }, () => place(d * rows)),
  };
  return { rows, stride, chunks, round, ...placed, end };
}

function padded(count: number): number {
  return CHUNK * Math.floor((count + CHUNK - 1) / CHUNK);
}
