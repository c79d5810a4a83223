/** Measurements that do not visit every pair, against those that do. */
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { capturedShare, largestShift } from '../../src/analysis/capture.ts';
import { clusters, linkageClusters } from '../../src/analysis/clusters.ts';
import { cosineHistogram, pairCounts } from '../../src/analysis/cosine-histogram.ts';
import { ensembleEnergy } from '../../src/analysis/energy.ts';
import { renyiCenters, strongRenyiCenters } from '../../src/analysis/renyi-centers.ts';
import { exp } from '../../src/numerics/elementary.ts';
import { geodesicDistance, squaredChord } from '../../src/numerics/sphere.ts';
import { startMeasuring } from '../../src/run/measuring.ts';
import { between, forAll, seeds } from '../support/arbitraries.ts';
import { uniformTokens, unitRows } from '../support/draw.ts';
import { plainCenters, plainStrongCenters } from '../support/plain-centers.ts';
import { tokenSetNames, tokenSets } from '../support/token-sets.ts';

/** Every set of hard tokens in some dimension, in some number. */
const hard = fc
  .record({
    name: fc.constantFrom(...tokenSetNames),
    seed: seeds,
    n: fc.integer({ min: 1, max: 150 }),
    d: fc.constantFrom(2, 3, 4, 7, 16),
  })
  .map(({ name, seed, n, d }) => ({ name, seed, n, d, x: unitRows(tokenSets[name](seed, n, d), d) }));

/** Σ_{ij} e^{β(⟨x_i, x_j⟩ − 1)}/n², row by row: one long sum would drift. */
function plainEnergy(x: Float64Array, n: number, d: number, beta: number): number {
  let pairs = 0;
  for (let k = 0; k < n; k++) {
    let row = 0;
    for (let j = 0; j < k; j++) row += exp(-0.5 * beta * squaredChord(x, k * d, x, j * d, d));
    pairs += row;
  }
  return (n + 2 * pairs) / (n * n);
}

/** Of an energy, at most 1: what the doc comment of ensembleEnergy states. */
const ALLOWED = 1e-12;

describe('the ensemble energy', () => {
  test.each(tokenSetNames)('of %s tokens is the sum over all pairs, for every β', (name) => {
    for (const [n, d] of [
      [700, 2],
      [300, 3],
      [700, 4],
      [100, 16],
    ]) {
      const x = unitRows(tokenSets[name](7, n, d), d);
      for (const beta of [0, 1e-3, 1, 9, 64, 1024, 1e4]) {
        const error = Math.abs(ensembleEnergy(x, { n, d }, beta) - plainEnergy(x, n, d, beta));
        expect(error, `n = ${n}, d = ${d}, β = ${beta}`).toBeLessThan(ALLOWED);
      }
    }
  });

  test('of many tokens by spherical harmonics is so too', () => {
    for (const name of ['uniform', 'clustered', 'poles', 'antipodal'] as const) {
      const n = 1300;
      const x = unitRows(tokenSets[name](3, n, 3), 3);
      for (const beta of [0.1, 1, 9]) {
        expect(Math.abs(ensembleEnergy(x, { n, d: 3 }, beta) - plainEnergy(x, n, 3, beta))).toBeLessThan(ALLOWED);
      }
    }
  });

  test('of many tokens at one place is 1', () => {
    const n = 20_000;
    for (const d of [2, 3]) {
      const one = uniformTokens(5, 1, d);
      const x = Float64Array.from({ length: n * d }, (_, i) => one[i % d]);
      expect(Math.abs(ensembleEnergy(x, { n, d }, 4) - 1)).toBeLessThan(ALLOWED);
    }
  });
});

describe('clusters in any dimension', () => {
  test('are those of all pairs, whatever the tokens', () => {
    forAll(fc.tuple(hard, between(-9, 0.4)), 200, ([{ n, d, x }, exponent]) => {
      const threshold = 10 ** exponent;
      const all = linkageClusters(x, { n, d }, threshold);
      expect(clusters(x, { n, d }, threshold)).toEqual(all);
      const of = { shape: { n, d }, initial: x, beta: 1, space: 'sphere' } as const;
      const measuring = startMeasuring(['clusters'], { threshold, delta: 1, radius: [] }, of);
      measuring.sample(0, x);
      const { clusters: measured } = measuring.result();
      expect(measured?.sizes).toEqual([all.sizes.sort((a, b) => b - a)]);
      expect(measured?.finalLabels).toEqual([...all.labels]);
    });
  });

  test('are those of all pairs where groups just miss each other', () => {
    for (const apart of [0.99, 1.01]) {
      const rows = Array.from({ length: 400 }, (_, k) => {
        const [along, across] = [0.001 * (k >> 1), k % 2 === 0 ? 0 : 0.1 * apart];
        return [Math.cos(along) * Math.cos(across), Math.sin(along) * Math.cos(across), Math.sin(across)];
      });
      const x = Float64Array.from(rows.flat());
      const found = clusters(x, { n: 400, d: 3 }, 0.1);
      expect(found).toEqual(linkageClusters(x, { n: 400, d: 3 }, 0.1));
      expect(found.count).toBe(apart < 1 ? 1 : 2);
    }
  });

  test('of 50,000 tokens on the sphere take no quadratic time', { timeout: 20_000 }, () => {
    const n = 50_000;
    expect(clusters(uniformTokens(1, n, 3), { n, d: 3 }, 0.1).count).toBe(1);
  });
});

describe('centers and captures', () => {
  test('are those of the definitions, whatever the tokens', () => {
    forAll(fc.tuple(hard, between(-6, 0.4)), 150, ([{ n, d, x }, exponent]) => {
      const [delta, shape] = [10 ** exponent, { n, d }];
      const centers = plainCenters(x, shape, delta);
      expect(renyiCenters(x, shape, delta)).toEqual(centers);
      expect(strongRenyiCenters(x, shape, delta)).toEqual(plainStrongCenters(x, shape, delta));
      const radius = delta * 0.731;
      const near = (k: number) => centers.some((c) => geodesicDistance(x, k * d, x, c * d, d) < radius);
      const wanted = Array.from({ length: n }, (_, k) => k).filter(near).length / n;
      expect(capturedShare(x, shape, x, centers, radius)).toBe(wanted);
    });
  });

  test('are no trouble where they are 130,000', { timeout: 20_000 }, () => {
    const n = 130_000;
    const x = Float64Array.from({ length: 2 * n }, (_, i) => {
      const angle = (2 * Math.PI * (i >> 1)) / n;
      return i % 2 === 0 ? Math.cos(angle) : Math.sin(angle);
    });
    const centers = renyiCenters(x, { n, d: 2 }, 1e-7);
    expect(centers).toHaveLength(n);
    expect(largestShift(x, { n, d: 2 }, x, centers)).toBe(0);
    expect(capturedShare(x, { n, d: 2 }, x, centers, 1e-8)).toBe(1);
  });
});

describe('the histogram of cosines', () => {
  test('on the circle is that of all pairs', () => {
    forAll(fc.tuple(hard, fc.integer({ min: 1, max: 45 })), 150, ([{ name, n, seed }, bins]) => {
      const size = 100 + n; // from there on by sorted angles
      const x = unitRows(tokenSets[name](seed, size, 2), 2);
      const { counts, sample } = cosineHistogram(x, { n: size, d: 2 }, bins);
      expect(sample).toBeNull();
      expect(counts).toEqual(pairCounts(x, { n: size, d: 2 }, bins));
    });
  });

  test('of many tokens in space is a sample within its standard errors, the same every time', {
    timeout: 30_000,
  }, () => {
    const n = 2600;
    for (const x of [uniformTokens(2, n, 3), unitRows(tokenSets.clustered(2, n, 3), 3)]) {
      const exact = pairCounts(x, { n, d: 3 }, 40);
      const { counts, sample } = cosineHistogram(x, { n, d: 3 }, 40);
      expect(sample?.pairs).toBeGreaterThanOrEqual(1e6);
      const deviations = counts.map((count, bin) => (count - exact[bin]) / (sample?.standardErrors[bin] || 1));
      expect(deviations.every((deviation) => Math.abs(deviation) < 5)).toBe(true);
      const square = deviations.reduce((sum, deviation) => sum + deviation * deviation, 0) / 40;
      expect(square).toBeLessThan(2); // neither too small a standard error
      expect(cosineHistogram(x, { n, d: 3 }, 40).counts).toEqual(counts);
      expect(counts.reduce((sum, count) => sum + count, 0)).toBeCloseTo((n * (n - 1)) / 2, 3);
    }
  });
});
