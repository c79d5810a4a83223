import { describe, expect, test } from 'vitest';
import { piControl } from '../../src/integrators/step-control.ts';
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

describe('along a run', () => {
  const problem = problemOf({ beta: 30, value: gaussianMatrix(1, 3, 1) }, uniformTokens(2, 20, 3), 3, 20);
  const statistics = async (rtol: number) =>
    (await solve(problem, { integrator: adaptiveDopri5, tolerance: { rtol, atol: rtol } })).statistics;

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
