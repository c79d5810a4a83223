/**
 * Blocks against NumPy and SciPy, which know the page of the docs and not the sources, on the 40 compositions of a
 * covering design (test/reference/README.md has its table).
 */
import { describe, expect, test } from 'vitest';
import { prepareRun } from '../../src/run/prepare.ts';
import type { RunSpec } from '../../src/run/spec.ts';
import { equationOf } from '../../src/simulation/problem.ts';
import { simulate } from '../../src/simulation/simulate.ts';
import { type Composition, compositions } from '../support/block-compositions.ts';
import { type BlockAnswer, referenceOf, scipy } from '../support/block-reference.ts';
import { largestDifference } from '../support/numeric.ts';

/** The sides err by 2e-11 at most each at these tolerances. */
const AGREEMENT = 1e-9;

function preparedOf({ spec, tokens, times }: Composition) {
  const run = { ...spec, initial: tokens, saveAt: times.slice(1), until: times[times.length - 1] };
  return prepareRun({ ...run, integrator: 'dop853', rtol: 1e-13, atol: 1e-14 } as unknown as RunSpec);
}

describe.skipIf(scipy === null)('40 compositions (needs python3-scipy)', () => {
  const all = compositions();
  let answers: BlockAnswer[] = [];
  test('the reference answers', () => {
    answers = referenceOf(all);
    expect(answers.length).toBe(40);
  }, 120_000);

  test.each(all.map((composition, i) => [i, composition] as const))('%i', async (i, composition) => {
    const { problem, method } = preparedOf(composition);
    const { velocity, tokens } = answers[i];
    const { shape, initial } = problem;
    const own = new Float64Array(initial.length);
    equationOf(problem).field()(0, initial, own);
    expect(largestDifference(own, Float64Array.from(velocity.flat()))).toBeLessThan(AGREEMENT);
    const times = composition.times.slice(1, tokens.length);
    if (times.length === 0) return;
    const { xs, status } = await simulate({ ...problem, tSpan: [0, times[times.length - 1]] }, method, {
      saveAt: times,
    });
    expect(status).toBe('completed');
    const size = shape.n * shape.d;
    times.forEach((_, j) => {
      const wanted = Float64Array.from(tokens[j + 1].flat());
      expect(largestDifference(xs.subarray(j * size, (j + 1) * size), wanted)).toBeLessThan(AGREEMENT);
    });
  });
});
