/** Arguments that cannot be are refused in a sentence; extreme ones that can be give a number. */
import { describe, expect, test } from 'vitest';
import { ParkadeError } from '../../src/core/errors.ts';
import * as theory from '../../src/theory/index.ts';

const retrieval = { beta: 1, codewords: 8, lambda: 1 };
const frozen = { total: 10, beta: 30, c: 6.5, epsilon: 0.1 };
const model = { tokens: 8, beta: 3 };

const impossible: readonly (readonly [name: string, call: () => unknown])[] = [
  ['τ* of negative β', () => theory.strongestAngle(-1)],
  ['survival: β = 0', () => theory.survival(0, 0.1, 0.5, 1)],
  ['survival: ε < 0', () => theory.survival(64, -1, 0.5, 1)],
  ['survival: beyond π', () => theory.survival(64, 0.1, 10, 1)],
  ['survival: token 0', () => theory.survival(64, 0.1, 0.5, 0)],
  ['exact survival: no distance', () => theory.exactSurvivalTime(64, 0.1, 0, 1)],
  ['Theorem 5.2: no tokens', () => theory.capturesAll({ ...frozen, total: 0 })],
  ['Theorem 5.2: β < 0', () => theory.capturesAll({ ...frozen, beta: -9 })],
  ['gathering: λ < 0', () => theory.latestGatheringTime({ ...model, epsilon: 0.01, alpha: 0 }, -1)],
  ['plateau of nothing', () => theory.plateauEnergy([0])],
  ['merger among none', () => theory.mergerJump(3, 3, 0)],
  ['glue angle at β = ½', () => theory.glueAngle(0.5)],
  ['clock at β = 1', () => theory.staircaseClock([0, 1], 1)],
  ['crossing at no speed', () => theory.crossingTime(0)],
  ['crossing from beyond π', () => theory.crossingTimeFrom(4, 9, 1)],
  ['rates of 2.5 tokens', () => theory.terminalRates(2.5)],
  ['eigenvector 7 of 5', () => theory.cesaroEigenvector(7, 5)],
  ['threshold among −1', () => theory.twoPointThreshold(0.5, 1, -1)],
  ['a layer at no β', () => theory.oneLayerCosine(NaN, 10, 0.5)],
  ['β of no tokens', () => theory.longContextBeta(1, -4)],
  ['selectivity on S⁰', () => theory.selectivityScale(100, 1)],
  ['mode rates of β < 0', () => theory.modeRates(-1, 4)],
  ['−1 mode rates', () => theory.causalModeRates(1, -1)],
  ['a source beyond the end', () => theory.retrievalScore(0.1, 1.5, retrieval)],
  ['the worst at time −1', () => theory.worstSource(-1, retrieval)],
  ['onset of no tokens', () => theory.onsetTime(0, 1, 2)],
  ['2.5 growth rates', () => theory.growthRates(1, 2, 2.5)],
  ['no scheme', () => theory.schemeSpeed('nope' as 'ngpt', 0, 0, 1, model)],
  ['nGPT backwards', () => theory.schemeStates('ngpt', [1], { rho: 0, r: 1 }, { ...model, rate: -1 })],
  ['cone of no tokens', () => theory.coneWidth(0, 1)],
  ['cosine 2', () => theory.clock(2, 1)],
  ['equal angles of cosine 2', () => theory.equiangularSpeed(2, model)],
  ['a token at 0', () => theory.firstTokenAt([1, 0, 0, 1], [0, 0], 1)],
  ['three tokens of two rows', () => theory.coarsening(Float64Array.of(1, 0, 0, 1), { n: 3, d: 2 })],
  ['I_0 of −1', () => theory.scaledBesselI(0, -1)],
  ['I_0 of ∞', () => theory.scaledBesselI(0, Infinity)],
  ['I_x too wide to converge', () => theory.incompleteBeta(0.5, 5e14, 5e14)],
  ['I_x with a < 0', () => theory.incompleteBeta(0.5, -1, 1)],
];

test.each(impossible)('%s is refused', (_, call) => {
  let caught: unknown;
  try {
    call();
  } catch (error) {
    caught = error;
  }
  expect(caught).toBeInstanceOf(ParkadeError);
  expect((caught as Error).message).toMatch(/^[^\n]{20,300}\.$/);
});

describe('extreme arguments that can be', () => {
  test('exponential integrals end, whatever they are asked', () => {
    expect(() => theory.ei(NaN)).toThrow('should be a number');
    expect([theory.ei(Infinity), theory.ein(-Infinity), theory.e1(Infinity)]).toEqual([Infinity, -Infinity, 0]);
  });

  test('I_½/I_−½ keeps its digits for small x', () => {
    for (const x of [1e-10, 1e-300]) expect(Math.abs(theory.besselRatio(0.5, x) / x - 1)).toBeLessThan(1e-15);
  });

  test('rates and scores beyond the range of doubles are infinite, not NaN', () => {
    expect(Array.from(theory.modeRates(1e6, 3))).toEqual([0, Infinity, Infinity]);
    expect(theory.retrievalScore(0.01, 0.3, { ...retrieval, beta: 700 })).toBe(Infinity);
  });

  test('the causal kernel for λ < 0, far and near', () => {
    expect(theory.causalKernel(1, 0.3, -2)).toBeCloseTo((2 * Math.exp(-0.6)) / (1 - Math.exp(-2)), 14);
    expect(theory.causalKernel(1, 0.3, -1e300)).toBe(0);
  });

  test('a hemisphere for 10⁹ tokens', () => {
    expect(theory.hemisphereProbability(1e9, 5)).toBe(0);
    expect(Math.abs(theory.hemisphereProbability(1e12, 5e11) - 0.5)).toBeLessThan(1e-9); // roundoffs times √n
    expect(Math.abs(theory.hemisphereProbability(1e9, 5e8) - 0.5)).toBeLessThan(1e-11); // the middle of an odd number of coins
  });

  test('Theorem 5.2 does not speak of centers farther apart than half the circle', () => {
    expect(theory.capturesAll(frozen)).toBe(true);
    expect(theory.capturesAll({ total: 1e6, beta: 2, c: 8.98, epsilon: 0.1 })).toBe(false); // h and g at 5.5 and 6.2 radians
  });
});
