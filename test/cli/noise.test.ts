/** Noisy runs as a person meets them: what is printed, kept, shown, continued. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { parkade, scratchFolder } from './parkade.ts';

const folder = scratchFolder();
const noisy = '--tokens 20 --beta 4 --dimension 3 --kappa 5 --dt 0.25 --save-at 1,2,2.3,3'.split(' ');

test('a run says how far its steps are wrong, and has it in its record', () => {
  const { code, stdout } = parkade(['simulate', ...noisy, '--out', 'run'], folder);
  expect(code).toBe(0);
  expect(stdout).toMatch(/noise κ = 5, seed 1 .* splitting dt 0\.25/);
  expect(stdout).toMatch(/The step dt = 0\.25 puts averages off by about [\d.]+ %/);
  const { spec, statistics } = JSON.parse(readFileSync(join(folder, 'run', 'run.json'), 'utf8'));
  expect(spec).toMatchObject({ integrator: 'splitting', kappa: 5, noiseSeed: 1 });
  expect(statistics.steepness).toBeGreaterThan(0);
  expect(parkade(['verify', 'run'], folder).stdout).toMatch(/^Identical to the last bit/);
});

test('a stored run by heun, as parkade once made them all, opens and is said to be biased', () => {
  parkade(['simulate', ...noisy, '--integrator', 'heun', '--out', 'old'], folder);
  const { code, stdout } = parkade(['show', 'old'], folder);
  expect(code).toBe(0);
  // κ + (d + 3/2) dt
  expect(stdout).toMatch(
    /The noise is biased: heun follows it to first order.* as if κ were about 6\.125 instead of 5/s,
  );
});

test('a run that was stopped goes on along the same paths of noise', () => {
  const common = [...noisy, '--common-kappa', '9'];
  parkade(['simulate', ...common, '--out', 'whole'], folder);
  const { stdout } = parkade(['simulate', ...common, '--max-steps', '6', '--out', 'stopped'], folder);
  expect(stdout).toContain('noise κ = 5 and common noise κ₀ = 9, seed 1');
  expect(parkade(['resume', 'stopped', '--out', 'gone-on'], folder).code).toBe(0);
  const hash = (name: string) => JSON.parse(readFileSync(join(folder, name, 'run.json'), 'utf8')).trajectory.sha256;
  expect(hash('gone-on')).toBe(hash('whole'));
});

test('steps that are too long are told, with some that are not', () => {
  const { stdout } = parkade(
    'simulate --tokens 50 --beta 0 --mask full --kappa 6 --dt 3 --until 30'.split(' '),
    folder,
  );
  expect(stdout).toMatch(/That is coarse: dt ≤ 0?\.?\d[\d.]* keeps it below 1 %/);
});
