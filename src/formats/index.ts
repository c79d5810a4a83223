/** The registry of formats that numbers are read from. To add one: a file beside this, and a line here. */
import { strFromU8 } from 'fflate';
import { readCsv } from './csv.ts';
import { readNpy } from './npy.ts';
import { readNpz } from './npz.ts';
import { toLists, unreadable } from './numbers.ts';

/** From a file's bytes to lists; `name` is the key that the file came under. */
type NumberReader = (bytes: Uint8Array, file: string, name: string) => unknown;

export const formatRegistry: Readonly<Record<string, NumberReader>> = {
  npy: (bytes, file) => toLists(readNpy(bytes, file), file),
  npz: (bytes, file, name) => toLists(readNpz(bytes, file, name), file),
  csv: (bytes, file) => toLists(readCsv(strFromU8(bytes), file), file),
  txt: (bytes, file) => toLists(readCsv(strFromU8(bytes), file), file),
  json: readJson,
};

/** Whatever the JSON holds; the specification's own checks say what is wrong with it. */
function readJson(bytes: Uint8Array, file: string): unknown {
  try {
    return JSON.parse(strFromU8(bytes));
  } catch (cause) {
    const came = cause instanceof Error ? cause.message : String(cause);
    throw unreadable(file, 'hold JSON such as [[1, 0], [0, 1]]', `it does not parse (${came})`, 'mend the file');
  }
}

/**
 * Numbers from the bytes of a file, by its ending.
 * @throws ParkadeError FileProblem
 */
export function readNumbers(bytes: Uint8Array, file: string, name: string): unknown {
  const ending = /\.([^.\\/]+)$/.exec(file)?.[1].toLowerCase() ?? '';
  const read = formatRegistry[ending];
  if (read === undefined) {
    throw unreadable(
      file,
      `end in ${Object.keys(formatRegistry)
        .map((known) => `.${known}`)
        .join(', ')}`,
      `it ends in "${ending}"`,
      'rename or convert it',
    );
  }
  return read(bytes, file, name);
}
