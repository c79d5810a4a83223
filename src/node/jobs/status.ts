/** What a queue holds and who is there, asked from outside; and work cancelled. */
import { codeHash } from '../process/version.ts';
import { redisAddress } from './address.ts';
import { connect, type Line, type Tell } from './connection.ts';
import { activeJobs, waitingJobs } from './jobs-of.ts';
import { cancelledKey, KEPT_SECONDS, PREFIX, queueName, repliesKey } from './keys.ts';
import { loadQueueLibrary, type QueueLibrary } from './library.ts';
import { type Present, present } from './presence.ts';

export interface QueueStatus {
  /** Jobs and cells that nobody has begun. */
  readonly waiting: { readonly jobs: number; readonly cells: number };
  /** Those that a worker has. */
  readonly active: { readonly jobs: number; readonly cells: number };
  /** Cells told of so far, and all of them, of the coordinators of this name that are there. */
  readonly ended: number;
  readonly cells: number;
  readonly coordinators: readonly Present<'coordinators'>[];
  /** All of them, whatever their code: `code` is its short hash. */
  readonly workers: readonly Present<'workers'>[];
}

/** @throws ParkadeError InvalidParameter */
export async function queueStatus(url: string, name: string, told: Tell = () => {}): Promise<QueueStatus> {
  return asked(url, told, async (_, { client }) => {
    const coordinators = (await present(client, 'coordinators')).filter((one) => one.name === name);
    const code = coordinators[0]?.code ?? codeHash();
    const [waiting, active] = [await waitingJobs(client, code, name), await activeJobs(client, code, name)];
    return {
      ...{ waiting: tally(waiting), active: tally(active) },
      ended: coordinators.reduce((sum, one) => sum + one.told, 0),
      cells: coordinators.reduce((sum, one) => sum + one.cells, 0),
      ...{ coordinators, workers: await present(client, 'workers') },
    };
  });
}

/**
 * Drops what waits of a name; what is under way is not committed, and a coordinator of it ends within seconds.
 * @returns how many jobs were dropped
 * @throws ParkadeError InvalidParameter
 */
export async function cancelWork(url: string, name: string, told: Tell = () => {}): Promise<number> {
  return asked(url, told, async (library, { client }) => {
    await client.set(cancelledKey(name), '1', 'EX', KEPT_SECONDS);
    const codes = new Set([codeHash(), ...(await present(client, 'coordinators')).map(({ code }) => code)]);
    let dropped = 0;
    for (const code of codes) {
      const queue = new library.Queue(queueName(code), { connection: client, prefix: PREFIX });
      queue.on('error', () => {});
      for (const { id } of await waitingJobs(client, code, name)) dropped += await queue.remove(id);
      await client.del(repliesKey(code, name));
    }
    return dropped;
  });
}

async function asked<T>(url: string, told: Tell, ask: (library: QueueLibrary, line: Line) => Promise<T>): Promise<T> {
  const library = await loadQueueLibrary();
  const line = await connect(library, redisAddress(url), told);
  try {
    return await ask(library, line);
  } finally {
    line.close();
  }
}

function tally(jobs: readonly { readonly data: { readonly work: readonly unknown[] } }[]) {
  return { jobs: jobs.length, cells: jobs.reduce((sum, { data }) => sum + data.work.length, 0) };
}
