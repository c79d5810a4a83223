/** Attention in R^d without normalisation, V = I: a hull that shrinks. */

import { seedGroups } from '../../core/experiment.ts';
import type { Shape, State } from '../../core/state.ts';
import { cos, larger, PI, sin } from '../../numerics/elementary.ts';
import { random, streams } from '../../numerics/random.ts';
import { noneAbove } from '../kit/comparison.ts';
import * as p from '../kit/parameters.ts';
import { completedRun, eachSeed, ended, type Seeded } from '../kit/runs.ts';
import { statement } from '../kit/statement.ts';

type Cell = Seeded<'beta' | 'tokens' | 'until'>;

/** All around the plane. */
const DIRECTIONS = 48;

/** Of a run at tolerance 1e-9. */
const ACCURACY = 1e-7;

export const hullShrinks = statement({
  id: 'hull-shrinks',
  says: 'ẋ_i = Σ_j P_ij V x_j in R^d with V = I, QᵀK ≻ 0: the convex hull of the rescaled tokens z_i = e^{−t}x_i never grows.',
  source: 'arXiv:2305.05465',
  test: 'max_i ⟨w, z_i⟩ in 48 directions w of the plane, at 31 saved times of random runs, with Q = K Gaussian: no rise by more than 1e-7',
  expected: 'holds',
  parameters: { beta: p.beta(1), tokens: p.tokens(20), until: p.until(3), runs: p.runs(6), seed: p.seed() },
  hypotheses: ({ beta }) => [{ says: 'β > 0', met: beta > 0 }],
  cells: ({ seed, runs, ...setting }): Cell[] => seedGroups(seed, runs, 6).map((seeds) => ({ ...setting, seeds })),
  compute: ({ beta, tokens, until, seeds }: Cell) =>
    eachSeed(seeds, async (seed) => {
      const course = await completedRun({
        ...{ dynamics: 'unnormalized', picture: 'rescaled', mask: 'full' },
        ...{ beta, tokens, dimension: 2, seed, ...positiveDefinite(seed) },
        ...{ saveAt: `lin:0:${until}:31`, rtol: 1e-9, atol: 1e-11 },
      });
      if (course === null) return null;
      const supports = Array.from(course.ts, (_, i) => supportOf(course.at(i), course.shape));
      return supports
        .slice(1)
        .flatMap((heights, i) => heights.map((height, w) => height - supports[i][w]))
        .reduce(larger, 0);
    }),
  judge(values) {
    const { found, open } = ended(values.flat());
    return [
      noneAbove(
        'no direction in which the hull grows',
        found.map((rise) => rise / ACCURACY),
        open,
      ),
    ];
  },
});

/** Q = K, random: QᵀQ ≻ 0. Rows, since query and key of one seed are different matrices. */
function positiveDefinite(seed: number) {
  const draw = random(seed, streams.query);
  const rows = Array.from({ length: 2 }, (_, i) => {
    const row = new Float64Array(2);
    draw.normals(i, 0, row, 2);
    return Array.from(row);
  });
  return { query: rows, key: rows };
}

/** max_i ⟨w, x_i⟩ for directions w all around. */
function supportOf(x: State, { n }: Shape): number[] {
  return Array.from({ length: DIRECTIONS }, (_, i) => {
    const [c, s] = [cos((2 * PI * i) / DIRECTIONS), sin((2 * PI * i) / DIRECTIONS)];
    let largest = Number.NEGATIVE_INFINITY;
    for (let k = 0; k < n; k++) largest = larger(largest, c * x[2 * k] + s * x[2 * k + 1]);
    return largest;
  });
}
