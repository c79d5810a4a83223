import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import { parkadeAlone, scratchFolder } from '../cli/parkade.ts';
import { ownRedis, redisInstalled } from './redis-server.ts';
import { describeSweepOnQueue } from './sweep-on-queue.ts';

describeSweepOnQueue(2, 100, ['--tokens', '30', '--until', '5']);

test.skipIf(!redisInstalled)(
  'a cancelled sweep is told so, and where it was is forgotten; no password is kept (redis-server)',
  async () => {
    const folder = scratchFolder();
    const redis = await ownRedis('--requirepass', 'open sesame');
    onTestFinished(redis.end);
    const secret = { PARKADE_REDIS_PASSWORD: 'open sesame' };
    const { spawn } = await import('node:child_process');
    const { main } = await import('../cli/parkade.ts');
    const words = ['--beta', '4,9', '--seeds', '20', '--tokens', '5', '--until', '2', '--out', 'q'];
    const child = spawn(process.execPath, [main, 'sweep', ...words, '--engine', redis.url, '--json'], {
      cwd: folder,
      env: { ...process.env, ...secret },
      stdio: 'ignore',
    });
    const ended = new Promise((resolve) => child.once('exit', resolve));
    const record = join(folder, 'q', 'queue.json');
    const waiting = () => parkadeAlone(['sweep', 'status', 'q', '--json'], folder, secret).stdout;
    while (!existsSync(record) || !/"jobs":[1-9]/.test(waiting())) await new Promise((later) => setTimeout(later, 50));
    expect(readFileSync(record, 'utf8')).not.toContain('sesame');
    expect(parkadeAlone(['sweep', 'status', 'q'], folder, secret).stdout).toMatch(
      /At redis:\/\/:\*\*\*@127\.0\.0\.1:\d+\/0 \d+ cells? wait and 0 are computed, by 0 workers with 0 threads\./,
    );
    const { stdout } = parkadeAlone(['sweep', 'cancel', 'q'], folder, secret);
    expect(stdout).toMatch(/has dropped \d+ jobs? of it; the cells that have ended are kept\./);
    expect(await ended).toBe(2);
    expect(existsSync(record)).toBe(false);
    expect(parkadeAlone(['sweep', 'cancel', 'q'], folder, secret).code).toBe(2);
    expect(parkadeAlone(['sweep', 'q', '--threads', '1'], folder).code).toBe(0);
  },
);
