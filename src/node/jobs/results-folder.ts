/**
 * Results too large for Redis, in a folder that workers and coordinator share. No job names it: it is the flag of each,
 * and a file in it is known by the name of its job.
 */
import { accessSync, constants, readFileSync, rmSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { unreadable } from '../../core/errors.ts';
import { writeFileWhole } from '../process/files.ts';

/** A network's folder shows a file of another machine after some seconds. */
const VISIBLE_WITHIN_MS = 60_000;

/** @throws ParkadeError FileProblem for what is no folder, or none to write in */
export function checkResultsFolder(folder: string): void {
  try {
    if (!statSync(folder).isDirectory()) throw new Error('it is a file');
    accessSync(folder, constants.R_OK | constants.W_OK);
  } catch (error) {
    const came = (error as NodeJS.ErrnoException).code === 'ENOENT' ? 'it is not there' : (error as Error).message;
    throw unreadable(folder, 'be a folder that all workers share and may write in', came, 'make it first', error);
  }
}

export function keepResult(folder: string, job: string, text: string): void {
  writeFileWhole(fileOf(folder, job), text);
}

/** What was kept for a job, which is removed; null where it does not come in a minute. */
export async function takeResult(folder: string, job: string, signal?: AbortSignal): Promise<string | null> {
  const path = fileOf(folder, job);
  for (const begun = Date.now(); ; ) {
    try {
      const text = readFileSync(path, 'utf8');
      rmSync(path, { force: true });
      return text;
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code !== 'ENOENT') throw error;
      if (Date.now() - begun > VISIBLE_WITHIN_MS || signal?.aborted) return null;
    }
    await pause(500);
  }
}

function fileOf(folder: string, job: string): string {
  return join(folder, `${job}.json`);
}
