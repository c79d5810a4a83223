/** Commands that are printed can be typed as they stand. */
import { execFileSync } from 'node:child_process';
import { expect, test } from 'vitest';
import { shellQuoted } from '../../src/node/process/invocation.ts';
import { parkade, scratchFolder } from './parkade.ts';

test.each([
  'out/run1',
  '-dash',
  '--',
  '~home',
  'a b',
  "it's",
  '$HOME',
  'a;b',
  'é',
  '*',
  '#',
  '',
  '\\',
  'x\ny',
  '!x',
  '-',
])('the shell reads %j as it was meant', (name) => {
  const read = execFileSync('sh', ['-c', `printf %s ${shellQuoted(name)}`], { encoding: 'utf8' });
  expect(read).toBe(name.startsWith('-') ? `./${name}` : name);
});

test.each(['-dash', "it's"])('the command after a run in "%s" shows it', (name) => {
  const folder = scratchFolder();
  const made = parkade(['simulate', '--tokens', '3', '--beta', '1', '--until', '1', `--out=${name}`], folder);
  const next = /^Next: (parkade show .*)$/m.exec(made.stdout)?.[1] ?? '';
  const shown = execFileSync('sh', ['-c', `parkade() { "$NODE" "$MAIN" "$@"; }; ${next}`], {
    cwd: folder,
    encoding: 'utf8',
    env: { ...process.env, NODE: process.execPath, MAIN: new URL('../../dist/node/main.js', import.meta.url).pathname },
  });
  expect(shown).toContain('n = 3');
});
