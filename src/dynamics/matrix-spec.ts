/** How a d×d matrix is written in a specification, and the matrix itself. */
import { invalid, type ParkadeError, quoted } from '../core/errors.ts';
import type { Matrix } from '../numerics/matrix.ts';
import { random, type Stream } from '../numerics/random.ts';

/**
 * A matrix in a specification: `identity`; a number (that multiple of the identity); a list of d numbers (diagonal);
 * a nested list (rows); or a seeded Gaussian with independent entries N(0, scale²), by default scale = 1/√d, the
 * first such matrix of its seed unless `draw` (from 0) is given.
 * A string other than `identity` names a file, which the command line reads before a run is resolved.
 */
export type MatrixSpec =
  | 'identity'
  | string
  | number
  | readonly number[]
  | readonly (readonly number[])[]
  | { readonly gaussian: number; readonly scale?: number | undefined; readonly draw?: number | undefined };

type Gaussian = Extract<MatrixSpec, { readonly gaussian: number }>;

/**
 * The matrix that a specification means.
 *
 * @param name the key it came under, for sentences
 * @param stream keeps query, key and value independent under one seed
 * @param draw of a Gaussian, which of the many under its seed: by default the first
 * @throws ParkadeError InvalidParameter for a wrong shape or entries that are not finite
 */
export function resolveMatrix(spec: MatrixSpec, d: number, name: string, stream: Stream, draw = 0): Matrix {
  if (spec === 'identity') return diagonal(new Float64Array(d).fill(1));
  if (typeof spec === 'number') return diagonal(new Float64Array(d).fill(spec));
  if (typeof spec === 'string') {
    throw invalid(
      name,
      'be "identity", a number, a list or nested lists',
      `came as ${quoted(spec)}`,
      'files are read by the command line only, so pass the numbers themselves',
    );
  }
  if (!Array.isArray(spec)) return gaussian(spec as Gaussian, d, stream, (spec as Gaussian).draw ?? draw);
  const rows = spec as readonly unknown[];
  if (rows.some((row) => Array.isArray(row) && row.some(Array.isArray))) {
    throw invalid(
      name,
      `be one ${d}×${d} matrix`,
      `came as a stack of ${rows.length}`,
      'give one of them, or set dynamics: multi-head for a head each',
    );
  }
  if (!rows.some(Array.isArray)) {
    if (rows.length !== d) throw wrongShape(name, d, `a diagonal of ${rows.length}`);
    return diagonal(finiteRow(rows, 'entry', name));
  }
  return fromRows(rows, d, name);
}

function fromRows(list: readonly unknown[], d: number, name: string): Matrix {
  const flat = list.findIndex((row) => !Array.isArray(row));
  if (flat >= 0) throw wrongShape(name, d, `a list whose row ${flat} is ${quoted(list[flat])}`);
  const rows = list as readonly unknown[][];
  const ragged = rows.find((row) => row.length !== rows[0].length);
  if (ragged) throw wrongShape(name, d, `rows of ${rows[0].length} and of ${ragged.length} numbers`);
  if (rows.length !== d || rows[0].length !== d) throw wrongShape(name, d, `${rows.length}×${rows[0].length}`);
  return Float64Array.from(rows.flatMap((row, i) => [...finiteRow(row, `row ${i}, column`, name)]));
}

function finiteRow(row: readonly unknown[], place: string, name: string): Float64Array {
  const wrong = row.findIndex((entry) => !Number.isFinite(entry));
  if (wrong < 0) return Float64Array.from(row as number[]);
  throw invalid(name, 'hold finite numbers', `${place} ${wrong} is ${quoted(row[wrong])}`, 'mend that entry');
}

function wrongShape(name: string, d: number, came: string): ParkadeError {
  return invalid(
    name,
    `be a ${d}×${d} matrix, because tokens have dimension ${d}`,
    `came as ${came}`,
    `give ${d} rows of ${d} numbers, or a diagonal of ${d}`,
  );
}

function diagonal(entries: Float64Array): Matrix {
  const d = entries.length;
  const matrix = new Float64Array(d * d);
  for (let i = 0; i < d; i++) matrix[i * d + i] = entries[i];
  return matrix;
}

function gaussian({ gaussian: seed, scale }: Gaussian, d: number, stream: Stream, draw: number): Matrix {
  const source = random(seed, stream);
  const matrix = new Float64Array(d * d);
  const row = new Float64Array(d);
  const deviation = scale ?? 1 / Math.sqrt(d);
  for (let i = 0; i < d; i++) {
    source.normals(draw * d + i, 0, row, d);
    for (let j = 0; j < d; j++) matrix[i * d + j] = deviation * row[j];
  }
  return matrix;
}
