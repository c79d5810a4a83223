/**
 * The kernels of the BLAS backend: what a library for matrices does not do. They share the memory of the kernels of
 * wasm/assembly/, whose constants lie below theirs.
 */
import { Block, finishBlock, weighBlock } from './block';
import { unitRowsOf } from './unit-rows';

/** to ← x/|x| for n rows of d numbers; returns how many of the first have the bits of the very first. */
export function unitRows(x: usize, n: i32, d: i32, to: usize): i32 {
  return unitRowsOf(x, n, d, to);
}

/** The scores of a block (class Block) into weights, and their sums. */
export function weigh(block: usize): void {
  weighBlock(changetype<Block>(block));
}

/** The velocities of a block's rows; the first `still` tokens stand still; `out` is the address of row 0. */
export function finish(block: usize, still: i32, out: usize): void {
  finishBlock(changetype<Block>(block), still, out);
}
