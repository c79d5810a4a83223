/** A disk that is full: one sentence that names the folder, and nothing stays, whichever file was the one too many. */
import { spawnSync } from 'node:child_process';
import { mkdirSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, expect, test } from 'vitest';
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
