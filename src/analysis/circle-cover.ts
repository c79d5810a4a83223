/** How many points of the circle lie within an angle of some of its points, from sorted angles. */
import { larger, PI } from '../numerics/elementary.ts';

const TURN = 2 * PI;

/**
 * @param sorted angles in [0, 2π), ascending
 * @param centers angles of the points in [0, 2π), ascending
 * @param reach radians
 */
export function countNear(sorted: Float64Array, centers: Float64Array, reach: number): number {
  if (centers.length === 0 || !(reach > 0)) return 0;
  if (reach >= PI) return sorted.length;
  let count = 0;
  for (const [from, to] of coverOf(centers, reach)) count += rank(sorted, to) - rank(sorted, from);
  return count;
}

/**
 * The arcs within reach of ascending centers, joined where they overlap; they may begin before 0 or end after a turn,
 * not both.
 */
function coverOf(centers: Float64Array, reach: number): [from: number, to: number][] {
  const arcs: [number, number][] = [];
  for (const center of centers) {
    const last = arcs[arcs.length - 1];
    if (last && center - reach <= last[1]) last[1] = center + reach;
    else arcs.push([center - reach, center + reach]);
  }
  const [first, last] = [arcs[0], arcs[arcs.length - 1]];
  if (last[1] - TURN < first[0]) return arcs;
  if (arcs.length === 1) return [[0, TURN]];
  last[1] = larger(last[1], first[1] + TURN);
  return arcs.slice(1);
}

/** How many angles are below t, those of other turns among them. */
function rank(sorted: Float64Array, t: number): number {
  const turns = Math.floor(t / TURN);
  const angle = t - turns * TURN;
  let [low, high] = [0, sorted.length];
  while (low < high) {
    const middle = (low + high) >> 1;
    if (sorted[middle] < angle) low = middle + 1;
    else high = middle;
  }
  return turns * sorted.length + low;
}
