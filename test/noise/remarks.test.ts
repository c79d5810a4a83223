/** What is said of the steps of noisy runs: how far they are wrong, and when they are too long. */
import { describe, expect, test } from 'vitest';
import { runRemarks } from '../../src/report/run.ts';
import { run } from '../../src/run/run.ts';
import type { RunSpec } from '../../src/run/spec.ts';

async function remarksOf(spec: RunSpec): Promise<string> {
  return runRemarks(await run({ ...spec, observe: 'none' }), 0).join('\n');
}

const noisy: RunSpec = { beta: 0, mask: 'full', tokens: 300, kappa: 3, dt: 0.125, until: 20 };

describe('a run with noise', () => {
  test('says by how much its steps are wrong, from the rate that its forces were seen to change at', async () => {
    const { trajectory } = await run({ ...noisy, until: 60, observe: 'none' });
    // Of the force P_x m towards the mean m of length R: |m| whatever the direction of a move.
    expect(trajectory.statistics.steepness).toBeGreaterThan(0.6);
    expect(trajectory.statistics.steepness).toBeLessThan(0.85);
    const said = await remarksOf(noisy);
    expect(said).toMatch(/dt = 0\.125 puts averages off by about 0\.0\d+ %: .* at a rate a = 0\.[5-8]\d*/);
    expect(said).toContain('noise that mixes at b = 0.3333');
    expect(said).not.toContain('coarse');
  });

  test('without forces has steps that are right in law', async () => {
    const said = await remarksOf({ ...noisy, value: 0, dt: 1.5, until: 6 });
    expect(said).toContain('There is noise and no force: the law of the tokens is right, however long the step dt is.');
  });

  test('says when dt is too long, and which is not', async () => {
    expect(await remarksOf({ ...noisy, beta: 9, kappa: 3, dt: 1 })).toMatch(
      /That is coarse: dt ≤ 0\.\d+ keeps it below 1 %/,
    );
  });

  test('says that methods of first order are biased, and by how much', async () => {
    // The table of wrong values: an effective κ of 4.85 for 4 (4.94 to first order), and so on.
    const free: RunSpec = { ...noisy, value: 0, until: 0.25 };
    expect(await remarksOf({ ...free, dimension: 6, kappa: 4, integrator: 'heun' })).toMatch(
      /The noise is biased: heun follows it to first order in dt = 0\.125\. .* as if κ were about 4\.938 instead of 4/,
    );
    expect(await remarksOf({ ...free, dimension: 5, integrator: 'euler-maruyama' })).toContain(
      'about 2.875 instead of 3',
    );
    expect(await remarksOf({ ...free, integrator: 'euler-maruyama' })).toContain('Without forces it is right in law');
  });

  test('is silent about noise where there is none', async () => {
    const { kappa: _, ...quiet } = noisy;
    expect(await remarksOf({ ...quiet, integrator: 'heun' })).not.toContain('noise');
    expect(await remarksOf({ beta: 4, tokens: 5, until: 1 })).not.toContain('noise'); // by auto
    expect((await run({ ...quiet, integrator: 'splitting' })).trajectory.statistics).not.toHaveProperty('steepness');
  });
});
