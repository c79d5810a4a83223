import fc from 'fast-check';
import { expect, test } from 'vitest';
import { tokensAt } from '../../src/core/recording.ts';
import { problems, type RandomProblem } from '../support/arbitraries.ts';
import { largestDifference } from '../support/numeric.ts';
import { adaptiveDopri5, problemOf, solve } from '../support/problems.ts';

const PROBLEMS = 100;
const FACTOR = 10;
const UNTIL = 5;

const softmax = problems(16).map(
  (problem): RandomProblem => ({ ...problem, given: { ...problem.given, normalization: 'softmax' } }),
);
const sample = fc.sample(fc.noBias(softmax), { numRuns: PROBLEMS, seed: 7 });

async function end({ d, x, given }: RandomProblem, rtol: number): Promise<Float64Array> {
  const tolerance = { rtol, atol: rtol / 100 };
  const method = { kind: 'adaptive' as const, integrator: adaptiveDopri5, tolerance };
  return tokensAt(await solve(problemOf(given, x, d, UNTIL), method), 0);
}

/** With tolerances far tighter than those in question. */
const exact: Float64Array[] = [];
for (const problem of sample) exact.push(await end(problem, 1e-13));

test.each([1e-5, 1e-8])(
  'at tolerance %d the global error is below ten of it in 99 of 100 random problems',
  async (rtol) => {
    const errors: number[] = [];
    for (const [i, problem] of sample.entries()) {
      errors.push(largestDifference(await end(problem, rtol), exact[i]) / (1.01 * rtol)); // in units of the tolerance
    }
    errors.sort((a, b) => b - a);
    expect(errors.filter((error) => error > FACTOR).length, `worst ${errors.slice(0, 5)}`).toBeLessThanOrEqual(
      PROBLEMS / 100,
    );
  },
);
