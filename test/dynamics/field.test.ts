import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { betas, forAll, matrices, problems, seeds, tokens } from '../support/arbitraries.ts';
import { orthogonalMatrix, uniformTokens } from '../support/draw.ts';
import { dotProduct, identity, multiply, transpose } from '../support/linear.ts';
import { largestDifference } from '../support/numeric.ts';
import { largestTerm, plainField } from '../support/plain-field.ts';
import { fieldOf } from '../support/problems.ts';

/** Relative to the largest term of the sums: exponents up to 50 cost two digits of the fourteen that sums leave. */
const AGREEMENT = 1e-12;

describe('the field', () => {
  test('is what the equation says', () => {
    forAll(problems(12), 600, ({ d, x, given }) => {
      const plain = { d, ...given };
      const tolerance = AGREEMENT * largestTerm(plain, x);
      expect(largestDifference(fieldOf(given, x, d), plainField(plain)(0, x))).toBeLessThan(tolerance);
    });
  });

  test('is tangent to the sphere', () => {
    forAll(problems(12), 600, ({ n, d, x, given }) => {
      const f = fieldOf(given, x, d);
      const size = largestTerm({ d, ...given }, x);
      for (let k = 0; k < n; k++) {
        const [at, end] = [k * d, (k + 1) * d];
        expect(Math.abs(dotProduct(f.subarray(at, end), x.subarray(at, end)))).toBeLessThan(AGREEMENT * size);
      }
    });
  });

  test('is evaluated at x/|x|', () => {
    forAll(problems(6), 200, ({ d, x, given }) => {
      const stretched = x.map((entry) => 1.37 * entry);
      const tolerance = AGREEMENT * largestTerm({ d, ...given }, x);
      expect(largestDifference(fieldOf(given, stretched, d), fieldOf(given, x, d))).toBeLessThan(tolerance);
    });
  });

  test('leaves its input alone and remembers nothing', () => {
    forAll(problems(6), 100, ({ d, x, given }) => {
      const before = x.slice();
      const first = fieldOf(given, x, d);
      expect(x).toEqual(before);
      expect(fieldOf(given, x, d)).toEqual(first);
    });
  });
});

describe('of the matrices', () => {
  const cases = tokens(8).chain(({ n, d, x }) =>
    fc.record({
      n: fc.constant(n),
      d: fc.constant(d),
      x: fc.constant(x),
      beta: betas,
      query: matrices(d),
      key: matrices(d),
      value: matrices(d),
      rotation: seeds.map((seed) => orthogonalMatrix(seed, d)),
    }),
  );

  test('query and key count by QᵀK only', () => {
    forAll(cases, 300, ({ d, x, query, key, rotation, ...rest }) => {
      const f = fieldOf({ ...rest, query, key }, x, d);
      const tolerance = AGREEMENT * largestTerm({ d, query, key, ...rest }, x);
      const turned = { ...rest, query: multiply(rotation, query), key: multiply(rotation, key) };
      expect(largestDifference(fieldOf(turned, x, d), f)).toBeLessThan(tolerance);
      const product = { ...rest, query: identity(d), key: multiply(transpose(query), key) };
      expect(largestDifference(fieldOf(product, x, d), f)).toBeLessThan(tolerance);
    });
  });

  test('transposing QᵀK does matter: the test above can fail', () => {
    const x = uniformTokens(1, 5, 3);
    const b = [
      [0, 1, 0],
      [0, 0, 2],
      [0, 0, 0],
    ];
    const difference = largestDifference(fieldOf({ beta: 2, key: b }, x, 3), fieldOf({ beta: 2, query: b }, x, 3));
    expect(difference).toBeGreaterThan(0.1);
  });

  test('a constant added to every exponent cancels in the softmax', () => {
    forAll(cases, 200, ({ d, x, rotation: _, ...given }) => {
      const f = fieldOf(given, x, d);
      const tolerance = AGREEMENT * largestTerm({ d, ...given }, x);
      for (const shift of [-20, 5, 60]) {
        expect(largestDifference(plainField({ d, ...given, shift })(0, x), f)).toBeLessThan(tolerance);
      }
    });
  });
});

describe('large β', () => {
  test('does not overflow: β = 10⁴ with any matrices gives finite velocities', () => {
    forAll(problems(12), 300, ({ d, x, given }) => {
      const f = fieldOf({ ...given, beta: 1e4, normalization: 'softmax' }, x, d);
      expect(f.every(Number.isFinite)).toBe(true);
    });
  });

  test('leaves the nearest neighbour alone to be felt', () => {
    const angles = [0, 2, 0.5];
    const x = Float64Array.from(angles.flatMap((a) => [Math.cos(a), Math.sin(a)]));
    const f = fieldOf(
      {
        beta: 1e4,
        key: [
          [-1, 0],
          [0, -1],
        ],
      },
      x,
      2,
    ); // attention to what is farthest
    expect(
      largestDifference(f.subarray(4, 6), [-Math.sin(0.5) * Math.sin(1.5), Math.cos(0.5) * Math.sin(1.5)]),
    ).toBeLessThan(1e-15);
  });
});
