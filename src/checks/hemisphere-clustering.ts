/** Tokens in a common open hemisphere: how likely that is, and how fast full attention brings them together. */
import { exp, log } from '../core/elementary.ts';
import { seedGroups } from '../experiment.ts';
import { curves } from '../figures/index.ts';
import { uniform } from '../initial/uniform.ts';
import { run } from '../run.ts';
import { hemisphereProbability } from '../theory/hemisphere.ts';
import { tokensAt } from '../trajectory.ts';
import { diameter, rowsOf } from './clustering.ts';
import { noViolation, shareOf, withinErrors } from './comparison.ts';
import { inOpenHalfSpace } from './null-vector.ts';
import * as p from './parameters.ts';
import { predictedAndMeasured, throughPoints } from './predicted-and-measured.ts';
import { statement } from './statement.ts';

interface Draws {
  readonly tokens: number;
  readonly dimension: number;
  readonly runs: number;
  readonly seed: number;
}

export const hemisphereDraws = statement({
  id: 'hemisphere-probability',
  says: 'n independent uniform tokens on S^{d−1} lie in a common open hemisphere with probability 2^{−(n−1)} Σ_{k<d} C(n−1, k), 1 for d ≥ n.',
  source: 'Wendel 1962, as used in arXiv:2312.10794, §4',
  test: 'share of draws that do, decided exactly by all d − 1 tokens that could span a facet; within 4 standard errors, d = 2, …',
  expected: 'holds',
  parameters: { tokens: p.tokens(7), dimension: p.dimension(4), runs: p.runs(2000), seed: p.seed() },
  hypotheses: ({ tokens, dimension }) => [{ says: 'n > d, where it is no certainty', met: tokens > dimension }],
  cells: ({ dimension, ...draws }): Draws[] =>
    Array.from({ length: dimension - 1 }, (_, i) => ({ ...draws, dimension: i + 2 })),
  compute({ tokens, dimension, runs, seed }: Draws): { dimension: number; hits: number } {
    let hits = 0;
    for (let i = 0; i < runs; i++) {
      const shape = { n: tokens, d: dimension };
      if (inOpenHalfSpace(rowsOf(uniform.sample({}, shape, seed + i), shape), dimension)) hits++;
    }
    return { dimension, hits };
  },
  judge: (values, { tokens, runs }) =>
    values.map(({ dimension, hits }) => {
      const predicted = hemisphereProbability(tokens, dimension);
      return withinErrors(`share at d = ${dimension}`, predicted, shareOf(hits, runs, predicted));
    }),
  draw: (values, { tokens, runs }) =>
    curves({
      title: 'How likely tokens are in a common hemisphere',
      caption: `Share of ${runs} draws of ${tokens} tokens, with standard errors, beside Wendel’s formula.`,
      ts: [],
      panels: [
        predictedAndMeasured({
          ...{ title: 'Share of draws', across: 'dimension d', domain: [0, 1] },
          ...{ from: 1, to: tokens },
          predicted: [
            {
              ...{ name: 'predicted', color: 'token' },
              at: throughPoints(
                Array.from({ length: tokens }, (_, i) => [i + 1, hemisphereProbability(tokens, i + 1)] as const),
              ),
            },
          ],
          measured: [
            {
              name: 'measured',
              points: values.map(({ dimension, hits }) => {
                const predicted = hemisphereProbability(tokens, dimension);
                const { mean, standardError } = shareOf(hits, runs, predicted);
                return [dimension, mean, standardError];
              }),
            },
          ],
        }),
      ],
    }),
});

/** In units of 1/rate: tokens have come together, and are still far above rounding. */
const LATE = [19, 23] as const;
const RATE_ALLOWED = 1e-3;

type Normalization = 'softmax' | 'count';

interface DecayCell {
  readonly normalization: Normalization;
  readonly beta: number;
  readonly tokens: number;
  readonly dimension: number;
  readonly seeds: readonly number[];
}

interface Decay {
  readonly normalization: Normalization;
  /** Rates of |x_i − x_j|, one a run that began in a hemisphere. */
  readonly rates: readonly number[];
}

export const hemisphereConvergence = statement({
  id: 'hemisphere-convergence',
  says: 'From a common open hemisphere full attention with Q = K = V = I brings all tokens together exponentially, |x_i − x*| ≤ Ce^{−λt}: at last at the rate 1 under SA, e^β under USA.',
  source: 'arXiv:2312.10794, §4; the rates are those of the linearisation at the cluster',
  test: 'rate at which the diameter falls between t = 19 and 23 (over e^β for USA), in every run that began in a hemisphere, within 1e-3',
  expected: 'holds',
  parameters: { beta: p.beta(1), tokens: p.tokens(8, 2), dimension: p.dimension(3), runs: p.runs(20), seed: p.seed() },
  hypotheses: () => [],
  cells: ({ seed, runs, ...setting }): DecayCell[] =>
    (['softmax', 'count'] as const).map((normalization) => ({
      ...setting,
      normalization,
      seeds: seedGroups(seed, runs, runs)[0],
    })),
  async compute({ beta, tokens, dimension, normalization, seeds }: DecayCell): Promise<Decay> {
    const rate = normalization === 'softmax' ? 1 : exp(beta);
    const axis = Array.from({ length: dimension }, (_, i) => (i === 0 ? 1 : 0));
    const rates: number[] = [];
    for (const seed of seeds) {
      const { trajectory } = await run({
        ...{ beta, tokens, dimension, seed, mask: 'full', normalization, observe: 'none' },
        ...{ initial: 'von-mises-fisher', directions: [axis], concentration: 3 },
        // Fixed steps: tolerances do not see distances of 1e-9.
        ...{ saveAt: LATE.map((time) => time / rate), integrator: 'dopri5', dt: 0.25 / rate },
      });
      const { initial, shape } = trajectory.problem;
      if (!inOpenHalfSpace(rowsOf(initial, shape), dimension)) continue;
      const [early, late] = LATE.map((_, i) => diameter(tokensAt(trajectory, i), shape));
      rates.push(log(early / late) / (LATE[1] - LATE[0]));
    }
    return { normalization, rates };
  },
  judge: (values) =>
    values.map(({ normalization, rates }) =>
      noViolation(`the rate is ${normalization === 'softmax' ? '1 under SA' : 'e^β under USA'}`, {
        cases: rates.length,
        violations: rates.filter((rate) => !(Math.abs(rate - 1) <= RATE_ALLOWED)).length,
        worst: Math.max(...rates.map((rate) => Math.abs(rate - 1))) / RATE_ALLOWED,
      }),
    ),
});
