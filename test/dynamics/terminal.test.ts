import { beforeAll, describe, expect, test } from 'vitest';
import { tokensAt } from '../../src/core/recording.ts';
import { dopri5 } from '../../src/integrators/dopri5.ts';
import { gaussianMatrix, uniformTokens } from '../support/draw.ts';
import { problemOf, solve } from '../support/problems.ts';

const N = 6;
const D = 5;
const TIMES = [45, 50];
const SPAN = TIMES[1] - TIMES[0];

/** |x_k − x_1| at the two times, for n = 6 tokens of S⁴ under random Q and K. */
async function distancesLate(seed: number): Promise<number[][]> {
  const given = { beta: 1, query: gaussianMatrix(seed, D), key: gaussianMatrix(seed + 100, D) };
  const problem = problemOf(given, uniformTokens(seed, N, D), D, TIMES[1]);
  // Fixed steps: tolerances do not see distances of 1e-11, and a step's rounding is 1e-16 of them.
  const trajectory = await solve(problem, { kind: 'fixed' as const, integrator: dopri5, dt: 0.25 }, { saveAt: TIMES });
  return TIMES.map((_, i) => {
    const x = tokensAt(trajectory, i);
    return Array.from({ length: N }, (_, k) => Math.hypot(...x.subarray(0, D).map((entry, l) => x[k * D + l] - entry)));
  });
}

describe.each([1, 2, 3, 4])('late in a run (problem %i)', (seed) => {
  let early: number[] = [];
  let late: number[] = [];

  beforeAll(async () => {
    [early, late] = await distancesLate(seed);
  });

  test('tokens approach the first one at the rate 1/2', () => {
    expect(Math.abs(Math.log(late[1] / early[1]) / SPAN + 0.5)).toBeLessThan(1e-3);
  });

  test('token k is k − 1 times as far from it as token 2, with a correction that decays at the rate 1/6', () => {
    for (let k = 3; k <= N; k++) {
      const [before, after] = [early[k - 1] / early[1], late[k - 1] / late[1]];
      const decay = Math.exp(-SPAN / 6);
      const limit = (after - decay * before) / (1 - decay);
      expect(Math.abs(limit - (k - 1))).toBeLessThan(1e-3);
      const slope = Math.log((after - k + 1) / (before - k + 1)) / SPAN;
      expect(Math.abs(slope * 6 + 1)).toBeLessThan(0.05);
    }
  });
});
