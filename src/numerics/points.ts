/**
 * Rows of numbers that a user gives as points: checked by name, and normalised where they shall be unit and are not.
 */
import { invalid, quoted } from '../core/errors.ts';
import { dot, normalizeScaled } from './sphere.ts';

/** A row whose length differs from 1 by no more keeps its bits. */
export const UNIT_TOLERANCE = 1e-12;

interface PointRows {
  readonly n: number;
  readonly d: number;
  readonly x: Float64Array;
}

interface UnitRows extends PointRows {
  /** How many rows were not of unit length to 1e-12 and were divided by it. */
  readonly normalized: number;
}

/**
 * The rows as points of the sphere.
 *
 * @param what the key the rows came under, for sentences
 * @throws ParkadeError InvalidParameter as `pointRows` does
 */
export function unitRows(rows: readonly unknown[], what: string): UnitRows {
  const { n, d, x } = pointRows(rows, what);
  let normalized = 0;
  for (let k = 0; k < n; k++) if (makeUnit(x, k, d)) normalized++;
  return { n, d, x, normalized };
}

/**
 * The rows as they are.
 *
 * @throws ParkadeError InvalidParameter for rows of mixed length, dimension below 2, a zero row, a NaN or an infinity
 */
export function pointRows(rows: readonly unknown[], what: string): PointRows {
  const n = rows.length;
  if (n === 0) throw invalid(what, 'hold at least one row', 'none came', 'give one row per token');
  const d = rowLength(rows, 0, what);
  if (d < 2) {
    throw invalid(what, 'have rows of at least 2 numbers', `row 0 has ${d}`, 'tokens live in dimension 2 or more');
  }
  const x = new Float64Array(n * d);
  for (let k = 0; k < n; k++) {
    const length = rowLength(rows, k, what);
    if (length !== d) {
      throw invalid(
        what,
        `have rows of one length, ${d} like row 0`,
        `row ${k} has ${length}`,
        'give every token the same dimension',
      );
    }
    setRow(rows[k] as ArrayLike<number>, x, k, d, what);
  }
  return { n, d, x };
}

function rowLength(rows: readonly unknown[], k: number, what: string): number {
  const row = rows[k];
  if (Array.isArray(row) || ArrayBuffer.isView(row)) return (row as unknown as ArrayLike<unknown>).length;
  throw invalid(
    what,
    'hold rows, each a list of numbers',
    `row ${k} is ${quoted(row)}`,
    'write rows as in [[1, 0], [0, 1]]',
  );
}

/** Copies one row. */
function setRow(row: ArrayLike<number>, x: Float64Array, k: number, d: number, what: string): void {
  let isZero = true;
  for (let i = 0; i < d; i++) {
    if (!Number.isFinite(row[i])) {
      throw invalid(what, 'hold finite numbers', `row ${k}, column ${i} is ${quoted(row[i])}`, 'mend or drop that row');
    }
    if (row[i] !== 0) isZero = false;
    x[k * d + i] = row[i];
  }
  if (isZero) throw invalid(what, 'hold rows with a direction', `row ${k} is zero`, 'mend or drop that row');
}

/** Divides row k by its length where that is not 1 to 1e-12; true if it was divided. */
export function makeUnit(x: Float64Array, k: number, d: number): boolean {
  const length = Math.sqrt(dot(x, k * d, x, k * d, d));
  if (Math.abs(length - 1) <= UNIT_TOLERANCE) return false;
  normalizeScaled(x, x, k * d, d);
  return true;
}
