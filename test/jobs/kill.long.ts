/**
 * kill -9 of workers, of Redis and of the coordinator at many instants over a work of 2,000 cells: the values are those
 * of the local pool, none is lost, none is told twice.
 */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { expect, test } from 'vitest';
import { scratchFolder } from '../cli/parkade.ts';
import { poolOf, redisExecutor } from '../support/built.ts';
import { ownRedis, redisInstalled } from './redis-server.ts';
import { collector, parkings, startCoordinator, startWorker, type WorkerProcess } from './workers.ts';

const CELLS = 2000;
const TOKENS = 8000;
const KILLS = 30;

const folder = scratchFolder();
const work = parkings(CELLS, TOKENS);

async function expected(): Promise<unknown[]> {
  const heard = collector();
  await poolOf(2).run(work, heard);
  return heard.values;
}

/** Instants from 0 to 1, spread as chance would, the same each time. */
function* instants(seed: number): Generator<number> {
  for (let state = seed; ; ) {
    state = (state * 48271) % 2147483647;
    yield state / 2147483647;
  }
}

/** Kills as long as the work goes on, one after another; how many there were. */
async function killing(over: () => boolean, kill: () => Promise<void>, seed: number): Promise<number> {
  const chance = instants(seed);
  let kills = 0;
  while (!over() && kills < KILLS) {
    await wait(200 + 1500 * (chance.next().value as number));
    if (over()) break;
    await kill();
    kills++;
  }
  return kills;
}

test.skipIf(!redisInstalled)(
  `${KILLS} kills of workers, of Redis and of the coordinator (redis-server)`,
  { timeout: 1_800_000 },
  async () => {
    const values = await expected();
    for (const victim of ['workers', 'Redis'] as const) {
      const redis = await ownRedis();
      const workers: WorkerProcess[] = [startWorker(redis.url), startWorker(redis.url)];
      const heard = collector();
      let over = false;
      const running = redisExecutor({ url: redis.url, name: victim, maxStalls: 100 })
        .run(work, heard)
        .finally(() => {
          over = true;
        });
      let turn = 0;
      const kills = await killing(
        () => over,
        victim === 'Redis'
          ? () => redis.kill().then(redis.again)
          : async () => {
              const which = turn++ % 2;
              await workers[which].kill();
              workers[which] = startWorker(redis.url);
            },
        victim === 'Redis' ? 7 : 11,
      );
      await running;
      console.log(`${kills} kills of ${victim}`);
      expect(heard.count).toBe(CELLS);
      expect(heard.values).toEqual(values);
      for (const worker of workers) await worker.kill();
      await redis.end();
    }

    const redis = await ownRedis();
    const workers = [startWorker(redis.url), startWorker(redis.url)];
    const file = join(folder, 'told.jsonl');
    const start = () => startCoordinator(redis.url, 'coordinator', CELLS, TOKENS, file);
    let coordinator = start();
    let code: number | null = null;
    const kills = await killing(
      () => coordinator.child.exitCode !== null,
      async () => {
        coordinator.child.kill('SIGKILL');
        code = await coordinator.ended;
        if (code !== 0) coordinator = start();
      },
      13,
    );
    expect(await coordinator.ended).toBe(0);
    console.log(`${kills} kills of the coordinator`);
    const lines = readFileSync(file, 'utf8')
      .split('\n')
      .filter((line) => line.endsWith(']'));
    const told = lines.map((line) => JSON.parse(line) as [number, unknown]);
    expect(told.map(([index]) => index).sort((a, b) => a - b)).toEqual(Array.from({ length: CELLS }, (_, i) => i));
    for (const [index, value] of told) expect(value).toEqual(JSON.parse(JSON.stringify(values[index])));
    for (const worker of workers) await worker.kill();
    await redis.end();
  },
);
