/**
 * Where a result goes that a person asks for by name: looked at before the work, so that what is refused costs nothing.
 */
import { resolve } from 'node:path';
import { invalid, mistake } from '../../core/errors.ts';
import { refuseRecords, writeFileWhole } from './files.ts';
import { placeOf } from './places.ts';

export interface Destination {
  /** What is written goes where parkade prints (`-` or /dev/stdout): then the command prints nothing else. */
  readonly isStandardOutput: boolean;
  write(content: string | Uint8Array): void;
}

/**
 * @param to a file, through its links; a pipe or a device; `-` for standard output
 * @param force a file that is there may be replaced
 * @throws ParkadeError FileProblem for a folder, part of the record of a run, or a file that is there and may not be
 *   replaced
 */
export function destinationOf(to: string, { force }: { readonly force: boolean }): Destination {
  refuseRecords(to);
  const place = placeOf(to);
  if (place.kind === 'stream') {
    const isStandardOutput = place.descriptor === 1;
    return {
      isStandardOutput,
      write: (content) => (isStandardOutput ? void process.stdout.write(content) : writeFileWhole(to, content)),
    };
  }
  if (place.path !== resolve(to)) refuseRecords(place.path);
  if (place.mode !== null && !force) {
    const advice = 'give another name, or --force to replace it';
    throw mistake('FileProblem', { key: to, expected: 'be the name of a new file', came: 'exists', advice });
  }
  return { isStandardOutput: false, write: (content) => writeFileWhole(to, content) };
}

/** Standard output takes one document. */
export function refuseTwoDocuments(json: boolean, to: string): void {
  if (!json) return;
  throw invalid(
    '--json',
    'come with a file to write, since it prints on standard output itself',
    `came with --to ${to}`,
    'drop one of them',
  );
}
