import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { tokensAt } from '../../src/core/recording.ts';
import { between, dimensions, forAllRuns, seeds } from '../support/arbitraries.ts';
import { gaussianMatrix, uniformTokens } from '../support/draw.ts';
import { dotProduct, multiply, transpose } from '../support/linear.ts';
import { exponentialIntegral, largestDifference, rootOf } from '../support/numeric.ts';
import { problemOf, solve, tokensAfter } from '../support/problems.ts';
import { clockOf } from '../support/two-tokens.ts';

const TOLERANCE = 1e-9;

function cosine(x: Float64Array, d: number): number {
  return dotProduct(x.subarray(0, d), x.subarray(d, 2 * d));
}

const pairs = fc.record({ d: dimensions, beta: between(0.1, 8), seed: seeds, t: between(0.1, 4) }).map((given) => ({
  ...given,
  x: uniformTokens(given.seed, 2, given.d),
}));

describe('the exponential integral of the tests', () => {
  test.each([
    [1, 1.8951178163559368],
    [0.1, -1.6228128139692766],
    [10, 2492.2289762418777],
    [-0.5, -0.5597735947761608],
    [-3, -0.013048381094197037],
    [-20, -9.835525290649882e-11],
  ])('Ei(%d) = %d', (x, value) => {
    expect(Math.abs(exponentialIntegral(x) / value - 1)).toBeLessThan(1e-13);
  });
});

describe('two tokens', () => {
  test('close up as the quadrature says', async () => {
    await forAllRuns(pairs, 40, async ({ d, beta, t, x }) => {
      const clock = clockOf(beta);
      const begin = cosine(x, d);
      const end = rootOf((u) => clock(u) - clock(begin) - t, begin, 1);
      expect(Math.abs(cosine(await tokensAfter({ beta }, x, d, t), d) - end)).toBeLessThan(TOLERANCE);
    });
  });

  test('part for V = −I as the same quadrature says backwards', async () => {
    await forAllRuns(pairs, 40, async ({ d, beta, t, x }) => {
      const clock = clockOf(beta);
      const begin = cosine(x, d);
      const end = rootOf((u) => clock(u) - clock(begin) + t, -1, begin);
      expect(Math.abs(cosine(await tokensAfter({ beta, value: -1 }, x, d, t), d) - end)).toBeLessThan(TOLERANCE);
    });
  });

  test('without temperature halve the tangent of half their angle: tan(θ/2) = e^{−t/2} tan(θ₀/2)', async () => {
    await forAllRuns(pairs, 20, async ({ d, t, x }) => {
      const half = Math.atan(Math.exp(-t / 2) * Math.tan(Math.acos(cosine(x, d)) / 2));
      expect(Math.abs(cosine(await tokensAfter({ beta: 0 }, x, d, t), d) - Math.cos(2 * half))).toBeLessThan(TOLERANCE);
    });
  });

  test('that are antipodal stay so', async () => {
    await forAllRuns(pairs, 20, async ({ d, beta, x }) => {
      const first = x.subarray(0, d);
      const antipodal = Float64Array.of(...first, ...first.map((entry) => -entry));
      expect(largestDifference(await tokensAfter({ beta }, antipodal, d, 10), antipodal)).toBeLessThan(TOLERANCE);
    });
  });

  test('under full attention are exactly twice as fast', async () => {
    await forAllRuns(pairs, 30, async ({ d, beta, t, x }) => {
      const full = cosine(await tokensAfter({ beta, mask: 'full' }, x, d, t), d);
      expect(Math.abs(full - cosine(await tokensAfter({ beta }, x, d, 2 * t), d))).toBeLessThan(TOLERANCE);
    });
  });
});

describe('V = −I', () => {
  test('is V = I with time reversed, for any number of tokens', async () => {
    await forAllRuns(pairs, 12, async ({ d, beta, seed }) => {
      const x = uniformTokens(seed, 6, d);
      const root = gaussianMatrix(seed, d);
      const given = { beta, query: root, key: multiply(transpose(root), root) };
      const there = await solve(problemOf(given, x, d, 1.5));
      const back = await tokensAfter({ ...given, value: -1 }, tokensAt(there, 0), d, 1.5);
      expect(largestDifference(back, x)).toBeLessThan(TOLERANCE);
    });
  });
});
