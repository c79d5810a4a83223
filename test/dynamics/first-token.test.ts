import { describe, expect, test } from 'vitest';
import { tokensAt } from '../../src/core/recording.ts';
import { integratorRegistry } from '../../src/integrators/index.ts';
import { forAllRuns, tokens } from '../support/arbitraries.ts';
import { gaussianMatrix, uniformTokens, unitRows } from '../support/draw.ts';
import { applied, expm, scaled } from '../support/linear.ts';
import { largestDifference } from '../support/numeric.ts';
import { adaptiveDopri5, problemOf, solve, tokensAfter } from '../support/problems.ts';

const TOLERANCE = 1e-9;

describe('the first token', () => {
  test('follows e^{tV}x/|e^{tV}x| whatever Q, K and β', async () => {
    await forAllRuns(tokens(4), 30, async ({ n, d, x }) => {
      const value = gaussianMatrix(n + d, d, 1);
      const given = { beta: 2, query: gaussianMatrix(n + 10, d), key: gaussianMatrix(n + 20, d), value };
      const t = 1.5;
      const end = await tokensAfter(given, x, d, t);
      const wanted = unitRows(Float64Array.from(applied(expm(scaled(value, t)), x.subarray(0, d))), d);
      expect(largestDifference(end.subarray(0, d), wanted)).toBeLessThan(TOLERANCE);
    });
  });

  test('approaches a double eigenvalue without a second eigenvector like 1/t', async () => {
    const at = async (t: number) => {
      const [c, s] = await tokensAfter(
        {
          beta: 1,
          value: [
            [1, 1],
            [0, 1],
          ],
        },
        Float64Array.of(0.6, 0.8),
        2,
        t,
      );
      return Math.atan2(s, c);
    };
    for (const t of [10, 1000])
      expect(Math.abs((await at(t)) - Math.atan2(0.8, 0.6 + 0.8 * t))).toBeLessThan(TOLERANCE);
  });

  test('keeps its bits for V = I along adaptive steps, at every saved time', async () => {
    const x = uniformTokens(6, 8, 3);
    const saveAt = Array.from({ length: 50 }, (_, i) => 0.37 * i);
    const method = { kind: 'adaptive' as const, integrator: adaptiveDopri5, tolerance: { rtol: 1e-6, atol: 1e-8 } };
    const trajectory = await solve(problemOf({ beta: 9, key: gaussianMatrix(1, 3) }, x, 3, 20), method, { saveAt });
    for (let i = 0; i < 50; i++) expect(tokensAt(trajectory, i).slice(0, 3)).toEqual(x.slice(0, 3));
  });

  /** Integrators whose slopes are tangent; the others make x longer and normalise it again, which rounds. */
  const tangent = Object.values(integratorRegistry).filter((integrator) => !('output' in integrator));
  const STEPS = 500;

  test.each(tangent)('keeps its bits for V = λI under $name', async (integrator) => {
    const x = uniformTokens(5, 6, 3);
    const query = gaussianMatrix(1, 3);
    for (const value of [1, -1, 0.3]) {
      const end = await tokensAfter({ beta: 3, query, value }, x, 3, 0.05 * STEPS, {
        kind: 'fixed' as const,
        integrator,
        dt: 0.05,
      });
      expect(end.slice(0, 3)).toEqual(x.slice(0, 3));
      expect(largestDifference(end.slice(3, 6), x.slice(3, 6))).toBeGreaterThan(0.01); // the second one does move
    }
  });

  test('stays within the rounding of every step under residual', async () => {
    const x = uniformTokens(5, 6, 3);
    for (const value of [1, -1, 0.3]) {
      const method = { kind: 'fixed' as const, integrator: integratorRegistry.residual, dt: 0.05 };
      const end = await tokensAfter({ beta: 3, value }, x, 3, 0.05 * STEPS, method);
      expect(largestDifference(end.slice(0, 3), x.slice(0, 3))).toBeLessThan(STEPS * 2 ** -52);
    }
  });
});
