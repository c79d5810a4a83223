/**
 * The time that two tokens on the circle need to meet, up to 10^110, against its closed form.
 *
 * While the token crawls the relative error of the time is β sin θ times that of the angle, so it grows with β and shrinks with the
 * tolerance: measured at most 1.7e-6 at 1e-8, 2.1e-8 at 1e-10 and 2.1e-10 at 1e-12, all of them at β = 128 and θ₀ = 2.
 */
import { describe, expect, test } from 'vitest';
import { esdirk4 } from '../../src/integrators/esdirk4.ts';
import { rootWithin } from '../../src/numerics/root.ts';
import { atAngles } from '../support/draw.ts';
import { dotProduct } from '../support/linear.ts';
import { problemOf, solve } from '../support/problems.ts';
import { clockOf, timeBetween } from '../support/two-tokens.ts';

/** The cosine that counts as met. */
const MET = 0.99;
const TOLERANCE = 1e-6;
const method = { kind: 'adaptive' as const, integrator: esdirk4, tolerance: { rtol: 1e-10, atol: 0 } };

/** When ⟨x₁, x₂⟩ crosses MET, by steps that are made again in part. */
async function meeting(beta: number, theta: number, until: number, backend: 'wasm' | 'reference'): Promise<number> {
  const met: number[] = [];
  await solve(problemOf({ beta }, atAngles([0, theta]), 2, until), method, {
    backend,
    onStep: async ({ t, dt, state }) => {
      const above = async (at: number) => {
        const x = await state(at);
        return x && dotProduct(x.subarray(0, 2), x.subarray(2, 4)) - MET;
      };
      const [before, after] = [await above(0), await above(1)];
      if (before === null || after === null || before >= 0 || after < 0) return;
      const at = await rootWithin(above, before, after);
      met.push(t + (at ?? Number.NaN) * dt);
    },
  });
  expect(met).toHaveLength(1);
  return met[0];
}

describe('the time until two tokens have met, θ₀ apart', () => {
  describe.each(['wasm', 'reference'] as const)('on the backend %s', (backend) => {
    describe.each([1, 9, 16, 25, 64, 128])('β = %d', (beta) => {
      test.each([0.5, 2, 3])('θ₀ = %d', async (theta) => {
        const { factor, exponent } = timeBetween(beta, theta, MET);
        const until = 2 * factor * Math.exp(exponent) + 100;
        const t = await meeting(beta, theta, until, backend);
        expect(Math.abs(t / Math.exp(exponent) / factor - 1)).toBeLessThan(TOLERANCE);
      });
    });
  });
});

describe('the closed form', () => {
  test.each([1, 4, 9])('with Ei is what the quadrature gives, β = %d', (beta) => {
    const clock = clockOf(beta);
    for (const theta of [0.5, 1, 2, 3]) {
      const { factor, exponent } = timeBetween(beta, theta, MET);
      const time = factor * Math.exp(exponent);
      // The two values of the clock are as large as e^{2β} times their difference may be small.
      const rounding = 1e-14 * (Math.abs(clock(MET)) + Math.abs(clock(Math.cos(theta))));
      expect(Math.abs(clock(MET) - clock(Math.cos(theta)) - time)).toBeLessThan(1e-12 * time + rounding);
    }
  });
});
