import fc from 'fast-check';
import { expect, test } from 'vitest';
import { tokensAt } from '../../src/core/recording.ts';
import { between, forAllRuns, seeds } from '../support/arbitraries.ts';
import { gaussianMatrix, uniformTokens } from '../support/draw.ts';
import { dotProduct, solved, transpose } from '../support/linear.ts';
import { problemOf, solve } from '../support/problems.ts';

const TOLERANCE = 1e-9;

function rowsOf(x: Float64Array, d: number): number[][] {
  return Array.from({ length: x.length / d }, (_, k) => Array.from(x.subarray(k * d, (k + 1) * d)));
}

const cases = fc.record({ d: fc.integer({ min: 2, max: 5 }), beta: between(0, 4), seed: seeds }).map((given) => ({
  ...given,
  query: gaussianMatrix(given.seed + 1, given.d),
  key: gaussianMatrix(given.seed + 2, given.d),
}));

test('for V = I a token stays in the cone of the tokens that it and its predecessors were', async () => {
  await forAllRuns(cases, 30, async ({ d, beta, seed, query, key }) => {
    // As many tokens as dimensions: their coefficients on the initial tokens are unique.
    const initial = uniformTokens(seed, d, d);
    const trajectory = await solve(problemOf({ beta, query, key }, initial, d, 4), undefined, {
      saveAt: [0.5, 1, 2, 4],
    });
    const columns = transpose(rowsOf(initial, d));
    for (let i = 0; i < 4; i++) {
      for (const [k, row] of rowsOf(tokensAt(trajectory, i), d).entries()) {
        const coefficients = solved(columns, row);
        const size = Math.max(1, ...coefficients.map(Math.abs)); // large where initial tokens are nearly dependent
        for (const [j, c] of coefficients.entries()) {
          if (j > k) expect(Math.abs(c)).toBeLessThan(TOLERANCE * size);
          else expect(c).toBeGreaterThan(-TOLERANCE * size);
        }
      }
    }
  });
});

test('for V = −I it may leave the cone', async () => {
  const initial = Float64Array.of(1, 0, 0.6, 0.8);
  const trajectory = await solve(problemOf({ beta: 1, value: -1 }, initial, 2, 4));
  const [first] = solved(transpose(rowsOf(initial, 2)), tokensAt(trajectory, 0).subarray(2, 4));
  expect(first).toBeLessThan(-0.1);
});

test('for V = I tokens of a hemisphere never come nearer its edge', async () => {
  await forAllRuns(cases, 20, async ({ d, beta, seed, query, key }) => {
    const n = 8;
    const initial = uniformTokens(seed, n, d);
    for (let k = 0; k < n; k++) {
      if (initial[k * d] < 0) for (let i = 0; i < d; i++) initial[k * d + i] *= -1;
    }
    const pole = Array.from({ length: d }, (_, i) => (i === 0 ? 1 : 0));
    const saveAt = Array.from({ length: 41 }, (_, i) => i / 10);
    const trajectory = await solve(problemOf({ beta, query, key }, initial, d, 4), undefined, { saveAt });
    const lowest = new Array<number>(n).fill(0); // of the first k tokens
    for (let i = 0; i < saveAt.length; i++) {
      let low = 1;
      for (const [k, row] of rowsOf(tokensAt(trajectory, i), d).entries()) {
        low = Math.min(low, dotProduct(row, pole));
        expect(low).toBeGreaterThan(lowest[k] - TOLERANCE);
        lowest[k] = low;
      }
    }
  });
});
