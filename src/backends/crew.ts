/**
 * Threads that compute one field together over shared memory, whatever starts them: what they tell each other, and how
 * the caller waits. src/node/threads/team.ts and src/browser/team.ts say what a thread is.
 */
import type { Crew, RowCall, Team } from './team.ts';

/**
 * Places in the control words that all threads see: a call begins when `generation` moves, and ends when none is
 * pending.
 */
export const control = { generation: 0, pending: 1, stop: 2, failed: 3, calls: 4 } as const;
export const WORDS_PER_CALL = 6;

/** What a helper is told before it begins to listen to the control words (crew-member.ts). */
export interface Invitation {
  readonly bytes: Uint8Array;
  readonly memory: object;
  readonly kernels: readonly string[];
  readonly words: Int32Array;
  readonly index: number;
}

/** Another thread, as its team has it. */
export interface Helper {
  /** Resolves when the helper has its kernels ready; rejects when it fails. */
  invite(invitation: Invitation): Promise<void>;
  /** Ends the thread. */
  end(): unknown;
}

/** A team that can be sent home. */
export interface ClosableTeam extends Team {
  /** Ends its threads. */
  close(): Promise<void>;
}

/** A team of `threads` threads, the caller's included; the others start when a field is large enough to share. */
export function teamOf(threads: number, startHelper: () => Helper): ClosableTeam {
  let helpers: Helper[] = [];
  let free = true;
  return {
    threads,
    get free() {
      return free;
    },
    async join(bytes, memory, kernels) {
      free = false;
      if (helpers.length === 0) helpers = Array.from({ length: threads - 1 }, startHelper);
      const words = new Int32Array(new SharedArrayBuffer(4 * (control.calls + WORDS_PER_CALL * helpers.length)));
      await Promise.all(helpers.map((helper, index) => helper.invite({ bytes, memory, kernels, words, index })));
      const crew = crewOf(words, helpers.length);
      return {
        ...crew,
        leave() {
          crew.leave();
          free = true;
        },
      };
    },
    close: async () => void (await Promise.all(helpers.map((helper) => helper.end()))),
  };
}

/** Looks at `pending` this often before going to sleep: a wake-up costs some ten microseconds. */
const LOOKS = 20_000;

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
