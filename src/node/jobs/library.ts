/**
 * The packages that speak to Redis, loaded when a queue is asked for: BullMQ, which knows leases, retries and work that
 * stalls, and ioredis, its connection. The only file that names them.
 */
import type { Queue, Worker } from 'bullmq';
import type { Redis } from 'ioredis';
import { mistake } from '../../core/errors.ts';

export type { Job } from 'bullmq';
export type { Redis } from 'ioredis';

/** The versions that were tested; package.json names them as optional peers. */
const INSTALL = 'npm install bullmq@6.7.0 ioredis@6.0.0';

export interface QueueLibrary {
  readonly Queue: typeof Queue;
  readonly Worker: typeof Worker;
  readonly DelayedError: new () => Error;
  readonly Redis: typeof Redis;
}

type Load = (name: string) => Promise<unknown>;

/**
 * Both packages, or the sentence that says how to install them: a worker that misses one of them would try again
 * without a pause.
 * @throws ParkadeError InvalidParameter
 */
export async function loadQueueLibrary(load: Load = (name) => import(name)): Promise<QueueLibrary> {
  const [bullmq, ioredis] = await Promise.all([found('bullmq', load), found('ioredis', load)]);
  const { Queue, Worker, DelayedError } = bullmq as typeof import('bullmq');
  return { Queue, Worker, DelayedError, Redis: (ioredis as typeof import('ioredis')).Redis };
}

async function found(name: string, load: Load): Promise<unknown> {
  try {
    return await load(name);
  } catch (cause) {
    const missing = (cause as NodeJS.ErrnoException).code === 'ERR_MODULE_NOT_FOUND';
    throw mistake(
      'InvalidParameter',
      {
        key: 'engine',
        subject: '"engine" redis',
        expected: `find the package ${name}`,
        came: missing ? 'it is not installed' : `it does not load (${(cause as Error).message})`,
        advice: `install both with "${INSTALL}"`,
      },
      cause,
    );
  }
}
