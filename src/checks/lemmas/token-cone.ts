/** Tokens of CSA with V = I as combinations of earlier ones at the start. */

import { seedGroups } from '../../core/experiment.ts';
import { larger } from '../../numerics/elementary.ts';
import { noneAbove } from '../kit/comparison.ts';
import { coefficientsIn } from '../kit/null-vector.ts';
import * as p from '../kit/parameters.ts';
import { type Course, completedRun, eachSeed, ended, type Seeded } from '../kit/runs.ts';
import { statement } from '../kit/statement.ts';
import { axisRow, rowOf, rowsOf } from '../kit/tokens.ts';

type ConeCell = Seeded<'beta' | 'tokens' | 'until'>;

/** The largest sizes, over κ: of a negative coefficient, and of a later token's. */
interface Coefficients {
  readonly negative: number;
  readonly later: number;
}

/** Of a run at tolerances of 1e-10, times what the coefficients make of an error. */
const ACCURACY = 1e-8;

export const tokenCone = statement({
  id: 'token-cone',
  says: 'V = I, any Q, K, β: x_k(t) = Σ_{j≤k} C_kj(t) x_j(0) with C_kj ≥ 0, so that every token stays in the cone, and in the span, of itself and the earlier ones at the start.',
  source: 'derived from arXiv:2411.04990 (V = I)',
  test: 'coefficients of x_k(t) in n = d independent x_j(0), by elimination, at 6 times of random runs: none below −1e-8·κ, those of later tokens within 1e-8·κ, κ the largest coefficient of a unit vector',
  expected: 'holds',
  parameters: { beta: p.beta(2), tokens: p.tokens(6), until: p.until(20), runs: p.runs(10), seed: p.seed() },
  hypotheses: ({ tokens }) => [{ says: 'n ≥ 2', met: tokens >= 2, essential: true }],
  cells: ({ seed, runs, ...setting }): ConeCell[] => seedGroups(seed, runs, 10).map((seeds) => ({ ...setting, seeds })),
  compute: ({ beta, tokens, until, seeds }: ConeCell) =>
    eachSeed(seeds, async (seed): Promise<Coefficients | null> => {
      const gaussian = { gaussian: seed, scale: 1 } as const;
      const course = await completedRun({
        ...{ beta, tokens, dimension: tokens, seed, query: gaussian, key: gaussian },
        ...{ saveAt: `log:${until / 200}:${until}:6`, rtol: 1e-10, atol: 1e-12 },
      });
      return course && coefficientsOf(course);
    }),
  judge(values) {
    const { found, open } = ended(values.flat());
    const over = (sizes: readonly number[]) => sizes.map((size) => size / ACCURACY);
    return [
      noneAbove('no negative coefficient', over(found.map(({ negative }) => negative)), open),
      noneAbove('none of a later token', over(found.map(({ later }) => later)), open),
    ];
  },
});

function coefficientsOf({ initial, shape, ts, at }: Course): Coefficients {
  const basis = rowsOf(initial, shape);
  const axes = basis.map((_, i) => axisRow(shape.d, i));
  const scale = axes.flatMap((axis) => coefficientsIn(basis, axis).map((c) => Math.abs(c))).reduce(larger);
  let [negative, later] = [0, 0];
  for (let i = 0; i < ts.length; i++) {
    for (let k = 0; k < shape.n; k++) {
      coefficientsIn(basis, rowOf(at(i), shape, k)).forEach((c, j) => {
        if (j <= k) negative = larger(negative, -c / scale);
        else later = larger(later, Math.abs(c) / scale);
      });
    }
  }
  return { negative, later };
}
