/** A folder that appears whole or not at all. */
import { existsSync, mkdirSync, readdirSync, renameSync, rmSync } from 'node:fs';
import { dirname, join, resolve } from 'node:path';
import { mistake, ParkadeError } from '../../core/errors.ts';
import { fileProblem } from '../process/file-problem.ts';
import { flushToDisk, makeFolder, whatStandsAt } from '../process/files.ts';
import { undoneByInterrupt } from '../process/interruptible.ts';
import { keepFresh, nameBeside } from '../process/leftovers.ts';

/** A folder being made: write into `path`, then `commit`; until then nothing stands under the final name. */
export interface FolderDraft {
  readonly path: string;
  /**
   * Renames the draft to the final name, which it gives.
   * @throws ParkadeError FileProblem if something has appeared there since; the draft is then kept under a name beside
   *   it
   */
  commit(): string;
  /** Renames the draft to the final name if that is free, else to NAME-2, NAME-3, …; says which. */
  commitBeside(): string;
  discard(): void;
}

/**
 * Begins a folder that will appear under `target`.
 *
 * @param checkReplaceable throws if what stands there now may not be replaced; null when nothing may be
 * @throws ParkadeError FileProblem if the folder around it cannot be made
 */
export function draftFolder(target: string, checkReplaceable: ((path: string) => void) | null): FolderDraft {
  const whole = resolve(target);
  makeFolder(dirname(whole));
  const path = nameBeside(whole, 'tmp');
  const remove = () => rmSync(path, { recursive: true, force: true });
  const undone = undoneByInterrupt(remove); // before there is anything to undo
  try {
    mkdirSync(path);
  } catch (cause) {
    undone();
    throw fileProblem(target, 'be a folder that can be made', cause);
  }
  const cool = keepFresh(path);
  const settled = () => {
    cool();
    undone();
  };
  /** What is in the draft is on the disk before its name is. */
  const place = (move: () => string): string => {
    for (const name of readdirSync(path)) flushToDisk(join(path, name));
    flushToDisk(path);
    try {
      return move();
    } catch (cause) {
      throw cause instanceof ParkadeError ? cause : fileProblem(target, 'be a folder that can be made', cause);
    } finally {
      settled();
      flushToDisk(dirname(whole));
    }
  };
  return {
    path,
    commit() {
      return place(() => {
        try {
          if (checkReplaceable !== null && existsSync(whole)) replaceFolder(path, whole, checkReplaceable);
          else renameSync(path, whole); // fails if a folder that is not empty, or a file, has appeared there
        } catch (cause) {
          throw takenMeanwhile(target, moveBeside(path, whole, target), cause);
        }
        return target;
      });
    },
    commitBeside: () => place(() => moveBeside(path, whole, target)),
    discard() {
      remove();
      settled();
    },
  };
}

/**
 * A process that is killed between the two renames leaves the old folder under a name from which the next one puts it
 * back.
 */
function replaceFolder(path: string, whole: string, checkReplaceable: (path: string) => void): void {
  checkReplaceable(whole);
  const old = nameBeside(whole, 'old');
  renameSync(whole, old);
  try {
    renameSync(path, whole);
  } catch (cause) {
    renameSync(old, whole);
    throw cause;
  }
  rmSync(old, { recursive: true, force: true });
}

function moveBeside(path: string, whole: string, target: string): string {
  let end = '';
  for (let number = 2; isTaken(whole + end); number++) end = `-${number}`;
  renameSync(path, whole + end);
  return target.replace(/[\\/]+$/, '') + end;
}

function isTaken(path: string): boolean {
  const standing = whatStandsAt(path, path);
  return standing === 'folder' || standing === 'other';
}

/** The result is not lost because its name was taken meanwhile. */
function takenMeanwhile(target: string, kept: string, cause: unknown): ParkadeError {
  const expected = 'still be free when the run ends';
  const came = 'something has appeared there';
  const advice = `the run was saved as "${kept}" instead`;
  return mistake('FileProblem', { key: target, expected, came, advice }, cause);
}
