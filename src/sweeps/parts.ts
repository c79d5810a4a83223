/** A sweep dealt out to computers that do not talk to each other. */

import { evenShare } from './spread.ts';

/** One of `of` parts, the first is 0. */
export interface Part {
  readonly part: number;
  readonly of: number;
}

/**
 * Which of so many parts the cell at a place of the plan belongs to. Of every `of` cells in a row each part has one, so
 * that parts differ by one cell at most; the rows are turned against each other, since else, with as many parts as the
 * first axis has values, each part would get a single value of it, and one of them all the dear cells.
 */
export function partAt(index: number, of: number): number {
  const row = Math.floor(index / of);
  return (index + Math.floor(evenShare(row) * of)) % of;
}
