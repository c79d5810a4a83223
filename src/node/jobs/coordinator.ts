/**
 * The engine on Redis: cells go out as jobs of a queue, a bounded number at a time, and what comes of them is told as
 * it comes. Redis is never the only record of anything: what it loses is asked for again.
 */
import { randomUUID } from 'node:crypto';
import { mistake } from '../../core/errors.ts';
import type { Executor, Listener } from '../../core/executor.ts';
import { codeHash } from '../process/version.ts';
import { valueIn } from '../threads/answer.ts';
import type { KnownWork } from '../work/kinds.ts';
import { redisAddress } from './address.ts';
import { connect, type Tell } from './connection.ts';
import { converse } from './conversation.ts';
import { loadQueueLibrary } from './library.ts';
import { checkResultsFolder } from './results-folder.ts';
import type { Task } from './task.ts';

export interface RedisOptions {
  /** redis://…, as `redisAddress` reads it. */
  readonly url: string;
  /** Whose work it is, 200 signs at most: what an earlier coordinator of this name left waiting is removed. */
  readonly name: string;
  /** A cell that so many workers died of is lost; by default 5. */
  readonly maxStalls?: number;
  /** Takes sentences for people: no worker is there, Redis is gone. */
  readonly told?: Tell;
  /** A folder shared with the workers, for results above 4 MiB. */
  readonly results?: string | undefined;
  /** The code whose workers are asked; by default this one. */
  readonly code?: string;
}

/**
 * An executor whose cells are computed by workers elsewhere (`serveQueue`): a cell may be computed more than once, and
 * is told exactly once.
 * @throws ParkadeError InvalidParameter for an address that is none; FileProblem for a folder of results that is none
 */
export function redisExecutor({
  url,
  name,
  maxStalls = 5,
  told = () => {},
  results,
  code = codeHash(),
}: RedisOptions): Executor<KnownWork> {
  const address = redisAddress(url);
  if (results !== undefined) checkResultsFolder(results);
  return {
    async run(work, listener) {
      if (work.length === 0 || listener.signal?.aborted) return;
      const library = await loadQueueLibrary();
      const about = { name, maxStalls, told, results, code };
      await whileWanted(listener, async (task) => {
        const line = await connect(library, address, told, task.signal);
        try {
          if (!task.signal.aborted) await converse(library, line, { ...about, ...task, work, run: randomUUID() });
        } finally {
          line.close();
        }
      });
    },
  };
}

type Wanted = Pick<Task, 'ended' | 'lost' | 'fail' | 'signal'>;

/** Until the signal, or until something failed, which is thrown; nothing is told after either. */
async function whileWanted(listener: Listener, work: (wanted: Wanted) => Promise<void>): Promise<void> {
  const controller = new AbortController();
  const { signal } = controller;
  const stop = () => controller.abort();
  let failure: { readonly error: unknown } | undefined;
  const fail = (error: unknown) => {
    if (!signal.aborted) failure = { error };
    stop();
  };
  const guarded = (tell: () => void) => {
    if (signal.aborted) return;
    try {
      tell();
    } catch (error) {
      fail(error);
    }
  };
  listener.signal?.addEventListener('abort', stop);
  try {
    await work({
      ended: (index, answer) => guarded(() => listener.ended(index, valueIn(answer))),
      lost: (index, why) => guarded(() => lose(listener, index, why)),
      fail,
      signal,
    });
  } catch (error) {
    if (!signal.aborted) throw error;
  } finally {
    listener.signal?.removeEventListener('abort', stop);
  }
  if (failure) throw failure.error;
}

/** Where nobody listens for lost cells, one of them is the end. */
function lose(listener: Listener, index: number, why: string): void {
  if (listener.lost === undefined) throw lostCell(index, why);
  listener.lost(index, why);
}

function lostCell(index: number, why: string) {
  return mistake('InvalidInput', {
    key: `cell ${index}`,
    subject: `Cell ${index}`,
    expected: 'be computed',
    came: `was not: ${why}`,
    advice: 'the engine "local" shows what it does on this machine',
  });
}
