/** Tokens recorded elsewhere, read from a file: [time or layer, token, d] in .npy, .npz or .h5. */
import { existsSync, statSync } from 'node:fs';
import { unreadable } from '../../core/errors.ts';
import type { NumberArray, Recording } from '../../core/recording.ts';
import { readNpy } from '../../formats/npy.ts';
import { readAllOfNpz } from '../../formats/npz.ts';
import { endingOf } from '../../formats/numbers.ts';
import { type RecordedArrays, recordingOf } from '../../observation/recording.ts';
import { readBytes } from '../process/files.ts';

const readers: Readonly<Record<string, (path: string) => RecordedArrays | Promise<RecordedArrays>>> = {
  npy: (path) => ({ tokens: readNpy(readBytes(path), path) }),
  npz: (path) => fromNpz(readAllOfNpz(readBytes(path), path), path),
  async h5(path) {
    const { time, ...others } = await (await import('./hdf5.ts')).readRecordedFile(path);
    return { ...others, times: time };
  },
};
/** Other endings of the same format. */
const ALIASES: Readonly<Record<string, string>> = { hdf5: 'h5', nc: 'h5' };

/** Whether a command was given a file, not the folder of a run: one that is there, or would be by its ending. */
export function isFile(path: string): boolean {
  return existsSync(path) ? statSync(path).isFile() : readerOf(path) !== undefined;
}

function readerOf(path: string) {
  const ending = endingOf(path);
  return readers[ALIASES[ending] ?? ending];
}

/**
 * Tokens of a file, with the β that it tells unless one is given.
 * @throws ParkadeError FileProblem for a file that does not hold tokens
 */
export async function readRecordedTokens(path: string, beta: number | undefined): Promise<Recording> {
  const read = readerOf(path);
  if (read === undefined) {
    throw unreadable(
      path,
      'be the folder of a run, or a file of tokens that ends in .npy, .npz or .h5',
      `is a file that ends in "${endingOf(path)}"`,
      'give one of them',
    );
  }
  const arrays = await read(path);
  return recordingOf({ ...arrays, beta: beta ?? arrays.beta }, path);
}

/**
 * The array called tokens, or the only one; times, initial, present and beta where they are there, as parkade export
 * writes them.
 */
function fromNpz(arrays: readonly (readonly [string, NumberArray])[], path: string): RecordedArrays {
  const named = new Map(arrays);
  const tokens = named.get('tokens') ?? (arrays.length === 1 ? arrays[0][1] : undefined);
  if (tokens) {
    const [times, initial, present] = ['times', 'initial', 'present'].map((name) => named.get(name));
    return { tokens, times, initial, present, beta: named.get('beta')?.data[0] };
  }
  const came = `it holds ${[...named.keys()].join(', ')}`;
  throw unreadable(path, 'hold one array, or one called tokens', came, 'save it with numpy.savez(file, tokens=…)');
}
