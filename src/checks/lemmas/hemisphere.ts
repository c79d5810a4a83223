/** Half spaces that tokens of CSA do not leave. */

import { seedGroups } from '../../core/experiment.ts';
import { larger, smaller } from '../../numerics/elementary.ts';
import { noneAbove } from '../kit/comparison.ts';
import * as p from '../kit/parameters.ts';
import { type Course, completedRun, eachSeed, ended, largestOf, type Seeded } from '../kit/runs.ts';
import { statement } from '../kit/statement.ts';
import { axisRow } from '../kit/tokens.ts';

type Cell = Seeded<'beta' | 'tokens' | 'dimension' | 'until'>;

/** Of a run at tolerance 1e-8: what may be lost of a monotone quantity between saved times. */
const ACCURACY = 1e-6;

export const hemisphere = statement({
  id: 'hemisphere',
  says: 'V = I, any Q and K: once x₁, …, x_k lie in a half space {⟨w, x⟩ ≥ 0}, min_{j≤k}⟨w, x_j⟩ never decreases.',
  source: 'arXiv:2411.04990, proof of Theorem 4.1; derived',
  test: 'no decrease by more than 1e-6 between saved times, for every prefix of every run, w the mean direction of tokens in a half space',
  expected: 'holds',
  parameters: {
    beta: p.beta(3),
    tokens: p.tokens(10),
    dimension: p.dimension(4),
    until: p.until(20),
    runs: p.runs(40),
    seed: p.seed(),
  },
  hypotheses: () => [],
  cells: ({ seed, runs, ...setting }): Cell[] => seedGroups(seed, runs, 20).map((seeds) => ({ ...setting, seeds })),
  compute: ({ beta, tokens, dimension, until, seeds }: Cell) =>
    eachSeed(seeds, async (seed): Promise<number[] | null> => {
      const gaussian = { gaussian: seed, scale: 1 } as const;
      const course = await completedRun({
        ...{ beta, tokens, dimension, seed, query: gaussian, key: gaussian, saveAt: `lin:0:${until}:41` },
        // A cone around the last axis that fills most of the half space.
        ...{ initial: 'von-mises-fisher', directions: [axisRow(dimension, dimension - 1)], concentration: 1 },
      });
      if (course === null) return null;
      return Array.from({ length: tokens }, (_, k) => largestDrop(course, k + 1)).filter((drop) => drop !== null);
    }),
  judge(values) {
    const { found, open } = ended(values.flat());
    return [
      noneAbove(
        'the lowest token never sinks',
        found.flat().map((drop) => drop / ACCURACY),
        open,
      ),
    ];
  },
});

/**
 * By how much the lowest of the first k tokens sinks at most between saved times, from a time on at which all are in
 * the half space.
 */
function largestDrop({ ts, shape, at }: Course, k: number): number | null {
  const heights = Array.from(ts, (_, i) => lowest(at(i), k, shape.d));
  const drops = heights.slice(1).flatMap((height, i) => (heights[i] >= 0 ? [larger(0, heights[i] - height)] : []));
  return largestOf(drops);
}

/** min_{j≤k} of the last coordinate. */
function lowest(x: Float64Array, k: number, d: number): number {
  let least = Number.POSITIVE_INFINITY;
  for (let j = 0; j < k; j++) least = smaller(least, x[j * d + d - 1]);
  return least;
}
