import { expect, test } from 'vitest';
import { euler } from '../../src/integrators/euler.ts';
import { lieEuler } from '../../src/integrators/lie-euler.ts';
import { geodesicDistance } from '../../src/numerics/sphere.ts';
import { forAllRuns, problems } from '../support/arbitraries.ts';
import { fieldOf, tokensAfter } from '../support/problems.ts';

const softmax = problems(8).map((problem) => ({
  ...problem,
  given: { ...problem.given, normalization: 'softmax' as const },
}));

test('a Lie–Euler step goes dt·|velocity| along the great circle, an Euler step its arctangent', async () => {
  await forAllRuns(softmax, 30, async ({ n, d, x, given }) => {
    const dt = 0.25; // speeds stay below 4, lengths below π
    const speeds = fieldOf(given, x, d);
    const along = await tokensAfter(given, x, d, dt, { kind: 'fixed' as const, integrator: lieEuler, dt });
    const cut = await tokensAfter(given, x, d, dt, { kind: 'fixed' as const, integrator: euler, dt });
    for (let k = 0; k < n; k++) {
      const length = dt * Math.hypot(...speeds.subarray(k * d, (k + 1) * d));
      expect(Math.abs(geodesicDistance(x, k * d, along, k * d, d) - length)).toBeLessThan(1e-14);
      expect(Math.abs(geodesicDistance(x, k * d, cut, k * d, d) - Math.atan(length))).toBeLessThan(1e-14);
    }
  });
});
