/** Cells of experiments on a pool of threads, with progress, a journal, and a stop that loses nothing that had ended. */
import { setMaxListeners } from 'node:events';
import { availableParallelism } from 'node:os';
import { Piscina } from 'piscina';
import { interruptible } from '../process/interruptible.ts';
import type { Journal } from '../process/journal.ts';
import type { Progress } from '../process/progress.ts';
import { type Answer, valueIn } from '../threads/answer.ts';
import type { CellTask } from './cell-worker.ts';

export interface CellOptions {
  readonly threads?: number | undefined;
  readonly journal?: Journal;
  /** What a cell is called in progress: `runs`, `cells`. */
  readonly noun?: string;
}

export interface CellOutcome {
  /** By index; undefined where the work was stopped before. */
  readonly values: readonly unknown[];
  readonly done: number;
  readonly stopped: boolean;
}

/**
 * Computes all jobs, in their order as far as threads allow. Ctrl-C lets running cells go and keeps those that had ended.
 * @throws ParkadeError a mistake that a cell met, with the name of its statement or preset before it
 */
export async function computeCells(
  jobs: readonly CellTask[],
  progress: Progress,
  { threads = availableParallelism(), journal, noun = 'cells' }: CellOptions = {},
): Promise<CellOutcome> {
  const values: unknown[] = jobs.map((_, index) => journal?.known.get(index));
  const open = [...jobs.keys()].filter((index) => !journal?.known.has(index));
  let done = jobs.length - open.length;
  const ended = (index: number, value: unknown) => {
    values[index] = value;
    journal?.add(index, value);
    done++;
    progress.update(done / jobs.length, `${done} of ${jobs.length} ${noun}`);
  };
  try {
    const stopped = open.length > 0 && (await onPool(jobs, open, threads, ended));
    return { values, done, stopped };
  } finally {
    progress.stop();
  }
}

/** Computes the open jobs on a pool of threads, telling of each as it ends; true when Ctrl-C stopped them. */
async function onPool(
  jobs: readonly CellTask[],
  open: readonly number[],
  threads: number,
  ended: (index: number, value: unknown) => void,
): Promise<boolean> {
  const workers = Math.max(1, Math.min(threads, open.length));
  const pool = new Piscina<CellTask, Answer<unknown>>({
    filename: new URL('./cell-worker.js', import.meta.url).href,
    minThreads: workers,
    maxThreads: workers,
  });
  pool.on('error', () => {}); // an abort that races with an end is reported here too; the tasks' own promises tell
  try {
    return await interruptible(async (controller) => {
      const { signal } = controller;
      setMaxListeners(0, signal); // every waiting cell listens
      const tasks = open.map(async (index) => {
        const answer = await pool.run(jobs[index], { signal });
        ended(index, valueIn(answer, `"${jobs[index].id}"`));
      });
      try {
        await Promise.all(tasks);
      } catch (error) {
        const stopped = signal.aborted;
        controller.abort();
        await Promise.allSettled(tasks);
        if (!stopped) throw error;
      }
      return signal.aborted;
    });
  } finally {
    await pool.destroy();
  }
}
