/** Distances that rounding cannot tell from a length are ties: what they count as depends on no dimension, rotation or rounding. */
import { describe, expect, test } from 'vitest';
import { capturedShare } from '../../src/analysis/capture.ts';
import { clusters, linkageClusters } from '../../src/analysis/clusters.ts';
import { cosineHistogram } from '../../src/analysis/cosine-histogram.ts';
import { renyiCenters, strongRenyiCenters } from '../../src/analysis/renyi-centers.ts';
import { eventFinder } from '../../src/events/find-events.ts';
import { draw, unitRows } from '../support/draw.ts';

/** n tokens evenly spaced on a great circle, in dimension d, rotated by a random rotation of the seed; 0 for none. */
function evenly(n: number, d: number, seed: number): Float64Array {
  const frame = frameOf(d, seed);
  return Float64Array.from({ length: n * d }, (_, at) => {
    const [k, i] = [Math.floor(at / d), at % d];
    const angle = (2 * Math.PI * k) / n;
    return Math.cos(angle) * frame[0][i] + Math.sin(angle) * frame[1][i];
  });
}

/** Two orthonormal rows. */
function frameOf(d: number, seed: number): Float64Array[] {
  if (seed === 0) return [0, 1].map((axis) => Float64Array.from({ length: d }, (_, i) => (i === axis ? 1 : 0)));
  const { normal } = draw(seed);
  const first = unitRows(Float64Array.from({ length: d }, normal), d);
  const second = Float64Array.from({ length: d }, normal);
  const along = second.reduce((sum, entry, i) => sum + entry * first[i], 0);
  return [
    first,
    unitRows(
      second.map((entry, i) => entry - along * first[i]),
      d,
    ),
  ];
}

describe.each([3, 4, 5, 6, 12, 100, 1000])('%d tokens evenly spaced on a great circle', (n) => {
  const spacing = (2 * Math.PI) / n;
  const places = [2, 3, 16].flatMap((d) => [0, 1, 2, 3].map((seed) => ({ d, x: evenly(n, d, seed) })));

  test('are one cluster at their spacing, and n just below it', () => {
    for (const { d, x } of places) {
      for (const find of [clusters, linkageClusters]) {
        expect(find(x, { n, d }, spacing).count).toBe(1);
        expect(find(x, { n, d }, spacing * (1 - 1e-9)).count).toBe(n);
      }
    }
  });

  test('park away their neighbours at their spacing, and do not just below it', () => {
    for (const { d, x } of places) {
      const every = Array.from({ length: n }, (_, k) => k);
      const second = every.filter((k) => k % 2 === 0 && k < n - 1);
      expect(renyiCenters(x, { n, d }, spacing)).toEqual(second);
      expect(strongRenyiCenters(x, { n, d }, spacing)).toEqual([0]);
      expect(renyiCenters(x, { n, d }, spacing * (1 - 1e-9))).toEqual(every);
    }
  });

  test('are not captured at their spacing, and are just above it', () => {
    for (const { d, x } of places) {
      expect(capturedShare(x, { n, d }, x, [0], spacing)).toBe(1 / n);
      expect(capturedShare(x, { n, d }, x, [0], spacing * (1 + 1e-9))).toBe(3 / n);
    }
  });

  test('have the cosines of their multiples, edges among them', () => {
    const [first, ...others] = places.map(({ d, x }) => cosineHistogram(x, { n, d }, 40).counts);
    for (const counts of others) expect(counts).toEqual(first);
  });

  test('have no events while they stand still', async () => {
    for (const { d, x } of places.filter(() => n <= 12)) {
      const finder = eventFinder({ n, d }, { threshold: spacing, radius: spacing, delta: spacing }, x);
      expect(finder.initialClusters).toHaveLength(1);
      const scaled = x.map((entry) => entry * (1 + 2e-16));
      await finder.follow({ t: 0, dt: 1, end: 1, implicit: false, state: async (theta) => (theta < 0.5 ? x : scaled) });
      expect(finder.events).toEqual([]);
    }
  });
});
