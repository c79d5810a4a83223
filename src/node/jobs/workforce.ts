/** What a coordinator looks after now and then: how many threads work for it, jobs that are gone, being cancelled. */

import { counted } from '../../core/counted.ts';
import { mistake } from '../../core/errors.ts';
import { insist } from './connection.ts';
import { queueKey } from './jobs-of.ts';
import { cancelledKey, repliesKey, shortCode } from './keys.ts';
import type { Ledger } from './ledger.ts';
import type { Redis } from './library.ts';
import { present } from './presence.ts';
import type { Task } from './task.ts';

const EVERY_MS = 2000;
/** Nobody is missed before that. */
const ALONE_MS = 6000;

interface Workforce {
  /** Of all workers of this code; at least one, so that there is work when the first one comes. */
  readonly threads: number;
  /** Looks if it is time to. */
  look(): Promise<void>;
}

export function workforce(client: Redis, task: Task, ledger: Ledger): Workforce {
  let threads = 1;
  let looked = -Infinity;
  const missing = vanishing(client, task, ledger);
  const crowd = crowdTold(task);
  const lookNow = async () => {
    if (await client.exists(cancelledKey(task.name))) return task.fail(cancelled(task.name));
    const workers = await present(client, 'workers');
    const ours = workers.filter(({ code }) => code === shortCode(task.code));
    threads = Math.max(
      1,
      ours.reduce((sum, worker) => sum + worker.threads, 0),
    );
    crowd(ours.length, workers.length - ours.length);
    await missing();
  };
  return {
    get threads() {
      return threads;
    },
    async look() {
      if (task.signal.aborted || performance.now() - looked < EVERY_MS) return;
      looked = performance.now();
      await insist(lookNow, task.told, task.signal);
    },
  };
}

/** Says once when nobody is there, and once when somebody is again. */
function crowdTold({ told, code, signal }: Task) {
  let seen = performance.now();
  let alone = false;
  return (ours: number, others: number) => {
    if (signal.aborted) return;
    if (ours > 0) {
      if (alone) told(`${counted(ours, 'worker')} came.`);
      alone = false;
      seen = performance.now();
    } else if (!alone && performance.now() - seen > ALONE_MS) {
      alone = true;
      const these = others === 0 ? '' : ` of this code (${shortCode(code)}), only ${others} of other code`;
      told(`No worker${these} is there: start one with "parkade worker --engine redis://…" on any machine.`);
    }
  };
}

/**
 * Finds jobs that are gone without a reply, at one look and at the next, with no reply waiting: then a Redis lost them,
 * or another coordinator of this name removed them.
 */
function vanishing(client: Redis, { code, name }: Task, ledger: Ledger) {
  let before = new Set<string>();
  return async () => {
    const ids = [...ledger.jobs.keys()];
    const there = await Promise.all(ids.map((id) => client.exists(queueKey(code, id))));
    const gone = ids.filter((_, i) => there[i] === 0);
    if (gone.length > 0 && (await client.llen(repliesKey(code, name))) > 0) return;
    for (const id of gone) if (before.has(id)) ledger.vanished(id);
    before = new Set(gone);
  };
}

function cancelled(name: string) {
  return mistake('InvalidInput', {
    key: name,
    subject: `The work "${name}"`,
    expected: 'run to its end',
    came: 'it was cancelled by somebody',
    advice: 'the same command begins it again',
  });
}
