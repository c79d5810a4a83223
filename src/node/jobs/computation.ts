/** The cells of a job, computed on a thread until they are done or it is time to be heard of. */
import type { KnownWork } from '../work/kinds.ts';
import type { WarmPool } from '../work/warm-pool.ts';
import { type CellText, hashOf, type JobData, MOST_BYTES, type Reply, workOfText } from './job.ts';
import { valueText } from './values.ts';

/** After so many milliseconds a job goes back with the cells that it has not come to: others may be idle. */
const LONG_ENOUGH = 2000;
/** Cells that a thread is given at a time, at most. */
const LARGEST = 512;

interface Circumstances {
  /** Nobody wants the job any longer: its thread is ended. */
  readonly wanted: AbortSignal;
  /** The worker is to end: what is under way ends, the rest is handed back. */
  readonly ending: AbortSignal;
  /** Results need not fit into Redis. */
  readonly unlimited: boolean;
}

/** What comes of a job. After `wanted` it says nothing. */
export async function compute(
  pool: WarmPool,
  job: string,
  { work }: JobData,
  { wanted, ending, unlimited }: Circumstances,
): Promise<Reply> {
  const begun = performance.now();
  const answers: Reply['answers'][number][] = [];
  const reply = (more: Partial<Reply> = {}): Reply => ({ job, ms: performance.now() - begun, answers, ...more });
  let bytes = 0;
  for (let size = 1; answers.length < work.length; ) {
    if (wanted.aborted || (answers.length > 0 && (ending.aborted || performance.now() - begun > LONG_ENOUGH))) break;
    const some = work.slice(answers.length, answers.length + size);
    try {
      const batch = await pool.compute(some.map(workOfText) as KnownWork[], wanted);
      size = batch.spare ? Math.min(2 * size, LARGEST) : 1;
      for (const [i, answer] of batch.answers.entries()) {
        const cell = hashOf(some[i]);
        if (!unlimited) {
          const own = valueText(answer).length;
          if (own > MOST_BYTES - MARGIN) return reply({ tooLarge: { cell, bytes: own } });
          bytes += own + 50;
          if (bytes > MOST_BYTES - MARGIN) return reply();
        }
        answers.push([cell, answer]);
      }
    } catch (error) {
      if (wanted.aborted) break;
      // Alone it says which cell it is that the thread dies of.
      if (size === 1) return reply({ died: { cell: hashOf(some[0] as CellText), why: whyOf(error) } });
      size = 1;
    }
  }
  return reply();
}

/** Bytes of a reply beside its answers. */
const MARGIN = 4096;

function whyOf(error: unknown): string {
  return (error instanceof Error ? error.message : String(error)).slice(0, 1000);
}
