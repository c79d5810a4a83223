/**
 * A worker: takes jobs of its own code from a queue and computes them on threads, never on the one that renews its
 * leases. Whatever happens to it, its jobs go to others.
 */
import { randomUUID } from 'node:crypto';
import { availableParallelism } from 'node:os';
import { codeHash } from '../process/version.ts';
import { warmPool } from '../work/warm-pool.ts';
import { redisAddress } from './address.ts';
import { compute } from './computation.ts';
import { connect, insist, type Line, type Tell, within } from './connection.ts';
import { asJob, type JobData, MOST_BYTES, type Reply, replyText } from './job.ts';
import { KEPT_SECONDS, PREFIX, queueName, repliesKey, shortCode } from './keys.ts';
import { type Job, loadQueueLibrary, type QueueLibrary } from './library.ts';
import { endWhenEmpty, sayOtherCode } from './lookout.ts';
import { announce } from './presence.ts';
import { refusals } from './refusals.ts';
import { checkResultsFolder, keepResult } from './results-folder.ts';
import { wantedJobs } from './wanted.ts';

export interface WorkerOptions {
  readonly url: string;
  /** By default as many as the machine has. */
  readonly threads?: number | undefined;
  /** A folder shared with the coordinator, for results above 4 MiB. */
  readonly results?: string | undefined;
  /** Takes sentences for people. */
  readonly told?: Tell;
  /** Called as each job ends. */
  readonly worked?: (cells: number, ms: number) => void;
  /** Called when the first job can be taken. */
  readonly ready?: (about: { readonly engine: string; readonly threads: number; readonly code: string }) => void;
  /** Ends it: what is under way ends, the rest of its job is handed back. */
  readonly signal?: AbortSignal;
  /** Seconds without a sign of life until its jobs go to others; by default 15. */
  readonly lease?: number | undefined;
  /** Ends when the queue is empty. */
  readonly once?: boolean;
  /** The code that this worker is of; by default its own. */
  readonly code?: string;
}

export interface Served {
  readonly jobs: number;
  readonly cells: number;
}

/** Far above what any job comes to: who is to give up on a cell is the coordinator. */
const STALLS = 1e6;
/** What a job may take to be handed in where Redis is gone, once the worker is to end. */
const FAREWELL_MS = 5000;

/**
 * Serves until the signal, or until the queue is empty.
 * @throws ParkadeError InvalidParameter, FileProblem
 */
export async function serveQueue(options: WorkerOptions): Promise<Served> {
  const { url, results, told = () => {}, signal = new AbortController().signal } = options;
  const address = redisAddress(url);
  if (results !== undefined) checkResultsFolder(results);
  const library = await loadQueueLibrary();
  const line = await connect(library, address, told, signal);
  try {
    if (signal.aborted) return { jobs: 0, cells: 0 };
    return await serve(library, line, address.shown, { ...options, told, signal });
  } finally {
    line.close();
  }
}

async function serve(
  library: QueueLibrary,
  line: Line,
  engine: string,
  options: WorkerOptions & { readonly told: Tell; readonly signal: AbortSignal },
): Promise<Served> {
  const { threads = availableParallelism(), results, told, worked, signal, code = codeHash(), lease = 15 } = options;
  const { client } = line;
  const pool = warmPool(threads);
  const ending = new AbortController();
  const left = new AbortController();
  const wanted = wantedJobs(client);
  const refuse = refusals(library, told);
  let [jobs, cells, busy] = [0, 0, 0];

  const send = async (data: JobData, reply: Reply) => {
    let text = replyText(reply);
    if (text.length > MOST_BYTES && results !== undefined) {
      keepResult(results, reply.job, text);
      text = replyText({ job: reply.job, ms: reply.ms, answers: [], inFolder: true });
    }
    const key = repliesKey(code, data.name);
    await insist(() => client.multi().rpush(key, text).expire(key, KEPT_SECONDS).exec(), told, left.signal);
  };
  const take = async (job: Job, token?: string) => {
    const data = asJob(job.data);
    if (data === null || data.code !== code) return refuse(job, token, data);
    busy++;
    const want = wanted.watch(data);
    try {
      if (await want.lost()) return;
      const reply: Reply =
        job.stalledCounter > 0
          ? { job: job.id as string, ms: 0, answers: [], died: { why: 'the worker that computed it died' } }
          : await compute(pool, job.id as string, data, {
              wanted: want.signal,
              ending: ending.signal,
              unlimited: results !== undefined,
            });
      if (want.signal.aborted) return;
      await send(data, reply);
      jobs++;
      cells += reply.answers.length;
      worked?.(reply.answers.length, reply.ms);
    } finally {
      want.end();
      busy--;
    }
  };

  const worker = new library.Worker(queueName(code), take, {
    ...{ connection: client, prefix: PREFIX, concurrency: threads, maxStalledCount: STALLS, runRetryDelay: 1000 },
    ...{ lockDuration: 1000 * lease, stalledInterval: (1000 * lease) / 2 },
  });
  worker.on('error', (error) => refuse.heard(error));
  const silent = announce(client, 'workers', randomUUID(), () => ({ code: shortCode(code), threads, busy }));
  const lookout = sayOtherCode(client, code, told);
  const empty = options.once ? endWhenEmpty(client, code, () => busy) : null;
  options.ready?.({ engine, threads, code });
  try {
    await Promise.race([aborted(signal), ...(empty ? [empty.reached] : [])]);
    ending.abort();
    await untilHandedIn(worker.close(), () => client.status === 'ready');
  } finally {
    lookout();
    empty?.end();
    wanted.end();
    left.abort();
    await within(FAREWELL_MS, Promise.all([worker.close(true), silent()]));
    await pool.close();
  }
  return { jobs, cells };
}

function aborted(signal: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    if (signal.aborted) resolve();
    else signal.addEventListener('abort', () => resolve(), { once: true });
  });
}

/** As long as it takes while Redis is there; where it is gone, a little longer: its jobs go to others. */
async function untilHandedIn(closing: Promise<void>, there: () => boolean): Promise<void> {
  let over = false;
  const closed = closing
    .catch(() => {})
    .then(() => {
      over = true;
    });
  for (let gone = 0; !over && gone < FAREWELL_MS; gone = there() ? 0 : gone + 500) await within(500, closed);
}
