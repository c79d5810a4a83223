/** Worker threads that stay between batches of cells, for who is asked for work again and again. */
import { Piscina } from 'piscina';
import type { Batch } from './cell-worker.ts';
import type { KnownWork } from './kinds.ts';

export interface WarmPool {
  /**
   * The first cells of a batch, as many as a thread computes before it wants to be heard of.
   * @throws Error what the thread died of, or an AbortError after the signal: the thread is gone then, another begins
   */
  compute(batch: readonly KnownWork[], signal: AbortSignal): Promise<Batch>;
  close(): Promise<void>;
}

export function warmPool(threads: number): WarmPool {
  const pool = new Piscina<readonly KnownWork[], Batch>({
    filename: new URL('./cell-worker.js', import.meta.url).href,
    minThreads: threads,
    maxThreads: threads,
  });
  pool.on('error', () => {}); // the tasks' own promises tell
  return {
    compute: (batch, signal) => pool.run(batch, { signal }),
    close: () => pool.destroy(),
  };
}
