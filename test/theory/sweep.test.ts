/** Every function of parkade/theory, each of its numbers in turn replaced by one that is wrong or extreme: a sentence or numbers, never NaN. */
import { expect, test } from 'vitest';
import { ParkadeError } from '../../src/core/errors.ts';
import * as theory from '../../src/theory/index.ts';

const retrieval = { beta: 1, codewords: 8, lambda: 1 };
const frozen = { total: 10, beta: 30, c: 6.5, epsilon: 0.1 };
const model = { tokens: 8, beta: 3 };
const caps = { tokens: 10, beta: 40, epsilon: 0.01, alpha: 0 };
const pair = { beta: 1, b1: 0.1, b2: 5, lambda: 1, mu: 0.5 };
const leading = { re: 1, im: 0, kind: 'real', sign: 1, multiplicity: 1, eigenspace: 1 };
const matrix = Float64Array.of(1, 0.2, 0, 0.5);
const state = Float64Array.of(1, 0, 0, 1, 0.6, 0.8);
const decay = (_t: number, [y]: Float64Array, out: Float64Array) => out.set([-y]);

/** One call of each that is answered. */
const examples: Readonly<Record<string, readonly unknown[]>> = {
  acceptanceProbability: [3, 0.5],
  approachToSaturation: [100, 0.1, 2],
  approximateClusterMode: [5, 3],
  besselRatio: [1.5, 2],
  bipodalRate: [3, 2, 1, 'softmax'],
  capMeasure: [0.5, 5],
  capturesAll: [frozen],
  causalCorrelation: [1, 0.5, 1, 0.3, 1],
  causalKernel: [1, 0.3, 1],
  causalModeRates: [2, 4],
  cesaroEigenvector: [2, 5],
  circleCenters: [0.5],
  clock: [0.2, 3],
  coarsening: [state, { n: 3, d: 2 }],
  collapseExponent: [state, { n: 3, d: 2 }],
  coneWidth: [5, 2],
  coneWidthAsPrinted: [5, 2],
  cosineAt: [1, 0.2, 3],
  cosineVelocity: [0.2, 3],
  coverage: [2],
  criticalGamma: [0.5],
  criticalTime: [retrieval],
  crossingTime: [2],
  crossingTimeAsPrinted: [2],
  crossingTimeFrom: [1, 9, 2],
  e1: [1.5],
  ei: [1.5],
  ein: [1.5],
  equiangularCosine: [1, 0.1, model],
  equiangularGaps: [[0.5, 1], 0.1, { ...model, normalization: 'count' }],
  equiangularSpeed: [0.1, model],
  equiangularTime: [0.1, 0.9, model],
  exactSurvivalTime: [64, 0.1, 0.5, 3],
  expectedCircleCenters: [20, 0.7],
  expectedRealEigenvalues: [5],
  expectedRenyiCenters: [0.5, 3],
  expectedStrongCenters: [0.1, 20],
  expectedStrongCentersOnCircle: [(angle: number) => 2 + Math.cos(angle), 0.5, 20, [0.1]],
  expectedStrongCentersVonMisesFisher: [2, 0.5, 3, 20],
  exponentialMean: [2, 3],
  firstClusterMode: [5, 3],
  firstTokenAt: [matrix, [1, 0], 2],
  firstTokenDecay: [matrix, 2, 1e-6],
  fittedSaturationDensity: [3],
  freeShare: [2],
  gapOf: [0.3, 8],
  glueAngle: [9],
  growthRates: [5, 3, 6],
  hasPlateau: [caps, 0.1],
  hasRoom: [frozen],
  hemisphereProbability: [10, 3],
  incompleteBeta: [0.3, 2, 1.5, 0.7],
  interaction: [0.5, 9],
  interactionSlope: [0.5, 9],
  isStableOnLine: [[1, -1], 0.4, 1, [0.5]],
  kernelLogarithm: [1, 0.3, 1],
  largestN: [6.5, 0.1],
  latestGatheringTime: [caps, 0.1],
  leastBeta: [6.5, 0.1],
  leastEscapeTime: [caps],
  lineRates: [[1, -1], 0.4, 1, [0.5]],
  logBeta: [2, 3],
  logCapMeasure: [0.5, 5],
  logExpectedStrongCenters: [-3, 20],
  logGamma: [3.5],
  logIncompleteBeta: [0.3, 2, 1.5, 0.7],
  logScaledBesselI: [3.5, 2],
  logTimeBetween: [0.1, 0.9, 3],
  longContextBeta: [2, 100],
  longContextLimit: [3, 0.5],
  meanCircleCenters: [0.5],
  meanParked: [7.3],
  meanStrongIndex: [0.1, 20],
  mergerJump: [2, 3, 10],
  modeRates: [2, 4],
  oddsOf: [0.1, 8],
  oddsSpeed: [0.1, model],
  oneLayerCosine: [5, 100, 0.5],
  onsetTime: [100, 5, 2],
  ordinaryPerStrong: [2],
  curvatureShare: [0.5, 3],
  outputAt: [0.1, model],
  plateauEnergy: [[2, 3]],
  printedStrongCentersOnSphere: [0.5],
  provedUntil: [retrieval],
  pullIsWeak: [frozen],
  retrievalScore: [0.5, 0.3, retrieval],
  saturationDensity: [2],
  scaledBesselI: [1.5, 2],
  scaledE1: [1.5],
  scaledEi: [1.5],
  schemeSpeed: ['mix-ln', 0.5, 0.1, 1, { ...model, switchAt: 1, rate: 1 }],
  schemeStates: ['pre-ln', [0.5, 2], { rho: 0.1, r: 1 }, { ...model, switchAt: 1, rate: 1 }],
  secondTokenSpeed: [1, pair],
  selectivityScale: [100, 3],
  separation: [caps],
  singleClusterRates: [1, [0.5], 3],
  slopeIsWeak: [frozen],
  slopeIsWeakAsPrinted: [frozen],
  solveAt: [decay, 0, [1], [0.5, 1], { rtol: 1e-10, atol: 1e-10, maxSteps: 1000 }],
  solveTo: [decay, 0, [1], 1, { rtol: 1e-10, atol: 1e-10, maxSteps: 1000 }],
  spectrumOf: [matrix, 2, 1e-6],
  splayRates: [3, -1, 'softmax'],
  staircaseClock: [[0, 1, 2.5], 9],
  strongProbability: [3, 0.1],
  strongestAngle: [9],
  survival: [64, 0.1, 0.5, 3],
  table1RowFor: [leading, 2],
  table1RowsFor: [leading, 2],
  terminalRates: [5],
  timeBetween: [0.1, 0.9, 3],
  twoPointThreshold: [0.5, 1, 1],
  twoTokenEquilibria: [pair],
  varianceParked: [7.3],
  varianceStrongCenters: [0.5, 3, 20],
  windowHolds: [6.5, 0.1],
  windowHoldsAsPrinted: [6.5, 0.1],
  worstSource: [0.5, retrieval],
};

const functions = Object.entries(theory).filter(([, value]) => typeof value === 'function') as [
  string,
  (...given: unknown[]) => unknown,
][];

test('every function has an example', () => {
  expect(Object.keys(examples).sort()).toEqual(functions.map(([name]) => name).sort());
});

const WRONG = [Number.NaN, Infinity, -Infinity, -1, 0, 0.5, 1e300, -1e300, 5e-324];

/** Copies of `value` with one of its numbers replaced. */
function changed(value: unknown): unknown[] {
  if (typeof value === 'number') return WRONG;
  if (value instanceof Float64Array) return changed([...value]).map((list) => Float64Array.from(list as number[]));
  if (Array.isArray(value)) return value.flatMap((entry, i) => changed(entry).map((other) => value.with(i, other)));
  if (typeof value !== 'object' || value === null) return [];
  return Object.entries(value).flatMap(([key, entry]) => changed(entry).map((other) => ({ ...value, [key]: other })));
}

function hasNaN(value: unknown): boolean {
  if (typeof value === 'number') return Number.isNaN(value);
  if (ArrayBuffer.isView(value)) return Array.from(value as Float64Array).some(Number.isNaN);
  return typeof value === 'object' && value !== null && Object.values(value).some(hasNaN);
}

/** The solvers do where a solution could not be followed. */
const MAY_SAY_NAN = ['solveAt', 'solveTo'];

test.each(functions)('%s answers or refuses in a sentence', (name, call) => {
  expect(hasNaN(call(...examples[name]))).toBe(false);
  const wrong: string[] = [];
  for (const given of changed(examples[name]) as unknown[][]) {
    const shown = JSON.stringify(given, (_, value) => (typeof value === 'number' ? String(value) : value));
    try {
      if (hasNaN(call(...given)) && !MAY_SAY_NAN.includes(name)) wrong.push(`NaN at ${shown}`);
    } catch (error) {
      if (!(error instanceof ParkadeError)) wrong.push(`${error} at ${shown}`);
      else if (!/^[^\n]{20,400}\.$/.test(error.message)) wrong.push(`${error.message} at ${shown}`);
    }
  }
  expect(wrong).toEqual([]);
});
