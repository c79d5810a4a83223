/** A line to Redis that comes back by itself: that it is gone is told once, and so is that it is back. */
import { setTimeout as pause } from 'node:timers/promises';
import { mistake, type ParkadeError } from '../../core/errors.ts';
import type { Address } from './address.ts';
import type { QueueLibrary, Redis } from './library.ts';

/** Takes sentences for people. */
export type Tell = (says: string) => void;

export interface Line {
  readonly client: Redis;
  /** Another line to the same, for commands that wait at the other end. */
  another(): Redis;
  /** Closes all of them. */
  close(): void;
}

const LONGEST_PAUSE_MS = 10_000;
/** A line that hears nothing for so long is dead, as when a machine vanished; every few seconds something is asked. */
const KEEP_ALIVE_MS = 10_000;

/**
 * Connects, and waits for a Redis that does not answer yet.
 * @throws ParkadeError InvalidParameter where Redis refuses who asks; whatever the reason, no password is in it
 */
export async function connect(
  { Redis }: QueueLibrary,
  address: Address,
  told: Tell,
  signal?: AbortSignal,
): Promise<Line> {
  const { host, port, db, tls, username, password } = address;
  const outage = outages(address, told);
  const lines: Redis[] = [];
  const another = () => {
    const client = new Redis({
      ...{ host, port, db, ...(username && { username }), ...(password && { password }), ...(tls && { tls: {} }) },
      ...{ maxRetriesPerRequest: null, keepAlive: KEEP_ALIVE_MS, connectTimeout: KEEP_ALIVE_MS },
      retryStrategy: (times) => Math.min(100 * 2 ** Math.min(times, 10), LONGEST_PAUSE_MS),
    });
    client.on('error', (error) => refusalIn(error) ?? distrustIn(error) ?? outage.failed(error));
    client.on('close', () => outage.failed(new Error('the connection was closed')));
    client.on('ready', () => outage.back());
    lines.push(client);
    // BullMQ makes one more of its own, for waiting; it is ours to close where Redis is gone.
    const duplicate = client.duplicate.bind(client);
    client.duplicate = (...how) => {
      const copy = duplicate(...how);
      lines.push(copy);
      return copy;
    };
    return client;
  };
  const close = () => {
    outage.over();
    for (const line of lines) line.disconnect();
  };
  const client = another();
  try {
    await answering(client, address, signal);
  } catch (error) {
    close();
    throw error;
  }
  return { client, another, close };
}

/** Resolves when it answers, or after the signal. */
function answering(client: Redis, address: Address, signal?: AbortSignal): Promise<void> {
  return new Promise((resolve, reject) => {
    const settle = () => {
      signal?.removeEventListener('abort', settle);
      resolve();
    };
    signal?.addEventListener('abort', settle);
    client.once('ready', settle);
    client.on('error', (error) => {
      const refusal = refused(error, address);
      if (refusal) reject(refusal);
    });
  });
}

/** A Redis that answers, and says no, in its words: waiting would not help. */
function refusalIn({ message }: Error): string | null {
  return /^(WRONGPASS|NOAUTH|NOPERM|ERR (invalid password|AUTH|DB index|invalid DB)).{0,40}/.exec(message)?.[0] ?? null;
}

/** A server that cannot show who it is, in the code that Node has for it. */
function distrustIn(error: Error): string | null {
  const { code = '' } = error as NodeJS.ErrnoException;
  return /^(.*CERT.*|UNABLE_TO_VERIFY_LEAF_SIGNATURE)$/.test(code) ? code : null;
}

function refused(error: Error, { shown }: Address): ParkadeError | null {
  const no = refusalIn(error);
  const distrust = distrustIn(error);
  if (no !== null)
    return mistake('InvalidParameter', {
      key: 'engine',
      expected: 'be a Redis that lets us in',
      came: `${shown} says "${no}"`,
      advice: 'set PARKADE_REDIS_PASSWORD, and PARKADE_REDIS_USER where it has users',
    });
  if (distrust === null) return null;
  return mistake('InvalidParameter', {
    key: 'engine',
    expected: 'be a Redis whose certificate is trusted',
    came: `that of ${shown} is not (${distrust})`,
    advice: 'set NODE_EXTRA_CA_CERTS to the file of the authority that signed it',
  });
}

/** Told once for each time that it is gone. */
function outages({ shown }: Address, told: Tell) {
  let gone = false;
  let closed = false;
  return {
    failed(error: Error) {
      if (gone || closed) return;
      gone = true;
      const code = (error as NodeJS.ErrnoException).code ?? error.message;
      told(`Redis does not answer at ${shown} (${code}): waiting for it, nothing is lost.`);
    },
    back() {
      if (gone && !closed) told(`Redis answers again at ${shown}.`);
      gone = false;
    },
    over() {
      closed = true;
    },
  };
}

/**
 * Asks Redis until it does what was asked: one whose memory is full, or that is only starting, is asked again a little
 * later; one that is gone answers when it is back.
 * @throws Error after the signal, whatever became of it
 */
export async function insist<T>(ask: () => Promise<T>, told: Tell, signal: AbortSignal): Promise<T> {
  for (let wait = 250, said = false; ; wait = Math.min(2 * wait, LONGEST_PAUSE_MS)) {
    try {
      return await unlessAborted(ask(), signal);
    } catch (error) {
      signal.throwIfAborted();
      if (!said) told(`Redis did not do what was asked (${(error as Error).message}): trying again.`);
      said = true;
      await pause(wait, undefined, { signal });
    }
  }
}

function unlessAborted<T>(work: Promise<T>, signal: AbortSignal): Promise<T> {
  return new Promise((resolve, reject) => {
    const stop = () => reject(signal.reason);
    if (signal.aborted) stop();
    signal.addEventListener('abort', stop, { once: true });
    work.then(resolve, reject).finally(() => signal.removeEventListener('abort', stop));
  });
}

/** Waits for something that may fail, but no longer than this. */
export async function within(ms: number, work: Promise<unknown>): Promise<void> {
  await Promise.race([work.catch(() => {}), pause(ms, undefined, { ref: false })]);
}
