/** The local path against the direct one: far tokens that do not count are left out, and nothing else is. */

import { describe, expect, test } from 'vitest';
import { wasm } from '../../src/backends/wasm/backend.ts';
import { resolveEquation } from '../../src/dynamics/equation.ts';
import { compensatedField } from '../support/compensated-field.ts';
import { computedField, rowDistance, rowSize } from '../support/computed-field.ts';
import { gaussianMatrix, uniformTokens } from '../support/draw.ts';
import { type Equation, equation } from '../support/problems.ts';
import { tokenSetNames, tokenSets } from '../support/token-sets.ts';

/** What rows of one force may differ by when they sum the same terms in another order. */
const RELATIVE = 1e-13;

const local = (given: Equation, x: Float64Array, d: number) => computedField(given, x, d, { field: 'local' });
/** By differences in every dimension: relative accuracy. */
const direct = (given: Equation, x: Float64Array, d: number) =>
  computedField(given, x, d, { field: 'direct', accuracy: 0 });

/** What the terms of row k add up to, before they cancel: ‖V‖(1/Z) Σ_j w_j |x_j − x_k|, and |V x_k| where V is no multiple of I. */
function termsOf({ beta, mask, value }: Equation, x: Float64Array, d: number, k: number): number {
  const n = x.length / d;
  let [z, sum] = [0, 0];
  for (let j = 0; j < (mask === 'full' ? n : k + 1); j++) {
    let square = 0;
    for (let i = 0; i < d; i++) square += (x[j * d + i] - x[k * d + i]) ** 2;
    const weight = Math.exp((-beta * square) / 2);
    z += weight;
    sum += weight * Math.sqrt(square);
  }
  return value ? Math.hypot(...(value as number[][]).flat()) * (sum / z + 1) : sum / z;
}

/** The largest difference of a row, as a share of its force, or of its terms where these cancel, over every `step`-th row. */
async function largestShare(given: Equation, x: Float64Array, d: number, step = 1): Promise<number> {
  const [near, all] = [await local(given, x, d), await direct(given, x, d)];
  expect(near.report).toMatchObject({ path: 'local', directRows: 0 });
  let largest = 0;
  for (let k = x.length / d - 1; k >= 0; k -= step) {
    const difference = rowDistance(near.velocities, all.velocities, d, k);
    if (difference === 0) continue;
    const ofForce = difference / rowSize(all.velocities, d, k);
    largest = Math.max(largest, ofForce <= RELATIVE ? ofForce : difference / termsOf(given, x, d, k));
  }
  return largest;
}

describe.each([2, 3, 5, 8])('d = %d', (d) => {
  test.each(tokenSetNames)('%s: the direct field, row by row', async (set) => {
    const worst: string[] = [];
    for (const n of [34, 201]) {
      const x = tokenSets[set](7, n, d);
      for (const beta of [1, 9, 64, 1024, 1e4]) {
        for (const mask of ['causal', 'full'] as const) {
          const share = await largestShare({ beta, mask }, x, d);
          if (!(share <= RELATIVE)) worst.push(`n = ${n}, β = ${beta}, ${mask}: ${share.toExponential(1)}`);
        }
      }
    }
    expect(worst).toEqual([]);
  });

  test('with any V, and divided by n', async () => {
    const x = tokenSets.clustered(3, 300, d);
    for (const mask of ['causal', 'full'] as const) {
      for (const beta of [1, 64]) {
        expect(await largestShare({ beta, mask, value: gaussianMatrix(5, d) }, x, d)).toBeLessThanOrEqual(RELATIVE);
        const given = { beta, mask, normalization: 'count' as const };
        const [near, all] = [await local(given, x, d), await direct(given, x, d)];
        const scale = Math.max(...all.velocities.map(Math.abs));
        expect(scale).toBeGreaterThan(0);
        for (let k = 0; k < 300; k++) {
          expect(rowDistance(near.velocities, all.velocities, d, k) / scale).toBeLessThanOrEqual(RELATIVE);
        }
      }
    }
  });

  test('a lone leader pulls its followers by e^{−115}, to twelve digits', async () => {
    for (const n of [2, 40]) {
      const x = tokenSets['lone leader'](5, n, d);
      const given = { beta: 64 };
      const row = compensatedField(equation(given), x, { n, d })(1);
      const size = Math.hypot(...row.high);
      expect(size).toBeGreaterThan(0);
      expect(size).toBeLessThan(1e-45);
      const { velocities } = await local(given, x, d);
      expect(rowDistance(velocities.slice(d, 2 * d), row.high, d, 0) / size).toBeLessThanOrEqual(1e-12);
    }
  });

  test.each([1, 2, 3])('n = %d', async (n) => {
    const x = uniformTokens(12, n, d);
    for (const mask of ['causal', 'full'] as const) {
      for (const beta of [1, 64, 300]) {
        expect(await largestShare({ beta, mask }, x, d)).toBeLessThanOrEqual(RELATIVE);
        const { velocities } = await local({ beta, mask }, x, d);
        if (mask === 'causal') expect(rowSize(velocities, d, 0)).toBe(0);
        if (n > 1) expect(rowSize(velocities, d, 1)).toBeGreaterThan(0);
      }
    }
  });

  test('a row that is no number stays one, and no earlier row hears of it', async () => {
    const x = uniformTokens(3, 60, d);
    const clean = (await local({ beta: 9 }, x, d)).velocities;
    const dirty = x.slice();
    dirty[41 * d] = Number.NaN;
    const { velocities } = await computedField({ beta: 9 }, dirty, d, { field: 'local' });
    expect([...velocities.subarray(0, 41 * d)]).toEqual([...clean.subarray(0, 41 * d)]);
    expect(velocities.subarray(41 * d, 42 * d).every(Number.isNaN)).toBe(true);
  });
});

test.each([2, 3, 6])('d = %d: where the near force is weak, tokens at the rim of a far cell still count', async (d) => {
  const beta = 1e4;
  const at = (exponent: number) => Math.sqrt((2 * exponent) / beta); // the angle of weights e^{−exponent}
  const rows = (angles: readonly number[]) =>
    Float64Array.from({ length: angles.length * d }, (_, i) => {
      if (i % d > 1) return 0;
      return i % d === 0 ? Math.cos(angles[Math.floor(i / d)]) : Math.sin(angles[Math.floor(i / d)]);
    });
  let counted = 0;
  for (const nearest of [12, 16, 20, 24, 30]) {
    for (const far of [40, 44, 46, 48, 52, 60, 75]) {
      // The third token is the nearest to the last; the second lies on the near rim of the first one's cell.
      const x = rows([1.3 * at(far), at(far), -at(nearest), 0]);
      const [near, all] = [await local({ beta }, x, d), await direct({ beta }, x, d)];
      const alone = await direct({ beta }, x.slice(2 * d), d);
      const size = rowSize(all.velocities, d, 3);
      expect(rowDistance(near.velocities, all.velocities, d, 3) / size).toBeLessThanOrEqual(RELATIVE);
      if (rowDistance(all.velocities.slice(3 * d), alone.velocities.slice(d), d, 0) / size > 10 * RELATIVE) counted++;
    }
  }
  expect(counted).toBeGreaterThan(10); // where the far ones matter
});

test('more cells than are kept apart: tokens beyond them share one that every row sums', async () => {
  // A cell has a radius of 0.03; on S⁴ about three in a million of all tokens lie that near to one: 6,000 cells for 4,096.
  const x = uniformTokens(2, 6000, 5);
  for (const mask of ['causal', 'full'] as const) {
    expect(await largestShare({ beta: 1e4, mask }, x, 5, 37)).toBeLessThanOrEqual(RELATIVE);
  }
});

test.each([
  { name: 'any Q, K', given: { query: gaussianMatrix(1, 3) } },
  { name: 'b < 0', given: { query: -1 } },
  { name: 'β = 0', given: { beta: 0 } },
  { name: 'frozen centers', given: { centers: [[1, 0, 0]] } },
])('$name: refused in a sentence', async ({ given }) => {
  await expect(async () =>
    wasm.prepare(resolveEquation(equation({ beta: 9, ...given }), { n: 20, d: 3 }), 2, { field: 'local' }),
  ).rejects.toThrow(
    /^"field" local does not cover this problem: it is for scores that fall with distance: QᵀK a multiple b of the identity, βb > 0, no frozen centers\. Take auto, direct(, harmonic)?\.$/,
  );
});
