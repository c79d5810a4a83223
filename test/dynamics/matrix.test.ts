import { describe, expect, test } from 'vitest';
import { resolveMatrix } from '../../src/dynamics/matrix-spec.ts';
import { splitIdentity, transposeMultiply } from '../../src/numerics/matrix.ts';
import { streams } from '../../src/numerics/random.ts';
import { forAll, seeds } from '../support/arbitraries.ts';
import { draw, gaussianMatrix } from '../support/draw.ts';
import { multiply, transpose } from '../support/linear.ts';
import { largestDifference, summary } from '../support/numeric.ts';

const resolve = (spec: Parameters<typeof resolveMatrix>[0], d: number) => [
  ...resolveMatrix(spec, d, 'value', streams.value),
];

describe('a matrix is written as', () => {
  test('identity, a multiple of it, a diagonal, or rows', () => {
    expect(resolve('identity', 2)).toEqual([1, 0, 0, 1]);
    expect(resolve(-0.5, 2)).toEqual([-0.5, 0, 0, -0.5]);
    expect(resolve([3, 4], 2)).toEqual([3, 0, 0, 4]);
    expect(
      resolve(
        [
          [1, 2],
          [3, 4],
        ],
        2,
      ),
    ).toEqual([1, 2, 3, 4]);
  });

  test('a seeded Gaussian: variance 1/d unless a scale is given', () => {
    const d = 60;
    for (const [spec, variance] of [
      [{ gaussian: 3 }, 1 / d],
      [{ gaussian: 3, scale: 2 }, 4],
    ] as const) {
      const entries = resolve(spec, d);
      const mean = summary(entries);
      expect(Math.abs(mean.mean)).toBeLessThan(4 * mean.error);
      const squares = summary(entries.map((entry) => entry * entry));
      expect(Math.abs(squares.mean - variance)).toBeLessThan(4 * squares.error);
    }
  });

  test('Gaussians of query, key and value differ under one seed, and seeds differ', () => {
    const all = [streams.query, streams.key, streams.value].map(
      (stream) => resolveMatrix({ gaussian: 1 }, 3, 'm', stream)[0],
    );
    expect(new Set([...all, resolve({ gaussian: 2 }, 3)[0]]).size).toBe(4);
  });
});

describe('a matrix is refused', () => {
  test.each([
    [
      'of the wrong size',
      [
        [1, 2, 3],
        [4, 5, 6],
      ],
      /3.*2×3/,
    ],
    [
      'with ragged rows',
      [
        [1, 2, 3],
        [4, 5],
        [7, 8, 9],
      ],
      /rows of 3 and of 2/,
    ],
    ['with a row that is none', [[1, 2, 3], 4, [7, 8, 9]], /row 1 is 4/],
    ['as a diagonal of the wrong length', [1, 2], /a diagonal of 2/],
    [
      'with NaN',
      [
        [1, 2, 3],
        [4, Number.NaN, 6],
        [7, 8, 9],
      ],
      /row 1, column 1 is NaN/,
    ],
    ['with an infinity', [1, Infinity, 3], /Infinity/],
    ['as a file, which the core does not read', 'matrix.npy', /matrix\.npy/],
  ] as const)('%s, by name', (_, spec, sentence) => {
    const attempt = () => resolve(spec as never, 3);
    expect(attempt).toThrow(/^"value"/);
    expect(attempt).toThrow(sentence);
  });
});

describe('arithmetic', () => {
  test('a multiple of the identity is recognised exactly, in any dimension', () => {
    const { normal } = draw(4);
    for (let d = 2; d <= 60; d++) {
      const scale = normal();
      const split = splitIdentity(resolveMatrix(scale, d, 'value', streams.value), d);
      expect(split).toEqual({ scale, rest: null });
    }
  });

  test('scale and rest add up to the matrix', () => {
    forAll(seeds, 100, (seed) => {
      const matrix = Float64Array.from(gaussianMatrix(seed, 4).flat());
      const { scale, rest } = splitIdentity(matrix, 4);
      const sum = matrix.map((_, i) => (rest?.[i] ?? 0) + (i % 5 === 0 ? scale : 0));
      expect(largestDifference(sum, matrix)).toBeLessThan(4 * Number.EPSILON);
    });
  });

  test('AᵀB', () => {
    const [a, b] = [gaussianMatrix(1, 5), gaussianMatrix(2, 5)];
    const product = transposeMultiply(Float64Array.from(a.flat()), Float64Array.from(b.flat()), 5);
    expect(largestDifference(product, multiply(transpose(a), b).flat())).toBeLessThan(1e-14);
  });
});
