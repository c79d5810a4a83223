/** Arrays of numbers from the bytes of a file, whatever its format: what the readers of this folder give. */
import { ParkadeError } from '../core/errors.ts';

/** Row-major numbers with their shape. */
export interface NumberArray {
  readonly shape: readonly number[];
  readonly data: Float64Array;
}

/** No file may ask for more numbers than this: 4 GB. */
export const LARGEST_ARRAY = 500_000_000;

/** A file that cannot be read as numbers: what is wrong with it, what was expected, what to do. */
export function unreadable(file: string, expected: string, came: string, advice: string): ParkadeError {
  return new ParkadeError('FileProblem', `"${file}" should ${expected}, but ${came}; ${advice}.`);
}

/** A one- or two-dimensional array as (nested) lists, as it stands in a specification. */
export function toLists({ shape, data }: NumberArray, file: string): number[] | number[][] {
  if (shape.length === 1) return [...data];
  if (shape.length !== 2) {
    throw unreadable(
      file,
      'hold one row per token, or one matrix',
      `its array has ${shape.length} dimensions`,
      'save a two-dimensional array',
    );
  }
  const [rows, columns] = shape;
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
