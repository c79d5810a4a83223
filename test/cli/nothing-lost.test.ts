/** What a person has is never replaced, lost or half-written, whatever is typed as a name. */
import { spawn } from 'node:child_process';
import {
  cpSync,
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  symlinkSync,
  truncateSync,
  writeFileSync,
} from 'node:fs';
import { join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { describe, expect, test } from 'vitest';
import { main, parkade, scratchFolder } from './parkade.ts';

const folder = scratchFolder();
const small = ['simulate', '--beta', '4', '--until', '1', '--tokens', '5', '--save-at', '0,1', '--out'];

mkdirSync(join(folder, 'mine'));
writeFileSync(join(folder, 'mine', 'thesis.txt'), 'years of work');
symlinkSync('mine', join(folder, 'link'));
parkade([...small, 'run'], folder);

function refused(words: readonly string[], sentence: RegExp, cwd = folder): void {
  const { code, stdout, stderr } = parkade(words, cwd);
  expect(stderr).toMatch(sentence);
  expect(stderr.trim().split('\n')).toHaveLength(1);
  expect({ code, stdout }).toEqual({ code: 2, stdout: '' });
  expect(readFileSync(join(folder, 'mine', 'thesis.txt'), 'utf8')).toBe('years of work');
}

describe('names that do not mean a new folder are refused', () => {
  test.each([
    ['', /its name is empty/],
    ['.', /the folder you are in/],
    ['..', /the folder you are in/],
    ['nowhere/../mine', /exists and is not empty/],
    ['nowhere/../mine/thesis.txt', /a file or a link of that name is there/],
    ['link', /a file or a link of that name is there/],
    ['link/', /a file or a link of that name is there/],
  ])('--out "%s"', (name, sentence) => {
    refused([...small, name], sentence);
    refused([...small, name, '--force'], /should be the name of a new folder|should hold nothing but a run/);
  });

  test('from inside the folder too', () => {
    refused([...small, ''], /its name is empty/, join(folder, 'mine'));
    refused([...small, '../mine'], /the folder you are in/, join(folder, 'mine'));
    refused(['reproduce', 'figure-2', '--out', ''], /its name is empty/, join(folder, 'mine'));
  });
});

test('what appears under the name during a run is left alone, and the run is kept beside it', async () => {
  const words = [
    'simulate',
    '--beta',
    '25',
    '--until',
    '20',
    '--tokens',
    '60',
    '--backend',
    'reference',
    '--out',
    'late',
  ];
  const child = spawn(process.execPath, [main, ...words], { cwd: folder, stdio: ['ignore', 'ignore', 'pipe'] });
  let told = '';
  child.stderr.on('data', (text) => (told += text));
  const ended = new Promise<number | null>((resolve) => child.once('exit', resolve));
  while (!readdirSync(folder).some((name) => name.startsWith('.late.tmp-'))) await wait(5);
  mkdirSync(join(folder, 'late'));
  writeFileSync(join(folder, 'late', 'thesis.txt'), 'more work');
  expect(await ended).toBe(2);
  expect(told).toContain('the run was saved as "late-2" instead');
  expect(readdirSync(join(folder, 'late'))).toEqual(['thesis.txt']);
  expect(existsSync(join(folder, 'late-2', 'run.json'))).toBe(true);
});

test.each([['simulate'], ['reproduce']])('Ctrl-C before %s listens leaves nothing behind', async (command) => {
  const words = command === 'simulate' ? [...small] : ['reproduce', 'normalization', '--out'];
  const place = join(folder, `interrupted-${command}`);
  mkdirSync(place);
  const child = spawn(process.execPath, [main, ...words, 'run'], { cwd: place, stdio: 'ignore' });
  const ended = new Promise((resolve) => child.once('exit', (code, signal) => resolve({ code, signal })));
  // The draft is made first of all.
  while (readdirSync(place).length === 0) await wait(1);
  child.kill('SIGINT');
  const { code, signal } = (await ended) as { code: number | null; signal: string | null };
  expect(signal).toBeNull();
  expect([0, 130]).toContain(code); // 0 if it was faster
  expect(readdirSync(place).filter((name) => name.includes('.tmp-'))).toEqual([]);
});

test('the record of a run cannot be exported or drawn over', () => {
  refused(['export', 'run', '--format', 'csv', '--to', 'run/run.json'], /part of the record of a run/);
  refused(['export', 'run', '--format', 'json', '--to', 'run/trajectory.h5'], /part of the record of a run/);
  refused(['export', 'run', '--format', 'json', '--to', ''], /its name is empty/);
  expect(parkade(['verify', 'run'], folder).code).toBe(0);
});

describe('a damaged run is told in one sentence', () => {
  const damaged = (name: string, damage: (path: string) => void) => {
    cpSync(join(folder, 'run'), join(folder, name), { recursive: true });
    damage(join(folder, name));
    return name;
  };

  test.each([
    ['truncated', (path: string) => truncateSync(join(path, 'trajectory.h5'), 5000), /truncated file/],
    ['text', (path: string) => writeFileSync(join(path, 'trajectory.h5'), 'hello'), /its first bytes are not HDF5's/],
    ['no-json', (path: string) => writeFileSync(join(path, 'run.json'), '{'), /does not parse/],
    ['another', (path: string) => writeFileSync(join(path, 'run.json'), '{"format": "x"}'), /its "format" is not/],
  ])('%s', (name, damage, sentence) => {
    damaged(name, damage);
    for (const command of ['show', 'verify']) refused([command, name], sentence);
  });

  test.each(['status', 'statistics', 'notes', 'seconds', 'trajectory', 'spec'])(
    'a record whose %s is nonsense',
    (key) => {
      const name = damaged(`bad-${key}`, (path) => {
        const record = JSON.parse(readFileSync(join(path, 'run.json'), 'utf8'));
        writeFileSync(join(path, 'run.json'), JSON.stringify({ ...record, [key]: 'banana' }));
      });
      refused(['show', name], new RegExp(`its "${key}" is not as parkade writes it`));
    },
  );
});

test('what no memory holds is refused before it is tried', () => {
  refused(['simulate', '--beta', '4', '--until', '1', '--tokens', '1e15'], /should be at most 100000000/);
  refused(['simulate', '--beta', '4', '--until', '1', '--dimension', '1e9'], /from 2 to 10000/);
  writeFileSync(
    join(folder, 'bomb.yaml'),
    `a: &a [${Array(9).fill(1)}]\n${['b', 'c', 'd', 'e'].map((k, i) => `${k}: &${k} [${Array(9).fill(`*${'abcd'[i]}`)}]`).join('\n')}\n`,
  );
  refused(['simulate', 'bomb.yaml'], /does not parse \(Excessive alias count/);
});
