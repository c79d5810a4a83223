/** kill -9 of a sweep at many instants: the one command printed at its start goes on, and the table comes out the same to the last byte. Shared by a short and a long suite. */
import { spawn } from 'node:child_process';
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { expect, test } from 'vitest';
import { readSweep } from '../../src/node/store/sweep-store.ts';
import { main, scratchFolder } from './parkade.ts';

const folder = scratchFolder();
/** Words that say how long a cell takes; some cells make no run. */
type Size = readonly string[];
const words = (out: string, seeds: number, size: Size) => [
  ...['sweep', '--beta', '4,9,16,-1', '--seeds', String(seeds), ...size],
  ...['--measure', 'all', '--out', out],
];

const rowsOf = (out: string) => JSON.stringify([...readSweep(join(folder, out)).table.rows()]);

/** Runs a command in a process group of its own, which is killed after a while. Gives what it printed. */
async function begun(args: readonly string[], killAfterMs: number): Promise<{ stdout: string; killed: boolean }> {
  const child = spawn(process.execPath, [main, ...args], {
    cwd: folder,
    detached: true,
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  let stdout = '';
  child.stdout.on('data', (part) => (stdout += part));
  child.stderr.resume();
  const ended = new Promise<void>((resolve) => child.once('close', () => resolve()));
  let over = false;
  void ended.then(() => (over = true));
  await Promise.race([wait(killAfterMs), ended]);
  const killed = !over;
  if (killed) process.kill(-(child.pid as number), 'SIGKILL');
  await ended;
  return { stdout, killed };
}

const FOREVER = 2 ** 30;
const COMMAND = /"parkade (sweep [^"]+)" goes on\./;

/** @param seeds four cells each */
export function describeSweepKills(instants: number, seeds: number, size: Size): void {
  test(`${instants} kills over ${4 * seeds} cells`, { timeout: 3_600_000 }, async () => {
    await begun(words('whole', seeds, size), FOREVER);
    let args: readonly string[] = words('killed', seeds, size);
    let killed = 0;
    const progress: number[] = [];
    let slowness = 1; // of a machine with other work, where the first lives can end before anything is printed
    // The instants are spread evenly, in golden-ratio order, over what a life of it may take.
    for (let i = 0; i < instants; i++) {
      const life = await begun(args, slowness * (250 + 1500 * ((i * 0.6180339887498949) % 1)));
      if (life.killed) killed++;
      const command = COMMAND.exec(life.stdout);
      if (command) args = command[1].split(' ');
      else if (args.length > 2) slowness *= 1.4;
      if (existsSync(join(folder, 'killed', 'sweep.json')))
        progress.push(readSweep(join(folder, 'killed')).counts.ended);
    }
    console.info(
      `${progress.filter((ended) => ended < 4 * seeds).length} of ${killed} kills came before the last cell`,
    );
    expect(killed).toBeGreaterThan(instants / 2);
    expect(progress).toEqual([...progress].sort((a, b) => a - b)); // what was committed stays
    expect(args).toEqual(['sweep', 'killed']);
    await begun(args, FOREVER);
    expect(rowsOf('killed')).toBe(rowsOf('whole'));
    expect(readSweep(join(folder, 'killed')).counts).toEqual({ ended: 4 * seeds, failed: seeds });
  });
}
