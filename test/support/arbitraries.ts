/** Random problems for properties. The seed is fixed: a suite about reproducible numbers should itself be reproducible. */
import fc from 'fast-check';
import { gaussianMatrix, uniformTokens } from './draw.ts';
import type { Rows } from './linear.ts';

export const SEED = 20241104;

/** Asserts a property over `runs` random values, drawn evenly: extremes have tests of their own. */
export function forAll<T>(arbitrary: fc.Arbitrary<T>, runs: number, property: (value: T) => void): void {
  fc.assert(fc.property(fc.noBias(arbitrary), property), { seed: SEED, numRuns: runs });
}

/** The same for properties that have to simulate. */
export async function forAllRuns<T>(
  arbitrary: fc.Arbitrary<T>,
  runs: number,
  property: (value: T) => Promise<void>,
): Promise<void> {
  await fc.assert(fc.asyncProperty(fc.noBias(arbitrary), property), { seed: SEED, numRuns: runs });
}

export const seeds = fc.integer({ min: 1, max: 2 ** 31 - 1 });
export const dimensions = fc.integer({ min: 2, max: 5 });

/** Evenly spread numbers (fc.double spreads over exponents). */
export function between(min: number, max: number): fc.Arbitrary<number> {
  return fc.integer({ min: 0, max: 1e9 }).map((i) => min + ((max - min) * i) / 1e9);
}

export const betas = fc.oneof(fc.constant(0), between(0.05, 12));

export interface RandomTokens {
  readonly n: number;
  readonly d: number;
  readonly x: Float64Array;
}

/** Uniform tokens; n ≤ largest. */
export function tokens(largest: number, d: fc.Arbitrary<number> = dimensions): fc.Arbitrary<RandomTokens> {
  return fc
    .record({ n: fc.integer({ min: 1, max: largest }), d, seed: seeds })
    .map(({ n, d, seed }) => ({ n, d, x: uniformTokens(seed, n, d) }));
}

/** A d×d matrix: a multiple of the identity, a diagonal or a Gaussian one, as rows. */
export function matrices(d: number): fc.Arbitrary<Rows> {
  const diagonal = (entries: readonly number[]) =>
    entries.map((entry, i) => entries.map((_, j) => (i === j ? entry : 0)));
  return fc.oneof(
    between(-2, 2).map((entry) => diagonal(new Array<number>(d).fill(entry))),
    fc.array(between(-2, 2), { minLength: d, maxLength: d }).map(diagonal),
    seeds.map((seed) => gaussianMatrix(seed, d)),
  );
}

export interface RandomProblem extends RandomTokens {
  readonly given: {
    readonly beta: number;
    readonly query: Rows;
    readonly key: Rows;
    readonly value: Rows;
    readonly mask: 'causal' | 'full';
    readonly normalization: 'softmax' | 'count';
    readonly centers?: Rows;
    readonly weights?: readonly number[];
  };
}

/** Any equation with any tokens. */
export function problems(largest: number): fc.Arbitrary<RandomProblem> {
  return tokens(largest).chain(({ n, d, x }) =>
    fc
      .record({
        beta: betas,
        query: matrices(d),
        key: matrices(d),
        value: matrices(d),
        mask: fc.constantFrom('causal' as const, 'full' as const),
        normalization: fc.constantFrom('softmax' as const, 'count' as const),
        frozen: fc.integer({ min: 0, max: 3 }),
        seed: seeds,
      })
      .map(({ frozen, seed, ...given }) => {
        if (frozen === 0) return { n, d, x, given };
        const rows = uniformTokens(seed, frozen, d);
        const centers = Array.from({ length: frozen }, (_, j) => Array.from(rows.subarray(j * d, (j + 1) * d)));
        return { n, d, x, given: { ...given, centers, weights: centers.map((_, j) => 0.5 + j) } };
      }),
  );
}
