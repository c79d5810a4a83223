/** Angles of tokens on the circle. */

import type { State } from '../core/state.ts';
import { atan2, PI } from '../numerics/elementary.ts';

/** Angles of n points of the circle, in [0, 2π). */
export function anglesOf(x: State): Float64Array {
  const angles = new Float64Array(x.length / 2);
  for (let k = 0; k < angles.length; k++) {
    const angle = atan2(x[2 * k + 1], x[2 * k]);
    angles[k] = angle < 0 ? angle + 2 * PI : angle;
    if (angles[k] >= 2 * PI) angles[k] = 0; // −1e-17 + 2π rounds to 2π
  }
  return angles;
}
