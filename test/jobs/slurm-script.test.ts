/** The script of an array, run by a shell: what it asks Slurm for when its program ends in one way or another. */
import { spawn, spawnSync } from 'node:child_process';
import { chmodSync, existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { checkedOptions } from '../../src/node/jobs/slurm-options.ts';
import { type ArrayScript, arrayScript, MOST_TRIES } from '../../src/node/jobs/slurm-script.ts';
import { scratchFolder } from '../cli/parkade.ts';
import { fakeSlurm } from './fake-slurm.ts';

const scratch = scratchFolder();
const HOSTILE = [
  'plain',
  'with spaces',
  `quotes ' and "`,
  '$(touch x)',
  '`touch x`',
  '; touch x; #',
  '-rf',
  '*',
  '~',
  '&& touch x ||',
  ['$', 'touch$', 'x'].join('{IFS}'),
  "''",
  'β → ∞',
];

let next = 0;
/** An array on a folder of any name; in the place of node a program that a test writes. */
function arrayIn(name: string, program: string, changed: Partial<ArrayScript> = {}) {
  const home = join(scratch, `a${next++}`);
  const folder = join(home, name);
  mkdirSync(join(folder, 'slurm'), { recursive: true });
  const node = join(home, `node ' ${name}`);
  writeFileSync(node, `#!/bin/sh\n${program}`);
  chmodSync(node, 0o755);
  const given: ArrayScript = {
    ...{ node, program: join(home, name, 'main.js'), folder, elements: 3, threads: 2, onlyFailed: false, options: [] },
    ...changed,
  };
  const script = join(folder, 'slurm', 'array.sh');
  writeFileSync(script, arrayScript(given));
  const slurm = fakeSlurm(join(home, 'programs'));
  slurm.says('squeue', 'RUNNING\n');
  const env = { ...slurm.env, SLURM_ARRAY_JOB_ID: '7', SLURM_ARRAY_TASK_ID: '1' };
  const note = (of: string) => join(folder, 'slurm', `${of}-1`);
  return { home, folder, given, script, slurm, env, note };
}

const run = ({ script, env, home }: ReturnType<typeof arrayIn>) =>
  spawnSync('sh', [script], { env, cwd: home, encoding: 'utf8' });

/** A program that writes so many rows of a part, and ends as it is told. */
const PART = (rows: number, end: string) =>
  `mkdir -p "$4/parts/p-1-of-3"
for i in $(seq ${rows}); do echo '["0123",1,{},1]' >>"$4/parts/p-1-of-3/rows.jsonl"; done
${end}
`;
const requeues = (slurm: ReturnType<typeof fakeSlurm>) => slurm.calls().filter(([name]) => name === 'scontrol');

describe('names of files', () => {
  test.each(HOSTILE)('%j reaches the program as it is, and nothing else happens', (name) => {
    const array = arrayIn(name, `for word in "$@"; do printf '%s\\n' "$word"; done >"$4/words"\n`);
    const { given, folder, home, script } = array;
    expect(spawnSync('sh', ['-n', script]).status).toBe(0);
    const { status, stdout, stderr } = run(array);
    expect({ status, stdout, stderr }).toEqual({ status: 0, stdout: '', stderr: '' });
    expect(readFileSync(join(folder, 'words'), 'utf8').trimEnd().split('\n')).toEqual([
      ...[given.program, 'sweep', 'part', folder, '--part', '1', '--of', '3', '--threads', '2'],
    ]);
    expect(existsSync(join(home, 'x'))).toBe(false);
    expect(readFileSync(join(folder, 'slurm', 'job'), 'utf8')).toBe('7\n');
  });

  test('any others are quoted too', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'grapheme', minLength: 1 }), (name) => {
        if (/[\0\n\r/]/.test(name)) return;
        const text = arrayScript({
          ...{ node: '/node', program: '/main.js', folder: `/${name}`, elements: 3, threads: 2, onlyFailed: true },
          options: [],
        });
        const values = text.split('\n').filter((line) => /^(node|program|folder)=/.test(line));
        const read = `${values.join('\n')}\nprintf '%s' "$folder"`;
        expect(spawnSync('sh', ['-c', read], { encoding: 'utf8' }).stdout).toBe(`/${name}`);
      }),
      { numRuns: 30 },
    );
  });

  test('none stands in a line for sbatch', () => {
    const { script } = arrayIn('$(touch x)', '', { options: ['--time=1:00:00', '--gres=gpu:1'] });
    const lines = readFileSync(script, 'utf8').split('\n');
    const forSbatch = lines.filter((line) => line.startsWith('#SBATCH'));
    for (const line of forSbatch) expect(line).toMatch(/^#SBATCH --[a-z-]+(=[\w:@%.-]+)?$/);
    expect(forSbatch).toContain('#SBATCH --array=0-2');
    expect(forSbatch).toContain('#SBATCH --time=1:00:00');
    expect(lines.slice(1, 1 + forSbatch.length)).toEqual(forSbatch); // before any command
  });
});

describe('options of sbatch', () => {
  test.each([
    '--time=1:00:00',
    '--partition=main',
    '--mem=4G',
    '--exclude=node[1-3]',
    '--exclusive',
    '--gres=gpu:a100:1',
  ])('%s is taken', (option) => {
    expect(checkedOptions([option])).toEqual([option]);
  });

  test.each([
    '--time=1:00\nrm',
    '--comment="x"',
    "--comment='x'",
    '--comment=a b',
    '--x=$(touch x)',
    '--x=`x`',
    '-p main',
  ])('%j is refused', (option) => {
    expect(() => checkedOptions([option])).toThrow('"--sbatch" should be an option of sbatch as one plain word');
  });

  test('those that the script sets itself are refused', () => {
    expect(() => checkedOptions(['--array=1-9'])).toThrow(
      '"--sbatch" should leave --array to parkade, but it came; give --elements instead.',
    );
    expect(() => checkedOptions(['--output=x'])).toThrow('leave --output to parkade');
    expect(() => checkedOptions(['--cpus-per-task=2'])).toThrow('give --threads instead');
  });
});

describe('how the program ends', () => {
  test.each([0, 1])('exit code %i is a success, and the tries are forgotten', (code) => {
    const array = arrayIn('s', `exit ${code}\n`);
    writeFileSync(array.note('tries'), '137\n');
    expect(run(array).status).toBe(0);
    expect(requeues(array.slurm)).toEqual([]);
    expect(existsSync(array.note('tries'))).toBe(false);
  });

  test('a mistake is given up at once, and tells why', () => {
    const array = arrayIn('s', 'exit 2\n');
    expect(run(array).status).toBe(2);
    expect(requeues(array.slurm)).toEqual([]);
    expect(readFileSync(array.note('failed'), 'utf8')).toBe('the program ended with exit code 2\n');
  });

  test('killed, it asks for its element again, so many times and no more', () => {
    const array = arrayIn('s', PART(2, 'kill -9 $$'));
    for (let i = 1; i < MOST_TRIES; i++) {
      expect(run(array).status).toBe(0);
      expect(requeues(array.slurm)).toEqual([['scontrol', 'requeue', '7_1']]);
      expect(existsSync(array.note('failed'))).toBe(false);
    }
    expect(run(array).status).toBe(137);
    expect(requeues(array.slurm)).toEqual([]);
    expect(readFileSync(array.note('failed'), 'utf8')).toBe(
      'it was stopped 5 times, the last time with exit code 137\n',
    );
  });

  test('stopped with something to show for it, it asks again as often as it is stopped', () => {
    const array = arrayIn('s', PART(1, 'exit 143'));
    for (let i = 0; i < MOST_TRIES + 2; i++) {
      expect(run(array).status).toBe(0);
      expect(requeues(array.slurm)).toHaveLength(1);
    }
    expect(existsSync(array.note('tries'))).toBe(false);
    const idle = arrayIn('s', PART(0, 'exit 143'));
    run(idle);
    expect(readFileSync(idle.note('tries'), 'utf8')).toBe('143\n');
  });

  test('one that is being cancelled is left alone', () => {
    for (const state of ['COMPLETING\n', '', null]) {
      const array = arrayIn('s', PART(1, 'exit 143'));
      array.slurm.says('squeue', state);
      expect(run(array).status).toBe(143);
      expect(requeues(array.slurm)).toEqual([]);
    }
  });

  test('where Slurm does not take it again, it says so', () => {
    const array = arrayIn('s', PART(1, 'exit 143'));
    array.slurm.says('scontrol', new Error('no'));
    expect(run(array).status).toBe(143);
    expect(readFileSync(array.note('failed'), 'utf8')).toBe('it could not be queued again\n');
  });
});

describe('signals', () => {
  const slowly = PART(1, `trap 'sleep 0.3; exit 143' TERM\necho >"$4/begun"\nwhile :; do sleep 0.05; done`);

  test.each(['SIGUSR1', 'SIGTERM'] as const)('%s is handed on as TERM; the program is waited for', async (signal) => {
    const array = arrayIn('s', slowly);
    const child = spawn('sh', [array.script], { env: array.env, stdio: 'ignore' });
    const ended = new Promise<number | null>((resolve) => child.once('exit', resolve));
    while (!existsSync(join(array.folder, 'begun'))) await wait(10);
    child.kill(signal);
    await wait(100);
    child.kill(signal); // Slurm sends some more than once
    expect(await ended).toBe(0);
    expect(requeues(array.slurm)).toEqual([['scontrol', 'requeue', '7_1']]);
    expect(readdirSync(join(array.folder, 'slurm')).sort()).toEqual(['array.sh', 'job']);
  });

  test('one that comes when the program ends by itself changes nothing', async () => {
    for (let i = 0; i < 10; i++) {
      const array = arrayIn('s', 'sleep 0.1\nexit 1\n');
      const child = spawn('sh', [array.script], { env: array.env, stdio: 'ignore' });
      const ended = new Promise<number | null>((resolve) => child.once('exit', resolve));
      await wait(95 + 3 * i);
      const sent = child.kill('SIGUSR1');
      const code = await ended;
      // Too early for the trap, it ends the shell; the program that it reached is asked for again, or counts as done.
      if (sent && code !== null) expect(code).toBe(0);
    }
  });
});
