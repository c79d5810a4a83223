/** From which β on one query selects a key. */

import { seedGroups } from '../../core/experiment.ts';
import { uniform } from '../../initial/uniform.ts';
import { exp, smaller } from '../../numerics/elementary.ts';
import { sampleOf } from '../../numerics/sample.ts';
import { ein } from '../../numerics/special/exponential-integral.ts';
import { integrate } from '../../numerics/special/quadrature.ts';
import { withinErrors } from '../kit/comparison.ts';
import * as p from '../kit/parameters.ts';
import { comparedIn } from '../kit/predicted-and-measured.ts';
import type { Seeded } from '../kit/runs.ts';
import { statement } from '../kit/statement.ts';

/** β over n. */
const CRITICAL = [0.05, 0.5, 5] as const;

/**
 * By how much the mean at n tokens is below: n^{−1} ∫ e^{−u − Ein(u)/(2c)} Ein(u)²/(8c²) du and higher orders, since n
 * − 1 other keys have (1 − Ein(u)/(2cn))^{n−1} in place of e^{−Ein(u)/(2c)}. Twice that.
 */
function finiteCount(c: number, n: number): number {
  const second = (u: number) => (ein(u) * ein(u)) / (8 * c * c);
  return (2 / n) * integrate((u) => exp(-u - ein(u) / (2 * c)) * second(u), 0, 60);
}

/** Its mean at β = cn: β(1 − ⟨q, x⟩) is uniform, a Poisson process of n/(2β) = 1/(2c) points a unit. */
function largestWeight(c: number): number {
  return integrate((u) => exp(-u - ein(u) / (2 * c)), 0, 60);
}

export const selectivity = statement({
  id: 'selectivity-scale',
  says: 'One query among n independent uniform keys on S^{d−1} selects at β of order n^{2/(d−1)}: below it no key has weight, above the nearest has all, and at it finitely many share. On S² at β = cn the mean of the largest weight tends to ∫₀^∞ e^{−u − Ein(u)/(2c)} du.',
  source: 'arXiv:2605.08505 (the scale); the law on S² derived from the Poisson process of the β(1 − ⟨q, x_j⟩)',
  test: 'mean of the largest weight over random keys at β = 0.05n, 0.5n, 5n, within 4 standard errors and twice the next order in 1/n',
  expected: 'holds',
  parameters: { tokens: p.tokens(1000), runs: p.runs(500), seed: p.seed() },
  hypotheses: ({ tokens }) => [{ says: 'n ≫ 1: the error is of order 1/n', met: tokens >= 500 }],
  cells: ({ seed, runs, tokens }) => seedGroups(seed, runs, 250).map((seeds) => ({ tokens, seeds })),
  compute: ({ tokens, seeds }: Seeded<'tokens'>): number[][] =>
    seeds.map((seed) => {
      const x = uniform.sample({}, { n: tokens, d: 3 }, seed);
      // The query is the last axis.
      const costs = Array.from({ length: tokens }, (_, j) => 1 - x[3 * j + 2]);
      const least = costs.reduce(smaller);
      return CRITICAL.map((c) => 1 / costs.reduce((sum, cost) => sum + exp(-c * tokens * (cost - least)), 0));
    }),
  judge: (values, { tokens }) =>
    CRITICAL.map((c, i) => {
      const predicted = largestWeight(c);
      const sample = sampleOf(values.flat().map((largest) => largest[i]));
      const bias = { allowed: finiteCount(c, tokens), because: 'finite n' };
      return withinErrors(`mean largest weight at β = ${c}n`, predicted, sample, 'both', bias);
    }),
  draw: (values) =>
    comparedIn({
      title: 'When one query begins to select a key',
      caption: 'Mean of the largest weight over β/n, with standard errors, beside the law for n → ∞.',
      logAcross: true,
      panels: [
        {
          ...{ title: 'Mean largest weight', across: 'β/n', from: 0.01, to: 20, domain: [0, 1] },
          predicted: [{ name: 'predicted', at: largestWeight }],
          measured: [
            {
              name: 'measured',
              points: CRITICAL.map((c, i) => {
                const { mean, standardError } = sampleOf(values.flat().map((largest) => largest[i]));
                return [c, mean, standardError];
              }),
            },
          ],
        },
      ],
    }),
});
