/** Starts that decide are not reported, in forty runs to the end; laws.test.ts asks it of twelve. */
import { expect, test } from 'vitest';
import { esdirk4 } from '../../src/integrators/esdirk4.ts';
import { uniformTokens } from '../support/draw.ts';
import { problemOf, solve } from '../support/problems.ts';

test('none of 40 generic starts is reported, to the end', async () => {
  for (let seed = 1; seed <= 40; seed++) {
    const d = 2 + (seed % 3);
    const { undecided } = await solve(problemOf({ beta: 9 }, uniformTokens(seed, 10, d), d, 1e9), {
      ...{ kind: 'adaptive' as const, integrator: esdirk4 },
      tolerance: { rtol: 1e-8, atol: 0 },
    });
    expect(undecided).toEqual([]);
  }
});
