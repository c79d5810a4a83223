/** Square matrices from a file: one d×d, or a stack h×d×d of them. */

import { unreadable } from '../core/errors.ts';
import type { NumberArray } from '../core/recording.ts';
import { readCsv } from './csv.ts';
import { readJson } from './json.ts';
import { readNpy } from './npy.ts';
import { readAllOfNpz } from './npz.ts';
import { endingOf, unknownEnding } from './numbers.ts';

export interface NamedMatrix {
  /**
   * Within the file: empty for its only matrix, else the name of its array, its number in the stack (from 0), or both.
   */
  readonly name: string;
  readonly d: number;
  /** Row-major. */
  readonly entries: Float64Array;
}

type ArraysReader = (bytes: Uint8Array, file: string) => [name: string, array: NumberArray][];

const readers: Readonly<Record<string, ArraysReader>> = {
  npy: (bytes, file) => [['', readNpy(bytes, file)]],
  npz: readAllOfNpz,
  csv: (bytes, file) => [['', readCsv(bytes, file)]],
  tsv: (bytes, file) => [['', readCsv(bytes, file)]],
  txt: (bytes, file) => [['', readCsv(bytes, file)]],
  json: (bytes, file) => [['', fromLists(readJson(bytes, file), file)]],
};

/**
 * All matrices of a file, by its ending.
 * @throws ParkadeError FileProblem for other shapes, or entries that are not finite
 */
export function readMatrices(bytes: Uint8Array, file: string): NamedMatrix[] {
  const read = readers[endingOf(file)];
  if (read === undefined) throw unknownEnding(file, Object.keys(readers));
  const arrays = read(bytes, file);
  return arrays.flatMap(([name, array]) => matricesOf(arrays.length > 1 ? name : '', array, file));
}

function matricesOf(name: string, { shape, data }: NumberArray, file: string): NamedMatrix[] {
  const d = shape[shape.length - 1];
  const square =
    (shape.length === 2 || shape.length === 3) && d > 0 && shape[shape.length - 2] === d && data.length > 0;
  if (!square) {
    const which = name === '' ? 'its array' : `its array ${name}`;
    throw unreadable(
      file,
      'hold a square matrix d×d, or a stack h×d×d of them',
      `${which} has the shape (${shape.join(', ')})`,
      'give V as tokens see it, for a head the product W_O W_V',
    );
  }
  const stacked = shape.length === 3;
  return Array.from({ length: data.length / (d * d) }, (_, h) => {
    const entries = data.slice(h * d * d, (h + 1) * d * d);
    const wrong = entries.findIndex((entry) => !Number.isFinite(entry));
    const own = [name, stacked ? String(h) : ''].filter((part) => part !== '').join(' ');
    if (wrong >= 0) {
      const place = `row ${Math.floor(wrong / d)}, column ${wrong % d}${own === '' ? '' : ` of matrix ${own}`}`;
      throw unreadable(file, 'hold finite numbers', `${place} is ${entries[wrong]}`, 'mend that entry');
    }
    return { name: own, d, entries };
  });
}

/** Lists of rows, or lists of those. */
function fromLists(value: unknown, file: string): NumberArray {
  const shape: number[] = [];
  for (let at = value; Array.isArray(at); at = at[0]) shape.push(at.length);
  const flat = shape.length === 2 ? (value as unknown[]) : Array.isArray(value) ? value.flat() : [];
  const even = flat.every((row) => Array.isArray(row) && row.length === shape[shape.length - 1]);
  const numbers = flat.flat();
  const count = shape.reduce((product, length) => product * length, 1);
  if (shape.length < 2 || shape.length > 3 || !even || numbers.length !== count) {
    throw unreadable(
      file,
      'hold a matrix such as [[1, 0], [0, 1]], or a list of those',
      'it holds something else',
      'mend it',
    );
  }
  const wrong = numbers.find((entry) => typeof entry !== 'number');
  if (wrong !== undefined) {
    throw unreadable(file, 'hold numbers', `an entry is ${JSON.stringify(wrong)}`, 'mend that entry');
  }
  return { shape, data: Float64Array.from(numbers as number[]) };
}
