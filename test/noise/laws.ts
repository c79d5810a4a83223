/** What is known of noisy tokens exactly: Brownian motion, stationary laws, the transition to order. Shared by a short and a long suite. */
import { describe, expect, test } from 'vitest';
import { orderParameter } from '../../src/analysis/order-parameter.ts';
import { tokensAt } from '../../src/core/recording.ts';
import { eulerMaruyama } from '../../src/integrators/euler-maruyama.ts';
import { heun } from '../../src/integrators/heun.ts';
import type { Integrator } from '../../src/integrators/integrator.ts';
import { splitting } from '../../src/integrators/splitting.ts';
import { uniformTokens } from '../support/draw.ts';
import { largestDifference, summary } from '../support/numeric.ts';
import { type Equation, problemOf, solve } from '../support/problems.ts';

const methods = [splitting, eulerMaruyama, heun];

function noisy(given: Equation, x: Float64Array, d: number, until: number, kappa: number, seed = 1) {
  return { ...problemOf(given, x, d, until), noise: { kappa, seed } };
}

/** E cos θ under the density ∝ e^{a cos θ} on the circle: I_1(a)/I_0(a), by the trapezoidal rule, exact to rounding. */
function meanCosine(a: number): number {
  let [top, bottom] = [0, 0];
  for (let i = 0; i < 200; i++) {
    const cosine = Math.cos((2 * Math.PI * i) / 200);
    top += cosine * Math.exp(a * cosine);
    bottom += Math.exp(a * cosine);
  }
  return top / bottom;
}

/** @param runs of free tokens, and samples of one in a potential */
export function describeLaws(runs: number, samples: number): void {
  describe.each(methods)('$name', (integrator: Integrator) => {
    test.each([2, 3, 4])(
      'gives Brownian motion on the sphere of dimension %i − 1 where there is no force',
      async (d) => {
        // Many runs of few tokens each: the field, zero as it is, costs n².
        const [n, kappa] = [50, 3];
        const saveAt = [0.25, 0.5, 1, 2];
        // The linear functions are eigenfunctions of the Laplacian: −(d − 1). Steps are small enough for their weak error, of order dt,
        // to stay below a standard error.
        const cosines: number[][] = saveAt.map(() => []);
        for (let seed = 1; seed <= runs; seed++) {
          const x = uniformTokens(seed, n, d);
          const path = await solve(
            noisy({ beta: 0, value: 0 }, x, d, 2, kappa, seed),
            { kind: 'fixed' as const, integrator, dt: 1 / 32 },
            { saveAt },
          );
          for (const i of saveAt.keys()) {
            const y = tokensAt(path, i);
            for (let k = 0; k < n; k++) {
              let sum = 0;
              for (let j = 0; j < d; j++) sum += x[k * d + j] * y[k * d + j];
              cosines[i].push(sum);
            }
          }
        }
        for (const [i, t] of saveAt.entries()) {
          const { mean, error } = summary(cosines[i]);
          expect(Math.abs(mean - Math.exp((-(d - 1) * t) / kappa)), `t = ${t}, mean ${mean}`).toBeLessThan(4 * error);
        }
      },
    );

    test('leaves one token in its potential with the density e^{κ⟨x, Vx⟩/2}', async () => {
      // ẋ = P_x V x is the gradient of ⟨x, Vx⟩/2; V = diag(a, −a) gives (a/2) cos 2θ.
      const [a, kappa, apart] = [0.8, 3, 2];
      const saveAt = Array.from({ length: samples }, (_, i) => (i + 1) * apart);
      const problem = noisy({ beta: 1, value: [a, -a] }, Float64Array.of(1, 0), 2, samples * apart, kappa);
      const { xs } = await solve(problem, { kind: 'fixed' as const, integrator, dt: 1 / 16 }, { saveAt });
      // Averages over stretches of 100 time units, which have forgotten each other.
      const stretches = Array.from({ length: samples / 50 }, (_, s) => {
        let sum = 0;
        for (let i = 50 * s; i < 50 * (s + 1); i++) sum += xs[2 * i] ** 2 - xs[2 * i + 1] ** 2;
        return sum / 50;
      });
      const { mean, error } = summary(stretches);
      expect(error).toBeLessThan(0.03);
      expect(Math.abs(mean - meanCosine((kappa * a) / 2)), `mean ${mean}`).toBeLessThan(4 * error);
    });

    test('keeps rows of unit length and the bits of the first tokens, whatever follows', async () => {
      for (const d of [2, 3]) {
        const x = uniformTokens(4, 20, d);
        const end = async (tokens: Float64Array) =>
          tokensAt(
            await solve(noisy({ beta: 4 }, tokens, d, 3, 5), { kind: 'fixed' as const, integrator, dt: 0.1 }),
            0,
          );
        const all = await end(x);
        expect(all.slice(0, 7 * d)).toEqual(await end(x.slice(0, 7 * d)));
        for (let k = 0; k < 20; k++)
          expect(Math.abs(Math.hypot(...all.subarray(k * d, k * d + d)) - 1)).toBeLessThan(1e-15);
        expect(await end(x)).toEqual(all);
      }
    });

    test('saves times within a step on the path, and steps on as if it had not', async () => {
      const problem = noisy({ beta: 4 }, uniformTokens(4, 20, 3), 3, 2, 5);
      const plain = await solve(problem, { kind: 'fixed' as const, integrator, dt: 0.25 });
      const saving = await solve(
        problem,
        { kind: 'fixed' as const, integrator, dt: 0.25 },
        { saveAt: [0.125, 0.3, 0.31, 1.9, 2] },
      );
      expect(tokensAt(saving, 4)).toEqual(tokensAt(plain, 0));
      // A saved time is the end of a shorter step.
      const short = await solve({ ...problem, tSpan: [0, 0.125] }, { kind: 'fixed' as const, integrator, dt: 0.125 });
      expect(tokensAt(saving, 0)).toEqual(tokensAt(short, 0));
    });

    test('makes weaker noise of a larger κ, down to none', async () => {
      const x = uniformTokens(4, 20, 3);
      const exact = tokensAt(await solve(problemOf({ beta: 4 }, x, 3, 1)), 0);
      const moved = async (kappa: number) => {
        const y = tokensAt(
          await solve(noisy({ beta: 4 }, x, 3, 1, kappa), { kind: 'fixed' as const, integrator, dt: 1 / 1024 }),
          0,
        );
        return largestDifference(y, exact);
      };
      const [strong, weak] = [await moved(1e4), await moved(1e6)];
      expect(strong / weak).toBeGreaterThan(8); // as κ^{−1/2}
      expect(strong / weak).toBeLessThan(12.5);
    });
  });

  describe('full attention with β = 0 and V = I is the Kuramoto model with noise', () => {
    // Mean field on the circle: r = I_1(κr)/I_0(κr), with r > 0 from κ = 2 on. Finite n leaves fluctuations of n^{−1/2}, enlarged near κ = 2.
    test.each([
      [1, 0],
      [3, undefined],
      [6, undefined],
    ])('κ = %d', async (kappa, known) => {
      let r = known ?? 1;
      for (let i = 0; i < 200; i++) r = meanCosine(kappa * r);
      const saveAt = Array.from({ length: 20 }, (_, i) => 30 + 2 * i);
      const problem = noisy({ beta: 0, mask: 'full' }, uniformTokens(2, 600, 2), 2, 68, kappa);
      const { xs } = await solve(problem, { kind: 'fixed' as const, integrator: heun, dt: 1 / 8 }, { saveAt });
      const orders = saveAt.map((_, i) => orderParameter(xs.subarray(1200 * i, 1200 * (i + 1)), { n: 600, d: 2 }));
      const { mean } = summary(orders);
      expect(Math.abs(mean - r), `order ${mean}, mean field ${r}`).toBeLessThan(0.08);
    });
  });
}
