import { type Cells, RELATIVE_ROOM, ROOM } from './cells.ts';

/**
 * Where on the circle a row is, without trigonometry: s = 1 − x/(|x| + |y|) in the upper half, 3 + x/(|x| + |y|) in the lower one,
 * grows from 0 to 4 with the angle at a rate between 1/2 and 1.
 */
export function circlePlace(row: Float64Array): number {
  const slope = row[0] / (Math.abs(row[0]) + Math.abs(row[1]));
  return row[1] >= 0 ? 1 - slope : 3 + slope;
}

/**
 * Arcs of the circle: points within an angle δ are within δ in s, and with cells no narrower than that they lie in the same cell
 * or in neighbouring ones.
 *
 * @param reach δ, radians, in (0, π)
 * @param most buckets to use at most
 */
export function circleCells(reach: number, most: number): Cells {
  const finest = Math.floor(4 / (reach * (1 + RELATIVE_ROOM) + ROOM));
  const cells = finest < most ? finest : most;
  // Three cells or fewer are neighbours of each other: one will do.
  const count = cells > 3 ? cells : 1;
  const perUnit = count / 4;
  return {
    count,
    crowded: finest > most,
    near(row, buckets) {
      if (count === 1) {
        buckets[0] = 0;
        return 1;
      }
      const place = Math.floor(circlePlace(row) * perUnit);
      const cell = place < count ? place : count - 1; // just below the full turn
      buckets[0] = cell;
      buckets[1] = cell === 0 ? count - 1 : cell - 1;
      buckets[2] = cell === count - 1 ? 0 : cell + 1;
      return 3;
    },
  };
}
