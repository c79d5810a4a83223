/** Arrays of numbers from the bytes of a file, whatever its format: what the readers of this folder give. */
import { type ParkadeError, unreadable } from '../core/errors.ts';
import type { NumberArray } from '../core/recording.ts';

/** No file may ask for more numbers than this, 800 MB: the largest state, and the largest matrix, have as many. */
export const LARGEST_ARRAY = 100_000_000;

/** Lists, lists of rows, or lists of those. */
type NestedLists = number[] | number[][] | number[][][];

/** An array as (nested) lists, as it stands in a specification; with `stacked`, h×d×d too, a matrix a head. */
export function toLists({ shape, data }: NumberArray, file: string, stacked: boolean): NestedLists {
  if (shape.length === 1) return [...data];
  if (shape.length === 2) return rowsOf(data, shape[0], shape[1]);
  if (shape.length === 3 && stacked) {
    const [heads, rows, columns] = shape;
    const size = rows * columns;
    return Array.from({ length: heads }, (_, h) => rowsOf(data.subarray(h * size, (h + 1) * size), rows, columns));
  }
  throw unreadable(
    file,
    stacked ? 'hold one matrix, or a stack h×d×d of them' : 'hold one row per token',
    `its array has ${shape.length} dimensions`,
    `save an array of two ${stacked ? 'or three ' : ''}dimensions`,
  );
}

function rowsOf(data: Float64Array, rows: number, columns: number): number[][] {
  return Array.from({ length: rows }, (_, k) => [...data.subarray(k * columns, (k + 1) * columns)]);
}

/** What follows the last dot of a file's name, in lower case. */
export function endingOf(file: string): string {
  return /\.([^.\\/]+)$/.exec(file)?.[1].toLowerCase() ?? '';
}

export function unknownEnding(file: string, known: readonly string[]): ParkadeError {
  const expected = `end in ${known.map((ending) => `.${ending}`).join(', ')}`;
  return unreadable(file, expected, `it ends in "${endingOf(file)}"`, 'rename or convert it');
}
