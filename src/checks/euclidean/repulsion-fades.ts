/** Attention in R^d without normalisation, V = −I: a repulsion that makes attention uniform. */

import { seedGroups } from '../../core/experiment.ts';
import type { Shape, State } from '../../core/state.ts';
import { larger } from '../../numerics/elementary.ts';
import { dot } from '../../numerics/sphere.ts';
import { identity, noneAbove } from '../kit/comparison.ts';
import { traceOfInverse } from '../kit/null-vector.ts';
import * as p from '../kit/parameters.ts';
import { type Course, completedRun, eachSeed, ended, type Seeded } from '../kit/runs.ts';
import { statement } from '../kit/statement.ts';
import { attentionRow } from '../kit/tokens.ts';

/** Of `start`, below: with it the law holds to a hundredth. */
const FORGOTTEN = 0.01;

interface Faded {
  /** Largest |x_i|. */
  readonly size: number;
  /** Largest |nP_ij − 1|. */
  readonly uneven: number;
  /** 2βt tr Cov/d. */
  readonly law: number;
  /**
   * tr (2βt Cov(0))^{−1}/d, by which the law is off at t as long as tokens are small: C^{−1} = Cov(0)^{−1} + 2βt; null
   * without an inverse.
   */
  readonly start: number | null;
}

export const repulsionFades = statement({
  id: 'repulsion-fades',
  says: 'ẋ_i = Σ_j P_ij V x_j in R^d with V = −I, QᵀK = I: all tokens go to 0 and P to 1/n; at last like t^{−1/2}, with covariance C → I/(2βt), since Ċ = −2βC² for small tokens.',
  source: 'arXiv:2305.05465; the law of large t derived',
  test: 'random runs at the end: |x_i| within 2(nd/(2βt))^{1/2}, which n tokens of such covariance have at most, |nP_ij − 1| within twice the square of that, 2βt tr C/d within 2 % of 1; runs with tr (2βt C(0))^{−1}/d > 0.01 remember their start and leave that open',
  expected: 'holds',
  parameters: {
    beta: p.beta(1),
    tokens: p.tokens(10),
    dimension: p.dimension(2),
    until: p.until(4000),
    runs: p.runs(4),
    seed: p.seed(),
  },
  hypotheses: ({ beta, tokens, dimension, until }) => [
    { says: 'β > 0', met: beta > 0, essential: true },
    { says: 'n > d', met: tokens > dimension },
    { says: 'βt ≫ 1: the start is forgotten', met: beta * until >= 1000 },
  ],
  cells: ({ seed, runs, ...setting }) => seedGroups(seed, runs, 2).map((seeds) => ({ ...setting, seeds })),
  compute(cell: Seeded<'beta' | 'tokens' | 'dimension' | 'until'>) {
    const { seeds, until, ...setting } = cell;
    const spec = { ...setting, dynamics: 'unnormalized', mask: 'full', value: -1 } as const;
    return eachSeed(seeds, async (seed) => {
      const course = await completedRun({ ...spec, seed, saveAt: [until], rtol: 1e-6, atol: 1e-8 });
      return course && fadedAt(course, cell.beta, until);
    });
  },
  judge(values, { beta, tokens, dimension, until }) {
    const { found, open } = ended(values.flat());
    const size = 2 * Math.sqrt((tokens * dimension) / (2 * beta * until));
    return [
      noneAbove(
        'tokens go to 0',
        found.map((one) => one.size / size),
        open,
      ),
      noneAbove(
        'attention becomes uniform',
        found.map((one) => one.uneven / (2 * beta * size * size)),
        open,
      ),
      ...found.map(({ law, start }, i) =>
        identity(`2βt tr C/d, run ${i + 1}`, 1, start !== null && start <= FORGOTTEN ? law : null, 0.02, 'the start'),
      ),
    ];
  },
});

function fadedAt({ shape, initial, end }: Course, beta: number, t: number): Faded {
  const { n, d } = shape;
  let [size, uneven] = [0, 0];
  for (let k = 0; k < n; k++) {
    size = larger(size, Math.sqrt(dot(end, k * d, end, k * d, d)));
    for (const share of attentionRow(end, shape, k, beta)) uneven = larger(uneven, Math.abs(n * share - 1));
  }
  const variance = covariance(end, shape).reduce((sum, row, c) => sum + row[c], 0);
  const inverse = n > d ? traceOfInverse(covariance(initial, shape)) : null;
  return { size, uneven, law: (2 * beta * t * variance) / d, start: inverse && inverse / (2 * beta * t * d) };
}

/** n^{−1} Σ_k (x_k − x̄)(x_k − x̄)ᵀ, rows. */
function covariance(x: State, { n, d }: Shape): number[][] {
  const mean = Array.from({ length: d }, (_, c) => {
    let sum = 0;
    for (let k = 0; k < n; k++) sum += x[k * d + c];
    return sum / n;
  });
  return mean.map((a, i) =>
    mean.map((b, j) => {
      let sum = 0;
      for (let k = 0; k < n; k++) sum += (x[k * d + i] - a) * (x[k * d + j] - b);
      return sum / n;
    }),
  );
}
