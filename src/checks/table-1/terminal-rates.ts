/** How tokens of CSA with V = I end: the rate, and their order on the way. */

import { seedGroups } from '../../core/experiment.ts';
import type { State } from '../../core/state.ts';
import { exp, log } from '../../numerics/elementary.ts';
import { squaredChord } from '../../numerics/sphere.ts';
import { noneAbove } from '../kit/comparison.ts';
import * as p from '../kit/parameters.ts';
import { comparedIn } from '../kit/predicted-and-measured.ts';
import { completedRun, eachSeed, ended, type Seeded } from '../kit/runs.ts';
import { statement } from '../kit/statement.ts';
import { axisRow } from '../kit/tokens.ts';

type Cell = Seeded<'beta' | 'tokens' | 'dimension'>;

/** |x_k − x_1| at two late times. */
interface Late {
  readonly early: readonly number[];
  readonly late: readonly number[];
}

const LATE = [38, 43] as const;
const SPAN = LATE[1] - LATE[0];

const RATE_ALLOWED = 1e-3;
const RATIO_ALLOWED = 2e-3;

/**
 * Tokens that are farther than this at the first time have come too late for the linear law to be seen by the second;
 * so have those whose ratios still change by more than this between the two. Both leave a run open, whatever the limits
 * are.
 */
const LINEAR = 1e-8;
const SETTLED = 0.05;

export const terminalRates = statement({
  id: 'terminal-rates',
  says: 'V = I, any Q, K, β: near the cluster x_k − x₁ ≈ Σ_m c_m C(k−1, m−1) e^{−(1−1/m)t}: the rate is ½ and |x_k − x₁|/|x₂ − x₁| → k − 1.',
  source: 'derived from arXiv:2411.04990 (linearisation at the cluster)',
  test: 'tokens from a cap of some 0.03 rad, so that the linear law holds from the start: rate between t = 38 and 43 within 1e-3; the ratio, extrapolated by its correction e^{−t/6}, within 2e-3 and a tenth of what was extrapolated; runs whose ratios change by 0.05 between these times are open',
  expected: 'holds',
  parameters: { beta: p.beta(1), tokens: p.tokens(6), dimension: p.dimension(5), runs: p.runs(12), seed: p.seed() },
  hypotheses: ({ tokens }) => [{ says: 'n ≥ 3', met: tokens >= 3 }],
  cells: ({ seed, runs, ...setting }) => seedGroups(seed, runs, 6).map((seeds) => ({ ...setting, seeds })),
  compute: ({ beta, tokens, dimension, seeds }: Cell) =>
    eachSeed(seeds, async (seed): Promise<Late | null> => {
      const axis = axisRow(dimension, dimension - 1);
      const course = await completedRun({
        ...{ beta, tokens, dimension, seed, query: { gaussian: seed }, key: { gaussian: seed }, saveAt: LATE },
        ...{ initial: 'von-mises-fisher', directions: [axis], concentration: 1000 * dimension },
        // Fixed steps: tolerances do not see distances of 1e-11.
        ...{ integrator: 'dopri5', dt: 0.25 },
      });
      if (course === null) return null;
      const distances = (x: State) =>
        Array.from({ length: tokens }, (_, k) => Math.sqrt(squaredChord(x, k * dimension, x, 0, dimension)));
      return { early: distances(course.at(0)), late: distances(course.end) };
    }),
  judge(values) {
    const all = values.flat();
    const linear = ended(all).found.filter(isLinear);
    const open = all.length - linear.length;
    const rates = linear.map(({ early, late }) => Math.abs(log(late[1] / early[1]) / SPAN + 0.5) / RATE_ALLOWED);
    return [
      noneAbove('the rate is ½', rates, open),
      noneAbove('|x_k − x₁|/|x₂ − x₁| goes to k − 1', linear.flatMap(ratioDeviations), open),
    ];
  },
  draw(values, { tokens }) {
    const all = values.flat();
    const linear = ended(all).found.filter(isLinear);
    const left =
      linear.length === all.length
        ? 'all runs'
        : `${linear.length} of ${all.length} runs, those whose ratios have settled`;
    const points = linear.flatMap(({ late }) =>
      late.slice(1).map((distance, i) => [i + 2, distance / late[1]] as const),
    );
    return comparedIn({
      title: 'How far tokens are from the first one at last',
      caption: `|x_k − x₁|/|x₂ − x₁| at t = ${LATE[1]} in ${left}, over k, beside k − 1.`,
      panels: [
        {
          ...{ title: '|x_k − x₁|/|x₂ − x₁|', across: 'token k', from: 2, to: tokens },
          predicted: [{ name: 'k − 1', at: (k) => k - 1 }],
          measured: [{ name: 'runs', points }],
        },
      ],
    });
  },
});

function isLinear({ early, late }: Late): boolean {
  return early.every(
    (distance, k) => distance < LINEAR && (k < 2 || Math.abs(late[k] / late[1] - distance / early[1]) < SETTLED),
  );
}

/** |limit − (k − 1)| over what is allowed, for k ≥ 3: the ratio is extrapolated by its leading correction, e^{−t/6}. */
function ratioDeviations({ early, late }: Late): number[] {
  const decay = exp(-SPAN / 6);
  return late.slice(2).map((distance, i) => {
    const ratio = distance / late[1];
    const limit = (ratio - (decay * early[i + 2]) / early[1]) / (1 - decay);
    // Further modes are left in proportion to what was extrapolated.
    return Math.abs(limit - (i + 2)) / (RATIO_ALLOWED + 0.1 * Math.abs(limit - ratio));
  });
}
