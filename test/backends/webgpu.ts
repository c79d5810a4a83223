/**
 * Shared by a short and a long suite: the WebGPU backend against the reference, in Chromium with its software GPU, and in Node where the optional package webgpu
 * finds an adapter. Tolerances are the backend's own stated bound, in units of 2^−24.
 */

import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { RunSpec } from '../../src/index.ts';
import { chromiumPath } from '../browser/chromium.ts';
import { openPage, type TestPage } from '../browser/page.ts';
import { between, SEED, seeds } from '../support/arbitraries.ts';
import { gaussianMatrix, uniformTokens } from '../support/draw.ts';
import { type Equation, equation } from '../support/problems.ts';
import { nodeGpu } from '../support/webgpu-node.ts';

type Cases = typeof import('../support/webgpu-cases.ts');
type Place = Pick<TestPage<Cases>, 'call' | 'errors' | 'close'>;

const ROUNDOFF = 2 ** -24;

/** Tokens that single precision holds exactly, so that both backends start from the same. */
function singleTokens(seed: number, n: number, d: number): number[] {
  return [...Float32Array.from(uniformTokens(seed, n, d))];
}

function rowsOf(x: Float64Array, d: number): number[][] {
  return Array.from({ length: x.length / d }, (_, k) => [...x.subarray(k * d, (k + 1) * d)]);
}

const problems = fc.record({
  n: fc.integer({ min: 1, max: 13 }),
  d: fc.constantFrom(2, 5),
  beta: fc.oneof(fc.constant(0), between(0, 5), between(0, 300), fc.constant(10_000)),
  mask: fc.constantFrom('causal' as const, 'full' as const),
  plain: fc.boolean(),
  centers: fc.integer({ min: 0, max: 3 }),
  seed: seeds,
});
type RandomProblem = typeof problems extends fc.Arbitrary<infer P> ? P : never;

function equationOf({ d, beta, mask, plain, centers, seed }: RandomProblem): Equation {
  const [query, key, value] = [1, 2, 3].map((i) => gaussianMatrix(seed + i, d));
  const frozen = centers > 0 ? { centers: rowsOf(uniformTokens(seed + 4, centers, d), d), weights: 2.5 } : {};
  return plain ? { beta, mask, ...frozen } : { beta, mask, query, key, value, ...frozen };
}

function sample(count: number, whole: boolean): RandomProblem[] {
  const drawn = fc.sample(fc.noBias(problems), { seed: SEED, numRuns: count });
  return drawn.map((problem) => ({ ...problem, d: whole ? problem.d : problem.plain ? 2 : 5 }));
}

function caseOf(given: Equation, d: number, x: readonly number[]) {
  return { dynamics: equation(given), d, x };
}

function randomCase(problem: RandomProblem, change: Partial<Equation> = {}) {
  return caseOf({ ...equationOf(problem), ...change }, problem.d, singleTokens(problem.seed, problem.n, problem.d));
}

function largestDifference(a: readonly number[], b: readonly number[]): number {
  expect(a.length).toBe(b.length);
  return Math.max(...a.map((entry, i) => Math.abs(entry - b[i])));
}

/** Larger problems: several chunks, coordinates in several slabs, a mask, centers after many tokens. */
const LARGER: readonly (readonly [string, Equation, number, number])[] = [
  ['causal', { beta: 9 }, 600, 2],
  ['full, repelled', { beta: 4, query: -1, mask: 'full' }, 300, 3],
  [
    'any matrices and many centers',
    {
      ...{ beta: 2, query: gaussianMatrix(1, 5), key: gaussianMatrix(2, 5), value: gaussianMatrix(3, 5) },
      centers: rowsOf(uniformTokens(9, 300, 5), 5),
      weights: 0.25,
    },
    520,
    5,
  ],
];

const SLABS: (typeof LARGER)[number] = ['130 coordinates', { beta: 20 }, 70, 130];

const DIMENSIONS = [2, 3, 16, 4, 15, 8, 5];

/** One of the first three for a pair, each with every n and every β; on the circle where 16 coordinates take software many seconds. */
function dimensionOf(n: number, i: number): number {
  return n > 1000 ? 2 : DIMENSIONS[(i + Math.floor(i / 3)) % 3];
}

/** Rows and chunks that are full, nearly full, and just begun, at every β. */
const PAIRS = [1, 63, 64, 65, 1000, 4097].flatMap((n) => [1, 9, 64].map((beta) => ({ n, beta })));

/** Tokens around a pole, of which a row sees several however large β is: βx² is about 2, in any dimension. */
function gatheredTokens(seed: number, n: number, d: number, beta: number): number[] {
  const x = uniformTokens(seed, n, d);
  for (let k = 0; k < n; k++) {
    for (let i = 0; i < d; i++) x[k * d + i] *= 1.5 / Math.sqrt(beta);
    x[k * d] += 1;
    const length = Math.hypot(...x.subarray(k * d, (k + 1) * d));
    for (let i = 0; i < d; i++) x[k * d + i] /= length;
  }
  return [...Float32Array.from(x)];
}

const places: readonly [string, boolean, () => Promise<Place>][] = [
  [
    'Chromium (needs chromium)',
    chromiumPath !== null,
    () => openPage<Cases>(new URL('../support/webgpu-cases.ts', import.meta.url)),
  ],
  // A second way to a device, not a requirement: without it there is nothing to skip, and the sentence below is tested.
  ...(nodeGpu === 'ready'
    ? [['Node with webgpu', true, inNode] satisfies [string, boolean, () => Promise<Place>]]
    : []),
];

async function inNode(): Promise<Place> {
  const cases = (await import('../support/webgpu-cases.ts')) as unknown as Record<
    string,
    (...given: unknown[]) => never
  >;
  const call = async (name: string, ...given: readonly unknown[]) => cases[name](...given);
  return { call: call as Place['call'], errors: [], close: async () => {} };
}

/**
 * @param count random problems
 * @param whole in every dimension, with every kind of matrices: each is a shader of its own, and software takes seconds to compile one
 */
export function describeWebgpu(count: number, whole = false): void {
  for (const [name, available, open] of places) {
    describe.skipIf(!available)(`webgpu in ${name}`, () => {
      let place: Place;
      beforeAll(async () => {
        place = await open();
        await place.call('holdDevice');
      });
      afterAll(() => place?.close());

      async function compare(cases: Parameters<Cases['fieldsOn']>[1]) {
        const computed = await place.call('fieldsOn', 'webgpu', cases);
        const expected = await place.call('fieldsOn', 'reference', cases);
        return cases.map((_, i) => {
          const { velocities, report } = computed[i];
          const error = largestDifference(velocities, expected[i].velocities);
          return {
            error,
            bound: report?.errorBound ?? Number.NaN,
            velocities,
            expected: expected[i].velocities,
            report,
          };
        });
      }

      test('gives the field of the reference within its stated bound, with any matrices, masks and centers', async () => {
        for (const { error, bound } of await compare(sample(count, whole).map((problem) => randomCase(problem)))) {
          expect(error).toBeLessThanOrEqual(bound);
        }
      });

      test('divides by n instead of normalising where it is told to', async () => {
        const cases = sample(Math.floor(count / 3), whole).map((problem) =>
          randomCase({ ...problem, beta: problem.beta % 2 }, { normalization: 'count' }),
        );
        for (const { error, bound } of await compare(cases)) expect(error).toBeLessThanOrEqual(bound);
      });

      test.each(whole ? [...LARGER, SLABS] : LARGER)('gives the field of the reference: %s', async (_, given, n, d) => {
        const [{ error, bound, report }] = await compare([caseOf(given, d, singleTokens(7, n, d))]);
        expect(error).toBeLessThanOrEqual(bound);
        expect(report).toMatchObject({ rows: n, directRows: n });
        expect(report?.path).toMatch(/^webgpu, direct, single precision, on ./);
      });

      // Shaders are compiled for a dimension: the short suite has one of three for each pair, the long one has all.
      test.each(PAIRS.map((pair, i) => ({ ...pair, ds: whole ? DIMENSIONS : [dimensionOf(pair.n, i)] })))(
        'gives the field of the reference within its bound: n = $n, β = $beta, d in $ds',
        async ({ n, beta, ds }) => {
          for (const d of ds) {
            const [{ error, bound, expected }] = await compare([caseOf({ beta }, d, gatheredTokens(n, n, d, beta))]);
            expect(error).toBeLessThanOrEqual(bound);
            // A bound that says something: no field of another size is within it.
            if (n > 1) expect(Math.max(...expected)).toBeGreaterThan(50 * bound);
          }
        },
      );

      test('a plain field of a few hundred tokens is known to a few roundoffs', async () => {
        const [{ error, expected }] = await compare([caseOf({ beta: 9 }, 2, singleTokens(1, 400, 2))]);
        expect(Math.max(...expected)).toBeGreaterThan(0.1);
        expect(error).toBeLessThan(16 * ROUNDOFF);
      });

      test('gives a causal row the same bits however many tokens follow', async () => {
        for (const given of [LARGER[0][1], LARGER[2][1]]) {
          const d = given === LARGER[0][1] ? 2 : 5;
          const x = singleTokens(5, 900, d);
          const counts = [1, 63, 64, 257, 600, 900];
          const answers = await place.call(
            'fieldsOn',
            'webgpu',
            counts.map((n) => caseOf(given, d, x.slice(0, n * d))),
          );
          const all = answers[answers.length - 1].velocities;
          for (const { velocities } of answers) expect(velocities).toEqual(all.slice(0, velocities.length));
          expect(all.some((entry) => entry !== 0)).toBe(true);
        }
      });

      test('gives the same bits in however many rounds chunks are summed', async () => {
        const cases = [caseOf(LARGER[2][1], 5, singleTokens(7, 520, 5))]; // five chunks of 768 rows and seven numbers
        const [atOnce] = await place.call('fieldsOn', 'webgpu', cases);
        for (const rounds of [1, 2, 5]) {
          const [inRounds] = await place.call('fieldsOn', 'webgpu', cases, Math.ceil((5 / rounds) * 768 * 7));
          expect(inRounds.velocities).toEqual(atOnce.velocities);
        }
      });

      test('gives the same bits twice', async () => {
        const cases = [caseOf(LARGER[2][1], 5, singleTokens(7, 520, 5))];
        const [once, again] = [
          await place.call('fieldsOn', 'webgpu', cases),
          await place.call('fieldsOn', 'webgpu', cases),
        ];
        expect(again).toEqual(once);
      });

      test('lets equal tokens, and the first one, rest exactly for V = I', async () => {
        const one = singleTokens(3, 1, 3);
        const equal = Array.from({ length: 300 * 3 }, (_, i) => one[i % 3]);
        const [{ velocities }, { velocities: others }] = await place.call('fieldsOn', 'webgpu', [
          caseOf({ beta: 7 }, 3, equal),
          caseOf({ beta: 7 }, 3, singleTokens(4, 20, 3)),
        ]);
        expect(velocities.every((entry) => entry === 0)).toBe(true);
        expect(others.slice(0, 3)).toEqual([0, 0, 0]);
        expect(others.slice(3).some((entry) => entry !== 0)).toBe(true);
      });

      test('keeps relative accuracy of forces as small as e^−75', async () => {
        const x = [1, 0, -0.5, Math.fround(Math.sqrt(0.75))]; // cosine −1/2: the weight is e^{−1.5β}
        const [{ velocities, expected }] = await compare([caseOf({ beta: 50 }, 2, x)]);
        expect(Math.abs(expected[2])).toBeLessThan(1e-32);
        // The exponent 75 is known to 75 roundoffs, and WGSL gives its exponential as many ulps.
        expect(Math.abs(velocities[2] / expected[2] - 1)).toBeLessThan(16 * 75 * ROUNDOFF);
      });

      test('combines, normalises, turns and measures slots as the reference does', async () => {
        const [n, d] = [300, 3];
        const x = singleTokens(11, n, d);
        // Tangent vectors of all lengths from 0 to beyond a turn; two rows at rest.
        const v = singleTokens(12, n, d).map((entry, i, all) => {
          const k = Math.floor(i / d);
          const along = [0, 1, 2].reduce((sum, l) => sum + all[k * d + l] * x[k * d + l], 0);
          return Math.fround((k < 2 ? 0 : (8 * k) / n) * (entry - along * x[i]));
        });
        const given = caseOf({ beta: 1 }, d, x);
        const computed = await place.call('slotOperations', 'webgpu', given, v);
        const expected = await place.call('slotOperations', 'reference', given, v);
        expect(computed.slots[0]).toEqual(x);
        expect(computed.slots[1]).toEqual(v);
        for (const [i, slot] of expected.slots.entries()) {
          // At most 24 terms, none larger than the sum of their sizes.
          const allowed = 32 * Math.max(...slot.map(Math.abs)) * ROUNDOFF;
          expect(largestDifference(computed.slots[i], slot), `slot ${i}`).toBeLessThan(allowed);
        }
        expect(computed.slots[4].slice(0, 2 * d)).toEqual(x.slice(0, 2 * d));
        expect(Math.abs(computed.norm / expected.norm - 1)).toBeLessThan(8 * ROUNDOFF);
        expect(computed.finite).toEqual([true, false, false]);
      });

      const runs: Readonly<Record<string, RunSpec>> = {
        'rk4 on the circle': { tokens: 24, beta: 9, seed: 1, until: 2, saveAt: [0.35, 2], integrator: 'rk4', dt: 0.1 },
        'great circles on the sphere': {
          ...{ tokens: 10, dimension: 3, beta: 4, until: 1, saveAt: [1], integrator: 'lie-euler', dt: 0.05 },
        },
        'adaptive steps': { tokens: 24, beta: 9, seed: 1, until: 2, saveAt: [0.35, 2], rtol: 1e-4, atol: 1e-4 },
      };
      test.each(Object.entries(runs))('runs a simulation: %s', async (_, spec) => {
        const computed = await place.call('runOn', 'webgpu', spec);
        const expected = await place.call('runOn', 'reference', spec);
        expect(computed).toMatchObject({ status: 'completed', backend: 'webgpu' });
        // The flow of the first two units of time multiplies what some forty steps round off by a few.
        expect(largestDifference(computed.xs, expected.xs)).toBeLessThan('rtol' in spec ? 1e-3 : 1000 * ROUNDOFF);
        expect(largestDifference(computed.xs, expected.xs)).toBeGreaterThan(0); // it was single precision indeed
        expect(await place.call('runOn', 'webgpu', spec)).toEqual(computed);
      });

      test('a field that is not finite ends the run', async () => {
        const spec: RunSpec = { tokens: 4, beta: 500, until: 1, integrator: 'rk4', dt: 0.5, normalization: 'count' };
        expect((await place.call('runOn', 'webgpu', spec)).status).toBe('non-finite');
      });

      test('refuses what its device has no room for, and complains about nothing else', async () => {
        const attention = equation({ beta: 1 });
        const told = await place.call('refusal', attention, 3_000_000, 50);
        expect(told).toMatch(/^"backend" webgpu should have a WebGPU device, but n = 3000000, d = 50 takes \d+ MB/);
        expect(await place.call('refusal', attention, 1_000, 3)).toBe(null);
        expect(place.errors).toEqual([]);
      });
    });
  }
}
