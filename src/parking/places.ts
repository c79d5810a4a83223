import { squaredChord } from '../core/sphere.ts';
import { type Cells, MOST_NEAR } from './cells.ts';

const FEWEST = 1024;

/** Points of the sphere, no two of them within reach of each other. */
export interface Places {
  /** Their coordinates, [size, d], in the order in which they came, those removed since among them. */
  rows(): Float64Array;
  /** Adds a unit row unless a point is within reach of it; true if it was added. */
  park(row: Float64Array): boolean;
  /** Takes every point within reach out, telling its number. */
  remove(row: Float64Array, removed: (point: number) => void): void;
}

/**
 * Points of the sphere that can be asked who is within reach. They are numbered as they come and kept in one list a bucket;
 * buckets grow with their number, so that a search does not depend on it.
 *
 * @param d entries of a row
 * @param limit the reach as a squared chord: within is |x − y|² ≤ limit, in the arithmetic of core/sphere.ts
 * @param cellsFor cells with so many buckets at most
 */
export function places(d: number, limit: number, cellsFor: (most: number) => Cells): Places {
  let cells = cellsFor(FEWEST);
  let head = new Int32Array(cells.count).fill(-1);
  let next = new Int32Array(FEWEST);
  let rows = new Float64Array(FEWEST * d);
  let size = 0;
  const near = new Int32Array(MOST_NEAR);

  function link(point: number, bucket: number): void {
    next[point] = head[bucket];
    head[bucket] = point;
  }

  function grow(): void {
    next = enlarged(next, new Int32Array(2 * size));
    rows = enlarged(rows, new Float64Array(2 * size * d));
    if (!cells.crowded) return;
    cells = cellsFor(2 * size);
    head = new Int32Array(cells.count).fill(-1);
    for (let point = 0; point < size; point++) {
      cells.near(rows.subarray(point * d, (point + 1) * d), near);
      link(point, near[0]);
    }
  }

  return {
    rows: () => rows.slice(0, size * d),

    park(row) {
      const count = cells.near(row, near);
      for (let i = 0; i < count; i++) {
        for (let point = head[near[i]]; point >= 0; point = next[point]) {
          // Not "≤": the comparison of renyiCenters, turned around.
          if (!(squaredChord(row, 0, rows, point * d, d) > limit)) return false;
        }
      }
      const bucket = near[0];
      rows.set(row, size * d);
      link(size, bucket);
      size++;
      if (size === next.length) grow();
      return true;
    },

    remove(row, removed) {
      const count = cells.near(row, near);
      for (let i = 0; i < count; i++) {
        const bucket = near[i];
        let before = -1;
        for (let point = head[bucket]; point >= 0; point = next[point]) {
          if (squaredChord(row, 0, rows, point * d, d) > limit) {
            before = point;
            continue;
          }
          if (before < 0) head[bucket] = next[point];
          else next[before] = next[point];
          removed(point);
        }
      }
    },
  };
}

function enlarged<A extends Int32Array | Float64Array>(from: A, to: A): A {
  to.set(from);
  return to;
}
