import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { anglesOf } from '../../src/analysis/circle.ts';
import { clusters, gapClusters, linkageClusters } from '../../src/analysis/clusters.ts';
import { geodesicDistance } from '../../src/numerics/sphere.ts';
import { between, forAll, type RandomTokens, seeds, tokens } from '../support/arbitraries.ts';
import { atAngles, draw } from '../support/draw.ts';

/** Cluster numbers by flooding: from each token not yet reached, to whatever is within the threshold. */
function flooded({ n, d, x }: RandomTokens, threshold: number): number[] {
  const labels = new Array<number>(n).fill(-1);
  let count = 0;
  for (let k = 0; k < n; k++) {
    if (labels[k] >= 0) continue;
    const queue = [k];
    labels[k] = count;
    for (let i = queue.pop(); i !== undefined; i = queue.pop()) {
      for (let j = 0; j < n; j++) {
        if (labels[j] >= 0 || geodesicDistance(x, i * d, x, j * d, d) > threshold) continue;
        labels[j] = count;
        queue.push(j);
      }
    }
    count++;
  }
  return labels;
}

const thresholds = between(0.01, 2);

describe('clusters', () => {
  test('are the components of the graph of near pairs', () => {
    forAll(fc.tuple(tokens(60), thresholds), 300, ([random, threshold]) => {
      const found = linkageClusters(random.x, random, threshold);
      expect([...found.labels]).toEqual(flooded(random, threshold));
    });
  });

  test('on the circle are the same when found by gaps', () => {
    forAll(fc.tuple(tokens(80, fc.constant(2)), between(0.005, 3)), 500, ([{ n, x }, threshold]) => {
      const gaps = gapClusters(x, threshold);
      expect(gaps).toEqual(linkageClusters(x, { n, d: 2 }, threshold));
      expect(clusters(x, { n, d: 2 }, threshold)).toEqual(gaps);
    });
  });

  test('have sizes and a count that fit their labels', () => {
    forAll(fc.tuple(tokens(60), thresholds), 200, ([{ n, d, x }, threshold]) => {
      const { count, labels, sizes } = clusters(x, { n, d }, threshold);
      expect(sizes).toHaveLength(count);
      for (const [label, size] of sizes.entries()) expect(labels.filter((other) => other === label)).toHaveLength(size);
    });
  });

  test('only merge when the threshold grows', () => {
    forAll(fc.tuple(tokens(40), thresholds, between(0, 1)), 200, ([{ n, d, x }, threshold, more]) => {
      const fine = clusters(x, { n, d }, threshold);
      const coarse = clusters(x, { n, d }, threshold + more);
      expect(coarse.count).toBeLessThanOrEqual(fine.count);
      for (let k = 0; k < n; k++) {
        for (let j = 0; j < k; j++)
          if (fine.labels[j] === fine.labels[k]) expect(coarse.labels[j]).toBe(coarse.labels[k]);
      }
    });
  });

  test('are those that were planted, numbered by their first token', () => {
    forAll(seeds, 100, (seed) => {
      const { uniform } = draw(seed);
      const planted = Array.from({ length: 40 }, () => Math.floor(5 * uniform()));
      const x = atAngles(planted.map((group) => 1.2 * group + 0.1 * uniform()));
      const first = [...new Set(planted)];
      const found = clusters(x, { n: 40, d: 2 }, 0.2);
      expect([...found.labels]).toEqual(planted.map((group) => first.indexOf(group)));
    });
  });

  test('join across the angle 0', () => {
    expect(gapClusters(atAngles([0.05, -0.05, 3]), 0.2).sizes).toEqual([2, 1]);
  });

  test('include pairs exactly at the threshold of a tie', () => {
    const x = Float64Array.of(1, 0, 1, 0, 0, 1);
    expect(linkageClusters(x, { n: 3, d: 2 }, 1e-9).sizes).toEqual([2, 1]);
    expect(gapClusters(x, 1e-9).sizes).toEqual([2, 1]);
  });

  test('of one token are one', () => {
    expect(clusters(Float64Array.of(0, 1), { n: 1, d: 2 }, 0.5)).toEqual({
      count: 1,
      labels: Int32Array.of(0),
      sizes: [1],
    });
  });
});

describe('angles', () => {
  test('lie in [0, 2π) and lead back to the token', () => {
    forAll(tokens(50, fc.constant(2)), 100, ({ x }) => {
      const angles = anglesOf(x);
      expect(angles.every((angle) => angle >= 0 && angle < 2 * Math.PI)).toBe(true);
      for (const [i, entry] of atAngles(angles).entries()) expect(Math.abs(entry - x[i])).toBeLessThan(1e-14);
    });
  });

  test('a hair below the positive axis are 0, not 2π', () => {
    expect(anglesOf(Float64Array.of(1, -1e-20))[0]).toBe(0);
    expect(anglesOf(Float64Array.of(1, -0))[0]).toBe(0);
  });
});
