/** The shape of a final configuration, from the tokens and the eigenspace L alone. */

import type { Shape, State } from '../core/state.ts';
import { atan2, larger, PI, smaller } from '../numerics/elementary.ts';
import { geodesicDistance } from '../numerics/sphere.ts';
import { inner, type Rows } from './small-matrix.ts';

const finalShapes = ['one point', 'two points', 'cloud', 'two clouds', 'elsewhere'] as const;
/** At rest: one point in L; two points ±x in L; a cloud around L; clouds around both of ±ξ; anything else. */
type FinalShape = (typeof finalShapes)[number];

export const findings = [...finalShapes, 'endless motion', 'undecided'] as const;
export type Found = (typeof findings)[number];

/**
 * Tokens nearer than this, radians, are in one place; what rtol 1e-6 leaves of the first token's path is a hundredth of
 * it.
 */
export const NEAR = 1e-3;
/** A cloud is around L when every token is nearer to L than to what is orthogonal to it. */
const AROUND = PI / 4;

/** The angle between a unit row and the span of orthonormal rows: [0, π/2]. */
export function angleToSpace(x: State, offset: number, space: Rows): number {
  const row = x.subarray(offset, offset + space[0].length);
  const along = space.map((axis) => inner(axis, row));
  let across = 0;
  for (let i = 0; i < row.length; i++) {
    const within = space.reduce((sum, axis, a) => sum + along[a] * axis[i], 0);
    across += (row[i] - within) * (row[i] - within);
  }
  return atan2(Math.sqrt(across), Math.sqrt(inner(along, along)));
}

/**
 * @param space orthonormal rows that span L
 */
export function finalShape(x: State, { n, d }: Shape, space: Rows): FinalShape {
  let fromSpace = 0;
  let fromFirst = 0;
  let fromLine = 0;
  const sides = new Set<boolean>();
  for (let k = 0; k < n; k++) {
    const angle = geodesicDistance(x, 0, x, k * d, d);
    fromFirst = larger(fromFirst, angle);
    fromLine = larger(fromLine, smaller(angle, PI - angle));
    fromSpace = larger(fromSpace, angleToSpace(x, k * d, space));
    sides.add(inner(space[0], x.subarray(k * d, k * d + d)) < 0);
  }
  if (fromSpace <= NEAR && fromFirst <= NEAR) return 'one point';
  if (fromSpace <= NEAR && fromLine <= NEAR) return 'two points';
  if (fromFirst <= NEAR || fromSpace > AROUND) return 'elsewhere';
  if (space.length > 1) return 'cloud';
  return sides.size === 2 ? 'two clouds' : 'cloud';
}

/** The largest distance of a token from a unit vector. */
export function farthestFrom(point: readonly number[], x: State, { n, d }: Shape): number {
  const center = Float64Array.from(point);
  let farthest = 0;
  for (let k = 0; k < n; k++) farthest = larger(farthest, geodesicDistance(center, 0, x, k * d, d));
  return farthest;
}
