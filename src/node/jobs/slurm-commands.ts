/** The programs of Slurm, started with arguments and never through a shell. */
import { spawnSync } from 'node:child_process';
import { invalid } from '../../core/errors.ts';

interface Answer {
  readonly ok: boolean;
  readonly stdout: string;
  /** What it said against it, in one line. */
  readonly complaint: string;
}

/** Null where the program is not installed here. */
function ask(program: string, args: readonly string[]): Answer | null {
  const { error, status, stdout, stderr } = spawnSync(program, args, { encoding: 'utf8' });
  if (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return null;
    return { ok: false, stdout: '', complaint: error.message };
  }
  const complaint = stderr.trim().split('\n').at(-1) ?? '';
  return { ok: status === 0, stdout, complaint: complaint === '' ? `exit code ${status}` : complaint };
}

/**
 * @param folder where the elements begin, and where their logs go
 * @returns the number of the job
 * @throws ParkadeError InvalidParameter where sbatch is missing or refuses
 */
export function submit(script: string, folder: string): string {
  const answer = ask('sbatch', ['--parsable', `--chdir=${folder}`, script]);
  if (answer === null) {
    const came = 'sbatch is not on the PATH here';
    throw invalid('--engine', 'be slurm where Slurm is', came, 'log in to the cluster, or add --script-only');
  }
  const job = /^(\d+)(;|\s*$)/.exec(answer.stdout)?.[1];
  if (answer.ok && job !== undefined) return job;
  throw invalid('--engine', 'be a Slurm that takes the job', `sbatch said: ${answer.complaint}`, 'change that');
}

/** What is known of the elements of a job. */
interface Queue {
  /** By number; elements that have ended are missing. */
  readonly states: ReadonlyMap<number, string>;
}

/** @returns a sentence where nothing can be known */
export function queueOf(job: string): Queue | string {
  const answer = ask('squeue', ['--noheader', '--array', `--jobs=${job}`, '--format=%K %T']);
  if (answer === null) return 'squeue is not on the PATH here';
  // A job that has ended is forgotten after some minutes.
  if (!answer.ok && !/invalid job id/i.test(answer.complaint)) return `squeue said: ${answer.complaint}`;
  const states = new Map<number, string>();
  for (const [, element, state] of answer.stdout.matchAll(/^\s*(\d+) (\w+)\s*$/gm)) states.set(Number(element), state);
  return { states };
}

/** @returns what scancel said against it; null if nothing */
export function cancelJob(job: string): string | null {
  const answer = ask('scancel', [job]);
  if (answer === null) return 'scancel is not on the PATH here';
  return answer.ok ? null : answer.complaint;
}
