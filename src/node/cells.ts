/** Cells of experiments on a pool of threads, with progress, a journal, and a stop that loses nothing that had ended. */
import { setMaxListeners } from 'node:events';
import { availableParallelism } from 'node:os';
import { Piscina } from 'piscina';
import type { CellTask, ExperimentKind } from './cell-worker.ts';
import type { Journal } from './journal.ts';
import type { Progress } from './terminal.ts';

/** A piece of work: which experiment's, and the cell. */
export interface Job {
  readonly kind: ExperimentKind;
  readonly id: string;
  readonly cell: unknown;
}

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

/** Computes all jobs, in their order as far as threads allow. Ctrl-C lets running cells go and keeps those that had ended. */
export async function computeCells(
  jobs: readonly Job[],
  progress: Progress,
  { threads = availableParallelism(), journal, noun = 'cells' }: CellOptions = {},
): Promise<CellOutcome> {
  const values: unknown[] = jobs.map((_, index) => journal?.known.get(index));
  const open = jobs.flatMap((_, index) => (journal?.known.has(index) ? [] : [index]));
  const workers = Math.max(1, Math.min(threads, open.length));
  const pool = new Piscina<CellTask, unknown>({
    filename: new URL('./cell-worker.js', import.meta.url).href,
    minThreads: workers,
    maxThreads: workers,
  });
  pool.on('error', () => {}); // an abort that races with an end is reported here too; the tasks' own promises tell
  const controller = new AbortController();
  setMaxListeners(0, controller.signal); // every waiting cell listens
  const stop = () => controller.abort();
  process.once('SIGINT', stop);
  let done = jobs.length - open.length;
  const tasks = open.map(async (index) => {
    const value = await pool.run(jobs[index], { signal: controller.signal });
    values[index] = value;
    journal?.add(index, value);
    done++;
    progress.update(done / jobs.length, `${done} of ${jobs.length} ${noun}`);
  });
  try {
    await Promise.all(tasks);
  } catch (error) {
    const stopped = controller.signal.aborted;
    controller.abort();
    await Promise.allSettled(tasks);
    if (!stopped) throw error;
  } finally {
    process.off('SIGINT', stop);
    progress.stop();
    await pool.destroy();
  }
  return { values, done, stopped: controller.signal.aborted };
}
