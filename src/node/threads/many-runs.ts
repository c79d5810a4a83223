/** Many runs on many threads: one instance of the kernels a worker, results in the order asked for, the same bits as one by one. */
import { setMaxListeners } from 'node:events';
import { availableParallelism } from 'node:os';
import { deserialize, serialize } from 'node:v8';
import { Piscina } from 'piscina';
import type { PreparedRun } from '../../run/prepare.ts';
import type { RunResult } from '../../run/run.ts';
import { beginningOf } from '../../simulation/trajectory.ts';
import type { Journal } from '../process/journal.ts';
import { type Answer, valueIn } from './answer.ts';
import type { RunParts, RunTask } from './run-worker.ts';

export interface ManyRunsOptions {
  readonly threads?: number;
  /** Keep the tokens in the results; true unless told otherwise. */
  readonly store?: boolean;
  readonly onProgress?: (done: number) => void;
  readonly signal?: AbortSignal;
  /** Runs that had ended before, and where those that end are kept. */
  readonly journal?: Journal;
}

/** Runs a task this long, in runs: long enough that messages do not count, short enough for progress and for the last worker. */
const LONGEST_BATCH = 16;

/** Threads worth starting for so many runs. */
export function threadsFor(runs: number, asked = availableParallelism()): number {
  return Math.max(1, Math.min(asked, runs));
}

/**
 * Runs every one of `prepared` that the journal does not have. When the signal is aborted, the results of the runs that had ended by then are
 * returned, up to the first that had not.
 */
export async function executeMany(
  prepared: readonly PreparedRun[],
  { threads = threadsFor(prepared.length), store = true, onProgress, signal, journal }: ManyRunsOptions = {},
): Promise<RunResult[]> {
  const results: (RunResult | undefined)[] = prepared.map((run, i) => resultOf(run, partsIn(journal?.known.get(i))));
  const open = [...results.keys()].filter((i) => results[i] === undefined);
  let done = prepared.length - open.length;
  const ended = (index: number, parts: RunParts) => {
    results[index] = resultOf(prepared[index], parts);
    journal?.add(index, serialize(parts).toString('base64'));
    onProgress?.(++done);
  };
  if (open.length > 0) await onPool(prepared, open, { threads, store, signal }, ended);
  const missing = results.indexOf(undefined);
  return results.slice(0, missing < 0 ? results.length : missing) as RunResult[];
}

function resultOf({ problem }: PreparedRun, parts: RunParts | undefined): RunResult | undefined {
  return parts && { ...parts, trajectory: { ...parts.trajectory, ...beginningOf(problem) } };
}

/** What a journal kept of a run; nothing where it was written by a Node whose serialization this one does not read. */
function partsIn(kept: unknown): RunParts | undefined {
  try {
    return kept === undefined ? undefined : deserialize(Buffer.from(kept as string, 'base64'));
  } catch {
    return undefined;
  }
}

/** Makes the open runs in batches, telling of each as its batch ends. */
async function onPool(
  prepared: readonly PreparedRun[],
  open: readonly number[],
  { threads, store, signal }: { threads: number; store: boolean; signal: AbortSignal | undefined },
  ended: (index: number, parts: RunParts) => void,
): Promise<void> {
  const pool = new Piscina<RunTask, Answer<RunParts[]>>({
    filename: new URL('./run-worker.js', import.meta.url).href,
    minThreads: threads,
    maxThreads: threads,
  });
  pool.on('error', () => {}); // an abort that races with an end is reported here too; the tasks' own promises tell
  const batch = Math.max(1, Math.min(LONGEST_BATCH, Math.floor(open.length / (4 * threads))));
  if (signal) setMaxListeners(0, signal); // every waiting batch listens
  const tasks: Promise<void>[] = [];
  for (let first = 0; first < open.length; first += batch) {
    const indices = open.slice(first, first + batch);
    const task = { specs: indices.map((i) => prepared[i].spec), store };
    const running = pool.run(task, signal ? { signal } : {}).then((answer) => {
      valueIn(answer).forEach((parts, i) => {
        ended(indices[i], parts);
      });
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
}
