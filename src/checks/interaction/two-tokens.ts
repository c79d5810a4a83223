/** Two tokens: near the antipode, without selection, and under either mask. */

import type { State } from '../../core/state.ts';
import { cos, exp, sin } from '../../numerics/elementary.ts';
import { dot, geodesicDistance } from '../../numerics/sphere.ts';
import { identity } from '../kit/comparison.ts';
import * as p from '../kit/parameters.ts';
import { completedRun, eachSeed, largestOf, seedsFrom } from '../kit/runs.ts';
import { settingOf } from '../kit/setting.ts';
import { statement } from '../kit/statement.ts';

/** Radians off the antipode. */
const OFF = 1e-4;

export const antipode = statement({
  id: 'antipode-rate',
  says: 'Q = K = V = I: a second token near the antipode of the first leaves it at the rate 1/(1 + e^{2β}).',
  source: 'derived from arXiv:2411.04990 (n = 2); the exceptional set of Theorem 4.1',
  test: 'rate of log(π − θ) by the field, 1e-4 rad off, at β = 0, ½, 1, 2, 4; within 1e-6(1 + β) of itself',
  expected: 'holds',
  parameters: {},
  hypotheses: () => [],
  cells: () => [0, 0.5, 1, 2, 4].map((beta) => ({ beta })),
  compute({ beta }: { readonly beta: number }): { beta: number; rate: number } {
    const { x, velocity } = settingOf({
      beta,
      initial: [
        [1, 0, 0],
        [-cos(OFF), sin(OFF), 0],
      ],
    });
    // θ̇ of the second, turning away from (−1, 0, 0).
    const turning = -(x[3] * velocity[4] - x[4] * velocity[3]);
    return { beta, rate: turning / OFF };
  },
  judge: (values) =>
    values.map(({ beta, rate }) => {
      const predicted = 1 / (1 + exp(2 * beta));
      return identity(`rate at β = ${beta}`, predicted, rate, 1e-6 * (1 + beta) * predicted, 'second order of 1e-4');
    }),
});

/** Tolerances of runs beside exact solutions. */
const SHARP = { rtol: 1e-11, atol: 1e-13 } as const;

export const betaZero = statement({
  id: 'two-tokens-beta-zero',
  says: 'Two tokens at β = 0, V = I: tan(θ/2) falls like e^{−t/2} at all times, θ the angle between them.',
  source: 'derived from arXiv:2411.04990 (n = 2)',
  test: 'largest deviation of tan(θ(t)/2)e^{t/2} from tan(θ(0)/2), relative, at t up to 10 of random pairs',
  expected: 'holds',
  parameters: { dimension: p.dimension(3), runs: p.runs(10), seed: p.seed() },
  hypotheses: () => [],
  cells: (draws) => [draws],
  async compute({ dimension: d, runs, seed }: { dimension: number; runs: number; seed: number }) {
    const halfTangent = (x: State) => {
      const half = geodesicDistance(x, 0, x, d, d) / 2;
      return sin(half) / cos(half);
    };
    const spec = { beta: 0, tokens: 2, dimension: d, saveAt: [0.5, 2, 5, 10], ...SHARP };
    const deviations = await eachSeed(seedsFrom(seed, runs), async (one) => {
      const course = await completedRun({ ...spec, seed: one });
      if (course === null) return null;
      const start = halfTangent(course.initial);
      return largestOf(Array.from(course.ts, (t, i) => Math.abs((halfTangent(course.at(i)) * exp(t / 2)) / start - 1)));
    });
    return largestOf(deviations);
  },
  judge: ([worst]) => [identity('largest relative deviation', 0, worst, 1e-8, 'tolerances of 1e-11 a step')],
});

export const twiceAsFast = statement({
  id: 'two-tokens-twice-as-fast',
  says: 'For n = 2 and Q = K = V = I the angle between the tokens is under SA at time t what it is under CSA at 2t.',
  source: 'derived from arXiv:2411.04990 and arXiv:2312.10794',
  test: 'largest difference of the two cosines over random pairs',
  expected: 'holds',
  parameters: { beta: p.beta(4), dimension: p.dimension(3), until: p.until(5), runs: p.runs(20), seed: p.seed() },
  hypotheses: () => [],
  cells: (cell) => [cell],
  async compute(cell: { beta: number; dimension: number; until: number; runs: number; seed: number }) {
    const { beta, dimension: d, until, runs, seed } = cell;
    const differences = await eachSeed(seedsFrom(seed, runs), async (one) => {
      const spec = { beta, tokens: 2, dimension: d, seed: one, ...SHARP };
      const full = (await completedRun({ ...spec, mask: 'full', saveAt: [until] }))?.end;
      const causal = (await completedRun({ ...spec, mask: 'causal', saveAt: [2 * until] }))?.end;
      return full && causal ? Math.abs(dot(full, 0, full, d, d) - dot(causal, 0, causal, d, d)) : null;
    });
    return largestOf(differences);
  },
  judge: ([worst]) => [identity('largest difference of cosines', 0, worst, 1e-9, 'tolerances of 1e-11 a step')],
});
