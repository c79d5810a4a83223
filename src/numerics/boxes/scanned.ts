/**
 * Points of spheres of high dimension, where boxes are of no use: all are looked at, by their first coordinates to
 * begin with.
 */
import { squaredChordUpTo } from '../sphere.ts';
import type { Points } from './points.ts';

/** Coordinates that are looked at first; they lie together, so that a scan reads little memory. */
const FIRST = 4;
const FEWEST = 64;

/**
 * @param d entries of a row, at least 4
 * @param limit the reach as a squared chord
 */
export function scannedPoints(d: number, limit: number): Points {
  let rows = new Float64Array(FEWEST * d);
  let firsts = new Float64Array(FEWEST * FIRST);
  let there = new Uint8Array(FEWEST);
  let size = 0;

  function add(row: Float64Array): void {
    if (size === there.length) {
      rows = enlarged(rows, new Float64Array(2 * rows.length));
      firsts = enlarged(firsts, new Float64Array(2 * firsts.length));
      there = enlarged(there, new Uint8Array(2 * size));
    }
    rows.set(row, size * d);
    for (let i = 0; i < FIRST; i++) firsts[size * FIRST + i] = row[i];
    there[size++] = 1;
  }

  /**
   * The first point from `from` on that is within reach, or −1. Not "≤": a row that is not finite is within reach of
   * all.
   */
  function next(row: Float64Array, from: number): number {
    for (let point = from; point < size; point++) {
      const a = row[0] - firsts[FIRST * point];
      const b = row[1] - firsts[FIRST * point + 1];
      const c = row[2] - firsts[FIRST * point + 2];
      const e = row[3] - firsts[FIRST * point + 3];
      if (a * a + b * b + c * c + e * e > limit || there[point] === 0) continue;
      if (!(squaredChordUpTo(limit, row, 0, rows, point * d, d) > limit)) return point;
    }
    return -1;
  }

  return {
    rows: () => rows.slice(0, size * d),
    add,
    find: (row) => next(row, 0),
    park(row) {
      if (next(row, 0) >= 0) return false;
      add(row);
      return true;
    },
    each(row, visit) {
      for (let point = next(row, 0); point >= 0; point = next(row, point + 1)) {
        visit(point, squaredChordUpTo(limit, row, 0, rows, point * d, d));
      }
    },
    remove(row, removed) {
      for (let point = next(row, 0); point >= 0; point = next(row, point + 1)) {
        there[point] = 0;
        removed(point);
      }
    },
  };
}

function enlarged<A extends Uint8Array | Float64Array>(from: A, to: A): A {
  to.set(from);
  return to;
}
