/** Prefix sums of spherical harmonics: their functions and tables, rows within their bounds, what is done directly, bits. */
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { placeCommon } from '../../src/backends/wasm/common.ts';
import { kernelBytes } from '../../src/backends/wasm/kernels.generated.ts';
import type { Kernels } from '../../src/backends/wasm/kernels.ts';
import { planMemory } from '../../src/backends/wasm/memory.ts';
import { sphereHarmonics } from '../../src/backends/wasm/sphere-harmonics.ts';
import { type SphereTables, sphereTables } from '../../src/backends/wasm/sphere-tables.ts';
import { sphericalBessel } from '../../src/numerics/spherical-bessel.ts';
import { rowError, sampledRows } from '../support/accuracy.ts';
import { between, forAll, forAllRuns, seeds } from '../support/arbitraries.ts';
import { attentionOf, compensatedField } from '../support/compensated-field.ts';
import { gaussianMatrix, orthogonalMatrix, uniformTokens, unitRows } from '../support/draw.ts';
import { type Equation, equation } from '../support/problems.ts';
import { tokenSetNames, tokenSets } from '../support/token-sets.ts';

const UNIT = 2 ** -53;

/** A problem on this path alone, whatever a schedule would choose. */
async function open(given: Equation, x: Float64Array, accuracy = Infinity) {
  const shape = { n: x.length / 3, d: 3 };
  const attention = attentionOf(equation(given), shape);
  const plan = planMemory();
  const [common] = placeCommon(plan, shape, attention, 1);
  const [input, output] = [0, 1].map(() => plan.place(8 * x.length));
  const path = sphereHarmonics.place(plan, { shape, attention, accuracy, common, to: shape.n });
  const memory = new WebAssembly.Memory({ initial: Math.ceil(plan.end / 65_536) });
  const { instance } = await WebAssembly.instantiate(kernelBytes as BufferSource, { env: { memory } });
  const kernels = instance.exports as unknown as Kernels;
  common.fill(memory as never);
  path.fill(memory as never);
  new Float64Array(memory.buffer, input).set(x);
  kernels.normalize(common.parameters, input);
  return {
    rows(from = 0, to = shape.n): Float64Array {
      kernels[path.kernel](common.parameters, path.block, from, to, output);
      return new Float64Array(memory.buffer, output, x.length).slice();
    },
    report: () => path.report(memory as never),
  };
}

describe('modified spherical Bessel functions', () => {
  test('are sinh x/x, (x cosh x − sinh x)/x² and what follows from them', () => {
    forAll(between(0.5, 700), 300, (x) => {
      const { values, quotients, slopes } = sphericalBessel(x, 3);
      const [even, odd] = [(1 + Math.exp(-2 * x)) / 2, (1 - Math.exp(-2 * x)) / 2]; // e^{−x} cosh x, e^{−x} sinh x
      const expected = [odd / x, even / x - odd / x ** 2, odd / x + (3 * odd) / x ** 3 - (3 * even) / x ** 2];
      // Differences of terms up to 3/x³ (1 + x) lose digits for small x; the functions themselves do not.
      const lost = [1, 2 / x, 6 / x ** 2].map((terms, l) => (24 + (8 * terms) / (x * expected[l])) * UNIT);
      for (const l of [0, 1, 2]) expect(Math.abs(values[l] / expected[l] - 1)).toBeLessThan(lost[l]);
      for (const l of [1, 2]) expect(Math.abs((quotients[l] * x) / values[l] - 1)).toBeLessThan(4 * UNIT);
      // i_l′ = i_{l+1} + (l/x) i_l
      expect(Math.abs(slopes[1] - (x * values[2]) / values[1] - 1)).toBeLessThan(8 * UNIT * (1 + x));
    });
  });

  test('are the first terms of their series for small x, and exact at 0', () => {
    for (const x of [0, 1e-300, 1e-9, 1e-3]) {
      const { values, quotients } = sphericalBessel(x, 4);
      const scale = Math.exp(-x);
      expect(Math.abs(values[0] - scale * (1 + x ** 2 / 6 + x ** 4 / 120))).toBeLessThan(4 * UNIT);
      expect(Math.abs(quotients[1] / (scale * (1 / 3 + x ** 2 / 30 + x ** 4 / 840)) - 1)).toBeLessThan(4 * UNIT);
      expect(Math.abs(quotients[2] - scale * (x / 15 + x ** 3 / 210))).toBeLessThanOrEqual(4 * UNIT * x);
    }
  });

  test('sum to e^x with weights 2l + 1', () => {
    for (const x of [0, 1e-3, 1, 64, 1024, 4096]) {
      const sum = sphericalBessel(x, Math.floor(10 * Math.sqrt(x)) + 40).values.reduce(
        (total, value, l) => total + (2 * l + 1) * value,
        0,
      );
      expect(Math.abs(sum - 1)).toBeLessThan(32 * UNIT);
    }
  });
});

/** Σ_l (2l + 1) e^{−|κ|} i_l(κ) P_l(cos γ) for two points, from the tables as the kernel uses them, but one mode after another. */
function kernelOf(
  { degrees, mean, weights, recurrence }: SphereTables,
  kappa: number,
  x: number[],
  y: number[],
): number {
  let sum = mean;
  let mode = 0;
  for (let m = 0; m < degrees; m++) {
    const [sx, sy] = [Math.hypot(x[0], x[1]), Math.hypot(y[0], y[1])];
    const angle = Math.atan2(x[1], x[0]) - Math.atan2(y[1], y[0]);
    const common = (sx * sy) ** m * Math.cos(m * angle);
    let [p, q, lastP, lastQ] = [1, 1, 0, 0];
    for (let l = m; l < degrees; l++, mode++) {
      sum += kappa * weights[mode] * common * p * q;
      [p, lastP] = [2 * x[2] * p - recurrence[mode] * lastP, p];
      [q, lastQ] = [2 * y[2] * q - recurrence[mode] * lastQ, q];
    }
  }
  return sum;
}

describe('tables', () => {
  test('hold the degrees that β needs, by a formula of β only', () => {
    const degrees = [0, 1, 4, 9, 32, 64, 1024].map((kappa) => sphereTables(kappa).degrees);
    expect(degrees).toEqual([2, 17, 25, 33, 55, 75, 286]);
    expect(sphereTables(-9).degrees).toBe(33);
  });

  test('leave out no more than 2^−57, and would with one degree fewer', () => {
    for (const kappa of [1e-3, 0.3, 1, 9, 64, 1024]) {
      const { degrees } = sphereTables(kappa);
      const { values } = sphericalBessel(kappa, degrees + 200);
      const tail = (from: number) =>
        values.reduceRight((sum, value, l) => (l < from ? sum : sum + (2 * l + 1) * value * Math.max(1, l / kappa)), 0);
      expect(tail(degrees)).toBeLessThanOrEqual(2 ** -57);
      expect(tail(degrees - 1)).toBeGreaterThan(2 ** -57);
    }
  });

  test('give e^{κ cos γ − |κ|} by the addition theorem', () => {
    for (const kappa of [0, 1e-3, 1, -1, 9, -9, 64, 1024]) {
      const tables = sphereTables(kappa);
      forAll(fc.tuple(seeds, between(0, 2)), 20, ([seed, spread]) => {
        const points = uniformTokens(seed, 2, 3);
        const x = [...points.subarray(0, 3)];
        const y = [
          ...unitRows(
            Float64Array.from(x, (entry, i) => entry + spread * points[3 + i]),
            3,
          ),
        ];
        const cosine = x.reduce((sum, entry, i) => sum + entry * y[i], 0);
        const expected = Math.exp(kappa * cosine - Math.abs(kappa));
        // cos γ is known to a roundoff, which the exponent multiplies by κ.
        expect(Math.abs(kernelOf(tables, kappa, x, y) - expected)).toBeLessThan(16 * UNIT * (1 + Math.abs(kappa)));
      });
    }
  });
});

const VALUE = gaussianMatrix(3, 3);
const centers = { centers: [[1, 0, 0], [0, 0.6, 0.8], [0, 0, -1]], weights: [3, 400, 0.01] }; // biome-ignore format: rows
const kinds: Readonly<Record<string, Omit<Equation, 'beta'>>> = {
  'V = I': {},
  'any V': { value: VALUE },
  'a rotation V': { value: orthogonalMatrix(5, 3) },
  'b < 0': { query: -1 },
  'b < 0, any V': { query: -0.5, value: VALUE },
  'frozen centers': centers,
  'frozen centers, any V, b < 0': { ...centers, value: VALUE, query: -1 },
  'division by n': { normalization: 'count' },
  'division by n, any V, centers': { ...centers, value: VALUE, normalization: 'count' },
};

describe.each(Object.entries(kinds))('%s', (_, kind) => {
  test.each(['causal', 'full'] as const)('%s: rows err by less than their bound, whatever the tokens', async (mask) => {
    const outside: string[] = [];
    for (const beta of [0, 1e-3, 1, 9, 64]) {
      for (const set of tokenSetNames) {
        const given = { beta, mask, ...kind };
        const x = tokenSets[set](17, 75, 3);
        const field = await open(given, x);
        const computed = field.rows();
        const expected = compensatedField(equation(given), x, { n: 75, d: 3 });
        const { errorBound } = field.report();
        for (const k of sampledRows(75, 12)) {
          const row = expected(k);
          const error = rowError(computed, k, row) - row.bound;
          if (!(error <= errorBound)) outside.push(`β=${beta} ${set} row ${k}: ${error} > ${errorBound}`);
        }
      }
    }
    expect(outside).toEqual([]);
  });
});

test('tokens around a pole, where cosines of angles lose digits, err by less than their bound', async () => {
  const noise = uniformTokens(7, 400, 3);
  for (const [pole, beta] of [
    [1, 256],
    [1, 1024],
    [-1, 1024],
  ]) {
    // biome-ignore format: pairs
    const x = unitRows(
      noise.map((entry, i) => 0.05 * entry + (i % 3 === 2 ? pole : 0)),
      3,
    );
    const field = await open({ beta }, x);
    const computed = field.rows();
    const expected = compensatedField(equation({ beta }), x, { n: 400, d: 3 });
    const errors = sampledRows(400, 100).map((k) => rowError(computed, k, expected(k)));
    expect(Math.max(...errors)).toBeLessThanOrEqual(field.report().errorBound);
  }
});

test('a bound of uniform tokens is a few roundoffs, not one that grows with n', async () => {
  for (const [beta, largest] of [
    [1, 40],
    [9, 60],
    [64, 200],
  ]) {
    // biome-ignore format: pairs
    const field = await open({ beta }, uniformTokens(1, 20_000, 3));
    field.rows();
    expect(field.report().errorBound).toBeLessThan(largest * UNIT);
    expect(field.report().directRows).toBe(0);
  }
});

test('200,000 tokens in one place stay there within the bound: sums do not lose what they add', async () => {
  for (const beta of [1, 9]) {
    const one = uniformTokens(2, 1, 3);
    const field = await open(
      { beta },
      Float64Array.from({ length: 600_000 }, (_, i) => one[i % 3]),
    );
    const velocities = field.rows();
    const largest = velocities.reduce((most, entry) => Math.max(most, Math.abs(entry)), 0);
    expect(largest).toBeLessThanOrEqual(field.report().errorBound);
    expect(field.report().errorBound).toBeLessThan(40 * UNIT);
  }
});

describe('rows', () => {
  const x = uniformTokens(4, 200, 3);

  test.each([16, 32, 48, 112])('from %i on have the bits that they have among all', async (from) => {
    for (const given of [{ beta: 9 }, { beta: 9, mask: 'full' }, { beta: 3, value: VALUE, ...centers }] as const) {
      const all = (await open(given, x)).rows();
      const some = (await open(given, x)).rows(from, 176);
      expect([...some.subarray(3 * from, 528)]).toEqual([...all.subarray(3 * from, 528)]);
      expect(some.subarray(0, 3 * from).every((entry) => entry === 0)).toBe(true);
    }
  });

  test('have the same bits again, and however many tokens follow, also where some are done directly', async () => {
    await forAllRuns(fc.tuple(seeds, fc.integer({ min: 1, max: 199 })), 40, async ([seed, n]) => {
      const tokens = tokenSets.clustered(seed, 200, 3);
      for (const accuracy of [Infinity, 3e-15]) {
        const field = await open({ beta: 32, ...centers }, tokens, accuracy);
        const all = field.rows();
        expect([...field.rows()]).toEqual([...all]);
        const fewer = (await open({ beta: 32, ...centers }, tokens.slice(0, 3 * n), accuracy)).rows();
        expect([...fewer]).toEqual([...all.subarray(0, 3 * n)]);
      }
    });
  });

  test('of the first token, and of equal tokens in the first block, are exactly zero for V = I', async () => {
    const first = await open({ beta: 9 }, x);
    expect([...first.rows().subarray(0, 3)].every((entry) => entry === 0)).toBe(true);
    const equal = await open(
      { beta: 9 },
      Float64Array.from({ length: 96 }, (_, i) => x[i % 3]),
    );
    expect(equal.rows().every((entry) => entry === 0)).toBe(true);
  });

  test('whose bound is larger than the accuracy asked for are done directly, and counted', async () => {
    const tokens = tokenSets.clustered(6, 400, 3); // three clusters, and a few that see them from afar
    const field = await open({ beta: 64 }, tokens, 1e-14);
    const computed = field.rows();
    const { directRows, errorBound } = field.report();
    expect(directRows).toBeGreaterThan(0);
    expect(directRows).toBeLessThan(20);
    expect(errorBound).toBeGreaterThan(0);
    const without = await open({ beta: 64 }, tokens);
    expect([...without.rows()]).not.toEqual([...computed]);
    expect(without.report().directRows).toBe(0);
    expect(without.report().errorBound).toBeGreaterThan(1e-14);
    const all = await open({ beta: 64 }, tokens, 0);
    all.rows();
    expect(all.report().directRows).toBe(400);
  });

  test('with sums too small to bound are done directly even if no accuracy is asked for', async () => {
    // For b < 0 tokens in one place see one another with weights e^{−128}, of which prefix sums know nothing.
    const field = await open({ beta: 64, query: -1, mask: 'full' }, tokenSets['nearly coincident'](1, 40, 3));
    field.rows();
    expect(field.report().directRows).toBe(40);
  });
});

test('covers d = 3 with B = bI and |βb| ≤ 1024, and says why not otherwise', () => {
  const refusal = (given: Equation, d = 3) => {
    const shape = { n: 10, d };
    return sphereHarmonics.refusal(attentionOf(equation(given), shape), shape);
  };
  expect(refusal({ beta: 1024, value: VALUE, ...centers })).toBeNull();
  expect(refusal({ beta: 512, query: -2 })).toBeNull();
  expect(sphereHarmonics.dimension).toBe(3);
  expect(refusal({ beta: 1, query: [1, 2, 3] as never })).toMatch('identity');
  expect(refusal({ beta: 513, query: -2 })).toMatch('1024');
  expect(refusal({ beta: 701, normalization: 'count' })).toMatch('700');
});
