/** Every statement at the ends of what each of its parameters allows. Cases that take too long are skipped, aloud. */
import { Worker } from 'node:worker_threads';
import { afterAll, describe, expect, test } from 'vitest';
import { statementRegistry } from '../../src/checks/index.ts';
import { valueIn } from '../../src/node/threads/answer.ts';
import type { Batch } from '../../src/node/work/cell-worker.ts';
import { builtUrl } from '../support/built.ts';
import { extremesOf, faultsAt } from './extremes.ts';

/** Of a case, in milliseconds; beyond it the thread is stopped. */
const LIMIT = 20_000;

/** Computes cells in a thread of its own, which can be stopped. */
const THREAD = `
const { parentPort, workerData } = require('node:worker_threads');
const loaded = import(workerData);
parentPort.on('message', async (task) => {
  try {
    parentPort.postMessage({ value: await (await loaded).default(task) });
  } catch ({ message }) {
    parentPort.postMessage({ message });
  }
});`;

/** What the cell worker answered, or why it did not. */
type Reply = { readonly value: Batch } | { readonly message: string };

const start = () => new Worker(THREAD, { eval: true, workerData: builtUrl('node/work/cell-worker') });
let thread = start();
afterAll(() => thread.terminate());

class TookTooLong extends Error {}

async function computeBy(deadline: number, id: string, cell: unknown): Promise<unknown> {
  let timer: NodeJS.Timeout | undefined;
  const reply = await new Promise<Reply | null>((resolve) => {
    timer = setTimeout(() => resolve(null), Math.max(0, deadline - performance.now()));
    thread.once('message', resolve);
    thread.postMessage([{ kind: 'statement', id, cell }]);
  });
  clearTimeout(timer);
  if (reply === null) {
    await thread.terminate();
    thread = start();
    throw new TookTooLong();
  }
  if ('value' in reply) return valueIn(reply.value.answers[0]);
  throw new Error(reply.message);
}

const statements = Object.values(statementRegistry).filter((statement) => extremesOf(statement).length > 0);

describe.each(statements.map((statement) => [statement.id, statement] as const))('%s', (id, statement) => {
  test.for(extremesOf(statement).map((extreme) => [JSON.stringify(extreme.given), extreme] as const))(
    'at %s',
    { timeout: 3 * LIMIT },
    async ([, extreme], { skip }) => {
      const deadline = performance.now() + LIMIT;
      let late = false;
      const faults = await faultsAt(extreme, async (cell) => {
        try {
          return await computeBy(deadline, id, cell);
        } catch (error) {
          late ||= error instanceof TookTooLong;
          throw error;
        }
      });
      skip(late, `over ${LIMIT / 1000} s`);
      expect(faults).toEqual([]);
    },
  );
});
