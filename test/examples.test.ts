/** The programs of examples/ run as they stand, and say what they promise. */
import { spawnSync } from 'node:child_process';
import { existsSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { scratchFolder } from './cli/parkade.ts';
import { root } from './support/built.ts';

/** What each prints at least. */
const says: Readonly<Record<string, RegExp>> = {
  'first-run': /clusters at t = 0, 10, 150 are 2, 9, 8\ncaptured: 35 %, 92 %, 100 %/,
  'own-tokens': /t = 1000000: (-?0\.0000 *){4}/,
  centers: /mean of 200 draws: 9\.\d+ Rényi centers, 6\.\d+ strong\npredicted strong ones: 6\.283/,
  mergers: /t = 2\.8\d+e\+12: all at the first token/,
  'save-and-draw': /written/,
  motion: /written/,
  'one-more-token': /same to the last bit: true/,
  'next-token': /cluster 1, of \d+ tokens: \d+ starting points/,
  'many-runs': /captured at t = 20: 0\.9\d+ ± 0\.0\d+/,
  'value-matrix': /(-?1\.000 ?){12}/,
};

const folder = scratchFolder();
const programs = readdirSync(join(root, 'examples'))
  .filter((file) => file.endsWith('.mjs'))
  .map((file) => file.slice(0, -4));

test('are ten, each known here', () => {
  expect(programs.sort()).toEqual(Object.keys(says).sort());
});

const outOf = (name: string) => join(folder, name === 'motion' ? 'motion.html' : name);
/** All in one process, since starting one takes longer than most of them. */
const all = spawnSync(
  process.execPath,
  [
    join(root, 'test', 'examples.mjs'),
    JSON.stringify(programs.map((name) => [join(root, 'examples', `${name}.mjs`), outOf(name)])),
  ],
  { cwd: folder, encoding: 'utf8' },
);

test('end, and complain about nothing', () => {
  expect(all).toMatchObject({ status: 0, stderr: '' });
});

test.each(programs.map((name, i) => [name, i] as const))('%s', (name, i) => {
  const { stdout, stderr } = JSON.parse(all.stdout.split('\n')[i]);
  expect(stderr).toBe('');
  expect(stdout).toMatch(says[name]);
  if (stdout.startsWith('written')) expect(existsSync(outOf(name))).toBe(true);
});
