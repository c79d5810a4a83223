/** Dynamic metastability: the theorem in a run, plateaus of the energy, and the time in which a pair meets. */
import { describe, expect, test } from 'vitest';
import { ensembleEnergy } from '../../src/analysis/energy.ts';
import { solveTo } from '../../src/numerics/ode.ts';
import { interaction } from '../../src/theory/interaction.ts';
import {
  crossingTime,
  crossingTimeAsPrinted,
  crossingTimeFrom,
  glueAngle,
  hasPlateau,
  latestGatheringTime,
  leastEscapeTime,
  mergerJump,
  plateauEnergy,
  separation,
  staircaseClock,
} from '../../src/theory/metastability.ts';
import { atAngles } from '../support/draw.ts';
import { tokensAfter } from '../support/problems.ts';

describe('separated caps', () => {
  const epsilon = 0.01;
  const radius = (share: number) => Math.acos(1 - share);
  // Two caps at opposite ends; the nearest points of the wider ones are π − 2 arccos(1 − 2ε) apart.
  const caps = { tokens: 6, beta: 20, epsilon, alpha: -Math.cos(2 * radius(2 * epsilon)) };
  const lambda = 1;

  test('are separated, with time between gathering and escape', () => {
    expect(separation(caps)).toBeCloseTo(1 - caps.alpha - 0.08 - Math.log(7200) / 20, 12);
    expect(hasPlateau(caps, lambda)).toBe(true);
    expect(hasPlateau({ ...caps, beta: 2 }, lambda)).toBe(false);
    expect(leastEscapeTime(caps)).toBeCloseTo((0.01 / 6) * Math.exp((1 - caps.alpha) * 20), -3);
    expect(latestGatheringTime(caps, lambda)).toBeCloseTo(12 * Math.exp(1.6) + (Math.E * 6 * 400) / 19, 9);
  });

  test('hold their tokens together in a run, at the plateau of the energy', async () => {
    const r = radius(epsilon);
    const angles = [0.9 * r, -0.8 * r, 0.1 * r, Math.PI + 0.7 * r, Math.PI - 0.9 * r, 0.2 * r];
    const until = latestGatheringTime(caps, lambda);
    expect(until).toBeLessThan(leastEscapeTime(caps));
    const x = await tokensAfter({ beta: 20, mask: 'full' }, atAngles(angles), 2, until);
    for (const [k, angle] of angles.entries()) {
      const center = Math.abs(angle) < 1 ? 1 : -1;
      expect(center * x[2 * k]).toBeGreaterThan(1 - 2 * epsilon);
      for (const [j, other] of angles.entries()) {
        if (Math.abs(other) < 1 !== Math.abs(angle) < 1) continue;
        const squared = (x[2 * k] - x[2 * j]) ** 2 + (x[2 * k + 1] - x[2 * j + 1]) ** 2;
        expect(squared).toBeLessThan(2 * Math.exp(-lambda * 20));
      }
    }
    expect(ensembleEnergy(x, { n: 6, d: 2 }, 20)).toBeCloseTo(plateauEnergy([4, 2]), 7);
  });

  test('refuse ε = 1/16', () => {
    expect(() => separation({ ...caps, epsilon: 1 / 16 })).toThrow('"epsilon" should be a number in (0, 1/16)');
  });
});

describe('the staircase', () => {
  test('rises by 2ab/n² at a merger, to 1', () => {
    expect(plateauEnergy([3, 2, 5]) + mergerJump(3, 5, 10)).toBeCloseTo(plateauEnergy([8, 2]), 15);
    expect(plateauEnergy([7])).toBe(1);
  });

  test('clocks the nearest pair that is not glued', () => {
    const beta = 50;
    const glued = glueAngle(beta) * 0.9;
    const wanted = Math.log(beta) * Math.exp(beta * (1 - Math.cos(0.5 - glued)));
    expect(staircaseClock([0, glued, 0.5, 2], beta) / wanted).toBeCloseTo(1, 12);
    expect(staircaseClock([0, glued], beta)).toBe(Infinity);
  });

  test('a pair in that clock meets at crossingTimeFrom', () => {
    for (const [beta, c, theta] of [
      [20, 1, 1.2],
      [200, 2, 2],
      [60, 0.3, 0.4],
    ]) {
      const speed = (_: number, [angle]: Float64Array, out: Float64Array) => {
        out[0] = -c * interaction(angle, beta) * Math.log(beta) * Math.exp(beta * (1 - Math.cos(angle)));
      };
      const [end] = solveTo(speed, 0, [theta], crossingTimeFrom(theta, beta, c));
      expect(Math.abs(end / glueAngle(beta) - 1)).toBeLessThan(1e-9);
      expect(crossingTimeFrom(0.9 * glueAngle(beta), beta, c)).toBe(0);
    }
  });

  test('and that tends to 1/(2c), not to the 2/c that is printed', () => {
    const ratio = (beta: number) => crossingTimeFrom(1, beta, 0.7) / crossingTime(0.7);
    // Off by log log β/log β.
    expect(Math.abs(ratio(1e300) - 1)).toBeLessThan(0.011);
    expect(Math.abs(ratio(1e300) - 1)).toBeLessThan(Math.abs(ratio(1e30) - 1));
    expect(crossingTimeAsPrinted(0.7)).toBe(4 * crossingTime(0.7));
  });
});
