import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { between, forAll, forAllRuns, problems, type RandomProblem, seeds } from '../support/arbitraries.ts';
import { gaussianMatrix, orthogonalMatrix, uniformTokens } from '../support/draw.ts';
import { appliedToTokens, multiply, scaled, transpose } from '../support/linear.ts';
import { largestDifference } from '../support/numeric.ts';
import { largestTerm } from '../support/plain-field.ts';
import { fieldOf, tokensAfter } from '../support/problems.ts';

/** Relative to the largest term of the sums. */
const FIELD = 1e-12;
const RUN = 1e-10; // for two runs whose own errors are near 1e-12, over a time in which distances grow by e² at most

const withRotation = problems(8).chain((problem) =>
  seeds.map((seed) => ({ problem, rotation: orthogonalMatrix(seed, problem.d) })),
);

/** x → Rx, Q → QRᵀ, K → KRᵀ, V → RVRᵀ, θ → Rθ. */
function turned(given: RandomProblem['given'], rotation: number[][]): RandomProblem['given'] {
  const back = transpose(rotation);
  const matrices = {
    query: multiply(given.query, back),
    key: multiply(given.key, back),
    value: multiply(multiply(rotation, given.value), back),
  };
  if (!given.centers) return { ...given, ...matrices };
  return { ...given, ...matrices, centers: multiply(given.centers, back) };
}

describe('velocities', () => {
  test('turn with the tokens and the matrices', () => {
    forAll(withRotation, 300, ({ problem: { d, x, given }, rotation }) => {
      const f = fieldOf(turned(given, rotation), appliedToTokens(rotation, x), d);
      const tolerance = FIELD * largestTerm({ d, ...given }, x);
      expect(largestDifference(f, appliedToTokens(rotation, fieldOf(given, x, d)))).toBeLessThan(tolerance);
    });
  });

  test('do not turn with the tokens alone: the test above can fail', () => {
    const [d, x, rotation] = [3, uniformTokens(1, 5, 3), orthogonalMatrix(2, 3)];
    const given = { beta: 2, key: gaussianMatrix(3, 3), value: gaussianMatrix(4, 3) };
    const f = fieldOf(given, appliedToTokens(rotation, x), d);
    expect(largestDifference(f, appliedToTokens(rotation, fieldOf(given, x, d)))).toBeGreaterThan(1e-3);
  });

  test('change sign with all tokens and centers, to the bit', () => {
    forAll(problems(8), 300, ({ d, x, given }) => {
      const mirrored = given.centers ? { ...given, centers: scaled(given.centers, -1) } : given;
      const f = fieldOf(
        mirrored,
        x.map((entry) => -entry),
        d,
      );
      expect(f.map((entry) => 0 - entry)).toEqual(fieldOf(given, x, d).map((entry) => 0 + entry));
    });
  });

  test('depend on β and QᵀK by their product only', () => {
    forAll(fc.tuple(problems(8), between(0.2, 5)), 300, ([{ d, x, given }, a]) => {
      const other = { ...given, beta: given.beta / a, query: scaled(given.query, a) };
      const tolerance = FIELD * largestTerm({ d, ...given }, x);
      expect(largestDifference(fieldOf(other, x, d), fieldOf(given, x, d))).toBeLessThan(tolerance);
    });
  });

  test('are proportional to V', () => {
    forAll(fc.tuple(problems(8), between(-3, 3)), 300, ([{ d, x, given }, c]) => {
      const f = fieldOf({ ...given, value: scaled(given.value, c) }, x, d);
      const wanted = fieldOf(given, x, d).map((entry) => c * entry);
      expect(largestDifference(f, wanted)).toBeLessThan(3 * FIELD * largestTerm({ d, ...given }, x));
    });
  });
});

describe('whole runs', () => {
  const softmax = withRotation.map(({ problem, rotation }) => ({
    ...problem,
    rotation,
    given: { ...problem.given, normalization: 'softmax' as const },
  }));

  test('turn with the tokens and the matrices', async () => {
    await forAllRuns(softmax, 12, async ({ d, x, given, rotation }) => {
      const end = await tokensAfter(turned(given, rotation), appliedToTokens(rotation, x), d, 1);
      const wanted = appliedToTokens(rotation, await tokensAfter(given, x, d, 1));
      expect(largestDifference(end, wanted)).toBeLessThan(RUN);
    });
  });

  test('with cV last 1/c as long', async () => {
    await forAllRuns(fc.tuple(softmax, between(0.3, 3)), 12, async ([{ d, x, given }, c]) => {
      const end = await tokensAfter({ ...given, value: scaled(given.value, c) }, x, d, 1 / c);
      expect(largestDifference(end, await tokensAfter(given, x, d, 1))).toBeLessThan(RUN);
    });
  });
});
