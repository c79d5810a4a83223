/**
 * Whether what pulls on every token cancels. A force is small at rest, and small too where every pull is: clusters that
 * feel each other by e^{−2β} drift, and are at no rest.
 */

import type { State } from '../core/state.ts';
import { attentionShares } from '../dynamics/attention-field.ts';
import type { Equation } from '../dynamics/equation.ts';
import { splitIdentity } from '../numerics/matrix.ts';
import { dot, squaredChord } from '../numerics/sphere.ts';

/** A force of this share of the pulls is what their cancelling leaves, or a rest found to so many digits. */
const BALANCED = 1e-8;
/** Tokens nearer than this, in radians, pull by rounding, by as much as ROUNDING of their weight. */
const TOGETHER = 1e-9;
const ROUNDING = 2e-15;

/**
 * False where a token is seen to drift. Only attention with V = λI and weights that sum to one tells: with another V a
 * token's own image is part of the force, which then does not become small without a balance.
 *
 * @param force velocities, [n, d]
 */
export function isBalanced({ attention, shape }: Equation, x: State, force: Float64Array): boolean {
  if (attention === null || attention.normalization !== 'softmax' || attention.weights.length > 0) return true;
  const { n, d } = shape;
  const { scale, rest } = splitIdentity(attention.value, d);
  if (rest !== null) return true;
  const shares = attentionShares(attention, shape);
  const row = new Float64Array(n);
  for (let k = 0; k < n; k++) {
    shares(0, x, k, row);
    let allowed = 0;
    for (let j = 0; j < n; j++) {
      if (row[j] === 0) continue;
      const distance = Math.sqrt(squaredChord(x, k * d, x, j * d, d));
      if (distance > 0) allowed += row[j] * (distance < TOGETHER ? ROUNDING : BALANCED * distance);
    }
    if (Math.sqrt(dot(force, k * d, force, k * d, d)) > Math.abs(scale) * allowed) return false;
  }
  return true;
}
