/** NumPy's .npz format: a zip of .npy files. */
import { Unzip, UnzipInflate, unzipSync, zipSync } from 'fflate';
import { counted } from '../core/counted.ts';
import { ParkadeError, unreadable } from '../core/errors.ts';
import type { NumberArray } from '../core/recording.ts';
import { declaredLength, readNpy, writeNpy } from './npy.ts';

/** Bytes of a zip that are unpacked at a time: deflate makes at most a thousand of each. */
const CHUNK = 16_384;

/**
 * One array of an .npz file: the only one, or the one called `name`.
 * @throws ParkadeError FileProblem
 */
export function readNpz(bytes: Uint8Array, file: string, name: string): NumberArray {
  const names = arraysIn(bytes, file);
  const chosen = names.length === 1 ? names[0] : names.find((entry) => entry === `${name}.npy`);
  if (chosen === undefined) {
    const came = `it holds ${names.map((entry) => entry.slice(0, -4)).join(', ')}`;
    throw unreadable(file, `hold one array, or one called ${name}`, came, `save it with numpy.savez(file, ${name}=…)`);
  }
  return unpacked(bytes, file, [chosen])[0][1];
}

/**
 * All arrays of an .npz file, by their names, in the order of the file.
 * @throws ParkadeError FileProblem
 */
export function readAllOfNpz(bytes: Uint8Array, file: string): [name: string, array: NumberArray][] {
  return unpacked(bytes, file, arraysIn(bytes, file));
}

/** The names of the arrays, .npy and all; nothing is unpacked for them. */
function arraysIn(bytes: Uint8Array, file: string): string[] {
  const names: string[] = [];
  try {
    unzipSync(bytes, {
      filter({ name }) {
        if (name.endsWith('.npy')) names.push(name);
        return false;
      },
    });
  } catch (cause) {
    throw noZip(file, cause);
  }
  if (names.length > 0) return names;
  throw unreadable(file, 'hold arrays', 'it holds no .npy array', 'save it with numpy.savez');
}

function unpacked(bytes: Uint8Array, file: string, names: readonly string[]): [name: string, array: NumberArray][] {
  const arrays: [string, NumberArray][] = [];
  const zip = new Unzip((entry) => {
    if (!names.includes(entry.name)) return;
    const own = `${file}/${entry.name}`;
    const growing = growingNpy(own);
    entry.ondata = (error, chunk, final) => {
      if (error) throw error;
      growing.add(chunk);
      if (final) arrays.push([entry.name.slice(0, -4), readNpy(growing.bytes(), own)]);
    };
    entry.start();
  });
  zip.register(UnzipInflate);
  try {
    for (let from = 0; from < bytes.length; from += CHUNK) {
      zip.push(bytes.subarray(from, from + CHUNK), from + CHUNK >= bytes.length);
    }
  } catch (cause) {
    throw cause instanceof ParkadeError ? cause : noZip(file, cause);
  }
  if (arrays.length === names.length) return arrays;
  throw noZip(file, `of ${counted(names.length, 'array')} only ${arrays.length} can be unpacked`);
}

/**
 * A .npy file that comes in parts: it is given as much memory as its own header declares, and what swells beyond that
 * is refused as soon as it does, however well it was packed.
 */
function growingNpy(file: string): { add(chunk: Uint8Array): void; bytes(): Uint8Array } {
  let held = new Uint8Array(0);
  let filled = 0;
  let declared: number | null = null;
  const hold = (length: number) => {
    const larger = new Uint8Array(length);
    larger.set(held.subarray(0, filled));
    held = larger;
  };
  return {
    add(chunk) {
      if (declared === null) {
        hold(filled + chunk.length);
        held.set(chunk, filled);
        filled += chunk.length;
        declared = declaredLength(held, file);
        if (declared !== null && declared > filled) hold(declared);
        return;
      }
      if (filled + chunk.length > declared) {
        const came = 'more comes out of the zip';
        throw unreadable(file, `unpack to the ${declared} bytes of its header`, came, 'save it again with numpy.savez');
      }
      held.set(chunk, filled);
      filled += chunk.length;
    },
    bytes: () => held.subarray(0, filled),
  };
}

function noZip(file: string, cause: unknown): ParkadeError {
  const came = cause instanceof Error ? cause.message : String(cause);
  const expected = 'be an .npz file, a zip of .npy arrays';
  return unreadable(file, expected, `it cannot be unpacked (${came})`, 'save it again with numpy.savez');
}

/** The bytes of an .npz file with these arrays. */
export function writeNpz(arrays: Readonly<Record<string, NumberArray>>): Uint8Array {
  const entries = Object.entries(arrays).map(([name, array]) => [`${name}.npy`, writeNpy(array)]);
  // A fixed date (the earliest a zip can hold): the same arrays make the same bytes.
  return zipSync(Object.fromEntries(entries), { level: 6, mtime: '1980-01-01T00:00:00' });
}
