/** kill -9 at many instants: under a final name stands a whole run, the old one, or nothing. Shared by a short and a long suite. */
import { spawn } from 'node:child_process';
import { existsSync, mkdirSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { expect, test } from 'vitest';
import { readRunFolder } from '../../src/node/store/run-folder.ts';
import { main, parkade, scratchFolder } from './parkade.ts';

const FILES = ['figure.png', 'figure.svg', 'measurements.json', 'run.json', 'steps.h5', 'trajectory.h5'];
/** A run that takes a few hundred milliseconds to compute and as long to write. */
const words = ['--tokens', '120', '--beta', '25', '--until', '20', '--save-at', 'lin:0:20:400', '--rtol', '1e-6'];

const folder = scratchFolder();

/** Starts a run and kills it; waits first for its draft to hold a file when it is to die while writing. */
async function killed(out: string, whileWriting: boolean, delayMs: number, force: boolean): Promise<void> {
  const child = spawn(process.execPath, [main, 'simulate', ...words, '--out', out, ...(force ? ['--force'] : [])], {
    cwd: folder,
    stdio: 'ignore',
  });
  const ended = new Promise<void>((resolve) => child.once('exit', () => resolve()));
  let over = false;
  void ended.then(() => (over = true));
  while (whileWriting && !over && !isWriting(out)) await wait(1);
  await Promise.race([wait(delayMs), ended]);
  child.kill('SIGKILL');
  await ended;
}

function isWriting(out: string): boolean {
  return readdirSync(folder).some(
    (name) => name.startsWith(`.${out}.tmp-`) && existsSync(join(folder, name, 'trajectory.h5')),
  );
}

/** A folder under a final name is complete and is what its record says. */
async function expectWhole(out: string): Promise<void> {
  expect(readdirSync(join(folder, out)).sort()).toEqual(FILES);
  const { manifest, sha256 } = await readRunFolder(join(folder, out));
  expect(manifest.status).toBe('completed');
  expect(sha256).toBe(manifest.trajectory.sha256);
  expect(readFileSync(join(folder, out, 'figure.svg'), 'utf8').trimEnd()).toMatch(/<\/svg>$/);
  JSON.parse(readFileSync(join(folder, out, 'measurements.json'), 'utf8'));
}

export function describeKills(instants: number): void {
  test(`${instants} kills, half of them while writing, leave no broken file under a final name`, {
    timeout: 600_000,
  }, async () => {
    mkdirSync(folder, { recursive: true });
    expect(parkade(['simulate', ...words, '--out', 'old'], folder).code).toBe(0);
    let writing = 0;
    let finished = 0;
    // The instants are spread evenly, in golden-ratio order, over what a run takes; the seed is the position itself.
    for (let i = 0; i < instants; i++) {
      const share = (i * 0.6180339887498949) % 1;
      const whileWriting = i % 2 === 0;
      const over = i % 4 < 2 ? 'old' : `new-${i}`;
      await killed(over, whileWriting, share * (whileWriting ? 250 : 1200), over === 'old');
      if (whileWriting) writing++;
      if (over !== 'old' && existsSync(join(folder, over))) finished++;
      if (existsSync(join(folder, over))) await expectWhole(over);
    }
    expect(writing).toBe(instants / 2);
    expect(finished).toBeLessThan(instants / 2); // most were killed before they were done
    // What the dead left is swept by the next run under that name.
    parkade(['simulate', ...words, '--out', 'old', '--force'], folder);
    await expectWhole('old');
    expect(readdirSync(folder).filter((name) => name.startsWith('.old.tmp-'))).toEqual([]);
  });
}
