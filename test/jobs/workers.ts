/** Workers in processes of their own, and cells for them with the values that they should have. */
import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';
import type { WorkList } from '../../src/core/executor.ts';
import { computeWork, type KnownWork } from '../../src/node/work/kinds.ts';
import { main } from '../cli/parkade.ts';
import { endsWithTests } from './redis-server.ts';

export const parking = (tokens: number, seed: number, delta = 0.1): KnownWork => ({
  ...{ kind: 'parking', id: 'park' },
  cell: { tokens, seed, delta, dimension: 2, initial: 'uniform', centers: false },
});

export function parkings(count: number, tokens: number): WorkList<KnownWork> {
  return { length: count, at: (index) => parking(tokens, index + 1) };
}

export async function valuesOf(work: WorkList<KnownWork>): Promise<unknown[]> {
  const values: unknown[] = [];
  for (let i = 0; i < work.length; i++) values.push(await computeWork(work.at(i) as KnownWork));
  return values;
}

/** Takes what is told, and complains of what is told twice. */
export function collector() {
  const values: unknown[] = [];
  let count = 0;
  return {
    values,
    get count() {
      return count;
    },
    ended(index: number, value: unknown) {
      if (index in values) throw new Error(`cell ${index} was told twice`);
      values[index] = value;
      count++;
    },
  };
}

export interface WorkerProcess {
  readonly child: ChildProcess;
  /** Lines of JSON so far. */
  readonly events: Record<string, unknown>[];
  /** Resolves when it takes work. */
  readonly ready: Promise<void>;
  readonly ended: Promise<number | null>;
  kill(): Promise<void>;
}

/** parkade worker, with one thread and a lease of a second. */
export function startWorker(url: string, ...more: readonly string[]): WorkerProcess {
  return start(['worker', '--engine', url, '--threads', '1', '--lease', '1', '--json', ...more]);
}

/** One that dies of the cell of seed 3. */
export function startPoisonedWorker(url: string): WorkerProcess {
  const poison = new URL('./poison.mjs', import.meta.url).href;
  return start(['worker', '--engine', url, '--threads', '1', '--lease', '1', '--json'], ['--import', poison]);
}

function start(words: readonly string[], nodeWords: readonly string[] = []): WorkerProcess {
  const child = spawn(process.execPath, [...nodeWords, main, ...words], { stdio: ['ignore', 'pipe', 'inherit'] });
  endsWithTests(child);
  const events: Record<string, unknown>[] = [];
  let rest = '';
  const ready = new Promise<void>((resolve) => {
    child.stdout.setEncoding('utf8').on('data', (text: string) => {
      const lines = (rest + text).split('\n');
      rest = lines.pop() ?? '';
      events.push(...lines.map((line) => JSON.parse(line)));
      if (events.some(({ event }) => event === 'ready')) resolve();
    });
  });
  const ended = once(child, 'exit').then(([code]) => code as number | null);
  return {
    ...{ child, events, ready, ended },
    async kill() {
      child.kill('SIGKILL');
      await ended;
    },
  };
}

export function startCoordinator(url: string, name: string, count: number, tokens: number, file: string) {
  const program = fileURLToPath(new URL('./coordinate.mjs', import.meta.url));
  const words = [program, url, name, `${count}`, `${tokens}`, file];
  const child = spawn(process.execPath, words, { stdio: ['ignore', 'ignore', 'inherit'] });
  return { child, ended: once(child, 'exit').then(([code]) => code as number | null) };
}
