/** How likely random tokens are in a common open hemisphere. */
import { uniform } from '../../initial/uniform.ts';
import { shareOf } from '../../numerics/sample.ts';
import { hemisphereProbability } from '../../theory/hemisphere.ts';
import { shareWithin } from '../kit/comparison.ts';
import { inOpenHalfSpace } from '../kit/null-vector.ts';
import * as p from '../kit/parameters.ts';
import { comparedIn, throughPoints } from '../kit/predicted-and-measured.ts';
import { statement } from '../kit/statement.ts';
import { rowsOf } from '../kit/tokens.ts';

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
  test: 'share of draws that do, decided exactly by all d − 1 tokens that could span a facet; as far from the formula by chance at least once in 16,000 times, d = 2, …',
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
      return shareWithin(`share at d = ${dimension}`, predicted, hits, runs);
    }),
  draw: (values, { tokens, runs }) =>
    comparedIn({
      title: 'How likely tokens are in a common hemisphere',
      caption: `Share of ${runs} draws of ${tokens} tokens, with standard errors, beside Wendel’s formula.`,
      panels: [
        {
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
        },
      ],
    }),
});
