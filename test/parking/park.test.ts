import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { separationLimit } from '../../src/analysis/renyi-centers.ts';
import { ParkadeError } from '../../src/core/errors.ts';
import type { TokenSequence } from '../../src/initial/initial.ts';
import { uniform } from '../../src/initial/uniform.ts';
import { vonMisesFisher } from '../../src/initial/von-mises-fisher.ts';
import { exp, log } from '../../src/numerics/elementary.ts';
import { normalizeRow } from '../../src/numerics/sphere.ts';
import { circleTable } from '../../src/parking/circle-table.ts';
import { park, parking } from '../../src/parking/park.ts';
import { between, forAll, seeds } from '../support/arbitraries.ts';
import { atAngles, uniformTokens } from '../support/draw.ts';
import { plainCenters, plainStrongCenters } from '../support/plain-centers.ts';

/** Stored tokens as a sequence. */
function sequenceOf(x: Float64Array, d: number): TokenSequence {
  return (k, row) => row.set(x.subarray(k * d, (k + 1) * d));
}

function expectTheScans(x: Float64Array, n: number, d: number, delta: number): void {
  const { renyi, strong, places } = park(sequenceOf(x, d), { n, d }, delta);
  expect(renyi).toEqual(plainCenters(x, { n, d }, delta));
  expect(strong).toEqual(plainStrongCenters(x, { n, d }, delta));
  expect(places).toEqual(Float64Array.from(renyi.flatMap((k) => [...x.subarray(k * d, (k + 1) * d)])));
}

/** δ from 1e-6 to nearly π, evenly in its logarithm. */
const separations = between(log(1e-6), log(3.1415926)).map(exp);
const dimensions = fc.integer({ min: 2, max: 6 });
const RUNS = 300;

/** Tokens within about `spread` of a few directions: many of them within a small δ. */
function clustered(seed: number, n: number, d: number, spread: number): Float64Array {
  const middles = uniformTokens(seed, 4, d);
  const x = uniformTokens(seed + 1, n, d);
  for (let k = 0; k < n; k++) {
    for (let i = 0; i < d; i++) x[k * d + i] = middles[(k % 4) * d + i] + spread * x[k * d + i];
    normalizeRow(x, x, k * d, d);
  }
  return x;
}

describe('parking finds the very centers of the direct scans', () => {
  test('among uniform tokens', () => {
    forAll(fc.tuple(seeds, fc.integer({ min: 1, max: 250 }), dimensions, separations), RUNS, ([seed, n, d, delta]) => {
      expectTheScans(uniformTokens(seed, n, d), n, d, delta);
    });
  });

  test('among tokens in clusters about as wide as δ', () => {
    const widths = between(log(0.1), log(30)).map(exp);
    forAll(fc.tuple(seeds, dimensions, separations, widths), RUNS, ([seed, d, delta, width]) => {
      expectTheScans(clustered(seed, 250, d, delta * width), 250, d, delta);
    });
  });

  test('among so many that buckets grow', () => {
    for (const [d, delta] of [
      [2, 1e-4],
      [3, 0.02],
      [4, 0.1],
    ] as const) {
      expectTheScans(uniformTokens(3, 4000, d), 4000, d, delta);
    }
  });

  test('among tokens at multiples of δ, where rounding decides', () => {
    const orders = fc.constantFrom(1, 3, 7); // steps through the circle
    forAll(fc.tuple(fc.integer({ min: 3, max: 150 }), orders, between(-4, 4)), RUNS, ([m, step, ulps]) => {
      const angles = Array.from({ length: 2 * m }, (_, k) => (2 * Math.PI * ((k * step) % (2 * m))) / (2 * m));
      const spacing = (2 * Math.PI) / (2 * m);
      for (const multiple of [1, 2]) {
        const delta = multiple * spacing * (1 + Math.round(ulps) * Number.EPSILON);
        if (delta < Math.PI) expectTheScans(atAngles(angles), 2 * m, 2, delta);
      }
    });
  });

  test('among copies of a few tokens, the axes, and tokens across the cut of the angle', () => {
    const angles = [0, 0, -1e-17, 1e-17, -1e-9, Math.PI, -Math.PI, Math.PI / 2, -Math.PI / 2, 1e-3, -1e-3, 2, 2, 3];
    for (const delta of [1e-17, 1e-9, 1e-3, 2e-3, 1, Math.PI / 2, 3, Math.PI - 1e-9, Math.PI - 1e-15]) {
      expectTheScans(atAngles(angles), angles.length, 2, delta);
    }
  });

  test('on the axes of space, at δ = π/2 and beside it', () => {
    for (const d of [3, 4, 5]) {
      const x = new Float64Array(2 * d * d);
      for (let i = 0; i < d; i++) {
        x[i * d + i] = 1;
        x[(d + i) * d + i] = -1;
      }
      for (const ulps of [-2, -1, 0, 1, 2]) expectTheScans(x, 2 * d, d, (Math.PI / 2) * (1 + ulps * Number.EPSILON));
    }
  });
});

describe('token sequences', () => {
  test.each([2, 3, 5])('are the tokens of a run of dimension %i', (d) => {
    const directions = [[1, ...new Array<number>(d - 1).fill(0)], new Array<number>(d).fill(1)];
    const shape = { n: 300, d };
    const laws = [
      [uniform.sequence({}, d, 9), uniform.sample({}, shape, 9)],
      [
        vonMisesFisher.sequence({ directions, concentration: 20 }, d, 9),
        vonMisesFisher.sample({ directions, concentration: 20 }, shape, 9),
      ],
    ] as const;
    for (const [sequence, x] of laws) {
      expect(park(sequence, shape, 0.05)).toEqual(park(sequenceOf(x, d), shape, 0.05));
      expect(park(sequence, shape, 0.05).strong).toEqual(plainStrongCenters(x, shape, 0.05));
    }
  });
});

test('progress counts the tokens looked at, and never passes n', () => {
  const n = 50_000;
  const seen: number[] = [];
  const steps = parking(uniform.sequence({}, 2, 1), { n, d: 2 }, 0.1);
  for (let step = steps.next(); !step.done; step = steps.next()) seen.push(step.value);
  expect(seen.length).toBeGreaterThan(3);
  expect(seen).toEqual([...seen].sort((a, b) => a - b));
  expect(Math.max(...seen)).toBeLessThanOrEqual(n);
});

test.each([0, -1, Math.PI, NaN])('a separation of %d is refused', (delta) => {
  expect(() => park(sequenceOf(Float64Array.of(1, 0), 2), { n: 1, d: 2 }, delta)).toThrow(ParkadeError);
});

test('a table of boxes finds a point three boxes away', () => {
  const delta = 1e-6;
  const table = circleTable(delta, separationLimit(delta), 1e7);
  // Just below an edge of its boxes near the axis, where places are as far apart as angles; the other a little less than δ further.
  const edge = delta / 2 - 1e-11;
  const angles = [edge - 1e-12, edge - 1e-12 + delta * (1 - 1e-7), edge - 1e-12 + delta * (1 + 1e-6)];
  const [first, second, third] = angles.map((angle) => Float64Array.of(Math.cos(angle), Math.sin(angle)));
  expect(table?.park(first)).toBe(true);
  expect(table?.park(second)).toBe(false);
  expect(table?.park(third)).toBe(true);
  const removed: number[] = [];
  table?.remove(second, (point) => removed.push(point));
  expect(removed.sort()).toEqual([0, 1]);
  expect(table?.rows()).toEqual(Float64Array.of(...first, ...third));
});
