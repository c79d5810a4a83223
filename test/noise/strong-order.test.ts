/** How fast runs come near the solution along the same path of noise, as their steps shrink. */
import { beforeAll, describe, expect, test } from 'vitest';
import { tokensAt } from '../../src/core/recording.ts';
import { eulerMaruyama } from '../../src/integrators/euler-maruyama.ts';
import { heun } from '../../src/integrators/heun.ts';
import type { Integrator } from '../../src/integrators/integrator.ts';
import { splitting } from '../../src/integrators/splitting.ts';
import { gaussianMatrix, uniformTokens } from '../support/draw.ts';
import { largestDifference, slope } from '../support/numeric.ts';
import { type Equation, problemOf, solve } from '../support/problems.ts';

const STEPS = [8, 16, 32, 64, 128];
/** So many times finer than the finest: what the reference itself errs is a small part of what is measured. */
const FINER = 16;
const SEEDS = [1, 2];

async function end(given: Equation, d: number, kappa: number, seed: number, integrator: Integrator, steps: number) {
  const noise = { kappa, seed };
  const problem = { ...problemOf(given, uniformTokens(seed, 60, d), d, 1), noise };
  return tokensAt(await solve(problem, { kind: 'fixed' as const, integrator, dt: 1 / steps }), 0);
}

/** Ends of the finest runs, which all integrators are measured against. */
function references(given: Equation, d: number, kappa: number): Promise<Float64Array[]> {
  return Promise.all(SEEDS.map((seed) => end(given, d, kappa, seed, heun, STEPS[STEPS.length - 1] * FINER)));
}

/** Mean distance of tokens, over tokens and seeds, by number of steps. */
async function errors(
  given: Equation,
  d: number,
  kappa: number,
  integrator: Integrator,
  ends: readonly Float64Array[],
): Promise<number[]> {
  const sums = STEPS.map(() => 0);
  for (const [s, seed] of SEEDS.entries()) {
    const exact = ends[s];
    for (const [i, steps] of STEPS.entries()) {
      const x = await end(given, d, kappa, seed, integrator, steps);
      for (let at = 0; at < x.length; at += d) {
        sums[i] += Math.hypot(...x.subarray(at, at + d).map((entry, j) => entry - exact[at + j])) / x.length;
      }
    }
  }
  return sums;
}

const cases: readonly (readonly [string, Equation, number, number, number])[] = [
  ['on the circle, where noise is additive', { beta: 4 }, 2, 8, 1],
  [
    'on the circle, with random Q, K, V',
    { beta: 2, query: gaussianMatrix(1, 2), value: gaussianMatrix(2, 2) },
    2,
    8,
    1,
  ],
  ['on S², where tangential noises do not commute', { beta: 4 }, 3, 8, 0.5],
  ['in five dimensions, full attention', { beta: 4, mask: 'full' }, 5, 16, 0.5],
];

describe.each(cases)('%s', (_, given, d, kappa, order) => {
  let ends: Float64Array[];
  beforeAll(async () => {
    ends = await references(given, d, kappa);
  });

  // Slopes measured over 300 paths, 32 times finer: 0.97, 0.93, 0.99, 0.97, then 0.49, 0.50, 0.51, 0.52.
  test.each([splitting, eulerMaruyama, heun])(`$name has strong order ${order}`, async (integrator) => {
    const measured = await errors(given, d, kappa, integrator, ends);
    const observed = -slope(STEPS.map(Math.log), measured.map(Math.log));
    expect(Math.abs(observed - order), `observed ${observed}, errors ${measured}`).toBeLessThan(0.12);
  });
});

test('Brownian motion on the circle is turned by its path exactly, whatever the step', async () => {
  const none = { beta: 0, value: 0 };
  const coarse = await end(none, 2, 1, 5, eulerMaruyama, 3);
  const fine = await end(none, 2, 1, 5, eulerMaruyama, 700);
  expect(largestDifference(coarse, fine)).toBeLessThan(700 * 4 * Number.EPSILON); // a rounding or two a step
});
