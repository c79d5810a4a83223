import { expect, test } from 'vitest';
import { integratorRegistry } from '../../src/integrators/index.ts';
import { isImplicit } from '../../src/integrators/integrator.ts';
import { forAllRuns, problems } from '../support/arbitraries.ts';
import { problemOf, solve } from '../support/problems.ts';

const TOLERANCE = 1e-12;

test.each(Object.values(integratorRegistry))('tokens stay unit at every saved time of $name', async (integrator) => {
  const bounded = problems(8).map((problem) => ({
    ...problem,
    given: {
      ...problem.given,
      normalization: 'softmax' as const,
      ...(isImplicit(integrator) && { mask: 'causal' as const }),
    },
  }));
  await forAllRuns(bounded, 15, async ({ d, x, given }) => {
    const saveAt = [0, 0.03, 0.1, 0.77, 1.5, 2.2, 3];
    const { xs } = await solve(problemOf(given, x, d, 3), { kind: 'fixed' as const, integrator, dt: 0.1 }, { saveAt });
    for (let at = 0; at < xs.length; at += d) {
      expect(Math.abs(Math.hypot(...xs.subarray(at, at + d)) - 1)).toBeLessThan(TOLERANCE);
    }
  });
});
