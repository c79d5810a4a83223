/** Lemma 5.1: its functions by their laws and known values, and the lemma itself in eight runs; lemma-5-1.long.ts has a thousand. */
import { describe, expect, test } from 'vitest';
import { survivalFollower, survivalTests } from '../../src/events/survival.ts';
import { prepareRun } from '../../src/run/prepare.ts';
import { execute } from '../../src/run/run.ts';
import { strongestAngle } from '../../src/theory/interaction.ts';
import { exactSurvivalTime, survival } from '../../src/theory/lemma-5-1.ts';
import { atAngles } from '../support/draw.ts';
import { survivals } from '../support/survival-runs.ts';

const BETAS = [1, 2, 5, 9, 16, 64, 256, 1e4];

describe('the time T_j', () => {
  test('has the known values: β = 64, separation 0.5, ε = 0.1', () => {
    const { c, applies, until, allowed } = survival(64, 0.1, 0.5, 1);
    expect(c).toBeCloseTo(10 / 3, 12);
    expect(applies).toBe(true);
    expect(until).toBeCloseTo(23.869, 3);
    expect(exactSurvivalTime(64, 0.1, 0.5, 1)).toBeCloseTo(24.586, 3);
    expect(allowed).toBeCloseTo((0.1 * 10) / 3 / 8, 12);
  });

  test('is that of one token divided by the position, and below the exact threshold', () => {
    for (const beta of BETAS) {
      for (const separation of [0.2, 0.5, 1, 2, 3.1]) {
        for (const epsilon of [0.05, 0.1, 0.2, 0.5]) {
          const { until } = survival(beta, epsilon, separation, 1);
          expect(survival(beta, epsilon, separation, 7).until).toBeCloseTo(until / 7, 12 - Math.log10(1 + until));
          if (Number.isFinite(until)) expect(until).toBeLessThan(exactSurvivalTime(beta, epsilon, separation, 1));
        }
      }
    }
  });

  test('applies exactly where c > √β τ*', () => {
    for (const beta of BETAS) {
      const separation = 1.2 * strongestAngle(beta); // at ε = 0.1
      expect(survival(beta, 0.1, separation * (1 + 1e-9), 2).applies).toBe(true);
      expect(survival(beta, 0.1, separation * (1 - 1e-9), 2).applies).toBe(false);
    }
  });
});

describe('survival along a run', () => {
  test('leaves the first token out, and measures separation to the nearest earlier token', () => {
    const x = atAngles([0, 2, 1.4, 0.1]);
    const tests = survivalTests(x, { n: 4, d: 2 }, 64, 0.2, [0.1]);
    expect(tests.map(({ token }) => token)).toEqual([1, 2]);
    expect(tests[0].separation).toBeCloseTo(2, 14);
    expect(tests[1].separation).toBeCloseTo(0.6, 14);
  });

  test('the displacement is that of the tokens saved at T_j, and null where the run ends before', async () => {
    const spec = { beta: 16, initial: [0, 1, 2.5], rtol: 1e-10, atol: 1e-12, observe: 'none' } as const;
    const { shape, initial } = prepareRun({ ...spec, until: 1 }).problem;
    const tests = survivalTests(initial, shape, 16, 0.5, [0.1, 0.2]);
    const times = [...new Set(tests.map(({ until }) => until))].sort((a, b) => a - b);
    const until = times[2];
    const follower = survivalFollower(shape, initial, tests);
    const kept = times.filter((time) => time <= until);
    const { trajectory } = await execute(prepareRun({ ...spec, until, saveAt: kept }), { onStep: follower.follow });
    for (const { token, until: end, displacement } of follower.result()) {
      const at = kept.indexOf(end);
      if (at < 0) {
        expect(displacement).toBe(null);
        continue;
      }
      const [x, y] = trajectory.xs.subarray(2 * (at * shape.n + token));
      const angle = Math.abs(Math.atan2(y, x) - (spec.initial[token] as number));
      // Tokens move one way only here, so the largest displacement is that at T_j; atan2 of unit rows keeps 1e-15.
      expect(Math.abs((displacement as number) - angle)).toBeLessThan(1e-14 + 1e-12 * angle);
      expect(displacement).toBeGreaterThan(0);
    }
    expect(follower.result().filter(({ displacement }) => displacement === null)).toHaveLength(
      tests.length - kept.length,
    );
  });

  test('the lemma holds for every strong center of 8 random runs', async () => {
    const { rows } = await survivals(8, 40, 64);
    for (const { tested, violated, open, largest } of rows) {
      expect(tested).toBeGreaterThan(50);
      expect({ violated, open }).toEqual({ violated: 0, open: 0 });
      expect(largest).toBeGreaterThan(0.05); // they do move
    }
  });

  test('tokens ten times later than the lemma allows have moved farther than it allows: the test can fail', async () => {
    const spec = { beta: 64, initial: [0, 0.4], rtol: 1e-8, atol: 1e-10, observe: 'none' } as const;
    const { shape, initial } = prepareRun({ ...spec, until: 1 }).problem;
    const tests = survivalTests(initial, shape, 64, 0.2, [0.1]);
    const late = tests.map((one) => ({ ...one, until: 10 * one.until }));
    const follower = survivalFollower(shape, initial, late);
    await execute(prepareRun({ ...spec, until: late[0].until }), { onStep: follower.follow });
    const [{ displacement, allowed }] = follower.result();
    expect(displacement).toBeGreaterThan(allowed);
  });
});
