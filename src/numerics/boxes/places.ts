import { squaredChordUpTo } from '../sphere.ts';
import { angleOfSquare } from '../ties.ts';
import { type Boxes, MOST_NEAR, oneBox } from './boxes.ts';
import { circleBoxes } from './circle-boxes.ts';
import type { Points } from './points.ts';
import { scannedPoints } from './scanned.ts';
import { spaceBoxes } from './space-boxes.ts';

const FEWEST = 64;
/** From this dimension on the boxes of space are shadows in which nearly all points meet. */
const NO_BOXES = 6;

/**
 * Points of the sphere S^{d−1} that can be asked who is within reach, in the boxes that suit the dimension: near-linear
 * for d ≤ 3, a scan of all points from d = 6 on.
 *
 * @param limit the reach as a squared chord
 */
export function placesWithin(d: number, limit: number): Points {
  const chord = Math.sqrt(limit);
  if (d >= NO_BOXES) return scannedPoints(d, limit);
  if (!(chord > 0 && chord < 2)) return places(d, limit, () => oneBox);
  return places(d, limit, (most) => (d === 2 ? circleBoxes(angleOfSquare(limit), most) : spaceBoxes(chord, most)));
}

/**
 * Points of the sphere that can be asked who is within reach. They are numbered as they come and kept in one list a
 * bucket; buckets grow with their number, so that a search does not depend on it.
 *
 * @param d entries of a row
 * @param limit the reach as a squared chord: within is |x − y|² ≤ limit, in the arithmetic of numerics/sphere.ts
 * @param boxesFor boxes with so many buckets at most
 */
function places(d: number, limit: number, boxesFor: (most: number) => Boxes): Points {
  let boxes = boxesFor(FEWEST);
  let head = new Int32Array(boxes.count).fill(-1);
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
    if (!boxes.crowded) return;
    boxes = boxesFor(2 * size);
    head = new Int32Array(boxes.count).fill(-1);
    for (let point = 0; point < size; point++) {
      boxes.near(rows.subarray(point * d, (point + 1) * d), near);
      link(point, near[0]);
    }
  }

  function put(row: Float64Array, bucket: number): void {
    rows.set(row, size * d);
    link(size, bucket);
    size++;
    if (size === next.length) grow();
  }

  /** After it `near[0]` is the row's own bucket. Not "≤": a row that is not finite is within reach of all. */
  function find(row: Float64Array): number {
    const count = boxes.near(row, near);
    for (let i = 0; i < count; i++) {
      for (let point = head[near[i]]; point >= 0; point = next[point]) {
        if (!(squaredChordUpTo(limit, row, 0, rows, point * d, d) > limit)) return point;
      }
    }
    return -1;
  }

  return {
    rows: () => rows.slice(0, size * d),
    find,

    park(row) {
      if (find(row) >= 0) return false;
      put(row, near[0]);
      return true;
    },

    add(row) {
      boxes.near(row, near);
      put(row, near[0]);
    },

    each(row, visit) {
      const count = boxes.near(row, near);
      for (let i = 0; i < count; i++) {
        for (let point = head[near[i]]; point >= 0; point = next[point]) {
          const square = squaredChordUpTo(limit, row, 0, rows, point * d, d);
          if (!(square > limit)) visit(point, square);
        }
      }
    },

    remove(row, removed) {
      const count = boxes.near(row, near);
      for (let i = 0; i < count; i++) {
        const bucket = near[i];
        let before = -1;
        for (let point = head[bucket]; point >= 0; point = next[point]) {
          if (squaredChordUpTo(limit, row, 0, rows, point * d, d) > limit) {
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
