/**
 * Which rows are computed together. Under the causal mask a block sees the tokens up to its own end, and goes down to
 * it by stairs: the later its sources, the fewer of its rows, so that of n² pairs little more than half is computed.
 * Blocks begin and end at the same tokens whatever n is, the last one filled up with zeros: every product has the same
 * extent for all n, and the first tokens keep their bits whatever follows.
 */
import { larger, smaller } from '../../numerics/elementary.ts';

/** Rows of a block: with fewer, sources are made ready for a product too often. */
const MOST_ROWS = 256;
const FEWEST_ROWS = 16;
/** Stairs of a block. */
const STAIRS = 4;

/** Sources from ≤ j < to and the rows of a block that see at least one of them, from `firstRow` on. */
interface Stair {
  readonly from: number;
  readonly to: number;
  readonly firstRow: number;
}

export interface RowRange {
  readonly first: number;
  /** A multiple of four, beyond the tokens in the last block. */
  readonly rows: number;
  /** Tokens that some row sees, or zeros behind them. */
  readonly sources: number;
  /** The first one has all rows. */
  readonly stairs: readonly Stair[];
}

/** The blocks of n tokens in order. */
export function rowBlocks(n: number, mask: 'causal' | 'full'): RowRange[] {
  const blocks: RowRange[] = [];
  for (let first = 0; first < n; first += blocks[blocks.length - 1].rows) {
    blocks.push(mask === 'causal' ? causalBlock(first) : fullBlock(first, n));
  }
  return blocks;
}

function fullBlock(first: number, n: number): RowRange {
  const rows = smaller(MOST_ROWS, 4 * Math.floor((n - first + 3) / 4));
  return { first, rows, sources: n, stairs: [{ from: 0, to: n, firstRow: 0 }] };
}

/** About half as many rows as come before: few tokens are then not filled up to many. */
function causalBlock(first: number): RowRange {
  let rows = FEWEST_ROWS;
  while (rows < MOST_ROWS && 4 * rows <= first) rows *= 2;
  const height = larger(FEWEST_ROWS, rows / STAIRS);
  const stairs: Stair[] = [];
  for (let row = 0; row < rows; row += height) {
    stairs.push({ from: row === 0 ? 0 : first + row, to: first + row + height, firstRow: row });
  }
  return { first, rows, sources: first + rows, stairs };
}
