import { describe, expect, test } from 'vitest';
import { FINEST_CELL, LAST_TIME, wienerPath } from '../../src/numerics/wiener.ts';
import { draw } from '../support/draw.ts';
import { largestDifference } from '../support/numeric.ts';

function valuesAt(seed: number, n: number, d: number, times: readonly number[]): Float64Array[] {
  const path = wienerPath(seed, n, d);
  return times.map((t) => {
    const out = new Float64Array(n * d);
    path.at(t, out);
    return out;
  });
}

const { uniform } = draw(1);
const times = Array.from({ length: 60 }, () => 40 * uniform() ** 3);

describe('a Wiener path', () => {
  test('is a function of time: the order of questions does not matter', () => {
    const shuffled = times.map((_, i) => times[(7 * i) % times.length]);
    const straight = valuesAt(
      3,
      4,
      3,
      [...times].sort((a, b) => a - b),
    );
    const byTime = new Map([...times].sort((a, b) => a - b).map((t, i) => [t, straight[i]]));
    valuesAt(3, 4, 3, shuffled).forEach((value, i) => void expect(value).toEqual(byTime.get(shuffled[i])));
  });

  test('does not depend on how many others there are, and does on the seed', () => {
    const few = valuesAt(3, 2, 3, times);
    valuesAt(3, 5, 3, times).forEach((value, i) => void expect(value.slice(0, 6)).toEqual(few[i]));
    expect(valuesAt(4, 2, 3, times)).not.toEqual(few);
  });

  test('begins at 0, and goes on to the last time', () => {
    const [start, end] = valuesAt(1, 3, 2, [0, LAST_TIME * (1 - 2 ** -40)]);
    expect([...start]).toEqual([0, 0, 0, 0, 0, 0]);
    expect(Math.max(...end.map(Math.abs)) / Math.sqrt(LAST_TIME)).toBeGreaterThan(0.1);
    expect(Math.max(...end.map(Math.abs)) / Math.sqrt(LAST_TIME)).toBeLessThan(5);
  });

  test('takes times that differ by rounding as one', () => {
    for (const t of [0.5, 0.75, 3, 0.1 * 7]) {
      const [a, b] = valuesAt(2, 3, 2, [t, t * (1 + Number.EPSILON)]);
      expect(largestDifference(a, b)).toBeLessThan(1e-12);
    }
  });

  /**
   * Increments over disjoint intervals, divided by their deviations, are independent standard normals. 5000 paths: a variance and a
   * correlation are known to √(2/5000) and √(1/5000).
   */
  test('has independent increments of variance Δt, across cells, octaves and scales', () => {
    const n = 5000;
    const ends = [
      0,
      1e-4,
      0.1,
      0.125,
      0.125 + 0.7 * FINEST_CELL,
      0.125 + FINEST_CELL,
      0.3,
      1 / 3,
      0.5,
      0.7,
      1,
      1.7,
      2.2,
      5,
      9.01,
      40,
    ];
    const values = valuesAt(11, n, 1, ends);
    const scaled = ends.slice(1).map((t, i) => {
      const deviation = Math.sqrt(t - ends[i]);
      return values[i + 1].map((value, k) => (value - values[i][k]) / deviation);
    });
    const product = (a: Float64Array, b: Float64Array) => a.reduce((sum, entry, k) => sum + entry * b[k], 0) / n;
    for (let i = 0; i < scaled.length; i++) {
      expect(Math.abs(product(scaled[i], scaled[i]) - 1), `variance ${i}`).toBeLessThan(4 * Math.sqrt(2 / n));
      const fourth = product(
        scaled[i].map((z) => z * z),
        scaled[i].map((z) => z * z),
      );
      expect(Math.abs(fourth - 3), `fourth moment ${i}`).toBeLessThan(4 * Math.sqrt(96 / n));
      for (let j = 0; j < i; j++) {
        expect(Math.abs(product(scaled[i], scaled[j])), `correlation ${i}, ${j}`).toBeLessThan(4.5 / Math.sqrt(n));
      }
    }
  });

  test('has independent components', () => {
    const [values] = valuesAt(5, 4000, 3, [0.3]);
    for (const [i, j] of [
      [0, 1],
      [0, 2],
      [1, 2],
    ]) {
      let sum = 0;
      for (let k = 0; k < 4000; k++) sum += values[3 * k + i] * values[3 * k + j];
      expect(Math.abs(sum / 4000 / 0.3)).toBeLessThan(4 / Math.sqrt(4000));
    }
  });
});
