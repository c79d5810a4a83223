/**
 * Jobs that are not ours: somebody else's on a queue of this name, of another form, or broken. They are put back as
 * they are, to come again later and later, and said once.
 */
import type { Tell } from './connection.ts';
import type { JobData } from './job.ts';
import { shortCode } from './keys.ts';
import type { Job, QueueLibrary } from './library.ts';

const FIRST_PAUSE_MS = 60_000;
const LONGEST_PAUSE_MS = 3_600_000;
/** Of jobs that were put back; who puts more on our queue is let wait the longest. */
const MOST_KNOWN = 10_000;

interface Refusals {
  /** Puts a job back. */
  (job: Job, token: string | undefined, data: JobData | null): Promise<never>;
  /** What the queue's library complains of. */
  heard(error: Error): void;
}

export function refusals({ DelayedError }: QueueLibrary, told: Tell): Refusals {
  const times = new Map<string, number>();
  const said = new Set<string>();
  const once = (says: string) => {
    if (said.has(says)) return;
    said.add(says);
    told(says);
  };
  const refuse = async (job: Job, token: string | undefined, data: JobData | null): Promise<never> => {
    const id = String(job.id);
    const before = times.get(id) ?? (times.size < MOST_KNOWN ? 0 : 6);
    times.set(id, before + 1);
    if (data === null)
      once('The queue holds jobs that are none of parkade, or of another version: they are left alone.');
    else once(`The queue holds jobs of other code (${shortCode(data.code)}): they are left for others.`);
    await job.moveToDelayed(Date.now() + Math.min(FIRST_PAUSE_MS * 2 ** before, LONGEST_PAUSE_MS), token);
    throw new DelayedError();
  };
  return Object.assign(refuse, {
    heard(error: Error) {
      // The line to Redis tells of itself; a lease that was lost is why jobs may be computed twice.
      if (error instanceof SyntaxError) once('The queue holds jobs that cannot be read: they are left alone.');
    },
  });
}
