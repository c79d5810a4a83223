import { describe, expect, test } from 'vitest';
import { tokensAt } from '../../src/core/recording.ts';
import { esdirk4 } from '../../src/integrators/esdirk4.ts';
import { integratorRegistry } from '../../src/integrators/index.ts';
import type { Method } from '../../src/simulation/method.ts';
import { simulate } from '../../src/simulation/simulate.ts';
import { gaussianMatrix, uniformTokens } from '../support/draw.ts';
import { largestDifference } from '../support/numeric.ts';
import { adaptiveDopri5, problemOf, solve } from '../support/problems.ts';

const UNTIL = 3;
const problem = problemOf({ beta: 5, value: gaussianMatrix(1, 3) }, uniformTokens(2, 12, 3), 3, UNTIL);

const methods: [string, Method][] = [
  ...Object.values(integratorRegistry).map((integrator): [string, Method] => [
    `fixed ${integrator.name}`,
    { kind: 'fixed' as const, integrator, dt: 0.07 }, // no divisor of the span
  ]),
  ['adaptive dopri5', { kind: 'adaptive' as const, integrator: adaptiveDopri5, tolerance: { rtol: 1e-7, atol: 1e-9 } }],
  ['adaptive esdirk4', { kind: 'adaptive' as const, integrator: esdirk4, tolerance: { rtol: 1e-7, atol: 1e-9 } }],
];

/** Awkward times: the start, on and off the grid, a hair from a step, many in one step, the end. */
const many = [
  ...new Set([
    ...Array.from({ length: 400 }, (_, i) => (UNTIL * i) / 400),
    ...Array.from({ length: 43 }, (_, i) => 0.07 * i),
    0.07 + 1e-15,
    1 / 3,
    Math.SQRT2,
    UNTIL,
  ]),
].sort((a, b) => a - b);

describe.each(methods)('%s', (_, method) => {
  test('takes the same steps whatever is saved, to the bit', async () => {
    const plain = await solve(problem, method, { saveAt: [UNTIL] });
    const watched = await solve(problem, method, { saveAt: many });
    expect(tokensAt(watched, many.length - 1)).toEqual(tokensAt(plain, 0));
    const { fieldEvaluations, ...steps } = plain.statistics;
    const { fieldEvaluations: watchedEvaluations, ...watchedSteps } = watched.statistics;
    expect(watchedSteps).toEqual(steps);
    // A continuous extension costs nothing, or a few slopes once a step; without one a part of the step is made again.
    const { interpolate, extend } = method.integrator;
    if (interpolate) expect(watchedEvaluations).toBe(fieldEvaluations + (extend ? 3 * steps.steps : 0));
    else expect(watchedEvaluations).toBeGreaterThanOrEqual(fieldEvaluations);
  });

  test('saves at the very times asked for', async () => {
    const { ts } = await solve(problem, method, { saveAt: many });
    expect([...ts]).toEqual(many);
  });

  test('saves what it would have reached by ending there', async () => {
    const { xs } = await solve(problem, method, { saveAt: [1 / 3, Math.SQRT2, 2.9] });
    for (const [i, t] of [1 / 3, Math.SQRT2, 2.9].entries()) {
      const alone = await solve({ ...problem, tSpan: [0, t] }, method, { saveAt: [t] });
      const difference = largestDifference(xs.subarray(36 * i, 36 * (i + 1)), tokensAt(alone, 0));
      // A continuous extension errs like the steps do; a part of a step made again has the same bits.
      expect(difference).toBeLessThanOrEqual(method.integrator.interpolate ? 1e-6 : 1e-15);
    }
  });

  test('hands out the samples that it stores, and stores none if told so', async () => {
    const handed: number[] = [];
    const options = { saveAt: [0, 1, 2.5], onSample: (t: number, x: Float64Array) => void handed.push(t, ...x) };
    const { ts, xs } = await solve(problem, method, options);
    expect(handed).toEqual([...ts].flatMap((t, i) => [t, ...xs.subarray(36 * i, 36 * (i + 1))]));
    const again = [...handed];
    handed.length = 0;
    const unstored = await solve(problem, method, { ...options, store: false });
    expect(unstored.xs).toHaveLength(0);
    expect(unstored.ts).toEqual(ts);
    expect(handed).toEqual(again);
  });
});

test('the first sample at the start time is the initial tokens, to the bit', async () => {
  for (const [, method] of methods)
    expect(tokensAt(await solve(problem, method, { saveAt: [0] }), 0)).toEqual(problem.initial);
});

describe('saved times are refused', () => {
  test.each([
    ['beyond the end', [1, 4], /"saveAt" should hold times from 0 to 3, the end of the run, but holds 4/],
    ['before the start', [-1], /but holds -1/],
    ['that are no numbers', [Number.NaN], /but holds NaN/],
    ['that repeat', [1, 1], /1 follows 1/],
    ['that descend', [2, 1], /1 follows 2/],
  ])('%s', async (_, saveAt, sentence) => {
    await expect(simulate(problem, methods[0][1], { saveAt })).rejects.toThrow(sentence);
  });
});
