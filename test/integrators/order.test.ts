import { beforeAll, describe, expect, test } from 'vitest';
import { tokensAt } from '../../src/core/recording.ts';
import { dopri5 } from '../../src/integrators/dopri5.ts';
import { integratorRegistry } from '../../src/integrators/index.ts';
import { type AnyIntegrator, isImplicit } from '../../src/integrators/integrator.ts';
import type { Problem } from '../../src/simulation/problem.ts';
import { gaussianMatrix, uniformTokens } from '../support/draw.ts';
import { largestDifference, slope } from '../support/numeric.ts';
import { problemOf, solve } from '../support/problems.ts';

const TOLERANCE = 0.2;
/** Of order 8 below and above: between steps that are not asymptotic yet and rounding there are few. */
const HIGH_TOLERANCE = [0.5, 1.5] as const;

interface OrderProblem {
  readonly problem: Problem;
  /** Steps from which methods of high order are asymptotic here, and still far above rounding. */
  readonly steps: number;
}

const rotation = [
  [0.5, -1, 0],
  [1, 0.5, 0],
  [0, 0, 1],
];

const problems: Record<string, OrderProblem> = {
  'tokens on the circle': { problem: problemOf({ beta: 9 }, uniformTokens(1, 12, 2), 2, 4), steps: 24 },
  'tokens on S² with random Q, K, V': {
    problem: problemOf(
      { beta: 4, query: gaussianMatrix(2, 3), key: gaussianMatrix(3, 3), value: gaussianMatrix(2, 3, 1) },
      uniformTokens(7, 8, 3),
      3,
      2,
    ),
    steps: 60,
  },
  'tokens of 16 dimensions': {
    problem: problemOf({ beta: 8, value: gaussianMatrix(7, 16, 0.5) }, uniformTokens(8, 10, 16), 16, 2),
    steps: 60,
  },
  'tokens among frozen centers': {
    problem: problemOf(
      {
        beta: 25,
        centers: [
          [1, 0],
          [0, 1],
          [-0.6, -0.8],
        ],
        weights: [1, 2, 3],
      },
      uniformTokens(1, 12, 2),
      2,
      4,
    ),
    steps: 36,
  },
  'full attention without softmax': {
    problem: problemOf({ beta: 2, mask: 'full', normalization: 'count' }, uniformTokens(10, 8, 3), 3, 2),
    steps: 60,
  },
  'full attention, V with a rotation': {
    problem: problemOf({ beta: 16, mask: 'full', value: rotation }, uniformTokens(12, 8, 3), 3, 4),
    steps: 60,
  },
};

describe.each(Object.entries(problems))('%s', (_, { problem, steps }) => {
  const full = problem.dynamics.parameters.mask === 'full';
  const integrators = Object.values(integratorRegistry).filter((integrator) => !full || !isImplicit(integrator));
  const end = async (method: AnyIntegrator, count: number) =>
    tokensAt(await solve(problem, { kind: 'fixed' as const, integrator: method, dt: problem.tSpan[1] / count }), 0);
  let exact: Float64Array;
  beforeAll(async () => {
    exact = await end(dopri5, 25 * steps);
  });

  test.each(integrators)('$name converges with its order, $order', async (integrator) => {
    const first = integrator.order > 5 ? steps / 4 : steps;
    const counts = integrator.order > 2 ? [first, 1.5 * first, 2.25 * first] : [200, 400, 800];
    const errors: number[] = [];
    for (const count of counts) errors.push(largestDifference(await end(integrator, count), exact));
    const observed = -slope(counts.map(Math.log), errors.map(Math.log));
    const off = observed - integrator.order;
    const [below, above] = integrator.order > 5 ? HIGH_TOLERANCE : [TOLERANCE, TOLERANCE];
    expect(off, `observed ${observed}, errors ${errors}`).toBeGreaterThan(-below);
    expect(off, `observed ${observed}, errors ${errors}`).toBeLessThan(above);
  });
});
