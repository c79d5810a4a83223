/** Many runs on many threads: one instance of the kernels a worker, results in the order asked for, the same bits as one by one. */
import { availableParallelism } from 'node:os';
import { Piscina } from 'piscina';
import type { PreparedRun, RunResult } from '../run.ts';
import { type Answer, valueIn } from './answer.ts';
import type { RunParts, RunTask } from './run-worker.ts';

export interface ManyRunsOptions {
  readonly threads?: number;
  /** Keep the tokens in the results; true unless told otherwise. */
  readonly store?: boolean;
  readonly onProgress?: (done: number) => void;
  readonly signal?: AbortSignal;
}

/** Runs a task this long, in runs: long enough that messages do not count, short enough for progress and for the last worker. */
const LONGEST_BATCH = 16;

/** Threads worth starting for so many runs. */
export function threadsFor(runs: number, asked = availableParallelism()): number {
  return Math.max(1, Math.min(asked, runs));
}

/**
 * Runs every one of `prepared`. When the signal is aborted, the results of the runs that had ended by then are returned, up to the
 * first that had not.
 */
export async function executeMany(
  prepared: readonly PreparedRun[],
  { threads = threadsFor(prepared.length), store = true, onProgress, signal }: ManyRunsOptions = {},
): Promise<RunResult[]> {
  const pool = new Piscina<RunTask, Answer<RunParts[]>>({
    filename: new URL('./run-worker.js', import.meta.url).href,
    minThreads: threads,
    maxThreads: threads,
  });
  pool.on('error', () => {}); // an abort that races with an end is reported here too; the tasks' own promises tell
  const batch = Math.max(1, Math.min(LONGEST_BATCH, Math.floor(prepared.length / (4 * threads))));
  const results: (RunResult | undefined)[] = new Array(prepared.length).fill(undefined); // indexOf passes over holes
  let done = 0;
  const tasks: Promise<void>[] = [];
  for (let first = 0; first < prepared.length; first += batch) {
    const runs = prepared.slice(first, first + batch);
    const task = { specs: runs.map(({ spec }) => spec), store };
    const running = pool.run(task, signal ? { signal } : {}).then((answer) => {
      const parts = valueIn(answer);
      parts.forEach(({ trajectory, ...rest }, i) => {
        results[first + i] = { ...rest, trajectory: { ...trajectory, problem: runs[i].problem } };
      });
      done += parts.length;
      onProgress?.(done);
    });
    tasks.push(running);
  }
  try {
    await Promise.all(tasks);
  } catch (error) {
    await Promise.allSettled(tasks);
    if (!signal?.aborted) throw error;
  } finally {
    await pool.destroy();
  }
  const missing = results.indexOf(undefined);
  return results.slice(0, missing < 0 ? results.length : missing) as RunResult[];
}
