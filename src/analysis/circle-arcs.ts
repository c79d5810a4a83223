/** Clusters of points on the circle as chains of neighbours among sorted angles. */
import { PI } from '../numerics/elementary.ts';

interface Arcs {
  /** How many points come before the end of each chain, in ascending order of angle. */
  readonly ends: number[];
  /** Whether the last chain goes on with the first, across the angle 0. */
  readonly joined: boolean;
}

/**
 * @param sorted angles in [0, 2π), ascending
 * @param widest the largest gap within a chain
 */
export function arcsOf(sorted: Float64Array, widest: number): Arcs {
  const ends: number[] = [];
  for (let i = 1; i < sorted.length; i++) if (sorted[i] - sorted[i - 1] > widest) ends.push(i);
  ends.push(sorted.length);
  return { ends, joined: ends.length > 1 && sorted[0] + 2 * PI - sorted[sorted.length - 1] <= widest };
}

/** How many points each chain has. */
export function sizesOf({ ends, joined }: Arcs): number[] {
  const sizes = ends.map((end, i) => end - (i === 0 ? 0 : ends[i - 1]));
  if (joined) sizes[0] += sizes.pop() as number;
  return sizes;
}

/** Chain of each angle, by number. */
export function chainsOf(angles: Float64Array, sorted: Float64Array, { ends, joined }: Arcs): Int32Array {
  const starts = Float64Array.from(ends, (_, i) => (i === 0 ? -Infinity : sorted[ends[i - 1]]));
  const count = ends.length;
  return Int32Array.from(angles, (angle) => {
    let [low, high] = [0, count];
    while (high - low > 1) {
      const middle = (low + high) >> 1;
      if (starts[middle] <= angle) low = middle;
      else high = middle;
    }
    return joined && low === count - 1 ? 0 : low;
  });
}
