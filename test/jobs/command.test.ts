/** What a person types: parkade worker, and --engine of commands that have cells. */
import { spawn } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { parkadeHere } from '../cli/in-process.ts';
import { main, parkadeAlone, scratchFolder } from '../cli/parkade.ts';
import { ownRedis, redisInstalled } from './redis-server.ts';
import { startWorker } from './workers.ts';

const folder = scratchFolder();

test('addresses that are none, with exit code 2 and no password', async () => {
  for (const words of [
    ['worker', '--engine', 'redis://u:secret@h:1/x/y'],
    ['worker', '--engine', 'http://secret@h'],
    ['check', 'first-token', '--engine', 'redis:secret@h', '--out', join(folder, 'none')],
    ['atlas', '--engine', 'slurm:secret@h'],
    ['reproduce', 'capture-table', '--engine', 'local', '--results', folder],
  ]) {
    const { code, stdout, stderr } = await parkadeHere(words);
    expect({ code, stdout }).toEqual({ code: 2, stdout: '' });
    expect(stderr).toMatch(/^parkade: "(--)?(engine|results)" should [^\n]*\n$/);
    expect(stderr).not.toContain('secret');
  }
  expect(existsSync(join(folder, 'none'))).toBe(false);
});

test.skipIf(!redisInstalled)(
  'a check by a worker says what it says here; --once ends, so does Ctrl-C (redis-server)',
  async () => {
    const redis = await ownRedis();
    const worker = startWorker(redis.url);
    await worker.ready;
    const words = ['check', 'first-token-exponential', '--out'];
    const away = parkadeAlone([...words, 'away', '--engine', redis.url], folder);
    expect({ code: away.code, stderr: away.stderr }).toEqual({ code: 0, stderr: '' });
    expect(parkadeAlone([...words, 'here'], folder).code).toBe(0);
    const { seconds: _, ...here } = JSON.parse(readFileSync(join(folder, 'here/check.json'), 'utf8'));
    expect(JSON.parse(readFileSync(join(folder, 'away/check.json'), 'utf8'))).toMatchObject(here);
    worker.child.kill('SIGINT');
    expect(await worker.ended).toBe(0);
    expect(worker.events.filter(({ event }) => event === 'job').length).toBeGreaterThan(0);

    const once = spawn(process.execPath, [main, 'worker', '--engine', redis.url, '--once'], { cwd: folder });
    let text = '';
    once.stdout.on('data', (part) => {
      text += part;
    });
    expect(await new Promise((resolve) => once.once('exit', resolve))).toBe(0);
    expect(text).toMatch(
      /^Takes work from redis:\/\/127.0.0.1:\d+ with \d+ threads?, code [0-9a-f]{12}; it ends when the\s/,
    );
    expect(text).toContain('Stopped after 0 jobs, 0 cells.');
    await redis.end();
  },
);
