/** The first token: the simulator, group laws, exact cases far beyond the range of e^t, and the rates of Lemma 3.1. */
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { firstTokenAt, firstTokenDecay } from '../../src/theory/first-token.ts';
import { between, dimensions, forAll, forAllRuns, seeds } from '../support/arbitraries.ts';
import { gaussianMatrix, orthogonalMatrix, uniformTokens } from '../support/draw.ts';
import { multiply, transpose } from '../support/linear.ts';
import { largestDifference, slope } from '../support/numeric.ts';
import { tokensAfter } from '../support/problems.ts';

const TOLERANCE = 1e-10;
const cases = fc.record({ d: dimensions, seed: seeds, t: between(0.1, 6) });

describe('the first token', () => {
  test('goes where the simulator takes it, any V', async () => {
    await forAllRuns(cases, 30, async ({ d, seed, t }) => {
      const value = gaussianMatrix(seed, d);
      const x = uniformTokens(seed + 1, 1, d);
      const end = firstTokenAt(value.flat(), x, t);
      expect(largestDifference(end, await tokensAfter({ beta: 1, value }, x, d, t))).toBeLessThan(TOLERANCE);
    });
  });

  test('in two steps is where it is in one, and comes back', () => {
    forAll(cases, 100, ({ d, seed, t }) => {
      const v = gaussianMatrix(seed, d).flat();
      const x = uniformTokens(seed + 1, 1, d);
      const once = firstTokenAt(v, x, 1.7 * t);
      expect(largestDifference(firstTokenAt(v, firstTokenAt(v, x, t), 0.7 * t), once)).toBeLessThan(TOLERANCE);
      // The way back from what has come close together costs the digits that the way there gained.
      const short = firstTokenAt(v, x, 1);
      expect(largestDifference(firstTokenAt(v, short, -1), x)).toBeLessThan(TOLERANCE);
    });
  });

  test('does not move for V = cI, and the trace of V does not matter', () => {
    const x = uniformTokens(3, 1, 4);
    const identity = [1, 0, 0, 0, 0, 1, 0, 0, 0, 0, 1, 0, 0, 0, 0, 1];
    expect(
      largestDifference(
        firstTokenAt(
          identity.map((entry) => 0.1 * entry),
          x,
          1e6,
        ),
        x,
      ),
    ).toBeLessThan(1e-15);
    const v = gaussianMatrix(5, 4).flat();
    const more = v.map((entry, i) => entry + 300 * identity[i]);
    // 300 + v rounds v at 300·1e-16.
    expect(largestDifference(firstTokenAt(v, x, 3), firstTokenAt(more, x, 3))).toBeLessThan(1e-11);
  });

  test('turns for a skew V, a thousand times around', () => {
    const t = 2000 * Math.PI + 1;
    const [x, y] = firstTokenAt([0, -1, 1, 0], [1, 0], t);
    expect(Math.abs(x - Math.cos(1))).toBeLessThan(1e-11);
    expect(Math.abs(y - Math.sin(1))).toBeLessThan(1e-11);
  });

  test('e^{700} and more on the way: V = diag(1, 0), from near the second axis and from on it', () => {
    const small = 1e-300;
    for (const t of [600, 690.7755278982137, 800]) {
      const [x, y] = firstTokenAt([1, 0, 0, 0], [small, 1], t);
      const angle = Math.atan2(1, small * Math.exp(t));
      expect(Math.abs(Math.atan2(y, x) - angle)).toBeLessThan(1e-10);
    }
    expect([...firstTokenAt([1, 0, 0, 0], [0, 1], 1e5)]).toEqual([0, 1]);
    expect([...firstTokenAt([1, 0, 0, 0], [1, 1], 1e9)]).toEqual([1, 0]);
  });

  test('refuses what is no matrix', () => {
    expect(() => firstTokenAt([1, 0, 0], [1, 0], 1)).toThrow('2×2 finite numbers');
    expect(() => firstTokenAt([1, 0, 0, NaN], [1, 0], 1)).toThrow('2×2 finite numbers');
  });
});

describe('the rates of Lemma 3.1', () => {
  test('for a diagonalisable V the distance to L′ falls at the gap', () => {
    for (const seed of [1, 2, 3, 4]) {
      const frame = orthogonalMatrix(seed, 4);
      const spectrum = [
        [1, -2, 0, 0],
        [2, 1, 0, 0],
        [0, 0, 0.4, 0],
        [0, 0, 0, -0.3],
      ]; // 1 ± 2i, 0.4, −0.3
      const v = multiply(multiply(transpose(frame), spectrum), frame).flat();
      const { growth, dimension, gap } = firstTokenDecay(v, 4);
      expect(growth).toBeCloseTo(1, 12);
      expect(dimension).toBe(2);
      expect(gap).toBeCloseTo(0.6, 12);
      const x = uniformTokens(seed + 10, 1, 4);
      const times = [20, 25, 30];
      const logs = times.map((t) => {
        const y = firstTokenAt(v, x, t);
        const inFrame = (i: number) => frame[i].reduce((sum, entry, j) => sum + entry * y[j], 0);
        return Math.log(Math.hypot(inFrame(2), inFrame(3)));
      });
      // The second mode is e^{−0.7·20} behind.
      expect(slope(times, logs)).toBeCloseTo(-gap, 4);
    }
  });

  test('for a Jordan block the angle falls like 1/t', () => {
    const v = [1, 1, 0, 1];
    expect(firstTokenDecay(v, 2)).toEqual({ growth: 1, dimension: 2, gap: Infinity });
    for (const t of [1e2, 1e4, 1e6]) {
      const [x, y] = firstTokenAt(v, [0.6, 0.8], t);
      expect(Math.abs((t * y) / x - 1)).toBeLessThan(1 / t + 1e-9); // e^{tV}x = (0.6 + 0.8t, 0.8)
    }
  });
});
