import { describe, expect, test } from 'vitest';
import { activations } from '../../src/dynamics/activation.ts';
import { prepareRun } from '../../src/run/prepare.ts';
import type { RunSpec } from '../../src/run/spec.ts';
import { forAll, problems, seeds } from '../support/arbitraries.ts';
import { gaussianMatrix, uniformTokens } from '../support/draw.ts';
import { dynamicsOf, velocities } from '../support/kinds.ts';
import { applied, dotProduct, type Rows } from '../support/linear.ts';
import { largestDifference, largestEntry, summary } from '../support/numeric.ts';
import { largestTerm } from '../support/plain-field.ts';
import { fieldOf } from '../support/problems.ts';

const AGREEMENT = 1e-12;

describe('several heads', () => {
  test('are the sum, or the mean, of one each', () => {
    forAll(problems(8), 150, ({ d, x, given: { beta, mask, normalization } }) => {
      const heads = [1, 2, 3].map((h) => ({
        query: gaussianMatrix(h, d),
        key: gaussianMatrix(h + 10, d),
        value: gaussianMatrix(h + 20, d),
      }));
      const all = (name: 'query' | 'key' | 'value') => heads.map((head) => head[name]);
      const given = { beta, mask, normalization, query: all('query'), key: all('key'), value: all('value') } as const;
      const singles = heads.map((head) => fieldOf({ beta, mask, normalization, ...head }, x, d));
      const sum = x.map((_, i) => singles.reduce((total, f) => total + f[i], 0));
      const tolerance =
        10 * AGREEMENT * Math.max(...heads.map((head) => largestTerm({ d, beta, mask, normalization, ...head }, x)));
      const own = { dynamics: 'multi-head', heads: 3, ...given } as const;
      expect(largestDifference(velocities(dynamicsOf(own), x, d), sum)).toBeLessThan(tolerance);
      const mean = velocities(dynamicsOf({ ...own, combine: 'mean' }), x, d);
      expect(
        largestDifference(
          mean,
          sum.map((entry) => entry / 3),
        ),
      ).toBeLessThan(tolerance);
    });
  });

  test('with one matrix for all are one head, as often', () => {
    const x = uniformTokens(3, 6, 3);
    const key = gaussianMatrix(4, 3);
    const one = fieldOf({ beta: 2, key }, x, 3);
    const own = velocities(dynamicsOf({ dynamics: 'multi-head', beta: 2, heads: 4, key }), x, 3);
    expect(
      largestDifference(
        own,
        one.map((entry) => 4 * entry),
      ),
    ).toBeLessThan(1e-13);
  });

  test('under one seed have matrices of their own, the first one that of a single head, and more heads keep them', () => {
    const x = uniformTokens(3, 6, 3);
    const value = { gaussian: 5 };
    const sum = (heads: number) => velocities(dynamicsOf({ dynamics: 'multi-head', beta: 2, heads, value }), x, 3);
    const [one, two, three] = [1, 2, 3].map(sum);
    expect(largestDifference(one, fieldOf({ beta: 2, value }, x, 3))).toBeLessThan(1e-14);
    const second = two.map((entry, i) => entry - one[i]);
    expect(largestDifference(second, one)).toBeGreaterThan(0.1);
    expect(
      largestDifference(
        three.map((entry, i) => entry - two[i]),
        second,
      ),
    ).toBeGreaterThan(0.1);
  });

  test('may each be written in any way a matrix is', () => {
    const x = uniformTokens(3, 5, 2);
    const value = [
      'identity',
      { gaussian: 2 },
      [
        [0, 1],
        [1, 0],
      ],
    ] as const;
    const own = velocities(dynamicsOf({ dynamics: 'multi-head', beta: 1, heads: 3, value }), x, 2);
    const singles = value.map((one) => fieldOf({ beta: 1, value: one }, x, 2));
    expect(
      largestDifference(
        own,
        x.map((_, i) => singles.reduce((sum, f) => sum + f[i], 0)),
      ),
    ).toBeLessThan(1e-13);
  });
});

/** P_x of a perceptron written out with the host's functions. */
function perceptron(
  x: readonly number[],
  w1: Rows,
  b1: readonly number[],
  w2: Rows,
  b2: readonly number[],
  sigma: (s: number) => number,
) {
  const out = applied(
    w2,
    applied(w1, x).map((s, m) => sigma(s + b1[m])),
  ).map((entry, i) => entry + b2[i]);
  const along = dotProduct(out, x);
  return out.map((entry, i) => entry - along * x[i]);
}

const host = {
  relu: (s: number) => Math.max(0, s),
  tanh: Math.tanh,
  gelu: (s: number) => 0.5 * s * (1 + Math.tanh(Math.sqrt(2 / Math.PI) * (s + 0.044715 * s ** 3))),
};

describe('a perceptron', () => {
  test.each(['relu', 'gelu', 'tanh'] as const)('with %s adds its drift to attention', (activation) => {
    forAll(problems(6), 60, ({ n, d, x, given: { beta, query, key, value } }) => {
      const normal = (i: number) => Math.sin(7 * i + n);
      const [w1, w2] = [
        Array.from({ length: 5 }, (_, m) => Array.from({ length: d }, (_, i) => normal(m * d + i))),
        Array.from({ length: d }, (_, i) => Array.from({ length: 5 }, (_, m) => normal(100 + i * 5 + m))),
      ];
      const [b1, b2] = [[0.1, -0.3, 0.5, 0, 1], Array.from({ length: d }, (_, i) => 0.2 * i - 0.1)];
      const given = {
        beta,
        query,
        key,
        value,
        activation,
        mlpIn: w1,
        mlpInBias: b1,
        mlpOut: w2,
        mlpOutBias: b2,
        mlpGain: 0.6,
      };
      const f = velocities(dynamicsOf({ dynamics: 'mlp', ...given }), x, d);
      const base = fieldOf({ beta, query, key, value }, x, d);
      const wanted = base.map((entry, at) => {
        const k = Math.floor(at / d);
        const row = Array.from(x.subarray(k * d, (k + 1) * d));
        return entry + 0.6 * perceptron(row, w1, b1, w2, b2, host[activation])[at % d];
      });
      expect(largestDifference(f, wanted)).toBeLessThan(
        10 * AGREEMENT * largestTerm({ d, beta, query, key, value }, x),
      );
    });
  });

  test('has seeded weights: W₁ of variance 1, W₂ of variance 1/width, other ones for other seeds', () => {
    forAll(seeds, 3, (seed) => {
      // At β = 0, one token: the velocity is P_x of the perceptron. relu of N(0, 1) has a mean square of 1/2, so its size is √((d − 1)/2).
      const d = 40;
      const sizes = Array.from({ length: 30 }, (_, i) => {
        const given = {
          dynamics: 'mlp',
          beta: 0,
          activation: 'relu',
          mlpWidth: 400,
          mlpIn: { gaussian: (seed % 1e6) + i },
          mlpOut: { gaussian: i },
        } as const;
        const f = velocities(dynamicsOf(given), uniformTokens(i + 1, 1, d), d);
        return dotProduct(f, f) / ((d - 1) / 2);
      });
      const { mean, error } = summary(sizes);
      expect(Math.abs(mean - 1)).toBeLessThan(4 * error);
      expect(new Set(sizes).size).toBe(30);
    });
  });

  test('activations agree with the host to a few roundoffs', () => {
    for (let s = -30; s <= 30; s += 0.0137) {
      for (const name of ['relu', 'gelu', 'tanh'] as const) {
        expect(Math.abs(activations[name](s) - host[name](s))).toBeLessThan(4e-16 * Math.max(1, Math.abs(s)));
      }
    }
    expect(activations.tanh(1000)).toBe(1);
    expect(activations.tanh(-1000)).toBe(-1);
    expect(activations.gelu(-1e200)).toBe(-0);
  });

  test('moves a token that is alone', () => {
    const f = velocities(dynamicsOf({ dynamics: 'mlp', beta: 1 }), uniformTokens(1, 1, 4), 4);
    expect(largestEntry(f)).toBeGreaterThan(1e-3);
  });
});

describe('refused', () => {
  const matrix = [
    [1, 0],
    [0, 1],
  ];
  test.each([
    [{ dynamics: 'multi-head', heads: 0 }, /^"heads" should be a whole number/],
    [{ dynamics: 'multi-head', heads: 3, query: [matrix, matrix] }, /^"query" should be one matrix or a list of 3/],
    [{ dynamics: 'multi-head', heads: 2, value: [matrix, [[1, 2, 3]]] }, /^"value" should be a 2×2 matrix/],
    [{ dynamics: 'multi-head', combine: 'max' }, /^"combine" should be sum or mean/],
    [{ query: [matrix, matrix] }, /^"query"/],
    [{ dynamics: 'mlp', mlpIn: [[1, 2, 3]] }, /^"mlpIn" should be gaussian:SEED or 1 rows of 2/],
    [
      {
        dynamics: 'mlp',
        mlpIn: [
          [1, 2],
          [3, 4],
        ],
        mlpWidth: 5,
      },
      /^"mlpIn" .* 5 rows of 2/,
    ],
    [
      {
        dynamics: 'mlp',
        mlpIn: [
          [1, 2],
          [3, 4],
        ],
        mlpOut: [[1], [2]],
      },
      /^"mlpOut" .* 2 rows of 2/,
    ],
    [{ dynamics: 'mlp', mlpInBias: [1, 2, 3] }, /^"mlpInBias" should be one number or 8, but 3 came/],
    [{ dynamics: 'mlp', mlpOut: 'weights.npy' }, /^"mlpOut" .* came as "weights.npy"/],
    [{ dynamics: 'mlp', activation: 'swish' }, /^"activation" should be one of relu, gelu, tanh/],
  ] as [object, RegExp][])('%o', (keys, sentence) => {
    expect(() => prepareRun({ beta: 1, tokens: 4, until: 1, ...keys } as RunSpec)).toThrow(sentence);
  });
});
