import { describe, expect, test } from 'vitest';
import { tokensAt } from '../../src/core/recording.ts';
import { integratorRegistry } from '../../src/integrators/index.ts';
import { simulate } from '../../src/simulation/simulate.ts';
import { adviceFor } from '../../src/simulation/trajectory.ts';
import { uniformTokens } from '../support/draw.ts';
import { adaptiveDopri5, problemOf, solve } from '../support/problems.ts';

const adaptive = { kind: 'adaptive' as const, integrator: adaptiveDopri5, tolerance: { rtol: 1e-8, atol: 1e-10 } };
const calm = problemOf({ beta: 4 }, uniformTokens(1, 6, 3), 3, 10);
const overflowing = problemOf({ beta: 1000, normalization: 'count' }, uniformTokens(1, 6, 3), 3, 10);

describe('a run that does not complete says why, and keeps what it has', () => {
  test('max-steps', async () => {
    const run = await simulate(calm, adaptive, { saveAt: [0, 0.001, 10], maxSteps: 5 });
    expect(run.status).toBe('max-steps');
    expect(run.statistics.steps).toBe(5);
    expect(run.statistics.reached).toBeGreaterThan(0);
    expect(run.statistics.reached).toBeLessThan(10);
    expect([...run.ts]).toEqual([0, 0.001]);
    expect(run.xs).toHaveLength(2 * 18);
    expect(tokensAt(run, 0)).toEqual(calm.initial);
    expect(adviceFor(run)).toMatch(/The step limit was reached at t = .*Raise maxSteps/);
  });

  test.each(Object.values(integratorRegistry))(
    'non-finite: weights that overflow, with fixed steps of $name',
    async (integrator) => {
      const run = await simulate(overflowing, { kind: 'fixed' as const, integrator, dt: 0.1 }, { saveAt: [0, 10] });
      expect(run.status).toBe('non-finite');
      expect([...run.ts]).toEqual([0]);
      expect(run.statistics).toMatchObject({ steps: 0, rejected: 1, smallestStep: 0, largestStep: 0, reached: 0 });
      expect(adviceFor(run)).toMatch(/no longer finite.* passes 709, as β = 1000 .* use normalization softmax/);
    },
  );

  test('non-finite: with adaptive steps', async () => {
    const run = await simulate(overflowing, adaptive, { saveAt: [0, 10], maxSteps: 1000 });
    expect(run.status).toBe('non-finite');
    expect([...run.ts]).toEqual([0]);
    expect(run.statistics.rejected).toBeGreaterThan(0);
  });

  test('the same β with softmax completes', async () => {
    const softmax = problemOf({ beta: 1000 }, uniformTokens(1, 6, 3), 3, 10);
    expect((await solve(softmax, adaptive)).status).toBe('completed');
  });

  test('step-too-small: a tolerance that rounding alone exceeds', async () => {
    const late = { ...calm, tSpan: [1, 2] as const };
    const run = await simulate(
      late,
      { kind: 'adaptive' as const, integrator: adaptiveDopri5, tolerance: { rtol: 0, atol: 1e-40 } },
      { saveAt: [1, 2] },
    );
    expect(run.status).toBe('step-too-small');
    expect([...run.ts]).toEqual([1]);
    expect(adviceFor(run)).toMatch(/At t = 1 the step fell below the resolution of time.*Loosen rtol and atol/);
  });

  test('aborted, before the first step and after any', async () => {
    const at = async (stop: number) => {
      const signal = { aborted: stop === 0 };
      return simulate(calm, adaptive, {
        saveAt: [0, 10],
        signal,
        onProgress: (_, { steps }) => void (signal.aborted = steps >= stop),
      });
    };
    for (const stop of [0, 1, 7]) {
      const run = await at(stop);
      expect(run.status).toBe('aborted');
      expect(run.statistics.steps).toBe(stop);
      expect([...run.ts]).toEqual([0]);
      expect(adviceFor(run)).toMatch(/^Stopped at t = .* on request/);
    }
  });

  test('nothing is advised about a run that completed', async () => {
    expect(adviceFor(await solve(calm, adaptive))).toBeNull();
  });
});

test('a promise from onProgress is waited for', async () => {
  const events: string[] = [];
  await simulate(
    calm,
    { kind: 'fixed' as const, integrator: integratorRegistry.euler, dt: 5 },
    {
      saveAt: [10],
      async onProgress(t) {
        events.push(`begin ${t}`);
        await Promise.resolve();
        events.push(`end ${t}`);
      },
    },
  );
  expect(events).toEqual(['begin 5', 'end 5', 'begin 10', 'end 10']);
});

describe('a problem is refused', () => {
  test('with too few numbers', async () => {
    await expect(simulate({ ...calm, initial: new Float64Array(5) }, adaptive, { saveAt: [] })).rejects.toThrow(
      /"initial" should hold n·d = 18 numbers, but 5 came/,
    );
  });

  test.each([[0], [-1], [Infinity], [NaN]])('that ends at %d', async (until) => {
    await expect(simulate({ ...calm, tSpan: [0, until] }, adaptive, { saveAt: [] })).rejects.toThrow(
      /"until" should be/,
    );
  });
});
