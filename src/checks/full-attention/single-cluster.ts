/** Full attention ends in a single cluster, on the circle as on spheres. */

import { seedGroups } from '../../core/experiment.ts';
import { exp } from '../../numerics/elementary.ts';
import { type Comparison, noneAbove } from '../kit/comparison.ts';
import { withVelocities } from '../kit/hypotheses.ts';
import * as p from '../kit/parameters.ts';
import { completedRun, eachSeed, ended, type Seeded } from '../kit/runs.ts';
import { fastestOf, settingOf } from '../kit/setting.ts';
import { statement } from '../kit/statement.ts';
import { diameter, rowsOf } from '../kit/tokens.ts';

type Normalization = 'softmax' | 'count';

const NAMES = { softmax: 'SA', count: 'USA' } as const;

interface Cell extends Seeded<'beta' | 'tokens' | 'dimension' | 'until'> {
  readonly normalization: Normalization;
}

/** Of runs at rtol 1e-6, whose steps leave about that. */
const TOGETHER = 1e-5;

/** A diameter at which tokens are no cluster that is about to be one. */
const APART = 1e-3;

/** How far apart tokens are at the end, and whether they move. */
interface End {
  readonly diameter: number;
  /** The fastest token's; under USA over e^β. */
  readonly speed: number;
}

/** Clusters that have yet to meet attract each other at some e^{−2β} or more: a thousandth of that is rest. */
export function isAtRest({ diameter, speed }: End, beta: number): boolean {
  return diameter > APART && speed < 1e-3 * exp(-2 * beta);
}

async function endsOf(cell: Cell): Promise<{ normalization: Normalization; ends: (End | null)[] }> {
  const { beta, tokens, dimension, until, normalization, seeds } = cell;
  const full = { beta, mask: 'full', normalization } as const;
  const ends = await eachSeed(seeds, async (seed): Promise<End | null> => {
    const course = await completedRun({ ...full, tokens, dimension, seed, saveAt: [until], rtol: 1e-6 });
    if (course === null) return null;
    const { end, shape } = course;
    const setting = settingOf({ ...full, initial: rowsOf(end, shape) });
    return { diameter: diameter(end, shape), speed: fastestOf(setting) / (normalization === 'count' ? exp(beta) : 1) };
  });
  return { normalization, ends };
}

interface Setup {
  readonly id: string;
  readonly says: string;
  readonly source: string;
  readonly dimension: 2 | 3;
}

function singleCluster({ id, says, source, dimension }: Setup) {
  return statement({
    id,
    says,
    source,
    test: 'random runs: |x_i − x_j| ≤ 1e-5 at the end; a run at rest elsewhere violates it, one that still moves is undecided',
    expected: 'holds',
    parameters: {
      beta: p.beta(2),
      tokens: p.tokens(12),
      dimension: p.dimension(dimension),
      until: p.until(300),
      runs: p.runs(12),
      seed: p.seed(),
    },
    hypotheses: (given) => [
      dimension === 2 ? { says: 'd = 2', met: given.dimension === 2 } : { says: 'd ≥ 3', met: given.dimension >= 3 },
      withVelocities(given.beta),
    ],
    cells: ({ seed, runs, ...setting }): Cell[] =>
      (['softmax', 'count'] as const).flatMap((normalization) =>
        seedGroups(seed, runs, 6).map((seeds) => ({ ...setting, normalization, seeds })),
      ),
    compute: endsOf,
    judge: (values, { beta }): Comparison[] =>
      (['softmax', 'count'] as const).map((normalization) => {
        const own = values.filter((value) => value.normalization === normalization).flatMap(({ ends }) => ends);
        const { found, open } = ended(own);
        const decided = found.filter((end) => end.diameter <= TOGETHER || isAtRest(end, beta));
        return noneAbove(
          `one cluster under ${NAMES[normalization]}`,
          decided.map((end) => end.diameter / TOGETHER),
          open + found.length - decided.length,
        );
      }),
  });
}

export const singleClusterFull = singleCluster({
  id: 'single-cluster-full',
  says: 'Full attention with Q = K = V = I and d ≥ 3: from almost every start all tokens end in one place, under SA and USA, for every β ≥ 0.',
  source: 'arXiv:2312.10794, §4',
  dimension: 3,
});

export const singleClusterCircle = singleCluster({
  id: 'single-cluster-circle',
  says: 'Full attention with Q = K = V = I on the circle: from almost every start all tokens end in one place, under SA and USA, for every β ≥ 0.',
  source: 'arXiv:2405.18273 (β ≤ 1), arXiv:2507.22857',
  dimension: 2,
});
