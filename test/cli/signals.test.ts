/** SIGTERM and SIGHUP are Ctrl-C: the run is kept, no draft stays, the exit code is that of the signal. Who died is cleaned up behind. */
import { spawn } from 'node:child_process';
import { existsSync, mkdirSync, readdirSync, readFileSync, symlinkSync, utimesSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { describe, expect, test } from 'vitest';
import { clearLeftovers, nameBeside, thisWriter, type Writer } from '../../src/node/process/leftovers.ts';
import { main, root, scratchFolder } from './parkade.ts';

const folder = scratchFolder();
const drafts = () => readdirSync(folder).filter((name) => /\.(tmp|old)-/.test(name));

/** A program, with what it says and how it ends. */
function started(words: readonly string[], command = process.execPath) {
  const child = spawn(command, words, { cwd: folder, stdio: ['ignore', 'pipe', 'pipe'] });
  const said = { stdout: '', stderr: '' };
  for (const stream of ['stdout', 'stderr'] as const) child[stream].on('data', (text) => (said[stream] += text));
  const ended = new Promise<number | null>((resolve) => child.once('close', resolve));
  return { child, said, ended };
}

async function until(condition: () => boolean): Promise<void> {
  while (!condition()) await wait(5);
}

const endless = [
  'simulate',
  '--tokens',
  '12',
  '--beta',
  '9',
  '--until',
  '1e9',
  '--dt',
  '0.01',
  '--integrator',
  'rk4',
  '--out',
];

describe.each([
  ['SIGTERM', 143],
  ['SIGHUP', 129],
  ['SIGINT', 130],
] as const)('%s', (signal, code) => {
  test(`keeps a run, exit code ${code}`, async () => {
    const { child, ended, said } = started([main, ...endless, signal]);
    await until(() => drafts().length > 0);
    await wait(100);
    child.kill(signal);
    expect({ code: await ended, stderr: said.stderr }).toEqual({ code, stderr: '' });
    expect(JSON.parse(readFileSync(join(folder, signal, 'run.json'), 'utf8')).status).toBe('aborted');
    expect(drafts()).toEqual([]);
  });
});

test('with --force a stopped run is kept beside the older one', async () => {
  const { child, ended } = started([main, ...endless, 'SIGTERM', '--force']);
  await until(() => drafts().length > 0);
  await wait(100);
  child.kill('SIGTERM');
  expect(await ended).toBe(143);
  expect(existsSync(join(folder, 'SIGTERM-2', 'run.json'))).toBe(true);
  expect(drafts()).toEqual([]);
});

test('work on threads stops without a trace of them', async () => {
  const { child, ended, said } = started([main, 'reproduce', 'row-3-threshold', '--out', 'cells']);
  await until(() => drafts().length > 0);
  await wait(200);
  child.kill('SIGTERM');
  expect([0, 143]).toContain(await ended); // 0 if it was faster
  expect(said.stderr).toBe('');
  expect(drafts()).toEqual([]);
});

test('a signal that comes twice at once is one; the next one undoes and ends', async () => {
  const module = join(root, 'dist', 'node', 'process', 'interruptible.js');
  writeFileSync(
    join(folder, 'deaf.mjs'),
    `import { interruptible, undoneByInterrupt } from ${JSON.stringify(module)};
undoneByInterrupt(() => console.log('undone'));
void interruptible(() => new Promise(() => setInterval(() => {}, 1000)));
console.log('ready');`,
  );
  const { child, said, ended } = started(['deaf.mjs']);
  await until(() => said.stdout.includes('ready'));
  child.kill('SIGTERM');
  child.kill('SIGINT');
  await wait(600);
  expect(said.stdout).toBe('ready\n');
  child.kill('SIGHUP');
  expect(await ended).toBe(129);
  expect(said.stdout).toBe('ready\nundone\n');
});

describe('what is beside', () => {
  const here = thisWriter();
  const ours: Writer = { ...here, pid: process.ppid, began: '1' }; // a living pid that began at another time: it was used again
  let number = 0;

  /** A draft by that writer, untouched for so many hours; whether it is still there when another one has looked. */
  function survives(writer: Writer, hours = 0): boolean {
    const place = join(folder, 'beside', `${number++}`);
    mkdirSync(place, { recursive: true });
    const draft = nameBeside(join(place, 'run'), 'tmp', writer);
    mkdirSync(draft);
    writeFileSync(join(draft, 'trajectory.h5'), 'half');
    const then = new Date(Date.now() - hours * 3_600_000);
    utimesSync(draft, then, then);
    clearLeftovers(join(place, 'another'));
    return existsSync(draft);
  }

  test.skipIf(!existsSync('/proc/self/stat'))('the dead are cleared, also where their pid lives again', () => {
    expect(survives({ ...here, pid: 4_194_305 })).toBe(false);
    expect(survives(ours)).toBe(false);
    expect(survives(here)).toBe(true);
  });

  test('another machine is left alone for a week', () => {
    const elsewhere = { ...here, machine: '0'.repeat(12) };
    expect([survives(elsewhere), survives(elsewhere, 24 * 6), survives(elsewhere, 24 * 8)]).toEqual([
      true,
      true,
      false,
    ]);
  });

  test('what was written before the machine was started anew is cleared; a namesake that lives is not', () => {
    const before = { ...here, boot: 'f'.repeat(12) };
    expect([survives(before, 24 * 365), survives(before, 0)]).toEqual([false, true]);
  });

  test('a run that was being replaced comes back, unless the new one is there', () => {
    const place = join(folder, 'replaced');
    mkdirSync(place);
    const old = (name: string) => {
      const path = nameBeside(join(place, name), 'old', { ...here, pid: 4_194_305 });
      mkdirSync(path);
      writeFileSync(join(path, 'run.json'), 'old');
    };
    old('lost');
    old('done');
    mkdirSync(join(place, 'done'));
    writeFileSync(join(place, 'done', 'run.json'), 'new');
    old('n'.repeat(200));
    clearLeftovers(join(place, 'n'.repeat(200)));
    const content = (name: string) => readFileSync(join(place, name, 'run.json'), 'utf8');
    expect([content('lost'), content('done'), content('n'.repeat(200))]).toEqual(['old', 'new', 'old']);
    expect(readdirSync(place)).toHaveLength(3);
  });

  test('files and folders of others are not looked at', () => {
    const place = join(folder, 'foreign');
    mkdirSync(place);
    const names = ['.run.tmp-123-0', '.vimrc.tmp', '.a.tmp-parkade-x'];
    for (const name of names) writeFileSync(join(place, name), 'mine');
    symlinkSync('nowhere', join(place, '.b.tmp-link'));
    clearLeftovers(join(place, 'run'));
    expect(readdirSync(place).sort()).toEqual([...names, '.b.tmp-link'].sort());
  });
});
