/** How much memory very many tiny cells take, here and on a queue. */
import { once } from 'node:events';
import { join } from 'node:path';
import { measured, program, scratch, sweep } from './measured.js';
import { ownRedis } from './own-redis.js';
import { startWorker } from './workers.js';

/** One Euler step of one token. */
const TINY = ['--tokens', '1', '--beta', '1', '--until', '0.1', '--dt', '0.1', '--integrator', 'euler'];

/** Computed and collected into Parquet by the sweep itself, then into a table by another command. */
async function memoryOf(count: number, engine: readonly string[]): Promise<number> {
  const words = [...TINY, '--backend', 'reference', '--measure', 'clusters', '--seeds', String(count)];
  const run = await sweep([...words, ...engine]);
  const table = await measured([program, 'sweep', 'table', join(scratch, 'sweep'), '--to', join(scratch, 'cells.csv')]);
  const megabytes = (bytes: number) => (bytes / 1e6).toFixed(0);
  console.log(
    `  ${count} cells: computed in ${run.seconds.toFixed(0)} s with at most ${megabytes(run.memory)} MB, collected in ${table.seconds.toFixed(0)} s with at most ${megabytes(table.memory)} MB`,
  );
  return Math.max(run.memory, table.memory);
}

async function compare(most: number, engine: readonly string[]): Promise<void> {
  const [small, large] = [await memoryOf(most / 10, engine), await memoryOf(most, engine)];
  console.log(`Peak memory of ${most} over that of ${most / 10}: ${(large / small).toFixed(3)}.`);
}

export async function memoryHere(most: number): Promise<void> {
  console.log('Tiny cells, one Euler step of one token, on two threads:');
  await compare(most, ['--threads', '2']);
}

export async function memoryOnQueue(most: number): Promise<void> {
  const redis = await ownRedis();
  if (redis === null) return console.log('Tiny cells on a queue: left out, redis-server is not installed.');
  console.log('The same on Redis, one worker of one thread; the coordinator’s memory:');
  const worker = await startWorker(redis.url);
  try {
    await compare(most, ['--engine', redis.url]);
  } finally {
    worker.kill();
    await once(worker, 'exit');
    redis.end();
  }
}
