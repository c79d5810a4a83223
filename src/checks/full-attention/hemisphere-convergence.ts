/** How fast full attention brings tokens of a hemisphere together. */

import { seedGroups } from '../../core/experiment.ts';
import { exp, log } from '../../numerics/elementary.ts';
import { noneAbove } from '../kit/comparison.ts';
import { withPairs, withVelocities } from '../kit/hypotheses.ts';
import { inOpenHalfSpace } from '../kit/null-vector.ts';
import * as p from '../kit/parameters.ts';
import { completedRun, eachSeed, ended, type Seeded } from '../kit/runs.ts';
import { fastestOf, settingOf } from '../kit/setting.ts';
import { statement } from '../kit/statement.ts';
import { axisRow, diameter, rowsOf } from '../kit/tokens.ts';
import { isAtRest } from './single-cluster.ts';

/** In units of 1/rate: tokens have come together, and are still far above rounding. */
const LATE = [19, 23] as const;

const RATE_ALLOWED = 1e-3;

/**
 * The rate is off by some β times the square of the diameter, as attention is by then: tokens farther apart have yet to
 * come together.
 */
function isTogether(diameter: number, beta: number): boolean {
  return (1 + beta) * diameter * diameter <= 0.1 * RATE_ALLOWED;
}

type Normalization = 'softmax' | 'count';

interface DecayCell extends Seeded<'beta' | 'tokens' | 'dimension'> {
  readonly normalization: Normalization;
}

interface Decay {
  readonly normalization: Normalization;
  /**
   * Rates of |x_i − x_j|, over the one that is predicted; one a run that began in a hemisphere, null where tokens are
   * not together and still move.
   */
  readonly rates: readonly (number | null)[];
}

export const hemisphereConvergence = statement({
  id: 'hemisphere-convergence',
  says: 'From a common open hemisphere full attention with Q = K = V = I brings all tokens together exponentially, |x_i − x*| ≤ Ce^{−λt}: at last at the rate 1 under SA, e^β under USA.',
  source: 'arXiv:2312.10794, §4; the rates are those of the linearisation at the cluster',
  test: 'rate at which the diameter falls between t = 19 and 23 (over e^β for USA), in every run that began in a hemisphere, within 1e-3; runs whose tokens are not together by then, and still move, are open',
  expected: 'holds',
  parameters: { beta: p.beta(1), tokens: p.tokens(8), dimension: p.dimension(3), runs: p.runs(20), seed: p.seed() },
  hypotheses: ({ tokens, beta }) => [withPairs(tokens), withVelocities(beta)],
  cells: ({ seed, runs, ...setting }): DecayCell[] =>
    (['softmax', 'count'] as const).map((normalization) => ({
      ...setting,
      normalization,
      seeds: seedGroups(seed, runs, runs)[0],
    })),
  async compute({ beta, tokens, dimension, normalization, seeds }: DecayCell): Promise<Decay> {
    const rate = normalization === 'softmax' ? 1 : exp(beta);
    const cap = { initial: 'von-mises-fisher', directions: [axisRow(dimension)], concentration: 3 } as const;
    const full = { beta, mask: 'full', normalization } as const;
    const setting = { ...cap, ...full, tokens, dimension } as const;
    const inHemisphere = seeds.filter((seed) => {
      const { x, shape } = settingOf({ ...setting, seed });
      return inOpenHalfSpace(rowsOf(x, shape), dimension);
    });
    // Fixed steps: tolerances do not see distances of 1e-9.
    const steps = { saveAt: LATE.map((time) => time / rate), integrator: 'dopri5', dt: 0.25 / rate } as const;
    const rates = await eachSeed(inHemisphere, async (seed) => {
      const course = await completedRun({ ...setting, ...steps, seed });
      if (course === null) return null;
      const [early, late] = [diameter(course.at(0), course.shape), diameter(course.end, course.shape)];
      const speed = fastestOf(settingOf({ ...full, initial: rowsOf(course.end, course.shape) })) / rate;
      const decided = isTogether(early, beta) || isAtRest({ diameter: late, speed }, beta);
      return decided ? log(early / late) / (LATE[1] - LATE[0]) : null;
    });
    return { normalization, rates };
  },
  judge: (values) =>
    values.map(({ normalization, rates }) => {
      const { found, open } = ended(rates);
      const deviations = found.map((rate) => Math.abs(rate - 1) / RATE_ALLOWED);
      return noneAbove(`the rate is ${normalization === 'softmax' ? '1 under SA' : 'e^β under USA'}`, deviations, open);
    }),
});
