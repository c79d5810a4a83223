/** Files written whole or not at all, and file-system mistakes told as sentences. */
import {
  closeSync,
  existsSync,
  fsyncSync,
  lstatSync,
  mkdirSync,
  openSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { basename, dirname, join, resolve } from 'node:path';
import { ParkadeError } from '../core/errors.ts';
import { undoneByInterrupt } from './interruptible.ts';

/** Marks what an unfinished write may leave: `.NAME.tmp-PID-…` beside the final name. */
const TEMPORARY = '.tmp-';

/** What went wrong with a path, as a sentence. */
export function fileProblem(path: string, expected: string, cause: unknown): ParkadeError {
  const code = (cause as NodeJS.ErrnoException | undefined)?.code;
  const reasons: Record<string, string> = {
    ENOENT: 'it does not exist',
    ENOTDIR: 'a part of the path is a file, not a folder',
    EISDIR: 'it is a folder',
    EACCES: 'permission is denied',
    EPERM: 'permission is denied',
    EROFS: 'the file system is read-only',
    ENOSPC: 'the disk is full',
    EEXIST: 'it exists already',
    ENAMETOOLONG: 'the name is too long',
  };
  const came = (code && reasons[code]) ?? (cause instanceof Error ? cause.message : String(cause));
  return new ParkadeError('FileProblem', `"${path}" should ${expected}, but ${came}; check the path.`, { cause });
}

export function readBytes(path: string): Uint8Array {
  try {
    return readFileSync(path);
  } catch (cause) {
    throw fileProblem(path, 'be a file that can be read', cause);
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
function flushToDisk(path: string): void {
  const handle = openSync(path, 'r');
  try {
    fsyncSync(handle);
  } catch {
    // Some file systems refuse fsync on folders; the rename is still atomic there.
  } finally {
    closeSync(handle);
  }
}

/** Writes a file under a temporary name beside it, then renames: a reader sees the old file, the new one, or none. */
export function writeFileWhole(path: string, content: string | Uint8Array): void {
  const folder = dirname(resolve(path));
  makeFolder(folder);
  const temporary = temporaryName(path);
  try {
    writeFileSync(temporary, content);
    flushToDisk(temporary);
    renameSync(temporary, path);
    flushToDisk(folder);
  } catch (cause) {
    rmSync(temporary, { force: true });
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

/**
 * Refuses a file to write that is part of the record of a run.
 * @throws ParkadeError FileProblem
 */
export function refuseRecords(path: string): void {
  const whole = resolve(path);
  const folder = dirname(whole);
  const isRecord = RECORDS.includes(basename(whole)) && OWNERS.some((name) => existsSync(join(folder, name)));
  if (path.trim() !== '' && !isRecord) return;
  const came = isRecord ? 'it is part of the record of a run' : 'its name is empty';
  throw new ParkadeError('FileProblem', `"${path}" should be a file to write, but ${came}; give another name.`);
}

let serial = 0;
function temporaryName(path: string): string {
  const whole = resolve(path);
  return join(dirname(whole), `.${basename(whole)}${TEMPORARY}${process.pid}-${serial++}`);
}

/** Removes what killed processes left beside `path`; those of living ones are theirs. */
function sweepLeftovers(path: string): void {
  const whole = resolve(path);
  const prefix = `.${basename(whole)}${TEMPORARY}`;
  for (const name of readdirSync(dirname(whole))) {
    if (!name.startsWith(prefix)) continue;
    const pid = Number.parseInt(name.slice(prefix.length), 10);
    if (pid !== process.pid && !isAlive(pid)) rmSync(join(dirname(whole), name), { recursive: true, force: true });
  }
}

function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === 'EPERM';
  }
}

/** A folder being made: write into `path`, then `commit`; until then nothing stands under the final name. */
export interface FolderDraft {
  readonly path: string;
  /**
   * Renames the draft to the final name.
   * @throws ParkadeError FileProblem if something has appeared there since; the draft is then kept under a name beside it
   */
  commit(): void;
  discard(): void;
}

/**
 * Begins a folder that will appear whole under `target` or not at all.
 *
 * @param checkReplaceable throws if what stands there now may not be replaced; null when nothing may be
 * @throws ParkadeError FileProblem if the folder around it cannot be made
 */
export function draftFolder(target: string, checkReplaceable: ((path: string) => void) | null): FolderDraft {
  const whole = resolve(target);
  makeFolder(dirname(whole));
  sweepLeftovers(whole);
  const path = temporaryName(whole);
  const remove = () => rmSync(path, { recursive: true, force: true });
  const settled = undoneByInterrupt(remove); // before there is anything to undo
  try {
    mkdirSync(path);
  } catch (cause) {
    settled();
    throw fileProblem(target, 'be a folder that can be made', cause);
  }
  return {
    path,
    commit() {
      for (const name of readdirSync(path)) flushToDisk(join(path, name));
      flushToDisk(path);
      try {
        if (checkReplaceable !== null && existsSync(whole)) replaceFolder(path, whole, checkReplaceable);
        else renameSync(path, whole); // fails if a folder that is not empty, or a file, has appeared there
      } catch (cause) {
        throw keptBeside(path, whole, target, cause);
      } finally {
        settled();
      }
      flushToDisk(dirname(whole));
    },
    discard() {
      remove();
      settled();
    },
  };
}

function replaceFolder(path: string, whole: string, checkReplaceable: (path: string) => void): void {
  checkReplaceable(whole);
  const old = temporaryName(whole);
  renameSync(whole, old);
  renameSync(path, whole);
  rmSync(old, { recursive: true, force: true });
}

/** The result is not lost because its name was taken meanwhile: it stays under a free one. */
function keptBeside(path: string, whole: string, target: string, cause: unknown): ParkadeError {
  let number = 2;
  while (existsSync(`${whole}-${number}`)) number++;
  renameSync(path, `${whole}-${number}`);
  return new ParkadeError(
    'FileProblem',
    `"${target}" should still be free when the run ends, but something has appeared there; the run was saved as "${target}-${number}" instead.`,
    { cause },
  );
}

/** What stands at a path: nothing, an empty folder, a folder, or something else (a file, a link). `name` is what a person typed. */
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
