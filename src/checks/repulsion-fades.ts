/** Attention in R^d without normalisation, V = −I: a repulsion that makes attention uniform. */
import { larger } from '../core/elementary.ts';
import { dot } from '../core/sphere.ts';
import type { Shape, State } from '../core/state.ts';
import { seedGroups } from '../experiment.ts';
import { identity, noneAbove } from './comparison.ts';
import * as p from './parameters.ts';
import { courseOf, eachSeed, ended } from './runs.ts';
import { statement } from './statement.ts';
import { attentionRow } from './tokens.ts';

interface Faded {
  /** Largest |x_i|. */
  readonly size: number;
  /** Largest |nP_ij − 1|. */
  readonly uneven: number;
  /** 2βt tr Cov/d. */
  readonly law: number;
}

export const repulsionFades = statement({
  id: 'repulsion-fades',
  says: 'ẋ_i = Σ_j P_ij V x_j in R^d with V = −I, QᵀK = I: all tokens go to 0 and P to 1/n; at last like t^{−1/2}, with covariance C → I/(2βt), since Ċ = −2βC² for small tokens.',
  source: 'arXiv:2305.05465; the law of large t derived',
  test: 'random runs at the end: |x_i| within 2(nd/(2βt))^{1/2}, which n tokens of such covariance have at most, |nP_ij − 1| within twice the square of that, 2βt tr C/d within 2 % of 1',
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
    { says: 'β > 0, n > d', met: beta > 0 && tokens > dimension },
    { says: 'βt ≫ the inverse of the smallest variance at the start', met: beta * until >= 1000 },
  ],
  cells: ({ seed, runs, ...setting }) => seedGroups(seed, runs, 2).map((seeds) => ({ ...setting, seeds })),
  compute(cell: { beta: number; tokens: number; dimension: number; until: number; seeds: readonly number[] }) {
    const { seeds, until, ...setting } = cell;
    const spec = { ...setting, dynamics: 'unnormalized', mask: 'full', value: -1 } as const;
    return eachSeed(seeds, async (seed) => {
      const course = await courseOf({ ...spec, seed, saveAt: [until], rtol: 1e-6, atol: 1e-8 });
      return course && fadedAt(course.end, course.shape, cell.beta, until);
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
      ...found.map(({ law }, i) => identity(`2βt tr C/d, run ${i + 1}`, 1, law, 0.02, 'the start')),
    ];
  },
});

function fadedAt(x: State, { n, d }: Shape, beta: number, t: number): Faded {
  const mean = Array.from({ length: d }, (_, c) => {
    let sum = 0;
    for (let k = 0; k < n; k++) sum += x[k * d + c];
    return sum / n;
  });
  let [size, uneven, variance] = [0, 0, 0];
  for (let k = 0; k < n; k++) {
    size = larger(size, Math.sqrt(dot(x, k * d, x, k * d, d)));
    for (let c = 0; c < d; c++) variance += (x[k * d + c] - mean[c]) * (x[k * d + c] - mean[c]);
    for (const share of attentionRow(x, { n, d }, k, beta)) uneven = larger(uneven, Math.abs(n * share - 1));
  }
  return { size, uneven, law: (2 * beta * t * variance) / n / d };
}
