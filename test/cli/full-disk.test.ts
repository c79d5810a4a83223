/** A disk that is full: one sentence that names the folder, and nothing stays, whichever file was the one too many. */
import { spawnSync } from 'node:child_process';
import { cpSync, mkdirSync, readdirSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, expect, test } from 'vitest';
import { readSweep } from '../../src/node/store/sweep-store.ts';
import { parkadeAlone, scratchFolder } from './parkade.ts';

const folder = scratchFolder();
const disk = join(folder, 'disk');
mkdirSync(disk);
// Only root may mount a small one.
const mounted =
  process.platform === 'linux' && spawnSync('mount', ['-t', 'tmpfs', '-o', 'size=100k', 'none', disk]).status === 0;
afterAll(() => void (mounted && spawnSync('umount', [disk])));

const run = ['simulate', '--tokens', '100', '--beta', '4', '--until', '5', '--out', 'disk/run'];

test.skipIf(!mounted).each([
  ['trajectory.h5', ['--save-at', 'lin:0:5:400', '--observe', 'none']],
  ['measurements.json', ['--save-at', 'lin:0:5:400']],
])('too small for %s', (file, words) => {
  const { code, stdout, stderr } = parkadeAlone([...run, ...words], folder);
  expect({ code, stdout, stderr }).toEqual({
    code: 2,
    stdout: '',
    stderr: `parkade: "disk/run/${file}" should be a file that can be written, but the disk is full; check the path.\n`,
  });
  expect(readdirSync(disk)).toEqual([]);
});

test.skipIf(!mounted)('a sweep keeps what it has committed, and goes on where there is room again', () => {
  // 300 bytes a cell: there is room for some hundreds of them.
  const words = ['--tokens', '2', '--beta', '1', '--until', '0.1', '--measure', 'all', '--seeds', '600'];
  const { code, stderr } = parkadeAlone(['sweep', ...words, '--out', 'disk/sweep'], folder);
  expect({ code, stderr }).toEqual({
    code: 2,
    stderr:
      'parkade: "disk/sweep/rows.jsonl" should be a file that can be written, but the disk is full; check the path.\n',
  });
  const { counts, table } = readSweep(join(disk, 'sweep'));
  expect(counts.ended).toBeGreaterThan(50);
  expect(counts.ended).toBeLessThan(600);
  expect([...table.rows()]).toHaveLength(counts.ended);
  cpSync(join(disk, 'sweep'), join(folder, 'moved'), { recursive: true });
  rmSync(join(disk, 'sweep'), { recursive: true });
  const on = parkadeAlone(['sweep', 'moved'], folder);
  expect(on.stdout).toContain(`600 cells, of which ${counts.ended} have ended.`);
  expect(readSweep(join(folder, 'moved')).counts).toEqual({ ended: 600, failed: 0 });
});
