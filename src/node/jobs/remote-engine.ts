/** Work on a sweep that goes on elsewhere, whoever began it: what is known of it, and how it is cancelled. */
import type { Awaitable } from '../../core/state.ts';

export interface Elsewhere {
  /** Whether something waits or computes. */
  readonly active: boolean;
  /** Sentences for a person. */
  readonly says: readonly string[];
  /** The same for a program. */
  readonly details: unknown;
}

export interface RemoteEngine {
  /** Null where it has nothing to do with the folder. */
  status(folder: string): Awaitable<Elsewhere | null>;
  /** What became of it, in a sentence; null where there is nothing to cancel. */
  cancel(folder: string): Awaitable<string | null>;
}
