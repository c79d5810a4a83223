/** parkade sweep --engine slurm, with programs in the place of Slurm's: what is written, submitted, told, cancelled. */
import { spawn, spawnSync } from 'node:child_process';
import { existsSync, readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { main, parkade, parkadeAlone, scratchFolder } from '../cli/parkade.ts';
import { cellsAsText } from './cells-as-text.ts';
import { fakeSlurm } from './fake-slurm.ts';

const folder = scratchFolder();
const slurm = fakeSlurm(join(folder, 'programs'));
slurm.says('sbatch', '77\n');
/** Only what asks Slurm needs a process with an environment of its own. */
const here = (...args: string[]) => parkadeAlone(args, folder, slurm.env);
const QUICK = ['--beta', '4,9,16', '--tokens', '10', '--until', '5', '--seeds', '7'];
const sweep = (out: string, ...more: string[]) => here('sweep', ...QUICK, '--engine', 'slurm', '--out', out, ...more);
const without = { ...slurm.env, PATH: '/nowhere' };

/** An element as Slurm runs it: the script, by a shell. */
const element = (out: string, task: number) =>
  spawnSync('sh', [join(folder, out, 'slurm', 'array.sh')], {
    ...{ cwd: folder, encoding: 'utf8' },
    env: { ...slurm.env, SLURM_ARRAY_JOB_ID: '77', SLURM_ARRAY_TASK_ID: String(task) },
  });
const status = (out: string) => {
  const { stdout } = here('sweep', 'status', out, '--json');
  return JSON.parse(stdout) as { ended: number; resume: string | null; slurm: Record<string, unknown> };
};
const linesOf = (rows: string) => readFileSync(rows, 'utf8').split('\n').slice(1, -1);
const table = (out: string) => cellsAsText(folder, out);

describe('an array', () => {
  const out = `it's $(touch x) here`;

  test('is written and submitted with arguments, and says what comes next', () => {
    const { code, stdout, stderr } = sweep(out, '--elements', '2', '--sbatch', '--time=1:00:00', '--threads', '1');
    expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
    expect(stdout).toBe(
      [
        'Job 77 of Slurm computes 21 cells in 2 elements; every cell is kept as it ends.\n\nNext:\n',
        `  parkade sweep status 'it'\\''s $(touch x) here'\n`,
        `  parkade sweep table 'it'\\''s $(touch x) here'\n`,
        `  parkade sweep cancel 'it'\\''s $(touch x) here'\n`,
      ].join(''),
    );
    const script = join(folder, out, 'slurm', 'array.sh');
    expect(slurm.calls()).toEqual([['sbatch', '--parsable', `--chdir=${join(folder, out, 'slurm')}`, script]]);
    expect(statSync(script).mode & 0o777).toBe(0o755);
    const text = readFileSync(script, 'utf8');
    for (const line of ['--array=0-1', '--cpus-per-task=1', '--time=1:00:00'])
      expect(text).toContain(`#SBATCH ${line}\n`);
  });

  test('waits, as the queue says', () => {
    slurm.says('squeue', '0 RUNNING\n1 REQUEUED\n');
    const { ended, resume, slurm: told } = status(out);
    expect({ ended, resume: resume === null }).toEqual({ ended: 0, resume: false });
    expect(told).toMatchObject({ job: '77', elements: 2, waiting: 1, running: 1, done: 0, ended: [], queue: null });
    expect(slurm.calls()).toEqual([['squeue', '--noheader', '--array', '--jobs=77', '--format=%K %T']]);
  });

  test('is the only one on its folder', () => {
    const { code, stderr } = sweep(out);
    expect(code).toBe(2);
    expect(stderr).toContain('should be computed by one array at a time, but 2 elements of job 77 wait or run;');
  });

  test('computes its cells, of which the table is that of this machine', () => {
    slurm.calls();
    for (const task of [0, 1]) {
      const { status: code, stderr } = element(out, task);
      expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
    }
    expect(slurm.calls()).toEqual([]); // none asked for itself again
    slurm.says('squeue', new Error('slurm_load_jobs error: Invalid job id specified'));
    expect(status(out)).toMatchObject({ ended: 21, resume: null, slurm: { waiting: 0, running: 0, done: 2 } });
    const distributed = table(out);
    expect(parkade(['sweep', ...QUICK, '--out', 'local'], folder).code).toBe(0);
    expect(distributed).toBe(table('local'));
    expect(sweep(out).stdout).toContain('Nothing is open: nothing is submitted.');
    expect(table(out)).toBe(distributed);
    expect(existsSync(join(folder, out, 'parts'))).toBe(false); // taken over
    expect(existsSync(join(folder, 'x'))).toBe(false);
  });
});

describe('an element that is stopped or killed', () => {
  const slow = ['--beta', '4,9,16', '--tokens', '40', '--dimension', '2', '--until', '150', '--seeds', '8'];
  const part = ['sweep', 'part', 'killed', '--part', '0', '--of', '2', '--threads', '1'];
  const ended = () => {
    const parts = join(folder, 'killed', 'parts');
    const rows = existsSync(parts) ? readdirSync(parts).map((name) => join(parts, name, 'rows.jsonl')) : [];
    return rows.filter((path) => existsSync(path)).reduce((sum, path) => sum + linesOf(path).length, 0);
  };

  /** Starts the part, and sends a signal when one more of its cells has ended. */
  async function interrupted(signal: NodeJS.Signals) {
    const before = ended();
    const child = spawn(process.execPath, [main, ...part], { cwd: folder, stdio: 'ignore' });
    const gone = new Promise<number | null>((resolve) => child.once('exit', resolve));
    await expect.poll(ended, { timeout: 60_000, interval: 10 }).toBeGreaterThan(before);
    child.kill(signal);
    return gone;
  }

  test('loses nothing that had ended, and goes on; the table is the same', async () => {
    const words = [...slow, '--engine', 'slurm', '--elements', '2', '--out', 'killed', '--script-only'];
    expect(parkade(['sweep', ...words], folder).code).toBe(0);
    expect(await interrupted('SIGTERM')).toBe(143);
    expect(await interrupted('SIGKILL')).toBe(null);
    const kept = ended();
    expect(kept).toBeGreaterThan(1);
    expect(kept).toBeLessThan(12);
    expect(parkade(part, folder).stdout).toContain(`Part 0 of 2: 12 cells, of which ${kept} have ended.\n`);
    // What the other element lacks is computed here, and what the first has is taken over.
    expect(parkade(['sweep', 'killed'], folder).stdout).toContain('24 cells, of which 12 have ended.');
    expect(parkade(['sweep', ...slow, '--out', 'whole'], folder).code).toBe(0);
    expect(table('killed')).toBe(table('whole'));
    const lines = linesOf(join(folder, 'killed', 'rows.jsonl'));
    expect(lines).toHaveLength(24);
    expect(new Set(lines.map((line) => line.slice(0, 34))).size).toBe(24); // no cell twice
  });

  test('must be one of those that there are', () => {
    expect(parkade(['sweep', 'part', 'killed', '--part', '2', '--of', '2'], folder).stderr).toContain(
      '"--part" should be below --of, 2, but came as 2; parts are counted from 0.',
    );
  });
});

describe('a script only', () => {
  test('is written, and the command that submits it printed', () => {
    slurm.calls();
    const words = ['sweep', ...QUICK, '--engine', 'slurm', '--out', 'alone', '--script-only'];
    const { code, stdout } = parkade(words, folder);
    expect(code).toBe(0);
    expect(stdout).toContain(
      `alone/slurm/array.sh computes 21 cells in 21 elements. Submit it with\n  sbatch --chdir=`,
    );
    const submit = /^ {2}(sbatch .*)$/m.exec(stdout)?.[1] as string;
    expect(slurm.calls()).toEqual([]);
    expect(parkade(['sweep', 'status', 'alone'], folder).stdout).toContain('none of its elements has begun.');
    expect(spawnSync('sh', ['-c', submit], { env: slurm.env }).status).toBe(0);
    expect(slurm.calls()[0][0]).toBe('sbatch');
    element('alone', 5); // from then on the number of the job is known
    expect(readFileSync(join(folder, 'alone', 'slurm', 'job'), 'utf8')).toBe('77\n');
  });

  test('where squeue is missing, what lies on disk is told', () => {
    const { stdout } = parkadeAlone(['sweep', 'status', 'alone'], folder, without);
    expect(stdout).toContain(
      '0 run, 1 are done, 20 have cells left (squeue is not on the PATH here, so this is what lies on disk).',
    );
  });

  test('what was given up is told with its reason', () => {
    slurm.says('squeue', '6 PENDING\n');
    writeFileSync(join(folder, 'alone', 'slurm', 'failed-3'), 'the program ended with exit code 2\n');
    const { stdout } = here('sweep', 'status', 'alone');
    expect(stdout).toContain('1 wait, 0 run, 1 are done, 19 have cells left.');
    expect(stdout).toContain('Given up: the program ended with exit code 2.');
  });

  test('is cancelled', () => {
    slurm.calls();
    const { code, stdout } = here('sweep', 'cancel', 'alone');
    expect(code).toBe(0);
    expect(stdout).toBe(
      'Job 77 of Slurm is cancelled; the cells that have ended are kept.\n"parkade sweep alone" goes on with what is missing, on this machine or with --engine.\n',
    );
    expect(slurm.calls()).toEqual([['scancel', '77']]);
    slurm.says('squeue', new Error('slurm_load_jobs error: Invalid job id specified'));
    expect(here('sweep', 'status', 'alone').stdout).toContain('It was cancelled 2');
  });
});

describe('what is refused writes nothing', () => {
  const refused = (out: string, ...words: string[]) =>
    parkade(['sweep', ...QUICK, '--engine', 'slurm', '--out', out, ...words], folder);

  test.each([
    [['--elements', '1001'], '"--elements" should be at most 1000, as Slurm has it, but came as 1001;'],
    [['--sbatch', '--comment=$(touch x)'], '"--sbatch" should be an option of sbatch as one plain word'],
    [['--sbatch', '--array=0-9'], '"--sbatch" should leave --array to parkade, but it came; give --elements instead.'],
    [['--engine', 'sge'], '"--engine" should be one of local, redis://…, slurm'],
    [['--engine', 'local', '--script-only'], '"--script-only" should come with --engine slurm, but came without;'],
  ])('%j', (words, sentence) => {
    const { code, stderr } = refused('refused', ...words);
    expect({ code, told: stderr.includes(sentence) ? sentence : stderr }).toEqual({ code: 2, told: sentence });
    expect(existsSync(join(folder, 'refused'))).toBe(false);
  });

  test.each(['50%', 'two\nlines', 'back\\slash'])('a folder of the name %j', (name) => {
    const { code, stderr } = refused(name);
    expect(code).toBe(2);
    expect(stderr).toContain('should have no %, no \\ and no line breaks in its name');
    expect(existsSync(join(folder, name))).toBe(false);
  });
});

test('where sbatch is missing or refuses, its sentence is told and the script stays', () => {
  const words = ['sweep', ...QUICK, '--engine', 'slurm', '--out', 'missing'];
  expect(parkadeAlone(words, folder, without).stderr).toBe(
    'parkade: "--engine" should be slurm where Slurm is, but sbatch is not on the PATH here; log in to the cluster, or add --script-only.\n',
  );
  slurm.says('sbatch', new Error('sbatch: error: invalid partition specified: x'));
  expect(here(...words).stderr).toContain('but sbatch said: sbatch: error: invalid partition specified: x;');
  slurm.says('sbatch', '77\n');
});

test('a sweep of this machine has nothing to cancel', () => {
  const { code, stderr } = parkade(['sweep', 'cancel', 'local'], folder);
  expect(code).toBe(2);
  expect(stderr).toContain(
    '"local" should be a sweep that is computed elsewhere, but no job of another engine is known',
  );
});
