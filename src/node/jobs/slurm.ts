/** A sweep on a Slurm cluster: an array is written and submitted, asked after, cancelled. */
import { chmodSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { counted } from '../../core/counted.ts';
import { invalid, mistake } from '../../core/errors.ts';
import { makeFolder, writeFileWhole } from '../process/files.ts';
import { packageRoot } from '../process/version.ts';
import type { RemoteEngine } from './remote-engine.ts';
import { cancelJob, queueOf, submit } from './slurm-commands.ts';
import { checkedOptions } from './slurm-options.ts';
import { clearNotes, readArray, readJob, scriptPath, slurmFolder, writeArray, writeJob } from './slurm-record.ts';
import { arrayScript } from './slurm-script.ts';
import { arrayStatus } from './slurm-status.ts';

interface ArrayRequest {
  /** Elements at most; each computes many cells. */
  readonly elements?: number | undefined;
  /** Of each element. */
  readonly threads?: number | undefined;
  readonly onlyFailed: boolean;
  /** Options of sbatch. */
  readonly options: readonly string[];
}

/** Slurm's MaxArraySize is 1001 unless somebody raised it. */
const MOST_ELEMENTS = 1000;
const USUAL_ELEMENTS = 100;

/**
 * Refuses, before anything is written, what no script can be made of.
 * @throws ParkadeError InvalidParameter, FileProblem
 */
export function checkArray(
  folder: string,
  { elements = 1, options }: Pick<ArrayRequest, 'elements' | 'options'>,
): void {
  checkedOptions(options);
  if (elements > MOST_ELEMENTS) {
    const advice = 'give fewer: each computes many cells';
    throw invalid('--elements', `be at most ${MOST_ELEMENTS}, as Slurm has it`, `came as ${elements}`, advice);
  }
  for (const path of [resolve(folder), packageRoot, process.execPath]) refuseUnsafe(path);
}

/** Slurm puts numbers in the place of %a and the like, also in the name of a folder; lines end scripts' comments. */
function refuseUnsafe(path: string): void {
  // biome-ignore lint/suspicious/noControlCharactersInRegex: those are what is looked for
  if (!/[%\\\u0000-\u001f\u007f]/.test(path)) return;
  throw mistake('FileProblem', {
    key: path,
    expected: 'have no %, no \\ and no line breaks in its name, which Slurm reads in its own way',
    came: 'has some',
    advice: 'give another name',
  });
}

/** @returns how many elements the script has */
export function writeScript(folder: string, open: number, request: ArrayRequest): number {
  const { threads = 1, onlyFailed, options } = request;
  const elements = Math.min(request.elements ?? USUAL_ELEMENTS, open);
  const whole = resolve(folder);
  makeFolder(slurmFolder(folder));
  clearNotes(folder);
  const program = join(packageRoot, 'dist', 'node', 'main.js');
  const script = arrayScript({
    ...{ node: process.execPath, program, folder: whole },
    ...{ elements, threads, onlyFailed, options: checkedOptions(options) },
  });
  writeFileWhole(scriptPath(folder), script);
  chmodSync(scriptPath(folder), 0o755);
  const written = new Date().toISOString();
  writeArray(folder, { format: 'parkade-slurm', formatVersion: 1, elements, written, cancelled: null });
  return elements;
}

/** @returns the number of the job */
export function submitScript(folder: string): string {
  const job = submit(resolve(scriptPath(folder)), resolve(slurmFolder(folder)));
  writeJob(folder, job);
  return job;
}

/**
 * Two arrays on one folder would compute the same cells.
 * @throws ParkadeError FileProblem
 */
export function refuseActive(folder: string): void {
  const job = readJob(folder);
  if (job === null) return;
  const queue = queueOf(job);
  if (typeof queue === 'string' || queue.states.size === 0) return;
  throw mistake('FileProblem', {
    key: folder,
    expected: 'be computed by one array at a time',
    came: `${counted(queue.states.size, 'element')} of job ${job} wait or run`,
    advice: 'wait for them, or cancel them with "parkade sweep cancel"',
  });
}

export const slurm: RemoteEngine = {
  status(folder) {
    const array = readArray(folder);
    return array === null ? null : arrayStatus(folder, array, readJob(folder));
  },
  cancel(folder) {
    const array = readArray(folder);
    const job = readJob(folder);
    if (array === null || job === null) return null;
    const against = cancelJob(job);
    if (against !== null) {
      const came = `it could not be told so: ${against}`;
      throw mistake('FileProblem', {
        key: folder,
        expected: 'have a job to cancel',
        came,
        advice: `try scancel ${job}`,
      });
    }
    writeArray(folder, { ...array, cancelled: new Date().toISOString() });
    return `Job ${job} of Slurm is cancelled; the cells that have ended are kept.`;
  },
};
