/** Worker threads that compute one field together over shared memory. */
import { once } from 'node:events';
import { Worker } from 'node:worker_threads';
import type { Crew, RowCall, Team } from '../../backends/team.ts';

/**
 * Places in the control words that all threads see: a call begins when `generation` moves, and ends when none is
 * pending.
 */
export const control = { generation: 0, pending: 1, stop: 2, failed: 3, calls: 4 } as const;
export const WORDS_PER_CALL = 6;

/** What a helper is told before it begins to listen to the control words. */
export interface Invitation {
  readonly bytes: Uint8Array;
  readonly memory: object;
  readonly kernels: readonly string[];
  readonly words: Int32Array;
  readonly index: number;
}

/** Looks at `pending` this often before going to sleep: a wake-up costs some ten microseconds. */
const LOOKS = 20_000;

/**
 * A team of `threads` threads, the caller's included; the others start when a field is large
 * enough to share, and do not keep the process alive.
 */
export function startTeam(threads: number): Team & { close(): Promise<void> } {
  let workers: Worker[] = [];
  let free = true;
  return {
    threads,
    get free() {
      return free;
    },
    async join(bytes, memory, kernels) {
      free = false;
      if (workers.length === 0) workers = Array.from({ length: threads - 1 }, startWorker);
      const words = new Int32Array(new SharedArrayBuffer(4 * (control.calls + WORDS_PER_CALL * workers.length)));
      await Promise.all(workers.map((worker, index) => invite(worker, { bytes, memory, kernels, words, index })));
      const crew = crewOf(words, workers.length);
      return {
        ...crew,
        leave() {
          crew.leave();
          free = true;
        },
      };
    },
    close: async () => void (await Promise.all(workers.map((worker) => worker.terminate()))),
  };
}

function startWorker(): Worker {
  const worker = new Worker(new URL('./team-worker.js', import.meta.url), { execArgv: [] });
  worker.unref();
  return worker;
}

/** Resolves when the helper has its kernels ready. */
async function invite(worker: Worker, invitation: Invitation): Promise<void> {
  worker.ref(); // while it is waited for
  worker.postMessage(invitation);
  await once(worker, 'message'); // rejects when the worker fails
  worker.unref();
}

function crewOf(words: Int32Array, helpers: number): Crew {
  const wake = () => {
    Atomics.add(words, control.generation, 1);
    Atomics.notify(words, control.generation);
  };
  return {
    run(calls, own) {
      calls.forEach((call: RowCall, i) => void words.set(call, control.calls + WORDS_PER_CALL * i));
      Atomics.store(words, control.pending, helpers);
      wake();
      own();
      waitForNone(words);
      if (Atomics.load(words, control.failed)) throw new Error('A thread failed while it computed rows of the field.');
    },
    leave() {
      Atomics.store(words, control.stop, 1);
      wake();
    },
  };
}

function waitForNone(words: Int32Array): void {
  for (let look = 0; look < LOOKS; look++) if (Atomics.load(words, control.pending) === 0) return;
  for (;;) {
    const pending = Atomics.load(words, control.pending);
    if (pending === 0) return;
    Atomics.wait(words, control.pending, pending, 100);
  }
}
