import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { between, forAllRuns } from '../support/arbitraries.ts';
import { dotProduct } from '../support/linear.ts';
import { odex } from '../support/odex.ts';
import { tokensAfter } from '../support/problems.ts';

const TOLERANCE = 1e-10;

/** n unit vectors of R^n with all cosines ρ: rows of √(1−ρ) I + c·ones. */
function equiangular(n: number, rho: number): Float64Array {
  const spread = Math.sqrt(1 - rho);
  const common = (Math.sqrt(1 + (n - 1) * rho) - spread) / n;
  return Float64Array.from({ length: n * n }, (_, i) => common + (i % (n + 1) === 0 ? spread : 0));
}

function cosines(x: Float64Array, n: number): number[] {
  const row = (k: number) => x.subarray(k * n, (k + 1) * n);
  return Array.from({ length: n }, (_, k) => Array.from({ length: k }, (_, j) => dotProduct(row(k), row(j)))).flat();
}

function rate(n: number, beta: number, normalization: 'softmax' | 'count'): (t: number, y: number[]) => number[] {
  return (_, [rho]) => {
    const common = 2 * Math.exp(beta * rho) * (1 - rho) * ((n - 1) * rho + 1);
    return [common / (normalization === 'count' ? n : Math.exp(beta) + (n - 1) * Math.exp(beta * rho))];
  };
}

const cases = fc.record({
  n: fc.integer({ min: 2, max: 8 }),
  start: between(-0.5, 0.9),
  beta: between(0, 5),
  t: between(0.05, 1),
});

describe('tokens at equal angles', () => {
  test.each(['softmax', 'count'] as const)(
    'stay so under full attention (%s) and close up as the ODE says',
    async (normalization) => {
      await forAllRuns(cases, 25, async ({ n, start, beta, t }) => {
        const rho = start < 0 ? start / (n - 1) : start; // all angles equal only for ρ ≥ −1/(n − 1)
        const end = await tokensAfter({ beta, mask: 'full', normalization }, equiangular(n, rho), n, t);
        const [wanted] = odex(rate(n, beta, normalization), [rho], t);
        for (const cosine of cosines(end, n)) expect(Math.abs(cosine - wanted)).toBeLessThan(TOLERANCE);
      });
    },
  );

  test('n = 8, β = 3: from orthogonal to cosine 0.1034805710 at t = 1', async () => {
    const end = await tokensAfter({ beta: 3, mask: 'full' }, equiangular(8, 0), 8, 1);
    for (const cosine of cosines(end, 8)) expect(Math.abs(cosine - 0.103480571)).toBeLessThan(TOLERANCE);
  });

  test('two of them at β = 0: tanh t', async () => {
    const [cosine] = cosines(await tokensAfter({ beta: 0, mask: 'full' }, equiangular(2, 0), 2, 0.8), 2);
    expect(Math.abs(cosine - Math.tanh(0.8))).toBeLessThan(TOLERANCE);
  });

  test('do not stay so under causal attention', async () => {
    const all = cosines(await tokensAfter({ beta: 3 }, equiangular(8, 0), 8, 1), 8);
    expect(Math.max(...all) - Math.min(...all)).toBeGreaterThan(0.005);
  });
});
