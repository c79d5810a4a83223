/** Which token is meant by a spot on the stage. Pure. */
import type { Spots } from './painter.ts';

/** Pixels within which a pointer means a token: a mouse, a finger. */
export const REACH = { mouse: 14, touch: 24 } as const;
/** Tokens so close to the nearest one look like one place, and the earliest of them is meant. */
const ONE_PLACE = 2;
/** What is behind is meant only where nothing in front is: it seems so much farther away, in pixels. */
const BEHIND = 8;

/** @returns null where none is within reach */
export function tokenAt(spots: Spots, n: number, x: number, y: number, reach: number): number | null {
  let nearest = Infinity;
  const away = (k: number) => Math.hypot(spots.x[k] - x, spots.y[k] - y);
  const felt = (k: number) => away(k) + (spots.depth[k] < 0 ? BEHIND : 0);
  for (let k = 0; k < n; k++) {
    if (Math.abs(spots.x[k] - x) > reach || Math.abs(spots.y[k] - y) > reach || away(k) > reach) continue;
    nearest = Math.min(nearest, felt(k));
  }
  if (nearest === Infinity) return null;
  for (let k = 0; k < n; k++) if (away(k) <= reach && felt(k) <= nearest + ONE_PLACE) return k;
  return null;
}
