/** `--merge` from end to end: a flag without a value, or a key; kept in the record. */
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { parkade, scratchFolder } from './parkade.ts';

const folder = scratchFolder();
const flags = '--beta 9 --tokens 20 --until 1e8 --save-at 1e8 --rtol 1e-6 --atol 1e-9 --observe none'.split(' ');

test('the flag merges, before a specification file too, and so does the key', () => {
  writeFileSync(join(folder, 'spec.yaml'), 'beta: 9\ntokens: 20\nuntil: 1e8\nrtol: 1e-6\natol: 1e-9\nobserve: none\n');
  writeFileSync(join(folder, 'merge.yaml'), 'beta: 9\ntokens: 20\nuntil: 1e8\nmerge: true\nobserve: none\n');
  for (const args of [['--merge', ...flags], ['--merge', 'spec.yaml'], ['merge.yaml']]) {
    const { code, stdout } = parkade(['simulate', ...args, '--json'], folder);
    expect(code).toBe(0);
    const { spec, statistics } = JSON.parse(stdout);
    expect(spec.merge).toBe(true);
    expect(statistics.particles).toBeLessThan(20);
  }
});

test('a stored run says it in its table, and is verified by merging again', () => {
  const { code, stdout } = parkade(['simulate', '--merge', ...flags, '--out', 'run'], folder);
  expect(code).toBe(0);
  expect(stdout).toMatch(/Merged: 20 tokens became \d+ particles?,/);
  expect(parkade(['show', 'run'], folder).stdout).toMatch(/Merged: 20 tokens became \d+ particles?,/);
  expect(parkade(['verify', 'run'], folder).stdout).toMatch(/identical/i);
});

test('where it makes no sense it is refused', () => {
  const { code, stderr } = parkade(['simulate', '--merge', ...flags, '--integrator', 'dopri5'], folder);
  expect(code).toBe(2);
  expect(stderr).toMatch(/"merge" should come with adaptive implicit steps .* came with integrator dopri5/);
});
