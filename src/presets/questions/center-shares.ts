/** What each center has gathered at a time: tokens that it holds, and those among them that came to it. */
import type { Shape, State } from '../../core/state.ts';
import { squaredChord } from '../../numerics/sphere.ts';
import { outside, reachOf } from '../../numerics/ties.ts';

/** Of all centers of a kind, in their order. */
interface Gathered {
  /** Whether an earlier center, not lost itself, is nearer than the radius: then it gathers nothing of its own. */
  readonly lost: readonly boolean[];
  /** Tokens nearer than the radius, of which it is the nearest center that is not lost; itself among them. */
  readonly held: readonly number[];
  /** Those of them that were not nearer than the radius to it at t = 0. */
  readonly captured: readonly number[];
}

/**
 * @param x tokens now, [n, d]
 * @param initial tokens at t = 0
 * @param centers token indices, ascending
 * @param radius of capture, radians
 */
export function gatheredBy(
  x: State,
  initial: State,
  { n, d }: Shape,
  centers: readonly number[],
  radius: number,
): Gathered {
  const reach = reachOf(radius);
  const apart = (state: State, k: number, j: number) => squaredChord(state, k * d, state, j * d, d);
  const near = (state: State, k: number, j: number) => outside(apart(state, k, j), reach) < 0;
  const lost: boolean[] = [];
  for (const [i, center] of centers.entries()) {
    lost.push(centers.slice(0, i).some((other, j) => !lost[j] && near(x, center, other)));
  }
  const held = centers.map(() => 0);
  const captured = centers.map(() => 0);
  for (let k = 0; k < n; k++) {
    let nearest = -1;
    let least = Infinity;
    for (const [i, center] of centers.entries()) {
      if (lost[i]) continue;
      const square = apart(x, k, center);
      if (square < least) [nearest, least] = [i, square];
    }
    if (nearest < 0 || !(outside(least, reach) < 0)) continue;
    held[nearest]++;
    if (!near(initial, k, centers[nearest])) captured[nearest]++;
  }
  return { lost, held, captured };
}
