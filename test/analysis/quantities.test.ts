import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { capturedShare } from '../../src/analysis/capture.ts';
import { meanCosine } from '../../src/analysis/cosine.ts';
import { cosineHistogram } from '../../src/analysis/cosine-histogram.ts';
import { ensembleEnergy, tokenEnergies } from '../../src/analysis/energy.ts';
import { distancesToFirst } from '../../src/analysis/first-token.ts';
import { orderParameter } from '../../src/analysis/order-parameter.ts';
import { geodesicDistance } from '../../src/numerics/sphere.ts';
import { between, forAll, type RandomTokens, tokens } from '../support/arbitraries.ts';
import { atAngles } from '../support/draw.ts';
import { dotProduct } from '../support/linear.ts';

const ROUNDING = 1e-12; // of sums of up to 60² terms

function pairCosines({ n, d, x }: RandomTokens): number[] {
  const row = (k: number) => x.subarray(k * d, (k + 1) * d);
  return Array.from({ length: n }, (_, k) => Array.from({ length: k }, (_, j) => dotProduct(row(k), row(j)))).flat();
}

/** n copies of one token. */
function together(n: number): Float64Array {
  return Float64Array.from({ length: 2 * n }, (_, i) => (i % 2 === 0 ? 0.6 : 0.8));
}

describe('the mean cosine', () => {
  test('is the mean over pairs', () => {
    forAll(tokens(60), 300, (random) => {
      const all = pairCosines(random);
      const wanted = random.n === 1 ? 1 : all.reduce((sum, cosine) => sum + cosine, 0) / all.length;
      expect(Math.abs(meanCosine(random.x, random) - wanted)).toBeLessThan(ROUNDING);
    });
  });

  test('of equal tokens is 1, of two opposite ones −1', () => {
    expect(Math.abs(meanCosine(together(7), { n: 7, d: 2 }) - 1)).toBeLessThan(ROUNDING);
    expect(meanCosine(Float64Array.of(0, 1, 0, -1), { n: 2, d: 2 })).toBe(-1);
  });
});

describe('the histogram of cosines', () => {
  test('holds every pair once, in its bin', () => {
    forAll(fc.tuple(tokens(40), fc.integer({ min: 1, max: 50 })), 200, ([random, bins]) => {
      const wanted = new Array<number>(bins).fill(0);
      for (const cosine of pairCosines(random)) wanted[Math.min(bins - 1, Math.floor(((cosine + 1) / 2) * bins))]++;
      const { counts } = cosineHistogram(random.x, random, bins);
      expect(counts).toEqual(wanted);
      expect(counts.reduce((sum, count) => sum + count, 0)).toBe((random.n * (random.n - 1)) / 2);
    });
  });

  test('keeps cosines that rounding puts outside [−1, 1] in the outer bins', () => {
    const long = 1 + 1e-15;
    const { counts } = cosineHistogram(Float64Array.of(long, 0, long, 0, -long, 0), { n: 3, d: 2 }, 10);
    expect(counts).toEqual([2, 0, 0, 0, 0, 0, 0, 0, 0, 1]);
  });
});

describe('the captured share', () => {
  test('is the share of tokens nearer than the radius to a center', () => {
    forAll(fc.tuple(tokens(60), between(0.01, 3)), 300, ([{ n, d, x }, radius]) => {
      const centers = [0, Math.floor(n / 2)];
      const near = (k: number) => centers.some((c) => geodesicDistance(x, k * d, x, c * d, d) < radius);
      const wanted = [...Array(n).keys()].filter(near).length / n;
      expect(capturedShare(x, { n, d }, x, centers, radius)).toBe(wanted);
    });
  });

  test('counts moving centers as captured, and needs a center', () => {
    const x = atAngles([0, 1, 2, 3]);
    expect(capturedShare(x, { n: 4, d: 2 }, x, [2], 0.01)).toBe(1 / 4);
    expect(capturedShare(x, { n: 4, d: 2 }, x, [], 3)).toBe(0);
  });

  test('may look for centers where they began', () => {
    const [before, after] = [atAngles([0, 1]), atAngles([0.5, 1])];
    expect(capturedShare(after, { n: 2, d: 2 }, before, [0], 0.4)).toBe(0);
    expect(capturedShare(after, { n: 2, d: 2 }, after, [0], 0.4)).toBe(1 / 2);
  });
});

describe('the order parameter', () => {
  test('is the length of the mean, between 0 and 1', () => {
    forAll(tokens(60), 200, ({ n, d, x }) => {
      const mean = Array.from(
        { length: d },
        (_, i) => x.reduce((sum, entry, at) => sum + (at % d === i ? entry : 0), 0) / n,
      );
      const r = orderParameter(x, { n, d });
      expect(Math.abs(r - Math.hypot(...mean))).toBeLessThan(ROUNDING);
      expect(r).toBeLessThan(1 + ROUNDING);
    });
  });

  test('and the mean cosine say the same: n²R² = n + n(n−1)·mean', () => {
    forAll(tokens(60), 200, (random) => {
      const { n, x } = random;
      const both = n * n * orderParameter(x, random) ** 2 - n - n * (n - 1) * meanCosine(x, random);
      expect(Math.abs(both)).toBeLessThan(n * n * ROUNDING);
    });
  });
});

describe('energies', () => {
  test('are what their sums say', () => {
    forAll(fc.tuple(tokens(30), between(0.1, 60)), 200, ([random, beta]) => {
      const { n, x } = random;
      const kernels = pairCosines(random).map((cosine) => Math.exp(beta * (cosine - 1)));
      const wanted = (n + 2 * kernels.reduce((sum, kernel) => sum + kernel, 0)) / (n * n);
      expect(Math.abs(ensembleEnergy(x, random, beta) - wanted)).toBeLessThan(ROUNDING);
      const total = tokenEnergies(x, random, beta).reduce((sum, energy) => sum + energy, 0);
      expect(Math.abs(n + -2 * beta * total - n * n * wanted)).toBeLessThan(n * n * ROUNDING);
    });
  });

  test('lie in (0, 1], at least 1/n', () => {
    forAll(fc.tuple(tokens(30), between(0, 1e5)), 200, ([{ n, d, x }, beta]) => {
      const energy = ensembleEnergy(x, { n, d }, beta);
      expect(energy).toBeGreaterThanOrEqual(1 / n);
      expect(energy).toBeLessThanOrEqual(1);
    });
  });

  test('are exactly 1 for a single cluster, and Σ(m_i/n)² for far ones', () => {
    for (const beta of [0, 1, 700, 1e6]) expect(ensembleEnergy(together(9), { n: 9, d: 2 }, beta)).toBe(1);
    const x = atAngles([0, 0, 0, 2, 2, 4]);
    expect(Math.abs(ensembleEnergy(x, { n: 6, d: 2 }, 1e4) - (9 + 4 + 1) / 36)).toBeLessThan(ROUNDING);
  });

  test('of the first token are 0, of token k between −(k − 1)/β and 0', () => {
    forAll(fc.tuple(tokens(30), between(0.1, 60)), 100, ([{ n, d, x }, beta]) => {
      for (const [k, energy] of tokenEnergies(x, { n, d }, beta).entries()) {
        expect(energy).toBeLessThanOrEqual(0);
        expect(energy).toBeGreaterThanOrEqual(-k / beta);
      }
    });
  });
});

test('distances to the first token begin with 0', () => {
  forAll(tokens(30), 100, ({ n, d, x }) => {
    const distances = distancesToFirst(x, { n, d });
    expect(distances[0]).toBe(0);
    for (let k = 1; k < n; k++) expect(distances[k]).toBe(geodesicDistance(x, k * d, x, 0, d));
  });
});
