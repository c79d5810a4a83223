import { describe, expect, test } from 'vitest';
import { anglesOf } from '../../src/analysis/circle.ts';
import { ensembleEnergy } from '../../src/analysis/energy.ts';
import { tokensAt } from '../../src/core/recording.ts';
import { atAngles, unitRows } from '../support/draw.ts';
import { type Equation, fieldOf, problemOf, solve } from '../support/problems.ts';

async function anglesAt(
  given: Equation,
  angles: readonly number[],
  saveAt: readonly number[],
): Promise<Float64Array[]> {
  const problem = problemOf(given, atAngles(angles), 2, saveAt[saveAt.length - 1]);
  const trajectory = await solve(problem, undefined, { saveAt });
  return saveAt.map((_, i) => anglesOf(tokensAt(trajectory, i)));
}

describe('causal attention does what full attention cannot', () => {
  test('coincident tokens separate: angles 0, 1, 1 at β = 4 have a gap of .07714 at t = 1.5', async () => {
    const [causal] = await anglesAt({ beta: 4 }, [0, 1, 1], [1.5]);
    // The value is SciPy's, for the equation in angles.
    expect(Math.abs(causal[2] - causal[1] - 0.07714024808)).toBeLessThan(1e-9);
    const [full] = await anglesAt({ beta: 4, mask: 'full' }, [0, 1, 1], [1.5]);
    expect(full[2]).toBe(full[1]);
  });

  test('tokens overtake each other: the second, behind at 1.01, passes the third at 1', async () => {
    const [start, later] = await anglesAt({ beta: 4 }, [0, 1.01, 1], [0, 1.5]);
    expect(start[1]).toBeGreaterThan(start[2]);
    expect(later[1]).toBeLessThan(later[2]);
    const [, full] = await anglesAt({ beta: 4, mask: 'full' }, [0, 1.01, 1], [0, 1.5]);
    expect(full[1]).toBeGreaterThan(full[2]);
  });

  test('the ensemble energy may fall: dΦ/dt = −0.0134 for seven tokens at β = 1.14', () => {
    const x = atAngles([4.053, 6.247, 4.271, 0.695, 2.872, 1.579, 1.754]);
    const rate = (given: Equation) => {
      const f = fieldOf(given, x, 2);
      const energy = (t: number) =>
        ensembleEnergy(
          unitRows(
            x.map((entry, i) => entry + t * f[i]),
            2,
          ),
          { n: 7, d: 2 },
          given.beta,
        );
      return (energy(1e-5) - energy(-1e-5)) / 2e-5;
    };
    expect(Math.abs(rate({ beta: 1.14 }) + 0.0134)).toBeLessThan(5e-5);
    expect(rate({ beta: 1.14, mask: 'full' })).toBeGreaterThan(0);
  });

  test('neither the sum of the angular velocities nor the one weighted by Z_k vanishes', () => {
    const x = atAngles([0, 1, 2.5]);
    const f = fieldOf({ beta: 1 }, x, 2);
    const angular = [0, 1, 2].map((k) => x[2 * k] * f[2 * k + 1] - x[2 * k + 1] * f[2 * k]);
    expect(angular.reduce((sum, speed) => sum + speed, 0)).toBeLessThan(-0.1);
    expect(Math.max(...angular)).toBeLessThanOrEqual(0); // so no positive weights help
  });
});
