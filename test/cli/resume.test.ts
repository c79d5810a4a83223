/** parkade resume: what goes on, what the record says of it, what is refused. */
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { parkade, scratchFolder } from './parkade.ts';

const folder = scratchFolder();
const run = '--tokens 20 --beta 9 --save-at log:1:1e10:12 --rtol 1e-7'.split(' ');
parkade(['simulate', ...run, '--max-steps', '30', '--out', 'stopped'], folder);

test('a run stopped by its limit of steps is gone on with to its end', () => {
  const { code, stdout } = parkade(['resume', 'stopped', '--max-steps', '10000', '--out', 'whole'], folder);
  expect(code).toBe(0);
  expect(stdout).toMatch(/Gone on with from t = [\d.]+, where the run in stopped had ended\./);
  const record = JSON.parse(readFileSync(join(folder, 'whole', 'run.json'), 'utf8'));
  expect(record.status).toBe('completed');
  expect(record.resumed).toMatchObject({ run: 'stopped' });
  expect(record.trajectory.samples).toBe(12);
  expect(parkade(['verify', 'whole'], folder).stdout).toMatch(/it went on with the run in stopped/);
});

test('without a new limit the one that stopped it does not stop it again', () => {
  const { code } = parkade(['resume', 'stopped', '--out', 'as-printed'], folder);
  expect(code).toBe(0);
  const record = JSON.parse(readFileSync(join(folder, 'as-printed', 'run.json'), 'utf8'));
  expect(record).toMatchObject({ status: 'completed', spec: { maxSteps: 1_000_000 } });
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
