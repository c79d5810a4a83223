/** Tokens recorded elsewhere, read from a file: [time or layer, token, d] in .npy, .npz or .h5. */
import { existsSync, statSync } from 'node:fs';
import { unreadable } from '../../core/errors.ts';
import type { Recording } from '../../core/recording.ts';
import { endingOf } from '../../formats/numbers.ts';
import { holdsTokens, isHdf5, readRecordedArrays } from '../../formats/recorded-arrays.ts';
import { recordingOf } from '../../observation/recording.ts';
import { readBytes } from '../process/files.ts';

/** Whether a command was given a file, not the folder of a run: one that is there, or would be by its ending. */
export function isFile(path: string): boolean {
  return existsSync(path) ? statSync(path).isFile() : holdsTokens(path);
}

/**
 * Tokens of a file, with the β that it tells unless one is given.
 * @throws ParkadeError FileProblem for a file that does not hold tokens
 */
export async function readRecordedTokens(path: string, beta: number | undefined): Promise<Recording> {
  if (!holdsTokens(path)) {
    throw unreadable(
      path,
      'be the folder of a run, or a file of tokens that ends in .npy, .npz or .h5',
      `is a file that ends in "${endingOf(path)}"`,
      'give one of them',
    );
  }
  const arrays = isHdf5(path)
    ? await (await import('./hdf5.ts')).readRecordedFile(path)
    : readRecordedArrays(readBytes(path), path);
  return recordingOf({ ...arrays, beta: beta ?? arrays.beta }, path);
}
