/** The executor of this machine: a pool of worker threads, which lives as long as the work. */
import { setMaxListeners } from 'node:events';
import { availableParallelism } from 'node:os';
import { Piscina } from 'piscina';
import type { Executor, Listener, WorkList } from '../../core/executor.ts';
import { valueIn } from '../threads/answer.ts';
import { dealer } from './batches.ts';
import type { Batch } from './cell-worker.ts';
import type { KnownWork } from './kinds.ts';

/** Threads worth starting for so many cells. */
export function threadsFor(cells: number, asked = availableParallelism()): number {
  return Math.max(1, Math.min(asked, cells));
}

/** @param threads at most so many; by default as many as the machine has */
export function poolOf(threads?: number): Executor<KnownWork> {
  return {
    async run(work, listener) {
      if (work.length > 0 && !listener.signal?.aborted) await onPool(work, threadsFor(work.length, threads), listener);
    },
  };
}

async function onPool(work: WorkList<KnownWork>, threads: number, { ended, signal }: Listener): Promise<void> {
  const pool = new Piscina<readonly KnownWork[], Batch>({
    filename: new URL('./cell-worker.js', import.meta.url).href,
    minThreads: threads,
    maxThreads: threads,
    concurrentTasksPerWorker: 2, // the next batch waits at the thread: to come from here takes longer than a short cell
  });
  pool.on('error', () => {}); // an abort that races with an end is reported here too; the tasks' own promises tell
  const { signal: over, stop } = stopped(signal);
  const hands = 2 * threads;
  const cells = dealer(work.length, hands);
  const feed = async () => {
    for (let batch = cells.take(); batch.length > 0; batch = cells.take()) {
      const { answers, spare } = await pool.run(
        batch.map((index) => work.at(index) as KnownWork),
        { signal: over },
      );
      cells.returned(batch, answers.length, spare);
      for (const [i, answer] of answers.entries()) {
        if (over.aborted) return;
        ended(batch[i], valueIn(answer));
      }
    }
  };
  const feeds = Array.from({ length: hands }, feed);
  try {
    await Promise.all(feeds);
  } catch (error) {
    if (!signal?.aborted) throw error;
  } finally {
    stop();
    await Promise.allSettled(feeds);
    await pool.destroy();
  }
}

/** A signal of our own, since a mistake lets the others go too; it follows the one that was given. */
function stopped(given: Listener['signal']) {
  const controller = new AbortController();
  setMaxListeners(0, controller.signal); // every batch listens
  const abort = () => controller.abort();
  given?.addEventListener('abort', abort);
  return {
    signal: controller.signal,
    stop() {
      given?.removeEventListener('abort', abort);
      abort();
    },
  };
}
