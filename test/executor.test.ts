/** The laws of every executor, asked of the simplest one, of the pool and of a queue; how the pool deals cells out. */
import { afterAll, describe, expect, test } from 'vitest';
import type { Executor } from '../src/core/executor.ts';
import { dealer } from '../src/node/work/batches.ts';
import { computeWork, type KnownWork } from '../src/node/work/kinds.ts';
import { ownRedis, redisInstalled } from './jobs/redis-server.ts';
import { poolOf, redisExecutor, serveQueue } from './support/built.ts';
import { oneByOne } from './support/one-by-one.ts';

/** Parking: from microseconds, for a few tokens, to minutes. */
const parking = (tokens: number, seed = 1, delta = 0.1): KnownWork => ({
  ...{ kind: 'parking', id: 'park' },
  cell: { tokens, seed, delta, dimension: 2, initial: 'uniform', centers: false },
});
const quick = (count: number) => Array.from({ length: count }, (_, i) => parking(20, i + 1));
/** Whoever waits for this has not stopped. */
const endless = parking(1e12);
const wrong = parking(20, 1, 9);

/** A worker of two threads behind a Redis of its own. */
async function queueOfTwo(): Promise<Executor<KnownWork>> {
  const redis = await ownRedis();
  const controller = new AbortController();
  const serving = serveQueue({ url: redis.url, threads: 2, signal: controller.signal });
  afterAll(async () => {
    controller.abort();
    await serving;
    await redis.end();
  });
  return redisExecutor({ url: redis.url, name: 'laws' });
}

const executors: readonly (readonly [string, Executor<KnownWork>])[] = [
  ['one by one', oneByOne(computeWork)],
  ['a pool of one thread', poolOf(1)],
  ['a pool of two', poolOf(2)],
  ...(redisInstalled ? [['a queue on Redis, of two', await queueOfTwo()] as const] : []),
];

if (!redisInstalled) test.skip('a queue on Redis: redis-server is not installed', () => {});

describe.each(executors)('%s', (name, executor) => {
  test('tells each cell once, with its own value, whatever the order', async () => {
    // The first is the longest: where there are threads, cells need not end in order.
    const work = [parking(3e5), ...quick(199)];
    const told: [number, unknown][] = [];
    await executor.run(work, { ended: (index, value) => void told.push([index, value]) });
    const inOrder = told.sort(([a], [b]) => a - b);
    expect(inOrder.map(([index]) => index)).toEqual([...work.keys()]);
    for (const [index, value] of inOrder) expect(value).toEqual(await computeWork(work[index]));
  });

  test('the same cell twice is told at both places', async () => {
    const [cell] = quick(1);
    const values: unknown[] = [];
    await executor.run([cell, cell], { ended: (index, value) => void (values[index] = value) });
    expect(values).toEqual([await computeWork(cell), await computeWork(cell)]);
  });

  test('nothing to do is done', async () => {
    await executor.run([], { ended: () => expect.fail('there is nothing to tell') });
  });

  test('after the signal nothing is told, and what is under way is let go', async () => {
    const controller = new AbortController();
    let told = 0;
    // An endless cell under way can be let go only by who has it elsewhere.
    const tail = name === 'one by one' ? [] : [endless, endless, endless];
    await executor.run([...quick(40), ...tail], {
      ended: () => void (++told === 7 && controller.abort()),
      signal: controller.signal,
    });
    expect(told).toBe(7);
    await new Promise((resolve) => setTimeout(resolve, 50));
    expect(told).toBe(7);
  });

  test('a signal that came before leaves nothing to begin, and listeners do not pile up', async () => {
    const listening = new Set<() => void>();
    const signal = (aborted: boolean) => ({
      aborted,
      addEventListener: (_: 'abort', heard: () => void) => void listening.add(heard),
      removeEventListener: (_: 'abort', heard: () => void) => void listening.delete(heard),
    });
    await executor.run([endless], { ended: () => expect.fail('nothing was to begin'), signal: signal(true) });
    let told = 0;
    await executor.run(quick(3), { ended: () => told++, signal: signal(false) });
    expect({ told, listening: listening.size }).toEqual({ told: 3, listening: 0 });
  });

  test('a mistake of a cell comes as it is, and the others are let go', async () => {
    let over = false;
    const others = name.endsWith('of two') ? [endless] : [];
    const running = executor.run([...others, wrong, ...quick(30)], {
      ended: () => expect(over).toBe(false),
    });
    await expect(running).rejects.toMatchObject({
      name: 'ParkadeError',
      code: 'InvalidParameter',
      message: expect.stringMatching(/^"delta" should be /),
    });
    over = true;
    await new Promise((resolve) => setTimeout(resolve, 50));
  });

  test('who cannot take what is told stops it', async () => {
    let told = 0;
    const running = executor.run(quick(30), {
      ended() {
        if (++told === 3) throw new Error('the disk is full');
      },
    });
    await expect(running).rejects.toThrow('the disk is full');
  });

  test('arrays of numbers come back as they were', async () => {
    const cell = { spec: { tokens: 3, dimension: 2, beta: 1, until: 1, saveAt: [0, 1], seed: 1 }, store: true };
    const values: unknown[] = [];
    const work: KnownWork = { kind: 'run', id: 'run', cell };
    await executor.run([work], { ended: (_, value) => void values.push(value) });
    expect(values).toEqual([await computeWork(work)]);
    expect(values).toMatchObject([{ trajectory: { xs: expect.any(Float64Array), ts: new Float64Array([0, 1]) } }]);
  });
});

describe('cells dealt out', () => {
  test('one at a time at first, more while there is time to spare, then as many as a thread came to', () => {
    const cells = dealer(1000, 2);
    const sizes: number[] = [];
    for (const ended of [1, 2, 4, 8, 16, 16, 5, 5, 1, 1]) {
      const batch = cells.take();
      sizes.push(batch.length);
      cells.returned(batch, ended, sizes.length < 7);
    }
    expect(sizes).toEqual([1, 2, 4, 8, 16, 16, 16, 5, 5, 1]);
  });

  test('what a thread did not come to is dealt again, first and in its order', () => {
    const cells = dealer(100, 2);
    for (let i = 0; i < 3; i++) cells.returned(cells.take(), 2 ** i, true);
    const batch = cells.take();
    expect(batch).toEqual([7, 8, 9, 10, 11, 12, 13, 14]);
    cells.returned(batch, 3, false);
    expect([cells.take(), cells.take(), cells.take()]).toEqual([
      [10, 11, 12],
      [13, 14, 15],
      [16, 17, 18],
    ]);
  });

  test('each exactly once, whoever comes back when and with how many; the last ones singly', () => {
    const [count, hands] = [500, 4];
    const cells = dealer(count, hands);
    const seen: number[] = [];
    const held: number[][] = [];
    let random = 1;
    const next = (below: number) => {
      random = (random * 48271) % 2147483647;
      return random % below;
    };
    for (;;) {
      while (held.length < hands) {
        const batch = cells.take();
        if (batch.length === 0) break;
        held.push(batch);
      }
      if (held.length === 0) break;
      const [batch] = held.splice(next(held.length), 1);
      const ended = next(5) > 0 ? batch.length : 1 + next(batch.length);
      if (seen.length > count - hands) expect(batch).toHaveLength(1);
      seen.push(...batch.slice(0, ended));
      cells.returned(batch, ended, ended === batch.length);
    }
    expect(seen.sort((a, b) => a - b)).toEqual(Array.from({ length: count }, (_, i) => i));
  });
});
