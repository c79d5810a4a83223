import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { anglesOf } from '../../src/analysis/circle.ts';
import { ensembleEnergy } from '../../src/analysis/energy.ts';
import { tokensAt } from '../../src/core/recording.ts';
import { between, forAll, forAllRuns, problems, type RandomTokens, tokens } from '../support/arbitraries.ts';
import { uniformTokens } from '../support/draw.ts';
import { dotProduct } from '../support/linear.ts';
import { largestDifference } from '../support/numeric.ts';
import { largestTerm } from '../support/plain-field.ts';
import { type Equation, fieldOf, problemOf, solve } from '../support/problems.ts';

const TOLERANCE = 1e-8;

const full = fc.constantFrom(
  { name: 'SA', mask: 'full' as const, normalization: 'softmax' as const },
  { name: 'USA', mask: 'full' as const, normalization: 'count' as const },
);
const cases = fc
  .record({ random: tokens(10), beta: between(0.1, 5), equation: full })
  .map(({ random, beta, equation }) => ({
    ...random,
    ...equation,
    given: { beta, mask: equation.mask, normalization: equation.normalization },
  }));
const circles = fc
  .record({ random: tokens(10, fc.constant(2)), beta: between(0.1, 5), equation: full })
  .map(({ random, beta, equation }) => ({
    ...random,
    ...equation,
    given: { beta, mask: equation.mask, normalization: equation.normalization },
  }));

function reversed(x: Float64Array, d: number): Float64Array {
  const n = x.length / d;
  return x.map((_, i) => x[(n - 1 - Math.floor(i / d)) * d + (i % d)]);
}

/** The sums Z_k = Σ_j e^{β⟨x_k, x_j⟩}. */
function partitionSums({ n, d, x }: RandomTokens, beta: number): number[] {
  const row = (k: number) => x.subarray(k * d, (k + 1) * d);
  return Array.from({ length: n }, (_, k) => {
    let z = 0;
    for (let j = 0; j < n; j++) z += Math.exp(beta * dotProduct(row(k), row(j)));
    return z;
  });
}

function squaredSpeeds({ n, d, x }: RandomTokens, given: Equation): number[] {
  const f = fieldOf(given, x, d);
  return Array.from({ length: n }, (_, k) =>
    dotProduct(f.subarray(k * d, (k + 1) * d), f.subarray(k * d, (k + 1) * d)),
  );
}

/** dΦ/dt along the field, by central differences. */
function energyRate({ n, d, x }: RandomTokens, given: Equation): number {
  const f = fieldOf(given, x, d);
  const step = 1e-5 / Math.max(1, ...f.map(Math.abs));
  const along = (t: number) => {
    const y = x.map((entry, i) => entry + t * f[i]);
    for (let k = 0; k < n; k++) {
      const row = y.subarray(k * d, (k + 1) * d);
      const length = Math.hypot(...row);
      for (let i = 0; i < d; i++) row[i] /= length;
    }
    return ensembleEnergy(y, { n, d }, given.beta);
  };
  return (along(step) - along(-step)) / (2 * step);
}

describe('under full attention', () => {
  test('the order of tokens does not matter', () => {
    forAll(
      problems(10).map((problem) => ({ ...problem, given: { ...problem.given, mask: 'full' as const } })),
      200,
      ({ d, x, given }) => {
        const f = fieldOf(given, reversed(x, d), d);
        const tolerance = 1e-12 * largestTerm({ d, ...given }, x); // sums in another order
        expect(largestDifference(f, reversed(fieldOf(given, x, d), d))).toBeLessThan(tolerance);
      },
    );
  });

  test('but it does under causal attention', () => {
    const x = uniformTokens(1, 4, 3);
    expect(
      largestDifference(fieldOf({ beta: 1 }, reversed(x, 3), 3), reversed(fieldOf({ beta: 1 }, x, 3), 3)),
    ).toBeGreaterThan(0.1);
  });

  test('the energy grows at the rate of the dissipation, (1/n)Σ|ẋ_k|² or (1/n²)ΣZ_k|ẋ_k|² times 2βe^{−β}', () => {
    forAll(cases, 300, ({ name, n, d, x, given }) => {
      const { beta } = given;
      const z = partitionSums({ n, d, x }, beta);
      const speeds = squaredSpeeds({ n, d, x }, given);
      const weights = name === 'USA' ? speeds.map(() => 1 / n) : z.map((sum) => sum / (n * n));
      const dissipation = 2 * beta * Math.exp(-beta) * dotProduct(weights, speeds);
      expect(Math.abs(energyRate({ n, d, x }, given) - dissipation)).toBeLessThan(TOLERANCE * Math.max(1, dissipation));
    });
  });

  test('the energy never falls along a run', async () => {
    await forAllRuns(cases, 20, async ({ n, d, x, given }) => {
      const saveAt = Array.from({ length: 41 }, (_, i) => i / 10);
      const trajectory = await solve(problemOf(given, x, d, 4), undefined, { saveAt });
      let energy = 0;
      for (let i = 0; i < saveAt.length; i++) {
        const now = ensembleEnergy(tokensAt(trajectory, i), { n, d }, given.beta);
        expect(now).toBeGreaterThan(energy - 1e-12);
        energy = now;
      }
    });
  });
});

describe('on the circle, under full attention', () => {
  const saveAt = Array.from({ length: 101 }, (_, i) => i / 50);

  test('tokens keep their cyclic order', async () => {
    await forAllRuns(circles, 20, async ({ n, x, given }) => {
      const start = anglesOf(x);
      const order = [...start.keys()].sort((a, b) => start[a] - start[b]);
      // Unnormalised forces are up to e^β: so much sooner would gaps be lost in rounding.
      const speed = given.normalization === 'count' ? Math.exp(given.beta) : 1;
      const times = saveAt.map((t) => t / speed);
      const trajectory = await solve(problemOf(given, x, 2, times[100]), undefined, { saveAt: times });
      for (let i = 0; i < saveAt.length; i++) {
        const angles = anglesOf(tokensAt(trajectory, i));
        const around = order.reduce((sum, k, at) => {
          const gap = angles[order[(at + 1) % n]] - angles[k];
          return sum + (gap < 0 || n === 1 ? gap + 2 * Math.PI : gap);
        }, 0);
        expect(Math.abs(around - 2 * Math.PI)).toBeLessThan(TOLERANCE); // 4π after an overtaking
      }
    });
  });

  test('coincident tokens stay together, to the bit', async () => {
    await forAllRuns(circles, 20, async ({ x, given }) => {
      const doubled = Float64Array.of(...x, ...x.subarray(0, 2));
      const end = tokensAt(await solve(problemOf(given, doubled, 2, 2)), 0);
      expect(end.slice(-2)).toEqual(end.slice(0, 2));
    });
  });

  test('the sum of velocities vanishes for USA, the sum weighted by Z_k for SA', () => {
    forAll(circles, 300, ({ name, n, d, x, given }) => {
      const f = fieldOf(given, x, 2);
      const angular = Array.from({ length: n }, (_, k) => x[2 * k] * f[2 * k + 1] - x[2 * k + 1] * f[2 * k]);
      const weights = name === 'USA' ? angular.map(() => 1) : partitionSums({ n, d, x }, given.beta);
      const size = weights.reduce((sum, weight) => sum + weight, 0) * Math.exp(given.beta);
      expect(Math.abs(dotProduct(weights, angular))).toBeLessThan(1e-15 * size);
    });
  });

  test('USA conserves the sum of the angles along a run', async () => {
    await forAllRuns(circles, 15, async ({ x, given: { beta } }) => {
      const given = { beta, mask: 'full', normalization: 'count' } as const;
      const trajectory = await solve(problemOf(given, x, 2, 2), undefined, { saveAt });
      let drift = 0;
      for (let i = 1; i < saveAt.length; i++) {
        const [before, after] = [tokensAt(trajectory, i - 1), tokensAt(trajectory, i)];
        for (let at = 0; at < x.length; at += 2) {
          const cross = before[at] * after[at + 1] - before[at + 1] * after[at];
          drift += Math.atan2(cross, before[at] * after[at] + before[at + 1] * after[at + 1]);
        }
      }
      expect(Math.abs(drift)).toBeLessThan(TOLERANCE);
    });
  });
});
