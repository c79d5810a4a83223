/** When all tokens have met, and what their coarsening foretells of it. */

import { seedGroups } from '../../core/experiment.ts';
import { correlationOf } from '../../numerics/correlation.ts';
import { exp, larger, log, smaller } from '../../numerics/elementary.ts';
import { collapseExponent } from '../../theory/coarsening.ts';
import { FEWEST_DRAWS, identity, noneAbove } from '../kit/comparison.ts';
import { withPairs } from '../kit/hypotheses.ts';
import * as p from '../kit/parameters.ts';
import { comparedIn } from '../kit/predicted-and-measured.ts';
import { completedRun, eachSeed, ended, type Seeded } from '../kit/runs.ts';
import { statement } from '../kit/statement.ts';

/** log T/β of a run, and what is foretold of it. */
interface Foretold {
  readonly measured: number;
  readonly foretold: number;
}

/** Of log T/β: 2, and O(β^{−1} log β). */
function limitAt(beta: number): number {
  return 2 + (4 * log(beta)) / beta;
}

export const collapseTime = statement({
  id: 'collapse-exponent',
  says: 'The time T of the collapse has β^{−1} log T ≤ 2 but for O(β^{−1} log β), and is foretold by a greedy coarsening of the initial tokens, max(1 − ⟨x_k, x_j⟩) over its removals.',
  source: 'derived for arXiv:2411.04990, Theorem 4.1 (upper bound; coarsening is our heuristic)',
  test: 'β^{−1} log T ≤ 2 + 4 β^{−1} log β in every run; correlation with the coarsening at least 0.9',
  expected: 'holds',
  parameters: { beta: p.beta(36), tokens: p.tokens(8), runs: p.runs(40), seed: p.seed() },
  hypotheses: ({ beta, tokens }) => [
    { says: 'β > 0', met: beta > 0, essential: true },
    { says: 'β ≫ 1', met: beta >= 16 },
    withPairs(tokens),
  ],
  cells: ({ seed, runs, ...setting }) => seedGroups(seed, runs, 10).map((seeds) => ({ ...setting, seeds })),
  compute({ beta, tokens, seeds }: Seeded<'beta' | 'tokens'>) {
    const until = smaller(1e300, 1e12 * exp(log(10) * beta)); // e^{2β} and more
    const spec = { beta, tokens, dimension: 2, saveAt: [until], events: true, rtol: 1e-6, atol: 1e-8 };
    return eachSeed(seeds, async (seed): Promise<Foretold | null> => {
      const course = await completedRun({ ...spec, seed });
      const collapse = course?.events?.list.find(({ kind }) => kind === 'collapse');
      if (!course || !collapse) return null;
      return { measured: log(collapse.t) / beta, foretold: collapseExponent(course.initial, course.shape) };
    });
  },
  judge(values, { beta }) {
    const { found, open } = ended(values.flat());
    const measured = found.map((one) => one.measured);
    const foretold = found.map((one) => one.foretold);
    const correlation = found.length < FEWEST_DRAWS ? null : correlationOf(measured, foretold);
    return [
      noneAbove(
        'β^{−1} log T',
        measured.map((exponent) => exponent / limitAt(beta)),
        open,
      ),
      identity('correlation with the coarsening', 1, correlation, 0.1, 'finite β'),
    ];
  },
  draw(values, { beta }) {
    const points = ended(values.flat()).found.map(({ measured, foretold }) => [foretold, measured] as const);
    const reach = points.map(([foretold]) => foretold).reduce(larger, 2);
    return comparedIn({
      title: 'When all tokens have met',
      caption:
        'log T/β of every run over what the coarsening of its initial tokens foretells; they are equal on the line, and the dashed one is the limit.',
      panels: [
        {
          ...{ title: 'log T/β', across: 'foretold', from: 0, to: reach },
          predicted: [
            { name: 'equal', at: (x) => x },
            { name: 'limit', at: () => limitAt(beta), dashed: true },
          ],
          measured: [{ name: 'runs', points }],
        },
      ],
    });
  },
});
