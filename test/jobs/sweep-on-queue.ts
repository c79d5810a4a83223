/**
 * A sweep on Redis whose workers, coordinator and Redis are killed with -9, each at many instants: its table is to the
 * last byte that of a sweep on this machine which nobody disturbed, its arrays the same in content. Shared by a short
 * and a long suite.
 */
import { spawn } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import h5wasm, { type Dataset } from 'h5wasm/node';
import { expect, onTestFinished, test } from 'vitest';
import { isSweepFolder } from '../../src/node/store/sweep-record.ts';
import { readSweep } from '../../src/node/store/sweep-store.ts';
import { main, parkadeAlone, scratchFolder } from '../cli/parkade.ts';
import { cellsAsText } from './cells-as-text.ts';
import { endsWithTests, ownRedis, redisInstalled } from './redis-server.ts';
import { startWorker, type WorkerProcess } from './workers.ts';

const folder = scratchFolder();

const VICTIMS = ['worker', 'coordinator', 'redis'] as const;

/** Every dataset of an HDF5 file, by name. */
async function contentOf(name: string): Promise<ReadonlyMap<string, unknown>> {
  await h5wasm.ready;
  const file = new h5wasm.File(join(folder, name), 'r');
  const content = new Map(file.keys().map((key) => [key, (file.get(key) as Dataset).value as unknown]));
  file.close();
  return content;
}

/**
 * @param instants kills of each
 * @param seeds four cells each
 * @param size words that say how long a cell takes
 */
export function describeSweepOnQueue(instants: number, seeds: number, size: readonly string[]): void {
  const words = ['--beta', '4,9,16,-1', '--seeds', String(seeds), ...size, '--measure', 'all'];
  test.skipIf(!redisInstalled)(
    `${instants} kills each of workers, coordinator and Redis over ${4 * seeds} cells (redis-server)`,
    { timeout: 3_600_000 },
    async () => {
      expect(parkadeAlone(['sweep', ...words, '--out', 'whole'], folder).code).toBe(1); // some make no run
      const redis = await ownRedis();
      const workers: WorkerProcess[] = [startWorker(redis.url), startWorker(redis.url)];
      onTestFinished(async () => {
        for (const worker of workers) await worker.kill();
        await redis.end();
      });
      const begin = () => {
        const child = spawn(
          process.execPath,
          [main, 'sweep', ...words, '--engine', redis.url, '--out', 'queued', '--json'],
          { cwd: folder, stdio: ['ignore', 'ignore', 'inherit'] },
        );
        endsWithTests(child);
        return { child, ended: new Promise<number | null>((resolve) => child.once('exit', resolve)) };
      };
      let coordinator = begin();
      const kill = async (victim: (typeof VICTIMS)[number], turn: number) => {
        if (victim === 'redis') return redis.kill().then(redis.again);
        if (victim === 'worker') {
          const which = turn % workers.length;
          await workers[which].kill();
          workers[which] = startWorker(redis.url);
          return undefined;
        }
        coordinator.child.kill('SIGKILL');
        await coordinator.ended;
        coordinator = begin();
        return undefined;
      };
      const progress: number[] = [];
      const disturbing = { kills: 0 };
      for (let i = 0; i < instants * VICTIMS.length; i++) {
        // Instants are spread evenly, in golden-ratio order.
        await wait(300 + 1500 * ((i * 0.6180339887498949) % 1));
        await kill(VICTIMS[i % VICTIMS.length], Math.floor(i / VICTIMS.length));
        const queued = join(folder, 'queued');
        const { ended } = isSweepFolder(queued) ? readSweep(queued).counts : { ended: 0 };
        if (ended < 4 * seeds) disturbing.kills++;
        progress.push(ended);
      }
      expect(progress).toEqual([...progress].sort((a, b) => a - b)); // what was committed stays
      console.info(`${disturbing.kills} of ${progress.length} kills came before the end`);
      expect(disturbing.kills).toBeGreaterThan(2);
      expect(await coordinator.ended).toBe(1);
      expect(cellsAsText(folder, 'queued')).toBe(cellsAsText(folder, 'whole'));
      const table = (name: string) => readFileSync(join(folder, name, 'cells.parquet'));
      expect(table('queued').equals(table('whole'))).toBe(true);
      for (const name of ['queued', 'whole'])
        expect(parkadeAlone(['sweep', 'export', name, '--to', `${name}.h5`], folder).code).toBe(0);
      expect(await contentOf('queued.h5')).toEqual(await contentOf('whole.h5'));
      expect(readSweep(join(folder, 'queued')).counts).toEqual({ ended: 4 * seeds, failed: seeds });
    },
  );
}
