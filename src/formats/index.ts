/** The registry of formats that numbers are read from. To add one: a file beside this, and a line here. */
import { readCsv } from './csv.ts';
import { readJson } from './json.ts';
import { readNpy } from './npy.ts';
import { readNpz } from './npz.ts';
import { endingOf, toLists, unknownEnding } from './numbers.ts';

/** From a file's bytes to lists; `name` is the key that the file came under. */
type NumberReader = (bytes: Uint8Array, file: string, name: string) => unknown;

export const formatRegistry: Readonly<Record<string, NumberReader>> = {
  npy: (bytes, file) => toLists(readNpy(bytes, file), file),
  npz: (bytes, file, name) => toLists(readNpz(bytes, file, name), file),
  csv: (bytes, file) => toLists(readCsv(bytes, file), file),
  tsv: (bytes, file) => toLists(readCsv(bytes, file), file),
  txt: (bytes, file) => toLists(readCsv(bytes, file), file),
  json: readJson,
};

export { type NamedMatrix, readMatrices } from './matrices.ts';

/**
 * Numbers from the bytes of a file, by its ending.
 * @throws ParkadeError FileProblem
 */
export function readNumbers(bytes: Uint8Array, file: string, name: string): unknown {
  const read = formatRegistry[endingOf(file)];
  if (read === undefined) throw unknownEnding(file, Object.keys(formatRegistry));
  return read(bytes, file, name);
}
