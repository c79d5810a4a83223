/** Where a run at a hundredth of the tolerance ends elsewhere, the run itself has named the token that did, or one that it follows. */
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { tokensAt } from '../../src/core/recording.ts';
import { geodesicDistance } from '../../src/numerics/sphere.ts';
import { run } from '../../src/run/run.ts';
import type { RunSpec } from '../../src/run/spec.ts';

/** Far more than tolerances of 1e-8 make of each other in runs that decide, and far less than two places that a token can go to. */
const ELSEWHERE = 0.01;

/** Second tokens near the opposite of the first one, thirds near the middle, far ones: offsets from 10⁻¹⁶ to 1. */
const offset = fc
  .tuple(fc.double({ min: -16, max: 0, noNaN: true }), fc.boolean())
  .map(([power, negative]) => (negative ? -1 : 1) * 10 ** power);
const value = fc.constantFrom([1, 1], [1, 0.5], [-1, -1], [[1, 1], [0, 1]], [[1, 0.3], [-0.3, 1]]); // biome-ignore format: matrices
const systems = fc.record({
  first: fc.double({ min: 0, max: 6, noNaN: true }),
  second: offset,
  third: offset,
  beta: fc.constantFrom(0, 1, 4),
  value,
  integrator: fc.constantFrom('dopri5', 'auto'),
  mask: fc.constantFrom('causal', 'full'),
});

test('runs of three tokens near symmetric places', async () => {
  await fc.assert(
    fc.asyncProperty(systems, async ({ first, second, third, ...equation }) => {
      const angles = [first, first + Math.PI + second, first + Math.PI / 2 + third];
      const initial = angles.map((angle) => [Math.cos(angle), Math.sin(angle)]);
      const given = { ...equation, initial, saveAt: [200], observe: 'none', maxSteps: 20000 } as unknown as RunSpec;
      const { trajectory } = await run(given);
      const finer = (await run({ ...given, rtol: 1e-10, atol: 1e-12 })).trajectory;
      if (trajectory.status !== 'completed' || finer.status !== 'completed') return;
      const [ends, others] = [tokensAt(trajectory, 0), tokensAt(finer, 0)];
      const elsewhere = [0, 1, 2].filter((k) => geodesicDistance(ends, 2 * k, others, 2 * k, 2) > ELSEWHERE);
      if (elsewhere.length > 0) expect(trajectory.undecided.length, JSON.stringify(given)).toBeGreaterThan(0);
    }),
    { numRuns: 60, seed: 11 },
  );
});
