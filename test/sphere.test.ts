import { describe, expect, test } from 'vitest';
import {
  dot,
  exponential,
  frobeniusNorm,
  geodesicDistance,
  norm,
  normalizeMovedRows,
  normalizeRow,
  projectTangent,
  squaredChord,
  squaredChordOfAngle,
} from '../src/numerics/sphere.ts';
import { between, forAll, tokens } from './support/arbitraries.ts';
import { draw, uniformTokens } from './support/draw.ts';

const ROUNDING = 1e-14; // sums of up to 5 products of numbers ≤ 1

function tangentAt(x: Float64Array, d: number, seed: number): Float64Array {
  const { normal } = draw(seed);
  const v = x.map(() => normal());
  for (let at = 0; at < x.length; at += d) projectTangent(x, at, v, at, d);
  return v;
}

describe('tangent vectors', () => {
  test('a projected vector is orthogonal to the point, and projecting again changes nothing', () => {
    forAll(tokens(5), 200, ({ n, d, x }) => {
      const v = tangentAt(x, d, n);
      for (let at = 0; at < x.length; at += d) {
        expect(Math.abs(dot(x, at, v, at, d))).toBeLessThan(ROUNDING);
        const again = v.slice();
        projectTangent(x, at, again, at, d);
        expect(Math.sqrt(squaredChord(again, at, v, at, d))).toBeLessThan(ROUNDING);
      }
    });
  });

  test('the exponential map stays on the sphere and goes as far as the vector is long', () => {
    forAll(tokens(5), 200, ({ n, d, x }) => {
      const v = tangentAt(x, d, n).map((entry) => entry / 4); // shorter than π
      const y = new Float64Array(x.length);
      exponential(x, v, y, { n, d });
      for (let at = 0; at < x.length; at += d) {
        expect(Math.abs(dot(y, at, y, at, d) - 1)).toBeLessThan(ROUNDING);
        const length = Math.sqrt(dot(v, at, v, at, d));
        if (length < Math.PI) expect(Math.abs(geodesicDistance(x, at, y, at, d) - length)).toBeLessThan(ROUNDING);
      }
    });
  });

  test('a point with no velocity keeps its bits', () => {
    const x = uniformTokens(3, 4, 3);
    const y = new Float64Array(12);
    exponential(x, new Float64Array(12), y, { n: 4, d: 3 });
    expect(y).toEqual(x);
  });
});

describe('lengths', () => {
  const sizes = [5e-324, 1e-310, 1e-200, 1e-160, 1e-140, 1, 1e140, 1e154, 1e200, 1e300];

  test('are right for numbers of any size', () => {
    for (const size of sizes) {
      const row = Float64Array.of(9, 3 * size, -4 * size);
      expect(Math.abs(norm(row, 1, 2) / (5 * size) - 1)).toBeLessThan(size < 1e-300 ? 0.2 : 1e-15);
    }
    expect(norm([0, 0], 0, 2)).toBe(0);
    expect(norm([1, NaN], 0, 2)).toBeNaN();
    expect(norm([1, -Infinity], 0, 2)).toBe(Infinity);
    expect(frobeniusNorm([1e200, 1e200, 1e200, 1e200])).toBe(2e200);
  });

  test('and so are directions', () => {
    for (const size of sizes) {
      const row = Float64Array.of(3 * size, -4 * size);
      normalizeRow(row, row, 0, 2);
      expect(Math.abs(row[0] - 0.6) + Math.abs(row[1] + 0.8)).toBeLessThan(1e-15);
    }
  });

  test('where squares stay in range they are the plain sum of squares, to the last bit', () => {
    forAll(tokens(3), 200, ({ d, x }) => {
      for (const factor of [1e-100, 1, 1e100]) {
        const row = x.slice(0, d).map((entry, i) => factor * entry * (i + 0.3));
        expect(norm(row, 0, d)).toBe(Math.sqrt(dot(row, 0, row, 0, d)));
      }
    });
  });
});

describe('distances', () => {
  test('do not vanish where their squares do', () => {
    for (const angle of [1e-300, 1e-200, 1e-160]) {
      const x = Float64Array.of(1, 0, 1, angle, -1, angle);
      expect(Math.abs(geodesicDistance(x, 0, x, 2, 2) / angle - 1)).toBeLessThan(1e-15);
      expect(geodesicDistance(x, 0, x, 4, 2)).toBe(Math.PI);
    }
  });

  test('are accurate at every angle, tiny and near π too', () => {
    for (const angle of [0, 1e-150, 1e-12, 1e-5, 0.1, 1, 3, Math.PI - 1e-8, Math.PI]) {
      const x = Float64Array.of(1, 0, Math.cos(angle), Math.sin(angle));
      expect(Math.abs(geodesicDistance(x, 0, x, 2, 2) - angle)).toBeLessThanOrEqual(4 * Number.EPSILON * angle);
    }
  });

  test('are symmetric, zero only for equal points, and obey the triangle inequality', () => {
    forAll(tokens(3), 300, ({ n, d, x }) => {
      const distance = (i: number, j: number) => geodesicDistance(x, i * d, x, j * d, d);
      for (let i = 0; i < n; i++) {
        expect(distance(i, i)).toBe(0);
        for (let j = 0; j < n; j++) {
          expect(distance(i, j)).toBe(distance(j, i));
          for (let k = 0; k < n; k++)
            expect(distance(i, k)).toBeLessThanOrEqual(distance(i, j) + distance(j, k) + ROUNDING);
        }
      }
    });
  });

  test('compare as squared chords do', () => {
    forAll(between(0.001, 3.14), 300, (angle) => {
      const x = Float64Array.of(1, 0, Math.cos(angle), Math.sin(angle));
      expect(Math.abs(squaredChordOfAngle(angle) / squaredChord(x, 0, x, 2, 2) - 1)).toBeLessThan(1e-11);
      expect(squaredChordOfAngle(angle + 1e-3)).toBeGreaterThan(squaredChordOfAngle(angle));
    });
  });
});

describe('normalisation', () => {
  test('makes rows unit', () => {
    forAll(tokens(5), 100, ({ n, d, x }) => {
      const moved = x.map((entry) => 1.7 * entry);
      normalizeMovedRows(moved, x, { n, d });
      for (let at = 0; at < x.length; at += d)
        expect(Math.abs(dot(moved, at, moved, at, d) - 1)).toBeLessThan(ROUNDING);
    });
  });

  test('leaves a row with the bits it had before, even one that is not quite unit', () => {
    const before = Float64Array.of(1 + 1e-13, 0, 0.6, 0.8);
    const after = Float64Array.of(1 + 1e-13, 0, 0.6, 0.9);
    normalizeMovedRows(after, before, { n: 2, d: 2 });
    expect(after[0]).toBe(1 + 1e-13);
    expect(after[3]).not.toBe(0.9);
  });
});
