/** kill -9 of elements and of whoever takes their cells over, at many instants, several at work at a time: every cell is there once. */
import { spawn } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { expect, test } from 'vitest';
import { main, parkade, scratchFolder } from '../cli/parkade.ts';
import { cellsAsText } from './cells-as-text.ts';

const KILLS = 60;
const folder = scratchFolder();
const SWEEP = ['--beta', '4,9,16,25', '--tokens', '40', '--dimension', '2', '--until', '60', '--seeds', '60'];
const PARTS = 3;
const WORDS = [
  ...Array.from({ length: PARTS }, (_, part) => ['sweep', 'part', 'out', '--part', `${part}`, '--of', `${PARTS}`]),
  ['sweep', 'out'],
];

test(`${KILLS} kills, and the table is that of a sweep that nobody disturbed`, { timeout: 1_800_000 }, async () => {
  const table = (out: string) => cellsAsText(folder, out);
  expect(parkade(['sweep', ...SWEEP, '--out', 'whole'], folder).code).toBe(0);
  const submitted = ['sweep', ...SWEEP, '--engine', 'slurm', '--out', 'out', '--script-only'];
  expect(parkade(submitted, folder).code).toBe(0);
  const seen = { before: 0, ended: 0 };
  const killed = async (words: readonly string[], after: number) => {
    const child = spawn(process.execPath, [main, ...words, '--threads', '1'], { cwd: folder, stdio: 'ignore' });
    const gone = new Promise((resolve) => child.once('exit', resolve));
    await Promise.race([wait(after), gone]);
    child.kill('SIGKILL');
    await gone;
  };
  // Two at a time, at instants spread evenly, in golden-ratio order, over what loading and some cells take.
  for (let i = 0; i < KILLS; i += 2) {
    const instants = [i, i + 1].map((k) => 200 + 1200 * ((k * 0.6180339887498949) % 1));
    await Promise.all(instants.map((after, k) => killed(WORDS[(i / 2 + 3 * k) % WORDS.length], after)));
    const { ended } = JSON.parse(parkade(['sweep', 'status', 'out', '--json'], folder).stdout) as { ended: number };
    expect(ended).toBeGreaterThanOrEqual(seen.ended); // nothing that had ended is lost
    if (ended < 240) seen.before++;
    seen.ended = ended;
  }
  expect(seen.before).toBeGreaterThan(KILLS / 4); // most died while there was something to do
  expect(parkade(['sweep', 'out'], folder).code).toBe(0);
  expect(table('out')).toBe(table('whole'));
  const lines = readFileSync(join(folder, 'out', 'rows.jsonl'), 'utf8')
    .trimEnd()
    .split('\n')
    .slice(1);
  expect(lines).toHaveLength(240);
  expect(new Set(lines.map((line) => line.slice(0, 34))).size).toBe(240);
});
