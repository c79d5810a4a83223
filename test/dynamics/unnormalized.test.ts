import { describe, expect, test } from 'vitest';
import { matrixExponential } from '../../src/numerics/matrix-exponential.ts';
import { forAll, matrices, seeds } from '../support/arbitraries.ts';
import { gaussianMatrix, uniformTokens } from '../support/draw.ts';
import { dynamicsOf, solved, velocities } from '../support/kinds.ts';
import { applied, appliedToTokens, dotProduct, expm, type Rows, scaled } from '../support/linear.ts';
import { largestDifference, largestEntry } from '../support/numeric.ts';

/** Two integrations at tolerance 1e-13 of tokens that grow by e² or so. */
const RUN = 1e-9;

const positive = [
  [1.2, 0.3],
  [0.3, 0.8],
];

describe('tokens as long as e³⁶⁰', () => {
  test('have the directions of tokens that are not, and weights that are all or nothing', async () => {
    const { run } = await import('../../src/run/run.ts');
    const { measurements } = await run({
      tokens: 5,
      dynamics: 'unnormalized',
      beta: 1,
      saveAt: [350, 360],
      until: 360,
    });
    expect(measurements.clusters?.count).toEqual([2, 2]);
    for (const cosine of measurements.cosine?.mean ?? []) expect(Math.abs(cosine - 0.2342)).toBeLessThan(1e-4);
    const [before, after] = measurements.radii ?? [];
    // The field is linear in lengths by then: all grow by e¹⁰.
    expect(Math.abs(Math.log(after.largest / before.largest) - 10)).toBeLessThan(1e-6);
    expect(Math.abs(Math.log(after.smallest / before.smallest) - 10)).toBeLessThan(1e-6);
  });

  test('scores that overflow leave the largest', () => {
    const x = Float64Array.of(1, 0, 0, 1, 0.6, 0.8).map((entry) => 1e200 * entry);
    const own = dynamicsOf({
      dynamics: 'unnormalized',
      beta: 1,
      mask: 'full',
      key: [
        [0, 1],
        [1, 0],
      ],
    });
    // Each looks for the token most like its mirror image.
    expect([...velocities(own, x, 2, 0)]).toEqual([0, 1, 1, 0, 0.6, 0.8].map((entry) => 1e200 * entry));
  });
});

describe('both pictures', () => {
  test('are those of the equation', () => {
    forAll(seeds, 60, (seed) => {
      const [n, d, beta, t] = [6, 3, 1.3, 0.8];
      const x = uniformTokens(seed, n, d).map((entry, i) => (0.5 + (i % 5) / 3) * entry);
      const [query, key, value] = [1, 2, 3].map((i) => gaussianMatrix(seed + i, d));
      const rows = Array.from({ length: n }, (_, k) => Array.from(x.subarray(k * d, (k + 1) * d)));
      const growth = expm(scaled(value, t));
      for (const picture of ['plain', 'rescaled'] as const) {
        const places = picture === 'plain' ? rows : rows.map((row) => applied(growth, row));
        const wanted = rows.flatMap((z, i) => {
          const weights = places.map((y) => Math.exp(beta * dotProduct(applied(query, places[i]), applied(key, y))));
          const total = weights.reduce((a, b) => a + b, 0);
          const mean = z.map((c, l) =>
            rows.reduce((sum, y, j) => sum + (weights[j] / total) * (y[l] - (picture === 'plain' ? 0 : c)), 0),
          );
          return applied(value, mean);
        });
        const own = dynamicsOf({ dynamics: 'unnormalized', picture, beta, query, key, value, mask: 'full' });
        expect(largestDifference(velocities(own, x, d, t), wanted)).toBeLessThan(1e-11 * (1 + largestEntry(wanted)));
      }
    });
  });

  test.each(['causal', 'full'] as const)('are one motion: x = e^{tV}z (%s)', async (mask) => {
    const x = uniformTokens(4, 6, 2);
    for (const value of [
      'identity',
      [
        [0.9, 0.5],
        [-0.5, 0.7],
      ],
      [
        [0.4, 1],
        [0, 0.4],
      ],
    ] as const) {
      const given = { dynamics: 'unnormalized', beta: 1, mask, value, key: positive } as const;
      const t = 1.5;
      const plain = (await solved(dynamicsOf({ ...given, picture: 'plain' }), x, 2, [t])).xs;
      const rescaled = (await solved(dynamicsOf({ ...given, picture: 'rescaled' }), x, 2, [t])).xs;
      const rows: Rows =
        value === 'identity'
          ? [
              [1, 0],
              [0, 1],
            ]
          : value;
      expect(largestDifference(plain, appliedToTokens(expm(scaled(rows, t)), rescaled))).toBeLessThan(RUN);
    }
  });
});

/** A hundred steps with errors of 1e-13 each. */
const STEPS = 1e-11;

describe('V = I in the rescaled picture', () => {
  const given = { dynamics: 'unnormalized', picture: 'rescaled', beta: 1, mask: 'full', key: positive } as const;
  const times = [0, 0.5, 1, 2, 4, 8, 15, 40, 100];
  const directions = Array.from({ length: 64 }, (_, i) => [Math.cos((i * Math.PI) / 32), Math.sin((i * Math.PI) / 32)]);
  const run = () => solved(dynamicsOf(given), uniformTokens(2, 25, 2), 2, times);

  test('the convex hull of the tokens never grows', async () => {
    const { xs } = await run();
    const support = (at: number, u: readonly number[]) => {
      let largest = -Infinity;
      for (let i = at * 50; i < (at + 1) * 50; i += 2) largest = Math.max(largest, u[0] * xs[i] + u[1] * xs[i + 1]);
      return largest;
    };
    for (const u of directions) {
      for (let at = 1; at < times.length; at++) expect(support(at, u)).toBeLessThan(support(at - 1, u) + STEPS);
    }
    expect(support(8, [1, 0])).toBeLessThan(support(0, [1, 0]) - 0.01); // it does shrink
  });

  test('tokens settle, and e^{2t} at t = 100 overflows nothing', async () => {
    const { xs } = await run();
    expect(xs.every(Number.isFinite)).toBe(true);
    expect(largestDifference(xs.slice(8 * 50), xs.slice(7 * 50, 8 * 50))).toBeLessThan(1e-9);
  });

  test('β of 50 and tokens of length 10 do not overflow at t = 40 either', () => {
    const x = uniformTokens(2, 10, 2).map((entry) => 10 * entry);
    const f = velocities(dynamicsOf({ ...given, beta: 50 }), x, 2, 40);
    expect(f.every(Number.isFinite)).toBe(true);
  });
});

test('V = −I: tokens go to 0 like (2t)^{−1/2}, so that all weights become equal', async () => {
  const [n, d] = [12, 3];
  const own = dynamicsOf({ dynamics: 'unnormalized', beta: 1, mask: 'full', value: -1 });
  const { xs } = await solved(own, uniformTokens(3, n, d), d, [100, 400]);
  const squares = (at: number) =>
    dotProduct(xs.subarray(at * n * d, (at + 1) * n * d), xs.subarray(at * n * d, (at + 1) * n * d)) / n;
  // With P ≈ (1 + ⟨x_i, x_j⟩)/n about a mean of 0, Cov′ = −2 Cov²: in each direction Cov → 1/(2t).
  for (const [at, t] of [
    [0, 100],
    [1, 400],
  ] as const)
    expect(Math.abs((2 * t * squares(at)) / d - 1)).toBeLessThan(0.06);
  const last = xs.subarray(n * d);
  for (let i = 0; i < n; i++) {
    const weights = Array.from({ length: n }, (_, j) =>
      Math.exp(dotProduct(last.subarray(i * d, (i + 1) * d), last.subarray(j * d, (j + 1) * d))),
    );
    const total = weights.reduce((a, b) => a + b, 0);
    for (const weight of weights) expect(Math.abs((n * weight) / total - 1)).toBeLessThan(0.02);
  }
});

describe('e^{tV}', () => {
  const exponential = (v: Rows, t: number) => {
    const d = v.length;
    const out = new Float64Array(d * d);
    matrixExponential(Float64Array.from(v.flat()), d)(t, out);
    return out;
  };

  test('agrees with another implementation', () => {
    forAll(matrices(4), 100, (v) => {
      for (const t of [0, 0.1, 1, -2]) {
        const wanted = expm(scaled(v, t)).flat();
        expect(largestDifference(exponential(v, t), wanted)).toBeLessThan(1e-12 * (1 + largestEntry(wanted)));
      }
    });
  });

  test('of a rotation turns, of a Jordan block shears, of λI is exact at any time', () => {
    const turn = exponential(
      [
        [0, -1],
        [1, 0],
      ],
      2 * Math.PI,
    );
    expect(largestDifference(turn, [1, 0, 0, 1])).toBeLessThan(1e-14);
    expect(
      largestDifference(
        exponential(
          [
            [0, 1],
            [0, 0],
          ],
          1000,
        ),
        [1, 1000, 0, 1],
      ),
    ).toBeLessThan(1e-9);
    const grown = exponential(
      [
        [2, 0],
        [0, 2],
      ],
      100,
    );
    expect(Math.abs(grown[0] / Math.exp(200) - 1)).toBeLessThan(1e-14);
    expect(grown[1]).toBe(0);
  });
});
