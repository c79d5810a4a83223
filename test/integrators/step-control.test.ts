import { describe, expect, test } from 'vitest';
import { esdirk4 } from '../../src/integrators/esdirk4.ts';
import { piControl, predictiveControl, type StepControl } from '../../src/integrators/step-control.ts';
import { gaussianMatrix, uniformTokens } from '../support/draw.ts';
import { adaptiveDopri5, problemOf, solve } from '../support/problems.ts';

describe('the next step', () => {
  test('grows where the error is small, by ten at most, and shrinks where it is near the tolerance', () => {
    expect(piControl(4).accepted(0.1, 0)).toBe(1);
    expect(piControl(4).accepted(0.1, 1e-9)).toBe(1);
    expect(piControl(4).accepted(0.1, 0.01)).toBeGreaterThan(0.1);
    expect(piControl(4).accepted(0.1, 1)).toBeLessThan(0.1);
  });

  test('after a rejection is smaller, by five at most, and does not grow at once', () => {
    const control = piControl(4);
    expect(control.rejected(0.1, 2)).toBeLessThan(0.1);
    expect(control.rejected(0.1, 1e30)).toBe(0.2 * 0.1);
    expect(control.accepted(0.1, 1e-6)).toBe(0.1);
    expect(control.accepted(0.1, 1e-6)).toBeGreaterThan(0.1);
  });

  test('after a field that is not finite is a tenth', () => {
    expect(piControl(4).rejected(1, NaN)).toBe(0.1);
    expect(piControl(4).rejected(1, Infinity)).toBe(0.1);
  });
});

describe('the next implicit step', () => {
  const exponent = 1 / 4;

  test('is never longer than the last error allows, and ten times the last one at most', () => {
    const control = predictiveControl(3);
    expect(control.accepted(0.1, 0)).toBe(1);
    for (const [dt, error] of [
      [0.3, 0.5],
      [0.2, 0.01],
      [1, 1],
      [5, 1e-9],
      [4, 0.9],
    ] as const) {
      // biome-ignore format: pairs
      const next = control.accepted(dt, error);
      expect(next).toBeLessThanOrEqual(dt * Math.min(10, (0.9 / error ** exponent) * (1 + 1e-14)));
    }
  });

  test('after a rejection is shorter, by five at most, a tenth where nothing was solved, and does not grow at once', () => {
    const control = predictiveControl(3);
    expect(control.rejected(0.1, 2)).toBeLessThan(0.1);
    expect(control.rejected(0.1, 1e30)).toBe(0.2 * 0.1);
    expect(control.rejected(1, Infinity)).toBe(0.1);
    expect(control.rejected(1, NaN)).toBe(0.1);
    expect(control.accepted(0.1, 1e-6)).toBe(0.1);
  });

  test('shrinks ahead of the error on the way to a merger, where control by the error alone has every other step rejected', () => {
    /** Steps and rejections on a solution that changes on the scale of what is left until t = 1, down to 1e-12 of it. */
    function toMerger(control: StepControl): { steps: number; rejected: number } {
      let [left, dt, steps, rejected] = [1, 0.01, 0, 0];
      while (left > 1e-12) {
        const error = dt < left ? ((2 * dt) / (left - dt)) ** 4 : Infinity;
        if (error <= 1) {
          left -= dt;
          dt = control.accepted(dt, error);
          steps++;
        } else {
          dt = control.rejected(dt, error);
          rejected++;
        }
      }
      return { steps, rejected };
    }
    const predictive = toMerger(predictiveControl(3));
    expect(predictive.rejected).toBeLessThan(5);
    expect(toMerger(piControl(3)).rejected).toBeGreaterThan(20 * (1 + predictive.rejected));
  });

  test('is rejected less often than once in five steps on the way to full collapse, β = 64', async () => {
    const problem = problemOf({ beta: 64 }, uniformTokens(1, 50, 2), 2, 1e60);
    const { statistics } = await solve(problem, {
      kind: 'adaptive' as const,
      integrator: esdirk4,
      tolerance: { rtol: 1e-6, atol: 0 },
    });
    expect(statistics.rejected).toBeLessThan(statistics.steps / 5);
  });
});

describe('along a run', () => {
  const problem = problemOf({ beta: 30, value: gaussianMatrix(1, 3, 1) }, uniformTokens(2, 20, 3), 3, 20);
  const statistics = async (rtol: number) =>
    (await solve(problem, { kind: 'adaptive' as const, integrator: adaptiveDopri5, tolerance: { rtol, atol: rtol } }))
      .statistics;

  test('steps vary, some are rejected, and every one of six slopes is counted', async () => {
    const { steps, rejected, smallestStep, largestStep, fieldEvaluations } = await statistics(1e-6);
    expect(rejected).toBeGreaterThan(0);
    expect(largestStep).toBeGreaterThan(2 * smallestStep);
    expect(fieldEvaluations).toBe(2 + 6 * (steps + rejected)); // the first slope, the first guess, then six a step
  });

  test('a tolerance 10⁵ times tighter takes about ten times the steps', async () => {
    const ratio = (await statistics(1e-11)).steps / (await statistics(1e-6)).steps;
    expect(ratio).toBeGreaterThan(5);
    expect(ratio).toBeLessThan(20);
  });
});
