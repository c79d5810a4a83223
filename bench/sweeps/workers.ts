/** What a second worker on the queue gains: workers of one thread each, on this machine. */
import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { summarize } from '../statistics.js';
import { program, sweep } from './measured.js';
import { ownRedis } from './own-redis.js';

/** Some tenths of a second. */
const CELL = ['--tokens', '800', '--beta', '100', '--until', '150'];

export async function workers(rounds: number): Promise<void> {
  const redis = await ownRedis();
  if (redis === null) return console.log('Workers on a queue: left out, redis-server is not installed.');
  console.log(`Cells of ${CELL.join(' ')} on Redis, one worker of one thread and two by turns:`);
  const gains: number[] = [];
  try {
    for (let round = 1; round <= rounds; round++) {
      const one = await perCell(1, redis.url);
      const two = await perCell(2, redis.url);
      gains.push(one / two);
      console.log(`  round ${round}: ${one.toFixed(3)} s and ${two.toFixed(3)} s a cell, ${(one / two).toFixed(3)} times the throughput`);
    }
  } finally {
    redis.end();
  }
  const { median, lower, upper } = summarize(gains);
  console.log(`Throughput of two workers over that of one: ${median.toFixed(3)} (quartiles ${lower.toFixed(3)} to ${upper.toFixed(3)}).`);
}

/** From the difference of many cells and few. */
async function perCell(count: number, url: string): Promise<number> {
  const [few, many] = [10, 70];
  const started = await Promise.all(Array.from({ length: count }, () => startWorker(url)));
  const of = async (seeds: number) => (await sweep([...CELL, '--engine', url, '--seeds', String(seeds)])).seconds;
  try {
    return ((await of(many)) - (await of(few))) / (many - few);
  } finally {
    for (const worker of started) worker.kill();
    await Promise.all(started.map((worker) => worker.exitCode ?? once(worker, 'exit')));
  }
}

/** Resolves when it waits for work. */
export async function startWorker(url: string): Promise<ChildProcess> {
  const words = [program, 'worker', '--engine', url, '--threads', '1', '--json'];
  const worker = spawn(process.execPath, words, { stdio: ['ignore', 'pipe', 'inherit'] });
  await once(worker.stdout, 'data');
  worker.stdout.resume();
  return worker;
}
