import { expect, test } from 'vitest';
import { forAllRuns, problems } from '../support/arbitraries.ts';
import { unitRows } from '../support/draw.ts';
import { largestDifference } from '../support/numeric.ts';
import { odex } from '../support/odex.ts';
import { plainField } from '../support/plain-field.ts';
import { tokensAfter } from '../support/problems.ts';

/** Another integrator, and the equation in a few other lines. */
const TOLERANCE = 1e-9;

test('random problems end where ODEX with the plain equation ends', async () => {
  const softmax = problems(10).map((problem) => ({
    ...problem,
    given: { ...problem.given, normalization: 'softmax' as const },
  }));
  await forAllRuns(softmax, 60, async ({ d, x, given }) => {
    const wanted = unitRows(Float64Array.from(odex(plainField({ d, ...given }), x, 1)), d);
    expect(largestDifference(await tokensAfter(given, x, d, 1), wanted)).toBeLessThan(TOLERANCE);
  });
});

test('without softmax too, while exponents are small', async () => {
  const counted = problems(8).map((problem) => ({
    ...problem,
    given: { ...problem.given, beta: problem.given.beta / 12, normalization: 'count' as const },
  }));
  await forAllRuns(counted, 40, async ({ d, x, given }) => {
    const wanted = unitRows(Float64Array.from(odex(plainField({ d, ...given }), x, 1)), d);
    expect(largestDifference(await tokensAfter(given, x, d, 1), wanted)).toBeLessThan(TOLERANCE);
  });
});
