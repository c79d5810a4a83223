/** NumPy's .npz format: a zip of .npy files. */
import { unzipSync, zipSync } from 'fflate';
import { readNpy, writeNpy } from './npy.ts';
import { LARGEST_ARRAY, type NumberArray, unreadable } from './numbers.ts';

/** A zip entry that grows more than this when unpacked is refused: numbers do not compress so well. */
const LARGEST_RATIO = 1000;

/**
 * One array of an .npz file: the only one, or the one called `name`.
 * @throws ParkadeError FileProblem
 */
export function readNpz(bytes: Uint8Array, file: string, name: string): NumberArray {
  const entries = unpacked(bytes, file);
  const names = Object.keys(entries);
  const chosen = names.length === 1 ? names[0] : names.find((entry) => entry === `${name}.npy`);
  if (chosen === undefined) {
    const came =
      names.length === 0 ? 'it holds no .npy array' : `it holds ${names.map((entry) => entry.slice(0, -4)).join(', ')}`;
    throw unreadable(file, `hold one array, or one called ${name}`, came, `save it with numpy.savez(file, ${name}=…)`);
  }
  return readNpy(entries[chosen], `${file}/${chosen}`);
}

/**
 * All arrays of an .npz file, by their names, in the order of the file.
 * @throws ParkadeError FileProblem
 */
export function readAllOfNpz(bytes: Uint8Array, file: string): [name: string, array: NumberArray][] {
  const entries = Object.entries(unpacked(bytes, file));
  if (entries.length === 0) throw unreadable(file, 'hold arrays', 'it holds no .npy array', 'save it with numpy.savez');
  return entries.map(([name, entry]) => [name.slice(0, -4), readNpy(entry, `${file}/${name}`)]);
}

function unpacked(bytes: Uint8Array, file: string): Record<string, Uint8Array> {
  try {
    return unzipSync(bytes, {
      filter(entry) {
        const sane =
          entry.originalSize <= 8 * LARGEST_ARRAY && entry.originalSize <= LARGEST_RATIO * Math.max(entry.size, 1000);
        if (!sane) throw new Error(`${entry.name} claims to unpack to ${entry.originalSize} bytes`);
        return entry.name.endsWith('.npy');
      },
    });
  } catch (cause) {
    const came = cause instanceof Error ? cause.message : String(cause);
    throw unreadable(
      file,
      'be an .npz file, a zip of .npy arrays',
      `it cannot be unpacked (${came})`,
      'save it again with numpy.savez',
    );
  }
}

/** The bytes of an .npz file with these arrays. */
export function writeNpz(arrays: Readonly<Record<string, NumberArray>>): Uint8Array {
  const entries = Object.entries(arrays).map(([name, array]) => [`${name}.npy`, writeNpy(array)]);
  // A fixed date (the earliest a zip can hold): the same arrays make the same bytes.
  return zipSync(Object.fromEntries(entries), { level: 6, mtime: '1980-01-01T00:00:00' });
}
