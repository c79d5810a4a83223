/** The direct path against the reference, in dimensions on both sides of every threshold; direct.long.ts has a large one. */
import { expect, test } from 'vitest';
import { uniformTokens } from '../support/draw.ts';
import { byBackend, describeDirect, EXACT, SINGLE } from './direct.ts';

// On both sides of where registers, differences and products take over, even and odd.
describeDirect([2, 3, 4, 5, 8, 11, 12, 13, 16, 64]);

test('by products, equal tokens attract each other by no more than the bound', async () => {
  const d = 48;
  const one = uniformTokens(3, 1, d);
  const equal = Float64Array.from({ length: 500 * d }, (_, i) => one[i % d]);
  const { velocities, errorBound } = await byBackend({ beta: 100 }, equal, d);
  const noise = velocities.reduce((largest, entry) => Math.max(largest, Math.abs(entry)), 0);
  expect(noise).toBeLessThanOrEqual(errorBound);
  expect(noise).toBeGreaterThan(0); // it went by products: by differences there is none
});

test('what is not a number is not hidden', async () => {
  for (const d of [2, 3, 5, 16]) {
    const x = uniformTokens(1, 9, d);
    x[4 * d] = Number.NaN;
    for (const options of [{}, EXACT, SINGLE]) {
      const { velocities } = await byBackend({ beta: 1 }, x, d, options);
      expect(velocities.subarray(8 * d).some(Number.isNaN), `d = ${d}`).toBe(true);
    }
  }
});
