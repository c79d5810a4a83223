/** The jobs that lie in a queue, ours among others': read as they lie, since what others left may be anything. */
import { asJob, type JobData } from './job.ts';
import { PREFIX, queueName } from './keys.ts';
import type { Redis } from './library.ts';

/** Jobs that are read at a time; each has some hundred kilobytes at most. */
const AT_A_TIME = 50;

interface LyingJob {
  readonly id: string;
  readonly data: JobData;
}

/** A key of the queue of a code: its lists, and its jobs by their names. */
export function queueKey(code: string, part: string): string {
  return `${PREFIX}:${queueName(code)}:${part}`;
}

/** Those that nobody has begun. */
export async function waitingJobs(client: Redis, code: string, name: string): Promise<LyingJob[]> {
  const lists = await Promise.all(['wait', 'paused'].map((list) => client.lrange(queueKey(code, list), 0, -1)));
  const sets = await Promise.all(
    ['delayed', 'prioritized'].map((set) => client.zrange(queueKey(code, set), '0', '-1')),
  );
  return ours(client, code, name, [...lists, ...sets].flat());
}

/** Those that a worker has. */
export async function activeJobs(client: Redis, code: string, name: string): Promise<LyingJob[]> {
  return ours(client, code, name, await client.lrange(queueKey(code, 'active'), 0, -1));
}

async function ours(client: Redis, code: string, name: string, ids: readonly string[]): Promise<LyingJob[]> {
  const found: LyingJob[] = [];
  for (let from = 0; from < ids.length; from += AT_A_TIME) {
    const some = ids.slice(from, from + AT_A_TIME);
    const texts = await Promise.all(some.map((id) => client.hget(queueKey(code, id), 'data').catch(() => null)));
    for (const [i, text] of texts.entries()) {
      const data = text === null ? null : jobIn(text);
      if (data?.name === name) found.push({ id: some[i], data });
    }
  }
  return found;
}

function jobIn(text: string): JobData | null {
  try {
    return asJob(JSON.parse(text));
  } catch {
    return null;
  }
}
