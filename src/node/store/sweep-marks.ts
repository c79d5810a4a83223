/** Which cells of a plan have ended, two bits a cell. */
import { markOfLine } from './sweep-rows.ts';

export interface SweepCounts {
  readonly ended: number;
  readonly failed: number;
}

export const OPEN = 0;
const COMPLETED = 1;
/** Ended without a completed run. */
export const FAILED = 2;

export interface Marks {
  /** OPEN, COMPLETED or FAILED. */
  of(index: number): number;
  set(index: number, completed: boolean): void;
  /** Kept up to date. */
  readonly counts: SweepCounts;
}

export function marksFor(length: number): Marks {
  const all = new Uint8Array(Math.ceil(length / 4));
  const counts = { ended: 0, failed: 0 };
  const of = (index: number) => (all[index >> 2] >> (2 * (index & 3))) & 3;
  return {
    of,
    counts,
    set(index, completed) {
      const before = of(index);
      const after = completed ? COMPLETED : FAILED;
      all[index >> 2] ^= (before ^ after) << (2 * (index & 3));
      counts.ended += before === OPEN ? 1 : 0;
      counts.failed += (after === FAILED ? 1 : 0) - (before === FAILED ? 1 : 0);
    },
  };
}

/** Of lines of cells: the last of a cell counts. */
export function marksOf(lines: Iterable<string>, length: number): Marks {
  const marks = marksFor(length);
  for (const line of lines) {
    const { index, completed } = markOfLine(line);
    if (index >= 0 && index < length) marks.set(index, completed);
  }
  return marks;
}

/** The places of which something holds, ascending. */
export function placesWhere(length: number, holds: (index: number) => boolean): Uint32Array {
  let count = 0;
  for (let index = 0; index < length; index++) if (holds(index)) count++;
  const places = new Uint32Array(count);
  for (let index = 0, at = 0; at < count; index++) if (holds(index)) places[at++] = index;
  return places;
}
