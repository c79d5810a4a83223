/**
 * Geometry of the unit sphere, row by row over flat states: projection, normalisation, exponential map, geodesic
 * distance.
 */

import type { Shape, State } from '../core/state.ts';
import { atan2, cos, larger, sin } from './elementary.ts';

/** Σ a_i b_i over d entries from the given offsets, in index order. */
export function dot(a: Float64Array, aOffset: number, b: Float64Array, bOffset: number, d: number): number {
  let sum = 0;
  for (let i = 0; i < d; i++) sum += a[aOffset + i] * b[bOffset + i];
  return sum;
}

/** A sum of squares in this range has lost nothing to over- or underflow of its parts. */
const [LEAST_SQUARE, LARGEST_SQUARE] = [1e-280, 1e280];

function isSafe(square: number): boolean {
  return square >= LEAST_SQUARE && square <= LARGEST_SQUARE;
}

/**
 * |x| over d entries from the given offset, right for numbers of any size: where squares leave the range of doubles,
 * scaled first.
 */
export function norm(x: ArrayLike<number>, offset: number, d: number): number {
  let square = 0;
  for (let i = 0; i < d; i++) square += x[offset + i] * x[offset + i];
  if (isSafe(square)) return Math.sqrt(square);
  const most = largestEntry(x, offset, d);
  if (!(most > 0 && most < Infinity)) return most; // zero, infinite or no number, as its length
  let sum = 0;
  for (let i = 0; i < d; i++) sum += (x[offset + i] / most) * (x[offset + i] / most);
  return most * Math.sqrt(sum);
}

/** √Σ m_i² of all entries, for a matrix at least its spectral norm. */
export function frobeniusNorm(m: ArrayLike<number>): number {
  return norm(m, 0, m.length);
}

function largestEntry(x: ArrayLike<number>, offset: number, d: number): number {
  let most = 0;
  for (let i = 0; i < d; i++) most = larger(most, Math.abs(x[offset + i]));
  return most;
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

/** |x − y|² where it is at most `limit`, else a part of it that is larger: sums of squares end early. */
export function squaredChordUpTo(
  limit: number,
  x: Float64Array,
  xOffset: number,
  y: Float64Array,
  yOffset: number,
  d: number,
): number {
  let sum = 0;
  let i = 0;
  // Looked at after every eighth entry: asking costs more than adding.
  for (; i + 8 <= d; i += 8) {
    const a = x[xOffset + i] - y[yOffset + i];
    const b = x[xOffset + i + 1] - y[yOffset + i + 1];
    const c = x[xOffset + i + 2] - y[yOffset + i + 2];
    const e = x[xOffset + i + 3] - y[yOffset + i + 3];
    const f = x[xOffset + i + 4] - y[yOffset + i + 4];
    const g = x[xOffset + i + 5] - y[yOffset + i + 5];
    const h = x[xOffset + i + 6] - y[yOffset + i + 6];
    const l = x[xOffset + i + 7] - y[yOffset + i + 7];
    sum = sum + a * a + b * b + c * c + e * e + f * f + g * g + h * h + l * l;
    if (sum > limit) return sum;
  }
  for (; i < d; i++) {
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
  return 2 * atan2(lengthOfSum(x, xOffset, y, yOffset, -1, d), lengthOfSum(x, xOffset, y, yOffset, 1, d));
}

/** |x + sign·y|. */
function lengthOfSum(
  x: Float64Array,
  xOffset: number,
  y: Float64Array,
  yOffset: number,
  sign: 1 | -1,
  d: number,
): number {
  let square = 0;
  let most = 0;
  for (let i = 0; i < d; i++) {
    const entry = x[xOffset + i] + sign * y[yOffset + i];
    square += entry * entry;
    most = larger(most, Math.abs(entry));
  }
  if (isSafe(square) || !(most > 0 && most < Infinity)) return Math.sqrt(square);
  let sum = 0;
  for (let i = 0; i < d; i++) {
    const entry = (x[xOffset + i] + sign * y[yOffset + i]) / most;
    sum += entry * entry;
  }
  return most * Math.sqrt(sum);
}

/**
 * |x − y|² of unit vectors at geodesic distance `angle`: 4 sin²(angle/2). Increasing on [0, π], so distances compare by
 * it.
 */
export function squaredChordOfAngle(angle: number): number {
  const chord = 2 * sin(angle / 2);
  return chord * chord;
}

/** v ← P_x v = v − ⟨x, v⟩x for a unit row x. */
export function projectTangent(x: Float64Array, xOffset: number, v: Float64Array, vOffset: number, d: number): void {
  const along = dot(x, xOffset, v, vOffset, d);
  for (let i = 0; i < d; i++) v[vOffset + i] -= along * x[xOffset + i];
}

/** out ← x/|x|, one row of any length but zero. */
export function normalizeRow(x: Float64Array, out: Float64Array, offset: number, d: number): void {
  const square = dot(x, offset, x, offset, d);
  if (isSafe(square)) {
    const length = Math.sqrt(square);
    for (let i = 0; i < d; i++) out[offset + i] = x[offset + i] / length;
  } else normalizeScaled(x, out, offset, d);
}

/** out ← x/|x|, one row, by its largest entry first: squares of 1e200 overflow, those of 1e-200 vanish. */
export function normalizeScaled(x: Float64Array, out: Float64Array, offset: number, d: number): void {
  const most = largestEntry(x, offset, d);
  for (let i = 0; i < d; i++) out[offset + i] = x[offset + i] / most;
  const length = Math.sqrt(dot(out, offset, out, offset, d));
  for (let i = 0; i < d; i++) out[offset + i] /= length;
}

/** out ← the directions x/|x| of all rows. */
export function normalizeRows(x: State, out: State, { n, d }: Shape): void {
  for (let k = 0; k < n; k++) normalizeRow(x, out, k * d, d);
}

/**
 * Rows of y ← y/|y|, but a row with the very bits of its row in `from` is left alone: a token that did not move keeps
 * its bits, however many steps go by (the first token, for V = I). Dividing by a norm of 1 ± ε would let it creep.
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
    const length = norm(v, offset, d);
    const c = cos(length);
    const s = length > 0 ? sin(length) / length : 0;
    for (let i = 0; i < d; i++) out[offset + i] = length === 0 ? x[offset + i] : c * x[offset + i] + s * v[offset + i];
  }
}
