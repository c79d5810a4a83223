import { describe, expect, test } from 'vitest';
import { renyiCenters, strongRenyiCenters } from '../../src/analysis/renyi-centers.ts';
import { uniform } from '../../src/initial/uniform.ts';
import { summary } from '../support/numeric.ts';

const SIGMAS = 4; // standard errors; the seeds are fixed

/** Normalised measure of the cap of angular radius δ on S^{d−1}. */
const capMeasure: Record<number, (delta: number) => number> = {
  2: (delta) => delta / Math.PI,
  3: (delta) => Math.sin(delta / 2) ** 2,
  4: (delta) => (2 * delta - Math.sin(2 * delta)) / (2 * Math.PI),
};

function centersOf(scan: typeof renyiCenters, n: number, d: number, delta: number, runs: number): number[][] {
  return Array.from({ length: runs }, (_, i) => scan(uniform.sample({}, { n, d }, 1000 + i), { n, d }, delta));
}

describe('strong Rényi centers of n uniform tokens', () => {
  test.each([
    [2, 0.5, 200, 6.28319],
    [3, 1, 400, 4.3507],
    [4, 0.8, 200, 10.4645],
  ])('on the unit sphere of R^%i, δ = %d, number (1 − (1 − p)^n)/p', (d, delta, n, infinite) => {
    const p = capMeasure[d](delta);
    expect(Math.abs(1 / p - infinite)).toBeLessThan(1e-4);
    const counts = centersOf(strongRenyiCenters, n, d, delta, 1500).map(({ length }) => length);
    const { mean, error } = summary(counts);
    expect(Math.abs(mean - (1 - (1 - p) ** n) / p)).toBeLessThan(SIGMAS * error);
  });

  test('so few of them that the finite n matters: n = 5, δ = .5 on the circle', () => {
    const p = 0.5 / Math.PI;
    const { mean, error } = summary(centersOf(strongRenyiCenters, 5, 2, 0.5, 4000).map(({ length }) => length));
    expect(Math.abs(mean - (1 - (1 - p) ** 5) / p)).toBeLessThan(SIGMAS * error);
    expect(Math.abs(mean - 1 / p)).toBeGreaterThan(SIGMAS * error);
  });

  test('are token k with probability (1 − p)^{k−1}', () => {
    const runs = 4000;
    const found = centersOf(strongRenyiCenters, 25, 2, 0.5, runs);
    const p = 0.5 / Math.PI;
    for (let k = 1; k <= 25; k++) {
      const share = found.filter((centers) => centers.includes(k - 1)).length / runs;
      const wanted = (1 - p) ** (k - 1);
      expect(Math.abs(share - wanted)).toBeLessThanOrEqual(SIGMAS * Math.sqrt((wanted * (1 - wanted)) / runs));
    }
  });
});

describe('ordinary Rényi centers on the circle, δ = .5', () => {
  test('number 9.1457 of 200 tokens', () => {
    const { mean, error } = summary(centersOf(renyiCenters, 200, 2, 0.5, 4000).map(({ length }) => length));
    expect(Math.abs(mean - 9.1457)).toBeLessThan(SIGMAS * error);
  });

  test('of very many tokens number 9.394592536 with standard deviation .692450', () => {
    const [n, runs] = [2000, 1200];
    const { mean, deviation, error } = summary(centersOf(renyiCenters, n, 2, 0.5, runs).map(({ length }) => length));
    const missing = ((2 * Math.PI) / 0.5) * (0.31524 / ((n * 0.5) / (2 * Math.PI))); // e^{−2γ}/τ of a place each
    expect(Math.abs(mean - (9.394592536 - missing))).toBeLessThan(SIGMAS * error);
    expect(Math.abs(deviation - 0.69245)).toBeLessThan((SIGMAS * deviation) / Math.sqrt(2 * runs));
  });
});
