/** The map that makes a Gaussian step a Brownian one, against the moments of the heat kernel, without chance. */
import { describe, expect, test } from 'vitest';
import { angleLaws, lengthLaw } from '../../src/numerics/angle-law.ts';
import { radialMaps } from '../../src/numerics/radial-map.ts';
import { describeFreeMotion } from './brownian-step.ts';
import { gegenbauers, heatMoments } from './sphere-laws.ts';

/** Means of functions of |ξ|, ξ a standard Gaussian of d − 1 components, by Simpson's rule. */
function overLengths(d: number, functions: (y: number) => number[]): number[] {
  const { from, to, logDensity } = lengthLaw(d);
  const count = 4000;
  const sums: number[] = [];
  let total = 0;
  for (let i = 1; i < count; i++) {
    const y = from + ((to - from) * i) / count;
    const weight = (i % 2 === 0 ? 2 : 4) * Math.exp(logDensity(y) - logDensity(Math.max(1, Math.sqrt(d - 2))));
    total += weight;
    functions(y).forEach((value, j) => void (sums[j] = (sums[j] ?? 0) + weight * value));
  }
  return sums.map((sum) => sum / total);
}

/** Of the table: a cubic between 512 nodes, and of the tails beyond ranks of 10⁻¹¹. The largest seen is 7·10⁻¹⁰. */
const TABLE = 2e-9;

const dimensions = [3, 4, 6, 16, 100, 10_000];
const times = [1e-9, 1e-3, 0.01, 0.02, 0.05, 0.5];

describe.each(dimensions)('Brownian motion on the sphere, d = %i', (d) => {
  const [angleLaw, maps] = [angleLaws(d), radialMaps(d)];
  test.each(times)('has its moments of degree 1 to 4 after s = %f', (s) => {
    // In high dimensions a step may be gone through in parts (private-noise.ts): the whole has the moments if the parts do.
    let parts = 1;
    while (angleLaw(s / parts) === null) parts *= 2;
    expect(parts).toBeLessThanOrEqual(d < 30 ? 1 : 64);
    const map = maps(s / parts) as (y: number) => number;
    const means = overLengths(d, (y) => gegenbauers(d, Math.cos(map(y))));
    heatMoments(d, s / parts).forEach((exact, i) => {
      expect(Math.abs(means[i] - exact), `degree ${i + 1}: ${means[i]}, exactly ${exact}`).toBeLessThan(TABLE);
    });
  });

  test('goes farther the longer the Gaussian step, and never beyond π', () => {
    const { from, to } = lengthLaw(d);
    for (const s of [1e-5, 0.01, 0.5]) {
      const map = maps(s);
      if (map === null) continue;
      let before = 0;
      for (let i = 1; i <= 5000; i++) {
        const angle = map(from + ((to - from) * i) / 4900);
        expect(angle).toBeGreaterThanOrEqual(before);
        expect(angle).toBeLessThanOrEqual(Math.PI);
        before = angle;
      }
    }
  });
});

test('short steps are as long as in flat space, down to those that are nearly none', () => {
  expect(radialMaps(3)(1e-300)?.(2)).toBeCloseTo(0, 100);
  expect(radialMaps(3)(0)?.(2)).toBe(0);
  const map = radialMaps(3)(1e-8) as (y: number) => number;
  for (const y of [1e-3, 0.5, 1, 3, 6]) expect(map(y) / (y * Math.sqrt(2e-8))).toBeCloseTo(1, 6);
});

test('on S³ the law is that of the closed form Σ_k (ρ + 2πk) e^{−(ρ + 2πk)²/4s} sin ρ', () => {
  for (const s of [0.004, 0.02, 0.2]) {
    const law = angleLaws(4)(s);
    const closed = (rho: number) => {
      let sum = 0;
      for (let k = -3; k <= 3; k++)
        sum += (rho + 2 * Math.PI * k) * Math.exp(-((rho + 2 * Math.PI * k) ** 2) / (4 * s));
      return Math.log(sum * Math.sin(rho));
    };
    const at = (share: number) => share * Math.sqrt(2 * s) * 2;
    for (const share of [0.1, 0.4, 1.3]) {
      const computed = (law?.logDensity(at(share)) ?? NaN) - (law?.logDensity(at(1)) ?? NaN);
      expect(Math.abs(computed - (closed(at(share)) - closed(at(1))))).toBeLessThan(1e-9);
    }
  }
});

describe('free tokens, 2000 of them', () => describeFreeMotion(2000));
