/** Equations that know positions: positional-bias, kinetic-decay, rotary. */
import { describe, expect, test } from 'vitest';
import type { Dynamics } from '../../src/dynamics/index.ts';
import { prepareRun } from '../../src/run/prepare.ts';
import type { RunSpec } from '../../src/run/spec.ts';
import { forAll, problems, seeds } from '../support/arbitraries.ts';
import { atAngles, draw, uniformTokens } from '../support/draw.ts';
import { dynamicsOf, solved, velocities } from '../support/kinds.ts';
import { applied, dotProduct, identity, type Rows } from '../support/linear.ts';
import { largestDifference, largestEntry } from '../support/numeric.ts';
import { fieldOf } from '../support/problems.ts';

const AGREEMENT = 1e-11; // exponents up to 50, against sums written out

/** Softmax attention with any scores, written out; −Infinity hides a token. */
function written(x: Float64Array, d: number, value: Rows, score: (k: number, j: number) => number): number[] {
  const rows = Array.from({ length: x.length / d }, (_, k) => Array.from(x.subarray(k * d, (k + 1) * d)));
  return rows.flatMap((row, k) => {
    const scores = rows.map((_, j) => score(k, j));
    const largest = Math.max(...scores);
    const weights = scores.map((s) => Math.exp(s - largest));
    const z = weights.reduce((a, b) => a + b, 0);
    const mean = row.map((_, i) => rows.reduce((sum, y, j) => sum + (weights[j] / z) * y[i], 0));
    const a = applied(value, mean);
    const along = dotProduct(a, row);
    return a.map((entry, i) => entry - along * row[i]);
  });
}

const rowOf = (x: Float64Array, k: number, d: number) => Array.from(x.subarray(k * d, (k + 1) * d));

describe('positional bias', () => {
  test('is a score that falls with the distance, within a window', () => {
    forAll(problems(12), 200, ({ n, d, x, given: { beta, query, key, value, mask } }) => {
      const [slope, decay, window] = [0.3, 1.7, 4];
      const score = (k: number, j: number) => {
        if (Math.abs(k - j) >= window || (mask === 'causal' && j > k)) return -Infinity;
        const distance = Math.abs(k - j);
        return (
          beta * dotProduct(applied(query, rowOf(x, k, d)), applied(key, rowOf(x, j, d))) -
          slope * distance -
          (decay * distance) / n
        );
      };
      const given = { beta, query, key, value, mask, slope, decay, window } as const;
      const f = velocities(dynamicsOf({ dynamics: 'positional-bias', ...given }), x, d);
      const wanted = written(x, d, value, score);
      expect(largestDifference(f, wanted)).toBeLessThan(AGREEMENT * (1 + largestEntry(wanted)));
    });
  });

  test('a window of 1 leaves every token alone', async () => {
    const x = uniformTokens(3, 6, 3);
    for (const mask of ['causal', 'full'] as const) {
      const f = velocities(dynamicsOf({ dynamics: 'positional-bias', beta: 2, mask, window: 1 }), x, 3);
      expect(f.every((entry) => entry === 0)).toBe(true);
    }
  });

  test('a steep slope is hard attention to oneself; β = 0 then averages by a geometric law', () => {
    const [x, m] = [uniformTokens(3, 6, 3), 0.7];
    const f = velocities(dynamicsOf({ dynamics: 'positional-bias', beta: 0, slope: m }), x, 3);
    const wanted = written(x, 3, identity(3), (k, j) => (j <= k ? -m * (k - j) : -Infinity));
    expect(largestDifference(f, wanted)).toBeLessThan(1e-14);
    const alone = velocities(dynamicsOf({ dynamics: 'positional-bias', beta: 2, slope: 60 }), x, 3);
    expect(largestEntry(alone)).toBeLessThan(1e-24);
  });

  test('under the full mask reversing the order reverses the velocities', () => {
    const [n, d] = [7, 3];
    const x = uniformTokens(5, n, d);
    const reversed = (y: Float64Array) => y.map((_, i) => y[(n - 1 - Math.floor(i / d)) * d + (i % d)]);
    const own = dynamicsOf({ dynamics: 'positional-bias', beta: 2, mask: 'full', slope: 0.4, window: 4 });
    expect(largestDifference(velocities(own, reversed(x), d), reversed(velocities(own, x, d)))).toBeLessThan(1e-14);
  });
});

describe('kinetic decay', () => {
  test('on the circle is 𝒵⁻¹ Σ e^{−λ(k − j)/n} w′(θ_k − θ_j) with w = e^{β cos}', () => {
    forAll(seeds, 100, (seed) => {
      const [n, beta, lambda] = [9, 2, 1.5];
      const { uniform } = draw(seed);
      const angles = Array.from({ length: n }, () => 2 * Math.PI * uniform());
      const f = velocities(dynamicsOf({ dynamics: 'kinetic-decay', beta, decay: lambda }), atAngles(angles), 2);
      for (let k = 0; k < n; k++) {
        let [sum, z] = [0, 0];
        for (let j = 0; j < k; j++) {
          const memory = Math.exp((-lambda * (k - j)) / n);
          const difference = angles[k] - angles[j];
          sum += memory * -beta * Math.sin(difference) * Math.exp(beta * Math.cos(difference));
          z += memory;
        }
        const rate = k === 0 ? 0 : sum / z;
        const turning = -Math.sin(angles[k]) * f[2 * k] + Math.cos(angles[k]) * f[2 * k + 1];
        expect(Math.abs(turning - rate)).toBeLessThan(1e-12);
      }
    });
  });

  test('without decay, under the full mask, is USA nβ/(n − 1) times as fast', () => {
    const [n, d, beta] = [8, 3, 1.7];
    const x = uniformTokens(4, n, d);
    const f = velocities(dynamicsOf({ dynamics: 'kinetic-decay', beta, mask: 'full' }), x, d);
    const usa = fieldOf({ beta, mask: 'full', normalization: 'count' }, x, d);
    expect(
      largestDifference(
        f,
        usa.map((entry) => ((n * beta) / (n - 1)) * entry),
      ),
    ).toBeLessThan(1e-13);
  });

  test('with a strong decay a token follows its predecessor alone', () => {
    const x = uniformTokens(4, 6, 3);
    const own = (decay: number, rows: Float64Array) =>
      velocities(dynamicsOf({ dynamics: 'kinetic-decay', beta: 2, decay }), rows, 3);
    expect(largestDifference(own(400, x).slice(15), own(0, x.slice(12)).slice(3))).toBeLessThan(1e-13);
  });
});

describe('rotary positions', () => {
  /** R_k, as a matrix. */
  function turn(k: number, d: number, base: number, angle: number): number[][] {
    const matrix = identity(d);
    const pairs = Math.floor(d / 2);
    for (let i = 0; i < pairs; i++) {
      const a = k * angle * base ** (-i / pairs);
      matrix[2 * i][2 * i] = matrix[2 * i + 1][2 * i + 1] = Math.cos(a);
      matrix[2 * i][2 * i + 1] = -Math.sin(a);
      matrix[2 * i + 1][2 * i] = Math.sin(a);
    }
    return matrix;
  }

  test('make scores feel the difference of positions', () => {
    forAll(problems(10), 200, ({ d, x, given: { beta, query, key, value, mask } }) => {
      const [base, angle] = [50, 0.8];
      // ⟨R_k q, R_j κ⟩ = ⟨q, R_{j−k} κ⟩
      const score = (k: number, j: number) =>
        mask === 'causal' && j > k
          ? -Infinity
          : beta *
            dotProduct(
              applied(query, rowOf(x, k, d)),
              applied(turn(j - k, d, base, angle), applied(key, rowOf(x, j, d))),
            );
      const own = dynamicsOf({ dynamics: 'rotary', beta, query, key, value, mask, base, angle });
      const wanted = written(x, d, value, score);
      expect(largestDifference(velocities(own, x, d), wanted)).toBeLessThan(AGREEMENT * (1 + largestEntry(wanted)));
    });
  });

  test('leave the last coordinate of odd dimension alone, and values everywhere', () => {
    const last = Float64Array.of(0, 0, 1, 0, 0, 1, 0, 0, -1);
    const own = (keys: object) => dynamicsOf({ dynamics: 'rotary', beta: 2, ...keys });
    expect(velocities(own({}), last, 3)).toEqual(velocities(own({ angle: 0 }), last, 3));
    const x = uniformTokens(2, 5, 4);
    expect(largestDifference(velocities(own({ beta: 0 }), x, 4), fieldOf({ beta: 0 }, x, 4))).toBeLessThan(1e-15);
  });

  test('of base 1 turn all pairs alike: a common rotation of query and key', async () => {
    const x = uniformTokens(2, 5, 4);
    const own = dynamicsOf({ dynamics: 'rotary', beta: 3, base: 1, angle: 2 * Math.PI });
    expect(largestDifference(velocities(own, x, 4), fieldOf({ beta: 3 }, x, 4))).toBeLessThan(1e-13);
    const { xs } = await solved(dynamicsOf({ dynamics: 'rotary', beta: 3 }), x, 4, [1]);
    expect(largestDifference(xs, x)).toBeGreaterThan(0.1);
  });
});

describe('refused', () => {
  test.each([
    [{ dynamics: 'positional-bias', window: 0 }, /^"window" should be a whole number ≥ 1/],
    [{ dynamics: 'positional-bias', slope: -1 }, /^"slope" should be a finite number ≥ 0/],
    [{ dynamics: 'kinetic-decay', decay: Infinity }, /^"decay" should be a finite number ≥ 0/],
    [
      { dynamics: 'kinetic-decay', normalization: 'count' },
      /^"normalization" should come only with dynamics attention, .* or mlp/,
    ],
    [{ dynamics: 'rotary', base: 0.5 }, /^"base" should be a finite number ≥ 1/],
    [{ dynamics: 'rotary', angle: 2e5 }, /^"angle" should be from −100000 to 100000 for 10 tokens/],
    [{ dynamics: 'rotary', window: 2 }, /^"window" should come only with dynamics positional-bias/],
    [{ slope: 2 }, /^"slope" should come only with dynamics positional-bias, but came with dynamics attention/],
  ] as [Partial<RunSpec>, RegExp][])('%o', (keys, sentence) => {
    expect(() => prepareRun({ beta: 1, tokens: 10, until: 1, ...keys } as RunSpec)).toThrow(sentence);
  });
});

test('matrices of these equations are those of attention under the same seeds', () => {
  const key = { gaussian: 7 };
  const x = uniformTokens(1, 5, 3);
  const own: Dynamics = dynamicsOf({ dynamics: 'positional-bias', beta: 1, key });
  expect(largestDifference(velocities(own, x, 3), fieldOf({ beta: 1, key }, x, 3))).toBeLessThan(1e-14);
});
