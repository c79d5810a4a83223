import { type Boxes, RELATIVE_ROOM, ROOM } from './boxes.ts';

/**
 * Where on the circle a row is, without trigonometry: s = 1 − x/(|x| + |y|) in the upper half, 3 + x/(|x| + |y|) in the
 * lower one, grows from 0 to 4 with the angle at a rate between 1/2 and 1.
 */
export function circlePlace(row: Float64Array): number {
  const slope = row[0] / (Math.abs(row[0]) + Math.abs(row[1]));
  return row[1] >= 0 ? 1 - slope : 3 + slope;
}

/**
 * Arcs of the circle: points within an angle δ are within δ in s, and with boxes no narrower than that they lie in the
 * same box or in neighbouring ones.
 *
 * @param reach δ, radians, in (0, π)
 * @param most buckets to use at most
 */
export function circleBoxes(reach: number, most: number): Boxes {
  const finest = Math.floor(4 / (reach * (1 + RELATIVE_ROOM) + ROOM));
  const boxes = finest < most ? finest : most;
  // Three boxes or fewer are neighbours of each other: one will do.
  const count = boxes > 3 ? boxes : 1;
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
      const box = place < count ? place : count - 1; // just below the full turn
      buckets[0] = box;
      buckets[1] = box === 0 ? count - 1 : box - 1;
      buckets[2] = box === count - 1 ? 0 : box + 1;
      return 3;
    },
  };
}
