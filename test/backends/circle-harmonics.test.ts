/** The harmonic path on the circle: its coefficients, its modes, rows done directly, and that rounding does not grow with n. */
import { describe, expect, test } from 'vitest';
import { harmonicCoefficients, modesOf } from '../../src/backends/wasm/circle-harmonics.ts';
import { scaledBessel } from '../../src/numerics/bessel.ts';
import { rowError } from '../support/accuracy.ts';
import { compensatedField } from '../support/compensated-field.ts';
import { bitDifference, computedField, rowDistance, rowSize, rowsOf } from '../support/computed-field.ts';
import { atAngles, draw, gaussianMatrix, uniformTokens } from '../support/draw.ts';
import { type Equation, equation } from '../support/problems.ts';
import { tokenSets } from '../support/token-sets.ts';

const ULP = 2 ** -52;
const [query, key, value] = [1, 2, 3].map((seed) => gaussianMatrix(seed, 2));

describe('coefficients', () => {
  const ANGLES = 997; // a prime: no mode is the same at two of them

  /** Σ_m c_m f(mΔ_j) for Δ_j = 2πj/ANGLES, from the small terms to the large; angles are reduced exactly. */
  function seriesAt(coefficients: Float64Array, wave: (angle: number) => number, j: number): number {
    return coefficients.reduceRight((sum, c, m) => sum + c * wave((2 * Math.PI * ((m * j) % ANGLES)) / ANGLES), 0);
  }

  test.each([-1e4, -50, -9, -1, -1e-3, 0, 1e-9, 1e-3, 0.5, 0.999, 1, 9, 64, 1024, 1e4])(
    'X = %d: sum to e^{X cos Δ − |X|}, to that times sin Δ, and times cos Δ',
    (signed) => {
      const { a, b, c } = harmonicCoefficients(signed, modesOf(Math.abs(signed)) + 1);
      let worst = 0;
      for (let j = -(ANGLES - 1) / 2; j <= (ANGLES - 1) / 2; j++) {
        const angle = (2 * Math.PI * j) / ANGLES;
        const half = signed < 0 ? Math.cos(angle / 2) : Math.sin(angle / 2);
        const weight = Math.exp(-2 * Math.abs(signed) * half * half);
        worst = Math.max(
          worst,
          Math.abs(seriesAt(a, Math.cos, j) - weight),
          Math.abs(seriesAt(b, Math.sin, j) - weight * Math.sin(angle)),
          Math.abs(seriesAt(c, Math.cos, j) - weight * Math.cos(angle)),
        );
      }
      // Near Δ = π the angle itself is known to an ulp of π, and the weights of X < 0 have slopes of √|X| there.
      expect(worst).toBeLessThanOrEqual(16 * ULP + (signed < 0 ? 2 * ULP * Math.sqrt(-signed) : 0));
    },
  );

  test('those of the weights sum to 1 at Δ = 0, and to 1 at Δ = π for X < 0', () => {
    for (const x of [1e-3, 1, 9, 64, 1024, 1e4]) {
      const sum = harmonicCoefficients(x, modesOf(x) + 1).a.reduceRight((total, entry) => total + entry, 0);
      const signed = harmonicCoefficients(-x, modesOf(x) + 1).a;
      const alternating = signed.reduceRight((total, entry, m) => total + (m % 2 === 0 ? entry : -entry), 0);
      expect(Math.abs(sum - 1)).toBeLessThanOrEqual(8 * ULP);
      expect(Math.abs(alternating - 1)).toBeLessThanOrEqual(8 * ULP);
    }
  });

  test('what modes leave out is below 2^−56 of e^x, for x from 0 to 50,000', () => {
    const arguments_ = Array.from({ length: 2001 }, (_, i) => 5e4 * (i / 2000) ** 3);
    let largest = 0;
    for (const x of arguments_) {
      const modes = modesOf(x);
      const bessel = scaledBessel(x, modes + 300);
      let [weights, sines, cosines] = [0, 0, 0];
      for (let m = modes + 298; m > modes; m--) {
        weights += 2 * bessel[m];
        sines += bessel[m - 1] - bessel[m + 1];
        cosines += bessel[m - 1] + bessel[m + 1];
      }
      largest = Math.max(largest, weights, sines, cosines);
    }
    expect(largest).toBeLessThan(2 ** -56);
    expect(largest).toBeGreaterThan(2 ** -64); // no more modes than that takes
  });
});

function largestEntry(x: Float64Array): number {
  return x.reduce((largest, entry) => Math.max(largest, Math.abs(entry)), 0);
}

const harmonic = (given: Equation, x: Float64Array, accuracy = Infinity) =>
  computedField(given, x, 2, { field: 'harmonic', accuracy });
const direct = (given: Equation, x: Float64Array) => computedField(given, x, 2, { field: 'direct' });

describe('rows', () => {
  test.each([
    { name: 'Q = K = V = I', given: { query: 1 } },
    { name: 'b < 0', given: { query: -1 } },
  ])('$name: the first token stands exactly still', async ({ given }) => {
    for (const beta of [0, 1, 64, 1e4]) {
      for (const n of [1, 2, 40]) {
        const { velocities, report } = await harmonic({ beta, ...given }, uniformTokens(n, n, 2));
        if (given.query === 1) expect(report.directRows).toBe(0);
        expect(Math.abs(velocities[0]) + Math.abs(velocities[1])).toBe(0);
        if (n > 1 && beta <= 64) expect(rowSize(velocities, 2, 1)).toBeGreaterThan(0);
      }
    }
  });

  test('any Q, K: the first token stands still to rounding, and exactly by auto', async () => {
    for (const beta of [0, 1, 64, 1e4]) {
      const x = uniformTokens(3, 600, 2);
      const { velocities, report } = await harmonic({ beta, query, key }, x);
      expect(rowSize(velocities, 2, 0)).toBeLessThanOrEqual(Math.min(report.errorBound, 4 * ULP));
      const auto = await computedField({ beta, query, key }, x, 2);
      expect(rowSize(auto.velocities, 2, 0)).toBe(0);
    }
  });

  test.each([
    { name: 'Q = K = V = I', given: { beta: 64 } },
    { name: 'any V', given: { beta: 64, value } },
    { name: 'any Q, K, V', given: { beta: 2, query, key, value } },
    { name: 'full mask', given: { beta: 64, mask: 'full' as const } },
  ])('$name: those beyond the bound, and only those, are done directly and counted', async ({ given }) => {
    const n = 301;
    const x = tokenSets.clustered(5, n, 2);
    const free = await harmonic(given, x);
    const directly = (await direct(given, x)).velocities;
    expect(free.report.directRows).toBe(0);
    let mixed = 0;
    for (const share of [0.3, 0.5, 0.7, 0.9]) {
      const accuracy = share * free.report.errorBound;
      const { velocities, report } = await harmonic(given, x, accuracy);
      expect(report.rows).toBe(n);
      if (report.directRows > 0 && report.directRows < n) mixed++;
      let changed = 0;
      for (let k = 0; k < n; k++) {
        if (bitDifference(rowsOf(velocities, 2, k, k + 1), rowsOf(free.velocities, 2, k, k + 1)) === null) continue;
        changed++;
        const size = Math.max(1e-3, rowSize(directly, 2, k));
        expect(rowDistance(velocities, directly, 2, k) / size, `row ${k}`).toBeLessThanOrEqual(1e-13);
      }
      expect(changed).toBeLessThanOrEqual(report.directRows);
      expect(changed).toBeGreaterThanOrEqual(0.5 * report.directRows); // some have the same bits either way
    }
    expect(mixed).toBeGreaterThan(0);
  });

  test('by auto they begin directly, and have the bits of the harmonic path from some row on', async () => {
    for (const given of [{ beta: 9 }, { beta: 64, value }, { beta: 64, query, key }, { beta: 64, query: -1 }]) {
      const n = 1003;
      const x = uniformTokens(8, n, 2);
      const auto = await computedField(given, x, 2);
      const from = Number(/^direct, harmonic from row (\d+)$/.exec(auto.report.path)?.[1]);
      expect(from).toBeGreaterThan(0);
      const [head, tail] = [(await direct(given, x)).velocities, (await harmonic(given, x)).velocities];
      expect(bitDifference(rowsOf(auto.velocities, 2, 0, from), rowsOf(head, 2, 0, from))).toBe(null);
      expect(bitDifference(rowsOf(auto.velocities, 2, from), rowsOf(tail, 2, from))).toBe(null);
      expect(bitDifference(tail, head)).not.toBe(null);
    }
  });

  test.each([{ beta: 9 }, { beta: 9, query, key, value }])(
    'no earlier row hears of a NaN, all later do',
    async (given) => {
      const x = uniformTokens(3, 200, 2);
      const clean = (await harmonic(given, x)).velocities;
      for (const at of [1, 31, 32, 101]) {
        const dirty = x.slice();
        dirty[2 * at + 1] = Number.NaN;
        const { velocities } = await computedField(given, dirty, 2, { field: 'harmonic' });
        expect(bitDifference(rowsOf(velocities, 2, 0, at), rowsOf(clean, 2, 0, at))).toBe(null);
        expect(rowsOf(velocities, 2, at).every(Number.isNaN)).toBe(true);
      }
    },
  );

  test('zeros of either sign are one', async () => {
    const axes = [1, 0, 0, 1, -1, 0, 0, -1, 1, 0, -1, 0];
    const x = Float64Array.from({ length: 120 }, (_, i) => axes[i % 12]);
    for (const given of [{ beta: 9 }, { beta: 9, query, key, value }]) {
      const positive = await harmonic(given, x);
      const negative = await harmonic(
        given,
        x.map((entry) => (entry === 0 ? -0 : entry)),
      );
      expect([...negative.velocities].map((entry) => entry + 0)).toEqual(
        [...positive.velocities].map((entry) => entry + 0),
      );
    }
  });
});

describe('100,000 tokens', () => {
  const n = 100_000;

  test.each([{ beta: 9 }, { beta: 64 }, { beta: 64, mask: 'full' as const }])(
    'in one place attract each other by no more than the bound, and hardly more than 4,000 do: %o',
    async (given) => {
      for (const seed of [1, 2]) {
        const x = tokenSets.coincident(seed, n, 2);
        const [many, few] = [await harmonic(given, x), await harmonic(given, x.subarray(0, 4000))];
        const noise = largestEntry(many.velocities);
        expect(noise).toBeGreaterThan(0);
        expect(noise).toBeLessThanOrEqual(many.report.errorBound);
        expect(many.report).toMatchObject({ directRows: 0, rows: n });
        // Sums of n roundings would have seven to fifty times as many of them; measured: up to 1.8 times.
        expect(noise).toBeLessThanOrEqual(4 * largestEntry(few.velocities));
        expect(many.report.errorBound).toBeLessThanOrEqual(2 * few.report.errorBound);
      }
    },
  );

  test('in 1,000 clusters have the rows of the oracle', async () => {
    const { uniform } = draw(9);
    const angles = Array.from({ length: 1000 }, () => 2 * Math.PI * uniform());
    const x = atAngles(Array.from({ length: n }, (_, k) => angles[(k * 617) % 1000]));
    for (const given of [{ beta: 64 }, { beta: 1024 }, { beta: 256, query, key, value }]) {
      const { velocities, report } = await harmonic(given, x);
      const row = compensatedField(equation(given), x, { n, d: 2 });
      expect(report.directRows).toBe(0);
      expect(report.errorBound).toBeLessThanOrEqual('query' in given ? 1e-12 : 1e-14);
      for (const k of [n - 1, Math.floor(n / 2)]) {
        expect(rowError(velocities, k, row(k))).toBeLessThanOrEqual(report.errorBound);
      }
    }
  });
});

test('powers of 880 modes do not drift: clouds are pulled together to a twelfth of a roundoff', async () => {
  const [n, beta] = [20_000, 1e4];
  const { uniform } = draw(9);
  let [squares, rows] = [0, 0];
  for (const clouds of [1, 2, 5]) {
    const angles = Array.from({ length: clouds }, () => 2 * Math.PI * uniform());
    const x = atAngles(Array.from({ length: n }, (_, k) => angles[k % clouds] + 0.03 * uniform()));
    const { velocities } = await harmonic({ beta }, x);
    const row = compensatedField(equation({ beta }), x, { n, d: 2 });
    for (let k = n - 1; k >= n / 2; k -= 991) {
      squares += rowError(velocities, k, row(k)) ** 2;
      rows++;
    }
  }
  expect(Math.sqrt(squares / rows)).toBeLessThanOrEqual(ULP / 25);
});
