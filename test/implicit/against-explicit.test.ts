/** Implicit runs against explicit ones at a tolerance of 1e-11, and against the theorem that says where all tokens end. */
import { describe, expect, test } from 'vitest';
import { tokensAt } from '../../src/core/recording.ts';
import { run } from '../../src/index.ts';
import { esdirk3 } from '../../src/integrators/esdirk3.ts';
import { esdirk4 } from '../../src/integrators/esdirk4.ts';
import type { Method } from '../../src/simulation/method.ts';
import type { Problem } from '../../src/simulation/problem.ts';
import { gaussianMatrix, uniformTokens } from '../support/draw.ts';
import { largestDifference } from '../support/numeric.ts';
import { adaptiveDopri5, problemOf, solve } from '../support/problems.ts';

const UNTIL = 3000;
const TIMES = [10, 100, 1000, UNTIL];
/** Asked for by the project; measured at rtol 1e-9: at most 2e-9 in the cases here. */
const AGREEMENT = 1e-6;
/** Errors of an implicit run are some times its tolerance, 1e-9. */
const EXPECTED = 2e-8;

const implicit: Method = { kind: 'adaptive' as const, integrator: esdirk4, tolerance: { rtol: 1e-9, atol: 0 } };
const explicit: Method = { kind: 'adaptive' as const, integrator: adaptiveDopri5, tolerance: { rtol: 1e-11, atol: 0 } };

describe('up to t = 3000 implicit steps agree with dopri5 at 1e-11', () => {
  const problems: Readonly<Record<string, Problem>> = {
    'S², β = 9': problemOf({ beta: 9 }, uniformTokens(1, 60, 3), 3, UNTIL),
    'random Q and K, V = I, d = 4': problemOf(
      { beta: 4, query: gaussianMatrix(1, 4), key: gaussianMatrix(2, 4) },
      uniformTokens(3, 30, 4),
      4,
      UNTIL,
    ),
    'frozen centers on the circle': problemOf(
      { beta: 16, centers: [[1, 0], [-0.6, 0.8]], weights: [1, 3] }, // biome-ignore format: rows
      uniformTokens(4, 30, 2),
      2,
      UNTIL,
    ),
    'division by n': problemOf({ beta: 3, normalization: 'count' }, uniformTokens(5, 20, 3), 3, UNTIL),
    'V with two eigenvalues': problemOf({ beta: 4, value: [1, 0.5, 0.2] }, uniformTokens(6, 20, 3), 3, UNTIL),
  };

  const S2 = 'S², β = 9';
  const onS2 = solve(problems[S2], explicit, { saveAt: TIMES });

  test.each(Object.entries(problems))('%s', async (name, problem) => {
    const wanted = name === S2 ? await onS2 : await solve(problem, explicit, { saveAt: TIMES });
    const computed = await solve(problem, implicit, { saveAt: TIMES });
    const difference = largestDifference(computed.xs, wanted.xs);
    expect(difference).toBeLessThan(AGREEMENT);
    expect(difference).toBeLessThan(EXPECTED);
    expect(computed.statistics.steps).toBeLessThan(wanted.statistics.steps / 2);
  });

  test.each([16, 64])('80 tokens on the circle, β = %d, through run()', async (beta) => {
    const given = { beta, tokens: 80, seed: 1, saveAt: TIMES, observe: 'none' } as const;
    const wanted = await run({ ...given, integrator: 'dopri5', rtol: 1e-11, atol: 0 });
    const computed = await run({ ...given, integrator: 'esdirk4', rtol: 1e-9, atol: 0 });
    expect(computed.trajectory.status).toBe('completed');
    const difference = largestDifference(computed.trajectory.xs, wanted.trajectory.xs);
    expect(difference).toBeLessThan(AGREEMENT);
    expect(difference).toBeLessThan(EXPECTED);
  });

  test('esdirk3 too, within 1e-6', async () => {
    const method: Method = { kind: 'adaptive' as const, integrator: esdirk3, tolerance: { rtol: 1e-8, atol: 0 } };
    const computed = await solve(problems[S2], method, { saveAt: TIMES });
    expect(largestDifference(computed.xs, (await onS2).xs)).toBeLessThan(AGREEMENT);
  });
});

describe('for V = I all tokens end where the first one began, whatever Q and K', () => {
  test.each([
    [2, 1],
    [3, 2],
    [4, 3],
    [5, 4],
  ])('d = %i, seed %i, β = 9', async (d, seed) => {
    const given = { beta: 9, query: gaussianMatrix(seed, d), key: gaussianMatrix(seed + 10, d) };
    const x = uniformTokens(seed + 20, 12, d);
    const { xs, statistics, undecided } = await solve(problemOf(given, x, d, 1e60), {
      kind: 'adaptive',
      integrator: esdirk4,
      tolerance: { rtol: 1e-8, atol: 0 },
    });
    expect(undecided).toEqual([]);
    expect(statistics.steps).toBeLessThan(5000);
    for (let k = 0; k < 12; k++) {
      expect(largestDifference(xs.subarray(k * d, (k + 1) * d), x.subarray(0, d))).toBeLessThan(1e-8);
    }
  });

  test('80 tokens on the circle, β = 64, by t = 1e60', async () => {
    const { trajectory } = await run({
      ...{ beta: 64, tokens: 80, seed: 1, observe: 'none' as const },
      ...{ saveAt: [0, 1e60], integrator: 'esdirk4' as const, rtol: 1e-6, atol: 0 },
    });
    const [begin, end] = [tokensAt(trajectory, 0), tokensAt(trajectory, 1)];
    for (let k = 0; k < 80; k++) {
      expect(largestDifference(end.subarray(2 * k, 2 * k + 2), begin.subarray(0, 2))).toBeLessThan(1e-8);
    }
  });
});
