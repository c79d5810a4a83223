/**
 * Files read, and written whole or not at all: everything that parkade writes outside of a draft goes through
 * `writeFileWhole`.
 */
import {
  chmodSync,
  closeSync,
  copyFileSync,
  existsSync,
  fsyncSync,
  lstatSync,
  mkdirSync,
  mkdtempSync,
  openSync,
  readdirSync,
  readFileSync,
  readSync,
  renameSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { basename, dirname, join, resolve } from 'node:path';
import { mistake, ParkadeError } from '../../core/errors.ts';
import { fileProblem } from './file-problem.ts';
import { undoneByInterrupt } from './interruptible.ts';
import { clearLeftovers, nameBeside } from './leftovers.ts';
import { pause, placeOf, pour } from './places.ts';

export function readBytes(path: string): Uint8Array {
  try {
    return readFileSync(path);
  } catch (cause) {
    throw fileProblem(path, 'be a file that can be read', cause);
  }
}

/** All of standard input, to its end. */
export function readStandardInput(): Uint8Array {
  if (process.stdin.isTTY) process.stderr.write('parkade: reading a specification from here; end it with Ctrl-D.\n');
  const parts: Buffer[] = [];
  const part = Buffer.alloc(65_536);
  try {
    for (let count = readPart(part); count > 0; count = readPart(part))
      parts.push(Buffer.from(part.subarray(0, count)));
  } catch (cause) {
    throw fileProblem('standard input', 'be something that can be read', cause);
  }
  return Buffer.concat(parts);
}

/** How much came; a pipe that does not wait is asked again until something does, or it ends. */
function readPart(into: Uint8Array): number {
  for (;;) {
    try {
      return readSync(0, into);
    } catch (cause) {
      const { code } = cause as NodeJS.ErrnoException;
      if (code === 'EOF') return 0; // Windows
      if (code !== 'EAGAIN') throw cause;
      pause();
    }
  }
}

export function makeFolder(path: string): void {
  try {
    mkdirSync(path, { recursive: true });
  } catch (cause) {
    throw fileProblem(path, 'be a folder that can be made', cause);
  }
}

/** Pushes what was written to the disk itself, so that a rename never outruns the data. */
export function flushToDisk(path: string): void {
  const handle = openSync(path, 'r');
  try {
    fsyncSync(handle);
  } catch {
    // Some file systems refuse fsync on folders; the rename is still atomic there.
  } finally {
    closeSync(handle);
  }
}

/**
 * Writes a file under another name beside it, then renames: a reader sees the old file, the new one, or none. Links are
 * followed: the file that they lead to is written. Pipes, devices and `-`, standard output, are written into and stay
 * what they are.
 *
 * @throws ParkadeError FileProblem
 */
export function writeFileWhole(path: string, content: string | Uint8Array): void {
  writeFileInParts(path, [content]);
}

/**
 * The same for a file that is larger than memory: its parts are written as they come.
 * @throws ParkadeError FileProblem, and what making the parts throws
 */
export function writeFileInParts(path: string, parts: Iterable<string | Uint8Array>): void {
  const place = placeOf(path);
  if (place.kind === 'file') makeFolder(dirname(place.path));
  try {
    if (place.kind === 'stream') pour(path, place.descriptor, parts);
    else replaceFile(place.path, parts, place.mode);
  } catch (cause) {
    throw cause instanceof ParkadeError ? cause : fileProblem(path, 'be a file that can be written', cause);
  }
}

function replaceFile(path: string, parts: Iterable<string | Uint8Array>, mode: number | null): void {
  const draft = draftOf(path, mode);
  try {
    const handle = openSync(draft.path, 'w');
    try {
      for (const part of parts) writeFileSync(handle, part);
    } finally {
      closeSync(handle);
    }
    draft.commit();
  } finally {
    draft.discard();
  }
}

/**
 * A file that `make` writes under the name that it is given, and that then gets its own: for libraries that write files
 * themselves. Into a pipe or a device it is copied.
 *
 * @throws ParkadeError FileProblem, and what `make` throws
 */
export async function writeFileMadeBy(path: string, make: (draft: string) => Promise<void>): Promise<void> {
  const place = placeOf(path);
  if (place.kind === 'stream') {
    const folder = mkdtempSync(join(tmpdir(), 'parkade-'));
    try {
      const draft = join(folder, 'file');
      await make(draft);
      writeFileInParts(path, [readBytes(draft)]);
    } finally {
      rmSync(folder, { recursive: true, force: true });
    }
    return;
  }
  makeFolder(dirname(place.path));
  const draft = draftOf(place.path, place.mode);
  try {
    await make(draft.path);
    draft.commit();
  } catch (cause) {
    throw cause instanceof ParkadeError ? cause : fileProblem(path, 'be a file that can be written', cause);
  } finally {
    draft.discard();
  }
}

/** A name beside a file to be written, gone with an interrupt; `commit` makes it the file. */
function draftOf(path: string, mode: number | null) {
  clearLeftovers(path);
  const draft = nameBeside(path, 'tmp');
  const remove = () => rmSync(draft, { force: true });
  const settled = undoneByInterrupt(remove);
  return {
    path: draft,
    commit() {
      if (mode !== null) chmodSync(draft, mode & 0o7777);
      flushToDisk(draft);
      moveTo(draft, path);
      flushToDisk(dirname(path));
    },
    discard() {
      remove();
      settled();
    },
  };
}

/** A file that is mounted by itself, as containers have them, cannot be exchanged for another: its content can. */
function moveTo(temporary: string, path: string): void {
  try {
    renameSync(temporary, path);
  } catch (cause) {
    if ((cause as NodeJS.ErrnoException).code !== 'EBUSY') throw cause;
    copyFileSync(temporary, path);
  }
}

/**
 * Writes a file of a draft, which appears with its folder.
 * @throws ParkadeError FileProblem
 */
export function writeInDraft(path: string, content: string | Uint8Array): void {
  try {
    mkdirSync(dirname(path), { recursive: true });
    writeFileSync(path, content);
  } catch (cause) {
    throw fileProblem(path, 'be a file that can be written', cause);
  }
}

/** The records that make a folder one of results. */
export const OWNERS = [
  'run.json',
  'ensemble.json',
  'experiment.json',
  'park.json',
  'check.json',
  'spectra.json',
  'density.json',
  'branches.json',
] as const;
/** Files that such a folder stands on; nothing else may be written over them. */
const RECORDS: readonly string[] = [
  ...OWNERS,
  'values.json',
  'measurements.json',
  'events.json',
  'trajectory.h5',
  'steps.h5',
];

/** What the folder of a sweep stands on. */
const SWEEP_RECORDS: readonly string[] = ['sweep.json', 'rows.jsonl'];

/**
 * Refuses a file to write that is part of the record of a run or of a sweep.
 * @throws ParkadeError FileProblem
 */
export function refuseRecords(path: string): void {
  const whole = resolve(path);
  const folder = dirname(whole);
  const isThere = (name: string) => existsSync(join(folder, name));
  const isRecord =
    (RECORDS.includes(basename(whole)) && OWNERS.some(isThere)) ||
    (SWEEP_RECORDS.includes(basename(whole)) && isThere('sweep.json'));
  if (path.trim() !== '' && !isRecord) return;
  const came = isRecord ? 'it is part of the record of a run or a sweep' : 'its name is empty';
  throw mistake('FileProblem', { key: path, expected: 'be a file to write', came, advice: 'give another name' });
}

/**
 * What stands at a path: nothing, an empty folder, a folder, or something else (a file, a link). `name` is what a
 * person typed.
 */
export function whatStandsAt(path: string, name: string): 'nothing' | 'empty' | 'folder' | 'other' {
  try {
    if (!lstatSync(path).isDirectory()) return 'other';
    return readdirSync(path).length === 0 ? 'empty' : 'folder';
  } catch (cause) {
    const code = (cause as NodeJS.ErrnoException).code;
    if (code === 'ENOENT') return 'nothing';
    throw fileProblem(name, 'be a folder that can be made', cause);
  }
}
