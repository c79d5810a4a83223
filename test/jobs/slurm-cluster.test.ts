/** A sweep on a real Slurm of one node: an element is killed, another is told that its time ends, and nothing is missing. */
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { parkade, parkadeAlone, scratchFolder } from '../cli/parkade.ts';
import { cellsAsText } from './cells-as-text.ts';
import { type OneNodeSlurm, slurmRuns, startSlurm } from './one-node-slurm.ts';

const folder = scratchFolder();
const out = 'on the $(cluster)';
const SWEEP = ['--beta', '4,9,16', '--tokens', '40', '--dimension', '2', '--until', '150', '--seeds', '20'];

describe.skipIf(!slurmRuns)('on Slurm (needs slurm-wlm, munge and root)', () => {
  let slurm: OneNodeSlurm;
  beforeAll(async () => {
    slurm = await startSlurm();
  });
  afterAll(() => slurm?.stop());

  const stateOf = (element: number) =>
    slurm.ask('squeue', '--noheader', '--array', `--jobs=${job}_${element}`, '--format=%T').trim();
  const logOf = (element: number) => readFileSync(join(folder, out, 'slurm', `element-${element}.log`), 'utf8');
  const times = (element: number, what: string) => logOf(element).split(what).length - 1;
  const within = { timeout: 90_000, interval: 20 };
  let job = '';

  /** The process that computes an element, once some cells of it have ended: its lock names it. */
  function computing(element: number): number | null {
    const parts = join(folder, out, 'parts');
    const name = existsSync(parts) ? readdirSync(parts).find((one) => one.endsWith(`-${element}-of-4`)) : undefined;
    if (name === undefined) return null;
    const own = join(parts, name);
    const lock = readdirSync(own).find((file) => file.startsWith('lock-'));
    const begun =
      existsSync(join(own, 'rows.jsonl')) && readFileSync(join(own, 'rows.jsonl'), 'utf8').split('\n').length > 2;
    return lock && begun ? (JSON.parse(readFileSync(join(own, lock), 'utf8')) as { pid: number }).pid : null;
  }

  async function computed(element: number): Promise<number> {
    let pid: number | null = null;
    await expect.poll(() => (pid = computing(element)), within).not.toBeNull();
    return pid as unknown as number;
  }

  /** The script that waits for the program. */
  const parentOf = (pid: number) =>
    Number(
      readFileSync(`/proc/${pid}/stat`, 'utf8')
        .replace(/^.*\) /s, '')
        .split(' ')[1],
    );

  test('an array is submitted', () => {
    const { code, stdout, stderr } = parkadeAlone(
      ['sweep', ...SWEEP, '--engine', 'slurm', '--elements', '4', '--sbatch', '--mem=100', '--out', out],
      folder,
      slurm.env,
    );
    expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
    job = /^Job (\d+) of Slurm computes 60 cells in 4 elements;/.exec(stdout)?.[1] as string;
    expect(job).toMatch(/^\d+$/);
  });

  test('an element whose program is killed, and one whose time ends, ask for themselves again', async () => {
    process.kill(await computed(0), 'SIGKILL');
    process.kill(parentOf(await computed(1)), 'SIGUSR1');
    for (const element of [0, 1]) {
      await expect.poll(() => stateOf(element), within).toBe('PENDING');
      slurm.ask('scontrol', 'update', `jobid=${job}_${element}`, 'starttime=now'); // else in two minutes
    }
    await expect.poll(() => slurm.ask('squeue', '--noheader', `--jobs=${job}`), within).toBe('');
    expect(existsSync(join(folder, out, 'slurm', 'tries-0'))).toBe(false); // forgotten once it is done
    expect(logOf(0)).toContain('Killed');
    expect(logOf(1)).toMatch(/Stopped: \d+ of 15 cells have ended\./);
    for (const element of [0, 1]) {
      expect(times(element, `Part ${element} of 4: 15 cells, of which`)).toBe(2);
      expect(logOf(element)).toMatch(/of which [1-9]\d* have ended/); // it goes on
    }
    for (const element of [0, 1, 2, 3]) expect(logOf(element)).toContain('Done: 15 of 15 cells have ended.');
  });

  test('every cell is there once, and the table is that of this machine', () => {
    const { stdout } = parkadeAlone(['sweep', 'status', out], folder, slurm.env);
    expect(stdout).toContain('60 of 60 cells have ended.');
    expect(stdout).toContain(`Job ${job} of Slurm has 4 elements: 0 wait, 0 run, 4 are done.`);
    const table = (of: string) => cellsAsText(folder, of);
    const distributed = table(out);
    expect(parkade(['sweep', ...SWEEP, '--out', 'local'], folder).code).toBe(0);
    expect(distributed).toBe(table('local'));
    expect(parkade(['sweep', out], folder).stdout).toContain('60 cells, of which 60 have ended.');
    const lines = readFileSync(join(folder, out, 'rows.jsonl'), 'utf8')
      .trimEnd()
      .split('\n')
      .slice(1);
    expect(lines).toHaveLength(60);
    expect(new Set(lines.map((line) => line.slice(0, 34))).size).toBe(60);
    expect(table(out)).toBe(distributed);
  });
});
