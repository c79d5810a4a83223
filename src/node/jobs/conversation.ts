/** A coordinator and its workers, from the first job to the last reply. */
import { mistake } from '../../core/errors.ts';
import { insist, type Line, within } from './connection.ts';
import { asReply, type JobData, jobName, type Reply } from './job.ts';
import { waitingJobs } from './jobs-of.ts';
import { cancelledKey, KEPT_SECONDS, overKey, PREFIX, queueName, repliesKey } from './keys.ts';
import { type Ledger, ledgerOf } from './ledger.ts';
import type { QueueLibrary, Redis } from './library.ts';
import { announce } from './presence.ts';
import { takeResult } from './results-folder.ts';
import type { Task } from './task.ts';
import { workforce } from './workforce.ts';

/** Replies taken at a time; each may have some megabytes. */
const REPLIES = 16;
/** Seconds that are waited for a reply before other things are looked after. */
const PATIENCE_SECONDS = 1;
/** How long what is left in Redis may take to be removed, where Redis is gone. */
const FAREWELL_MS = 3000;

export async function converse(library: QueueLibrary, line: Line, task: Task): Promise<void> {
  const { work, name, run, code, told, signal } = task;
  const { client } = line;
  const queue = new library.Queue(queueName(code), {
    ...{ connection: client, prefix: PREFIX, streams: { events: { maxLen: 100 } } },
  });
  queue.on('error', () => {}); // the line tells
  const ledger = ledgerOf(work, task.maxStalls, { settled: task.ended, lost: task.lost });
  const silent = announce(client, 'coordinators', run, () => ({ code, name, cells: work.length, told: ledger.told }));
  const replies = line.another();
  signal.addEventListener('abort', () => replies.disconnect(), { once: true });
  const workers = workforce(client, task, ledger);
  let number = 0;
  const fill = async () => {
    const { threads } = workers;
    while (!signal.aborted && ledger.jobs.size < jobsAtATime(threads)) {
      const id = jobName(run, number++);
      const cells = ledger.deal(id, 2 * threads);
      if (cells.length === 0) return;
      const data: JobData = { format: 'parkade-job', version: 1, code, name, run, work: cells };
      const options = { jobId: id, removeOnComplete: true, removeOnFail: true };
      await insist(() => queue.add('cells', data, options), told, signal);
    }
  };
  try {
    await insist(() => clearEarlier(client, task, (id) => queue.remove(id)), told, signal);
    while (!signal.aborted && !ledger.over) {
      await fill();
      if (ledger.over) break;
      await collect(replies, client, task, ledger);
      await workers.look();
    }
    if (ledger.over) await within(FAREWELL_MS, client.del(repliesKey(code, name)));
  } catch (error) {
    if (!signal.aborted) throw error;
  } finally {
    await within(FAREWELL_MS, Promise.all([silent(), letGo(client, run, ledger, (id) => queue.remove(id))]));
  }
}

/** Jobs that are out at a time: one that each thread has, and some that wait, so that none waits for us. */
function jobsAtATime(threads: number): number {
  return Math.max(8, 3 * threads);
}

/** What an earlier coordinator of this name left waiting is derived again from its cells. */
async function clearEarlier(client: Redis, { code, name }: Task, remove: (id: string) => Promise<unknown>) {
  await client.del(cancelledKey(name));
  for (const { id } of await waitingJobs(client, code, name)) await remove(id);
}

/** Jobs that nobody has begun are removed, and whoever has one is told that it is over. */
async function letGo(client: Redis, run: string, ledger: Ledger, remove: (id: string) => Promise<unknown>) {
  if (ledger.jobs.size === 0) return;
  await client.set(overKey(run), '1', 'EX', KEPT_SECONDS);
  for (const id of ledger.jobs.keys()) await remove(id).catch(() => {}); // a worker has it
}

/** Replies that are there, or that come within a second. */
async function collect(replies: Redis, client: Redis, task: Task, ledger: Ledger): Promise<void> {
  const { code, name, told, signal } = task;
  const key = repliesKey(code, name);
  const first = await insist(() => replies.blpop(key, PATIENCE_SECONDS), told, signal);
  if (first === null) return;
  const more = await insist(() => client.lpop(key, REPLIES), told, signal);
  for (const text of [first[1], ...(more ?? [])]) await hear(text, task, ledger);
}

async function hear(text: string, task: Task, ledger: Ledger): Promise<void> {
  if (task.signal.aborted) return;
  const reply = asReply(text);
  if (reply === null) task.told('A reply that no worker of ours wrote was dropped.');
  else if (reply.inFolder) await hearFromFolder(reply, task, ledger);
  else ledger.heard(reply, text.length);
}

/** The answers in the shared folder; a job whose file does not come is asked for again. */
async function hearFromFolder({ inFolder: _, ...reply }: Reply, task: Task, ledger: Ledger): Promise<void> {
  const { results, told, fail, signal } = task;
  if (results === undefined) return fail(noFolder());
  const text = await takeResult(results, reply.job, signal);
  const whole = text === null ? null : asReply(text);
  if (whole === null || whole.job !== reply.job) {
    if (!signal.aborted) told(`The results of a job are not in ${results}, though its worker wrote them: asked again.`);
    ledger.vanished(reply.job);
  } else ledger.heard(whole, text?.length ?? 0);
}

function noFolder() {
  return mistake('InvalidInput', {
    key: '--results',
    expected: 'be given here too, since workers have it',
    came: 'nothing was given',
    advice: 'give --results with the folder that they share with this machine',
  });
}
