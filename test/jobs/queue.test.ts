/** The queue on Redis as a whole: whatever dies, every cell is told once with its own value; what is not ours is left alone. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { Queue } from 'bullmq';
import { afterAll, describe, expect, test } from 'vitest';
import type { KnownWork } from '../../src/node/work/kinds.ts';
import { scratchFolder } from '../cli/parkade.ts';
import { cancelWork, codeHash, computeWork, queueStatus, redisExecutor, serveQueue } from '../support/built.ts';
import { type OwnRedis, ownRedis, redisInstalled } from './redis-server.ts';
import {
  collector,
  parking,
  parkings,
  startCoordinator,
  startPoisonedWorker,
  startWorker,
  valuesOf,
} from './workers.ts';

const code = codeHash();
const short = (hash: string) => hash.slice(0, 12);
const endless = parking(1e12, 1);

/** A worker in this process, of one thread, until the test ends. */
function serveHere(redis: OwnRedis, more: object = {}) {
  const controller = new AbortController();
  const told: string[] = [];
  let ready = () => {};
  const isReady = new Promise<void>((resolve) => {
    ready = resolve;
  });
  const serving = serveQueue({
    ...{ url: redis.url, threads: 1, signal: controller.signal, told: (says: string) => told.push(says), ready },
    ...more,
  });
  const stop = () => {
    controller.abort();
    return serving;
  };
  return { told, isReady, stop };
}

describe.skipIf(!redisInstalled)('a queue on Redis (redis-server)', async () => {
  const redis = redisInstalled ? await ownRedis() : (null as unknown as OwnRedis);
  afterAll(() => redis?.end());
  const folder = scratchFolder();
  const run = (name: string, work: Parameters<ReturnType<typeof redisExecutor>['run']>[0], more: object = {}) => {
    const told: string[] = [];
    const heard = collector();
    const executor = redisExecutor({ url: redis.url, name, told: (says) => told.push(says), ...more });
    return { told, heard, over: executor.run(work, heard) };
  };

  test('of two workers both work, the one killed with -9 is made up for, and Redis is left empty', async () => {
    const work = parkings(200, 2000);
    const [first, second] = [startWorker(redis.url), startWorker(redis.url)];
    await Promise.all([first.ready, second.ready]);
    const { heard, over } = run('two', work);
    await until(() => heard.count > 40);
    expect(first.events.some(({ event }) => event === 'job')).toBe(true);
    expect(second.events.some(({ event }) => event === 'job')).toBe(true);
    expect(await queueStatus(redis.url, 'two')).toMatchObject({
      cells: 200,
      workers: [
        { threads: 1, code: short(code) },
        { threads: 1, code: short(code) },
      ],
    });
    await first.kill();
    await over;
    expect(heard.values).toEqual(await valuesOf(work));
    second.child.kill('SIGINT');
    expect(await second.ended).toBe(0);
    expect(second.events.at(-1)).toMatchObject({ event: 'stopped' });
    const keys = await redis.client.keys('*');
    expect(keys.filter((key) => !/:(events|meta|id|stalled-check|stalled|workers|workers:.*)$/.test(key))).toEqual([]);
  });

  test('a coordinator killed with -9 goes on: what it had is not computed again, what it asked for is taken', async () => {
    const file = join(folder, 'killed.jsonl');
    const worker = serveHere(redis);
    const lines = () => {
      try {
        return readFileSync(file, 'utf8')
          .split('\n')
          .filter((line) => line.endsWith(']'));
      } catch {
        return [];
      }
    };
    const killed = startCoordinator(redis.url, 'killed', 300, 2000, file);
    await until(() => lines().length > 100);
    killed.child.kill('SIGKILL');
    await killed.ended;
    expect(lines().length).toBeLessThan(300);
    expect(await startCoordinator(redis.url, 'killed', 300, 2000, file).ended).toBe(0);
    const told = lines().map((line) => JSON.parse(line) as [number, unknown]);
    expect(told.map(([index]) => index).sort((a, b) => a - b)).toEqual(Array.from({ length: 300 }, (_, i) => i));
    const values = await valuesOf(parkings(300, 2000));
    for (const [index, value] of told) expect(value).toEqual(JSON.parse(JSON.stringify(values[index])));
    await worker.stop();
  });

  test('Redis killed with -9 and begun again: workers and coordinator wait, say so, and go on', async () => {
    const own = await ownRedis();
    const worker = serveHere(own);
    const told: string[] = [];
    const heard = collector();
    const work = parkings(300, 3000);
    const over = redisExecutor({ url: own.url, name: 'gone', told: (says) => told.push(says) }).run(work, heard);
    await until(() => heard.count > 50);
    await own.kill();
    await until(() => told.length > 0 && worker.told.length > 0);
    await own.again();
    await over;
    expect(heard.values).toEqual(await valuesOf(work));
    for (const says of [told, worker.told]) {
      expect(says[0]).toMatch(
        /^Redis does not answer at redis:\/\/127.0.0.1:\d+ \(.*\): waiting for it, nothing is lost\.$/,
      );
      expect(says[1]).toMatch(/^Redis answers again at /);
    }
    await worker.stop();
    await own.end();
  });

  test('a Redis that lost everything is asked again', async () => {
    const worker = serveHere(redis);
    const work = parkings(150, 2000);
    const { heard, over } = run('lost', work);
    await until(() => heard.count > 30);
    await redis.client.flushall();
    await over;
    expect(heard.values).toEqual(await valuesOf(work));
    await worker.stop();
  });

  test('a worker of other code leaves the work, says both hashes once, and does not spin', async () => {
    const other = 'f'.repeat(64);
    const stranger = serveHere(redis, { code: other });
    await stranger.isReady;
    const { heard, over } = run('other', parkings(5, 20));
    await until(() => stranger.told.length > 0);
    expect(stranger.told[0]).toContain(
      `is for code ${short(code)}, and this is ${short(other)}: it is left for workers`,
    );
    expect(heard.count).toBe(0);
    const before = process.cpuUsage();
    await new Promise((resolve) => setTimeout(resolve, 1000));
    const { user, system } = process.cpuUsage(before);
    expect((user + system) / 1e6).toBeLessThan(0.5);
    const right = serveHere(redis);
    await over;
    expect(heard.values).toEqual(await valuesOf(parkings(5, 20)));
    expect(stranger.told.length).toBe(1);
    await Promise.all([right.stop(), stranger.stop()]);
  });

  test('jobs that are none of ours are left alone, said once, and stop nobody', async () => {
    const name = `jobs-${short(code)}`;
    const queue = new Queue(name, { connection: { port: redis.port }, prefix: 'parkade' });
    const foreign = await queue.addBulk(
      Array.from({ length: 20 }, (_, i) => ({ name: 'mail', data: { to: 'me', number: i } })),
    );
    const otherCode = { format: 'parkade-job', version: 1, code: 'e'.repeat(64), name: 'x', work: [] };
    const alike = await queue.add('cells', { ...otherCode, run: '00000000-0000-4000-8000-000000000000' });
    // Broken by hand: no JSON, no job at all behind a name.
    await redis.client.hset(`parkade:${name}:broken`, { name: 'x', data: '{not json', opts: '{}', timestamp: '1' });
    await redis.client.lpush(`parkade:${name}:wait`, 'broken', 'nothing');
    const worker = serveHere(redis, { lease: 1 });
    const { heard, over, told } = run('ours', parkings(50, 20));
    await redis.client.rpush(`parkade:replies:${short(code)}:ours`, 'nonsense', '{"format":"parkade-reply"}');
    await over;
    expect(heard.values).toEqual(await valuesOf(parkings(50, 20)));
    expect(told.filter((says) => /no worker of ours wrote/.test(says)).length).toBeGreaterThan(0);
    expect([...new Set(worker.told)].length).toBe(worker.told.length);
    expect(worker.told.join(' ')).toContain('none of parkade, or of another version: they are left alone');
    for (const { id, data } of [...foreign, alike]) expect((await queue.getJob(id as string))?.data).toEqual(data);
    expect(await redis.client.hget(`parkade:${name}:broken`, 'data')).toBe('{not json');
    await worker.stop();
    await queue.obliterate({ force: true });
    await redis.client.del(`parkade:${name}:broken`);
    await queue.close();
  });

  test('a cell that kills every worker is found, told as lost with the reason, and the others end', async () => {
    let worker = startPoisonedWorker(redis.url);
    let deaths = 0;
    let over = false;
    const again = async (): Promise<void> => {
      await worker.ended;
      if (over) return;
      deaths++;
      worker = startPoisonedWorker(redis.url);
      return again();
    };
    const respawned = again();
    const lost: [number, string][] = [];
    const heard = collector();
    const executor = redisExecutor({ url: redis.url, name: 'poison', maxStalls: 2 });
    await executor.run(parkings(20, 20), { ended: heard.ended, lost: (index, why) => void lost.push([index, why]) });
    over = true;
    worker.child.kill('SIGKILL');
    await respawned;
    expect(lost).toEqual([[2, 'the worker that computed it died (2 times)']]);
    expect(heard.count).toBe(19);
    expect(deaths).toBeLessThanOrEqual(3);
  });

  test('a cell that its thread dies of is lost too, or the end where nobody listens', async () => {
    const worker = serveHere(redis);
    const broken = { kind: 'run', id: 'run', cell: null } as unknown as KnownWork;
    const work = [parking(20, 1), broken, parking(20, 2)];
    const lost: [number, string][] = [];
    const heard = collector();
    const executor = redisExecutor({ url: redis.url, name: 'thread' });
    await executor.run(work, { ...heard, ended: heard.ended, lost: (index, why) => void lost.push([index, why]) });
    expect(lost).toEqual([[1, expect.stringMatching(/destructure.* \(5 times\)$/)]]);
    expect([heard.values[0], heard.values[2]]).toEqual([await computeWork(work[0]), await computeWork(work[2])]);
    await expect(executor.run([broken], { ended: () => {} })).rejects.toThrow(
      'Cell 0 should be computed, but was not:',
    );
    await worker.stop();
  });

  test('results above 4 MiB are lost with the sentence that names the flag, or come by the shared folder', async () => {
    // Its centers are 150,000 places and indices.
    const cell = { tokens: 150_000, seed: 1, delta: 1e-6, dimension: 2, initial: 'uniform', centers: true };
    const work: KnownWork = { kind: 'parking', id: 'park', cell };
    const without = serveHere(redis);
    const lost: string[] = [];
    const executor = redisExecutor({ url: redis.url, name: 'large' });
    await executor.run([work, parking(20, 1)], { ended: () => {}, lost: (_, why) => void lost.push(why) });
    expect(lost).toEqual([
      expect.stringMatching(/at most 4 MiB .*, but has \d.\d MiB; start workers with --results FOLDER/),
    ]);
    await without.stop();
    const worker = serveHere(redis, { results: folder });
    const { heard, over } = run('large', [work, parking(20, 1)], { results: folder });
    await over;
    expect(heard.values[0]).toEqual(await computeWork(work));
    await expect(run('large', [work]).over).rejects.toThrow('"--results" should be given here too');
    await worker.stop();
  });

  test('cancelled: what waits is dropped, the coordinator ends with a sentence, the worker is free again', async () => {
    const worker = serveHere(redis);
    const { over } = run('unwanted', [endless, endless, ...Array.from({ length: 50 }, (_, i) => parking(1e12, i + 2))]);
    const ended = expect(over).rejects.toThrow('The work "unwanted" should run to its end, but it was cancelled');
    await until(async () => (await queueStatus(redis.url, 'unwanted')).active.jobs > 0);
    expect(await cancelWork(redis.url, 'unwanted')).toBeGreaterThan(0);
    await ended;
    const { heard, over: next } = run('wanted', parkings(3, 20));
    await next;
    expect(heard.values).toEqual(await valuesOf(parkings(3, 20)));
    expect((await queueStatus(redis.url, 'unwanted')).waiting.jobs).toBe(0);
    await worker.stop();
  });

  test('passwords are taken from the address or the environment, and never shown', async () => {
    const own = await ownRedis('--requirepass', 'open-sesame');
    const address = (password: string) => `redis://:${password}@127.0.0.1:${own.port}`;
    const wrong = redisExecutor({ url: address('wrong-word'), name: 'x' }).run(parkings(1, 5), collector());
    await expect(wrong).rejects.toMatchObject({
      name: 'ParkadeError',
      message: expect.stringMatching(
        /^"engine" should be a Redis that lets us in, but redis:\/\/:\*\*\*@127.* says "WRONGPASS/,
      ),
    });
    await expect(serveQueue({ url: own.url })).rejects.toThrow('says "NOAUTH');
    const controller = new AbortController();
    const engines: string[] = [];
    const ready = ({ engine }: { engine: string }) => engines.push(engine);
    const url = address('open-sesame');
    const serving = serveQueue({ url, threads: 1, signal: controller.signal, ready: (about) => void ready(about) });
    const heard = collector();
    await redisExecutor({ url, name: 'secret' }).run(parkings(3, 20), heard);
    expect(heard.count).toBe(3);
    expect(engines).toEqual([`redis://:***@127.0.0.1:${own.port}`]);
    controller.abort();
    await serving;
    const dump = await Promise.all((await own.client.keys('*')).map(async (key) => own.client.dump(key)));
    expect(dump.join(' ')).not.toContain('open-sesame');
    await own.end();
  });
});

/** Waits until something is so. */
async function until(so: () => boolean | Promise<boolean>): Promise<void> {
  while (!(await so())) await new Promise((resolve) => setTimeout(resolve, 20));
}
