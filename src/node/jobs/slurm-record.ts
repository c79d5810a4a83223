/** slurm/ in the folder of a sweep: the script of its array, what is known of it, notes and logs of its elements. */
import { existsSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { toLegibleJson } from '../../core/json.ts';
import { writeFileWhole } from '../process/files.ts';
import { parseRecord } from '../store/result-folder.ts';

export interface ArrayRecord {
  readonly format: 'parkade-slurm';
  readonly formatVersion: 1;
  readonly elements: number;
  readonly written: string;
  readonly cancelled: string | null;
}

export function slurmFolder(folder: string): string {
  return join(folder, 'slurm');
}

export function scriptPath(folder: string): string {
  return join(slurmFolder(folder), 'array.sh');
}

function recordPath(folder: string): string {
  return join(slurmFolder(folder), 'array.json');
}

/** Null where no array was ever written. */
export function readArray(folder: string): ArrayRecord | null {
  return existsSync(recordPath(folder)) ? (parseRecord(recordPath(folder)) as ArrayRecord) : null;
}

export function writeArray(folder: string, record: ArrayRecord): void {
  writeFileWhole(recordPath(folder), `${toLegibleJson(record)}\n`);
}

/** The number of the job: known when it was submitted, or when its first element began. */
export function readJob(folder: string): string | null {
  try {
    const job = readFileSync(join(slurmFolder(folder), 'job'), 'utf8').trim();
    return /^\d+$/.test(job) ? job : null;
  } catch {
    return null;
  }
}

export function writeJob(folder: string, job: string): void {
  writeFileWhole(join(slurmFolder(folder), 'job'), `${job}\n`);
}

/** Removes what an array before left: its number, and notes about elements. Logs stay and are added to. */
export function clearNotes(folder: string): void {
  if (!existsSync(slurmFolder(folder))) return;
  for (const name of readdirSync(slurmFolder(folder))) {
    if (/^(job|(tries|failed)-\d+)$/.test(name)) rmSync(join(slurmFolder(folder), name), { force: true });
  }
}

/** Why an element was given up; null if it was not. */
export function givenUp(folder: string, element: number): string | null {
  try {
    return readFileSync(join(slurmFolder(folder), `failed-${element}`), 'utf8').trim();
  } catch {
    return null;
  }
}
