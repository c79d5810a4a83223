/** parkade resume: what goes on, what the record says of it, what is refused. */
import { copyFileSync, existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { parkade, scratchFolder } from './parkade.ts';

const folder = scratchFolder();
const run = '--tokens 20 --beta 9 --save-at log:1:1e10:12 --rtol 1e-7'.split(' ');
parkade(['simulate', ...run, '--max-steps', '30', '--out', 'stopped'], folder);

test('a run stopped by its limit of steps is continued to its end', () => {
  const { code, stdout } = parkade(['resume', 'stopped', '--max-steps', '10000', '--out', 'whole'], folder);
  expect(code).toBe(0);
  expect(stdout).toMatch(/Continued from t = [\d.]+, where the run in stopped had ended\./);
  const record = JSON.parse(readFileSync(join(folder, 'whole', 'run.json'), 'utf8'));
  expect(record.status).toBe('completed');
  expect(record.resumed).toMatchObject({ run: 'stopped' });
  expect(record.trajectory.samples).toBe(12);
  expect(parkade(['verify', 'whole'], folder).stdout).toMatch(/this run continues the one in stopped/);
});

test('without a new limit the one that stopped it does not stop it again', () => {
  const { code } = parkade(['resume', 'stopped', '--out', 'as-printed'], folder);
  expect(code).toBe(0);
  const record = JSON.parse(readFileSync(join(folder, 'as-printed', 'run.json'), 'utf8'));
  expect(record).toMatchObject({ status: 'completed', spec: { maxSteps: 1_000_000 } });
});

test('a run without steps is told how to go on, and does so as it was told', () => {
  const full = '--tokens 9 --beta 4 --mask full --integrator rk4 --dt 0.1 --save-at 1,2,3'.split(' ');
  const made = parkade(['simulate', ...full, '--max-steps', '15', '--out', 'full'], folder);
  expect(made.code).toBe(1);
  expect(made.stdout).toContain('  parkade resume full --out full-whole\n');
  expect(parkade(['show', 'full'], folder).stdout).toContain('Next: parkade resume full --out full-whole\n');
  expect(parkade(['resume', 'full', '--out', 'full-whole'], folder).code).toBe(0);
  // On a grid of fixed steps it is the run at a stretch.
  expect(parkade(['verify', 'full-whole'], folder).stdout).toMatch(/^Identical to the last bit/);
});

test('a run that is over is not told to go on, nor one that was not kept', () => {
  const short = '--tokens 3 --beta 1 --until 1'.split(' ');
  expect(parkade(['simulate', ...short, '--out', 'over'], folder).stdout).not.toContain('resume');
  expect(parkade(['simulate', ...short, '--max-steps', '1'], folder).stdout).not.toContain('resume');
});

test('a record of a version that kept neither steps nor the last tokens is refused in words about going on', () => {
  const old = parkade(
    'simulate --tokens 3 --beta 1 --until 1 --save-at 0.5 --steps never --out old'.split(' '),
    folder,
  );
  expect(old.code).toBe(0);
  parkade('simulate --tokens 3 --beta 1 --until 0.5 --save-at 0.5 --steps never --out other'.split(' '), folder);
  copyFileSync(join(folder, 'other', 'trajectory.h5'), join(folder, 'old', 'trajectory.h5')); // without the tokens at t = 1
  const { code, stderr } = parkade(['resume', 'old', '--until', '2', '--out', 'never'], folder);
  expect(stderr).toMatch(
    /should hold the tokens at t = 1, where its run ended, so that it can be continued, but .* kept it without/,
  );
  expect(code).toBe(2);
});

test.each([
  [['resume', 'nowhere'], /should be the folder of a run, but does not exist/],
  [['resume', 'stopped', '--until', '1e-9'], /"until" should be later than t = [\d.]+, which the run has reached/],
  [['resume', 'stopped', '--beta', '3'], /"--beta" is no option of parkade resume/],
])('%s is one sentence', (words, sentence) => {
  const { code, stderr } = parkade([...words, '--out', 'never'], folder);
  expect(stderr).toMatch(sentence);
  expect(code).toBe(2);
  expect(existsSync(join(folder, 'never'))).toBe(false);
});
