/** Geometry of the unit sphere, row by row over flat states: projection, normalisation, exponential map, geodesic distance. */
import { atan2, cos, sin } from './elementary.ts';
import type { Shape, State } from './state.ts';

/** Σ a_i b_i over d entries from the given offsets, in index order. */
export function dot(a: Float64Array, aOffset: number, b: Float64Array, bOffset: number, d: number): number {
  let sum = 0;
  for (let i = 0; i < d; i++) sum += a[aOffset + i] * b[bOffset + i];
  return sum;
}

/** |x − y|² over d entries from the given offsets. */
export function squaredChord(x: Float64Array, xOffset: number, y: Float64Array, yOffset: number, d: number): number {
  let sum = 0;
  for (let i = 0; i < d; i++) {
    const difference = x[xOffset + i] - y[yOffset + i];
    sum += difference * difference;
  }
  return sum;
}

/**
 * Geodesic distance of two unit vectors, in [0, π]: 2 atan2(|x − y|, |x + y|), accurate at every angle
 * (arccos⟨x, y⟩ loses half the digits near 0 and π).
 */
export function geodesicDistance(
  x: Float64Array,
  xOffset: number,
  y: Float64Array,
  yOffset: number,
  d: number,
): number {
  let minus = 0;
  let plus = 0;
  for (let i = 0; i < d; i++) {
    const a = x[xOffset + i];
    const b = y[yOffset + i];
    minus += (a - b) * (a - b);
    plus += (a + b) * (a + b);
  }
  return 2 * atan2(Math.sqrt(minus), Math.sqrt(plus));
}

/** |x − y|² of unit vectors at geodesic distance `angle`: 4 sin²(angle/2). Increasing on [0, π], so distances compare by it. */
export function squaredChordOfAngle(angle: number): number {
  const chord = 2 * sin(angle / 2);
  return chord * chord;
}

/** v ← P_x v = v − ⟨x, v⟩x for a unit row x. */
export function projectTangent(x: Float64Array, xOffset: number, v: Float64Array, vOffset: number, d: number): void {
  const along = dot(x, xOffset, v, vOffset, d);
  for (let i = 0; i < d; i++) v[vOffset + i] -= along * x[xOffset + i];
}

/** out ← x/|x|, one row. */
export function normalizeRow(x: Float64Array, out: Float64Array, offset: number, d: number): void {
  const norm = Math.sqrt(dot(x, offset, x, offset, d));
  for (let i = 0; i < d; i++) out[offset + i] = x[offset + i] / norm;
}

/** out ← the directions x/|x| of all rows. */
export function normalizeRows(x: State, out: State, { n, d }: Shape): void {
  for (let k = 0; k < n; k++) normalizeRow(x, out, k * d, d);
}

/**
 * Rows of y ← y/|y|, but a row with the very bits of its row in `from` is left alone: a token that did not move keeps its
 * bits, however many steps go by (the first token, for V = I). Dividing by a norm of 1 ± ε would let it creep.
 */
export function normalizeMovedRows(y: State, from: State, { n, d }: Shape): void {
  for (let k = 0, offset = 0; k < n; k++, offset += d) {
    if (!sameRow(y, from, offset, d)) normalizeRow(y, y, offset, d);
  }
}

function sameRow(a: State, b: State, offset: number, d: number): boolean {
  for (let i = 0; i < d; i++) if (a[offset + i] !== b[offset + i]) return false;
  return true;
}

/** out ← exp_x(v) = cos|v| x + (sin|v|/|v|) v, row by row, for tangent v; a row with v = 0 keeps its bits. */
export function exponential(x: State, v: State, out: State, { n, d }: Shape): void {
  for (let k = 0, offset = 0; k < n; k++, offset += d) {
    const length = Math.sqrt(dot(v, offset, v, offset, d));
    const c = cos(length);
    const s = length > 0 ? sin(length) / length : 0;
    for (let i = 0; i < d; i++) out[offset + i] = length === 0 ? x[offset + i] : c * x[offset + i] + s * v[offset + i];
  }
}
