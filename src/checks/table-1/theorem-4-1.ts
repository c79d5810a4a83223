/** Theorem 4.1: with V = I, every token ends at the first one, whatever Q and K are. */
import { distancesToFirst } from '../../analysis/first-token.ts';
import { seedGroups } from '../../core/experiment.ts';
import { brief } from '../../core/number-text.ts';
import { larger } from '../../numerics/elementary.ts';
import { noneAbove } from '../kit/comparison.ts';
import { outlastsMetastability } from '../kit/hypotheses.ts';
import * as p from '../kit/parameters.ts';
import { completedRun, eachSeed, ended, type Seeded } from '../kit/runs.ts';
import { statement } from '../kit/statement.ts';

type Cell = Seeded<'beta' | 'tokens' | 'dimension' | 'until'>;

/**
 * Generic tokens come nearer like e^{−t/2} at last: at e^{−25} they have long been on their way, and rounding is far.
 */
const NEAR = 1e-6;

export const theorem41 = statement({
  id: 'theorem-4-1',
  says: 'V = I, any Q and K, β ≥ 0, d ≥ 2: from almost every start x_k(t) → x₁(0) for every k.',
  source: 'arXiv:2411.04990, Theorem 4.1',
  test: `every token within ${brief(NEAR)} rad of x₁(0) at the end, in every run; Q and K Gaussian, other ones in every run`,
  expected: 'holds',
  parameters: {
    beta: p.beta(2),
    tokens: p.tokens(16),
    dimension: p.dimension(3),
    until: p.until(1e100),
    runs: p.runs(60),
    seed: p.seed(),
  },
  hypotheses: ({ beta, dimension, until }) => [
    { says: 'd ≥ 2', met: dimension >= 2 },
    { says: 'almost every start (tokens are drawn at random)', met: true },
    { says: 't → ∞ (here log t ≥ 8βd and t ≥ 100)', met: outlastsMetastability(until, beta, dimension) },
  ],
  cells: ({ seed, runs, ...setting }): Cell[] => seedGroups(seed, runs, 10).map((seeds) => ({ ...setting, seeds })),
  compute: ({ seeds, until, ...setting }: Cell) =>
    eachSeed(seeds, async (seed) => {
      const gaussian = { gaussian: seed, scale: 1 } as const;
      const spec = { ...setting, seed, query: gaussian, key: gaussian, saveAt: [until], rtol: 1e-6 };
      const course = await completedRun(spec);
      return course && distancesToFirst(course.end, course.shape).reduce(larger);
    }),
  judge(values, { beta, dimension, until }) {
    const { found, open } = ended(values.flat());
    // A token still on its way contradicts nothing.
    const undecided = (distance: number) => distance > NEAR && !outlastsMetastability(until, beta, dimension);
    return [
      noneAbove(
        'all tokens at the first one',
        found.map((distance) => (undecided(distance) ? Number.NaN : distance / NEAR)),
        open,
      ),
    ];
  },
});
