import { RELATIVE_ROOM, ROOM } from '../numerics/boxes/boxes.ts';
import { circlePlace } from '../numerics/boxes/circle-boxes.ts';
import type { Places } from '../numerics/boxes/points.ts';
import { squaredChord } from '../numerics/sphere.ts';

/** Boxes at most: 21 bytes each, of which the system provides what is touched. */
const MOST_BOXES = 1 << 25;
/** Boxes a token at most; with more of them, lists are smaller. */
const BOXES_A_TOKEN = 8;
/** Steps to the boxes that points within reach may be in, the nearest first. */
const NEAR = Int32Array.of(0, -1, 1, -2, 2, -3, 3);

/**
 * Points of the circle in a table of boxes so narrow that none holds two. A point's coordinates stand in its box, so
 * that a search reads one short stretch of memory, which is what it costs once the points outgrow the caches.
 *
 * In the place s of circle-boxes.ts boxes are just under δ/2 wide: two points of one box are within 2 · δ/2 in angle,
 * so the second is not parked, and points within δ lie at most three boxes apart.
 *
 * @param reach δ, radians, in (0, π)
 * @param limit the reach as a squared chord
 * @param n points that will be looked at
 * @returns null where such a table would be too large for n points
 */
export function circleTable(reach: number, limit: number, n: number): Places | null {
  const count = 1 + Math.floor(4 / ((reach / 2) * (1 - RELATIVE_ROOM) - ROOM));
  if (!(count > 0 && count <= MOST_BOXES && count <= BOXES_A_TOKEN * n)) return null;
  const perUnit = count / 4;
  const numbers = new Int32Array(count);
  // Asked first: a byte a box stays in the caches long after the coordinates do not.
  const taken = new Uint8Array(count);
  const coordinates = new Float64Array(2 * count);
  /** Of the points, as they came. */
  const boxes: number[] = [];

  function boxOf(row: Float64Array): number {
    const box = Math.floor(circlePlace(row) * perUnit);
    return box < count ? box : count - 1; // just below the full turn
  }

  function around(box: number, step: number): number {
    const other = box + step;
    return other < 0 ? other + count : other >= count ? other - count : other;
  }

  /** Whether a box holds a point within reach of the row. Not "≤": the comparison of renyiCenters, turned around. */
  function holdsNear(box: number, row: Float64Array): boolean {
    return taken[box] === 1 && !(squaredChord(row, 0, coordinates, 2 * box, 2) > limit);
  }

  return {
    rows() {
      const rows = new Float64Array(2 * boxes.length);
      for (let i = 0; i < boxes.length; i++) {
        rows[2 * i] = coordinates[2 * boxes[i]];
        rows[2 * i + 1] = coordinates[2 * boxes[i] + 1];
      }
      return rows;
    },
    park(row) {
      const own = boxOf(row);
      for (let i = 0; i < NEAR.length; i++) if (holdsNear(around(own, NEAR[i]), row)) return false;
      taken[own] = 1;
      numbers[own] = boxes.length;
      coordinates[2 * own] = row[0];
      coordinates[2 * own + 1] = row[1];
      boxes.push(own);
      return true;
    },
    remove(row, removed) {
      const own = boxOf(row);
      for (let i = 0; i < NEAR.length; i++) {
        const box = around(own, NEAR[i]);
        if (!holdsNear(box, row)) continue;
        taken[box] = 0;
        removed(numbers[box]);
      }
    },
  };
}
