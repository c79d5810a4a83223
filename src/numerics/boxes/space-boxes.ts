import { type Boxes, MOST_NEAR, RELATIVE_ROOM, ROOM } from './boxes.ts';

/** Boxes a side of the cube [−1, 1]³ at most: their numbers, times the multipliers, stay integers. */
const FINEST = 1 / (1 << 20);
/** Odd multipliers near 2^32 over powers of the plastic number: the high bits of their multiples spread evenly. */
const MULTIPLIERS = [0xd1b54a33, 0xabc98389, 0x8cb92ba7];

/**
 * Cubes in the space of the first three coordinates, of the reach as edge: a point within reach has coordinates within
 * reach, so it lies in the same cube or in one of the 26 around it. A bucket is what the high bits of a linear hash of
 * the cube's three numbers say, so those of its neighbours are found by addition.
 *
 * For d = 3 the cubes follow the sphere. In higher dimension they are its shadow: still exact, but the more points
 * share a cube, the larger d and δ are, until the search is a scan of all points (from about d = 6 on).
 *
 * @param d ≥ 3
 * @param chord the reach as a chord, in (0, 2)
 * @param most buckets to use at most; a power of two of them is used
 */
export function spaceBoxes(chord: number, most: number): Boxes {
  const edge = chord * (1 + RELATIVE_ROOM) + ROOM;
  const perUnit = 1 / (edge > FINEST ? edge : FINEST);
  let bits = 1;
  while (bits < 30 && 1 << (bits + 1) <= most) bits++;
  const shift = 32 - bits;
  const offsets = neighbourOffsets();
  return {
    count: 1 << bits,
    crowded: true,
    near(row, buckets) {
      const hash =
        Math.imul(Math.floor((row[0] + 1) * perUnit), MULTIPLIERS[0]) +
        Math.imul(Math.floor((row[1] + 1) * perUnit), MULTIPLIERS[1]) +
        Math.imul(Math.floor((row[2] + 1) * perUnit), MULTIPLIERS[2]);
      for (let i = 0; i < MOST_NEAR; i++) buckets[i] = (hash + offsets[i]) >>> shift;
      return MOST_NEAR;
    },
  };
}

/** What the hash of each neighbour adds to a cube's own, the nearest neighbours first. */
function neighbourOffsets(): Int32Array {
  const steps: (readonly [number, number, number])[] = [];
  for (const i of [-1, 0, 1]) for (const j of [-1, 0, 1]) for (const k of [-1, 0, 1]) steps.push([i, j, k]);
  const far = ([i, j, k]: readonly number[]) => Math.abs(i) + Math.abs(j) + Math.abs(k);
  steps.sort((a, b) => far(a) - far(b));
  return Int32Array.from(steps, (step) =>
    step.reduce((sum, s, axis) => (sum + Math.imul(s, MULTIPLIERS[axis])) | 0, 0),
  );
}
