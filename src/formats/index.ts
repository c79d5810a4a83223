/** The registry of formats that numbers are read from. To add one: a file beside this, and a line here. */

import type { NumberArray } from '../core/recording.ts';
import { readCsv } from './csv.ts';
import { readJson } from './json.ts';
import { readNpy } from './npy.ts';
import { readNpz } from './npz.ts';
import { endingOf, toLists, unknownEnding } from './numbers.ts';

/** From a file's bytes to an array, or the lists it holds; `name` is the key that the file came under. */
type NumberReader = (bytes: Uint8Array, file: string, name: string) => NumberArray | { readonly lists: unknown };

export const formatRegistry: Readonly<Record<string, NumberReader>> = {
  npy: readNpy,
  npz: readNpz,
  csv: readCsv,
  tsv: readCsv,
  txt: readCsv,
  json: (bytes, file) => ({ lists: readJson(bytes, file) }),
};

export { type NamedMatrix, readMatrices } from './matrices.ts';
export {
  checkHdf5Signature,
  holdsTokens,
  isHdf5,
  type OpenHdf5,
  readRecordedArrays,
  readRecordedHdf5,
} from './recorded-arrays.ts';
export { fillRecordingFile, type Hdf5File } from './recording-hdf5.ts';
export { recordingNpz } from './recording-npz.ts';
export { recordingCsv, recordingJson } from './recording-text.ts';

/** The table that a Parquet file holds (formats/parquet.ts), which is loaded when the first one is read. */
export const readParquet: typeof import('./parquet.ts').readParquet = async (bytes, file) =>
  (await import('./parquet.ts')).readParquet(bytes, file);

/**
 * Numbers from the bytes of a file, by its ending.
 *
 * @param stacked whether h×d×d, a matrix a head, has a meaning under this key
 * @throws ParkadeError FileProblem
 */
export function readNumbers(bytes: Uint8Array, file: string, name: string, stacked = false): unknown {
  const read = formatRegistry[endingOf(file)];
  if (read === undefined) throw unknownEnding(file, Object.keys(formatRegistry));
  const held = read(bytes, file, name);
  return 'lists' in held ? held.lists : toLists(held, file, stacked);
}
