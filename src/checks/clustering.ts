/** Full attention ends in a single cluster, on the circle as on spheres. */
import { exp, larger } from '../core/elementary.ts';
import { squaredChord } from '../core/sphere.ts';
import type { Shape, State } from '../core/state.ts';
import { seedGroups } from '../experiment.ts';
import { run } from '../run.ts';
import { tokensAt } from '../trajectory.ts';
import { type Comparison, noViolation } from './comparison.ts';
import * as p from './parameters.ts';
import { settingOf, squaredSpeeds } from './setting.ts';
import { statement } from './statement.ts';

type Normalization = 'softmax' | 'count';
const NAMES = { softmax: 'SA', count: 'USA' } as const;

interface Cell {
  readonly normalization: Normalization;
  readonly beta: number;
  readonly tokens: number;
  readonly dimension: number;
  readonly until: number;
  readonly seeds: readonly number[];
}

export function rowsOf(x: State, { n, d }: Shape): number[][] {
  return Array.from({ length: n }, (_, k) => Array.from(x.subarray(k * d, (k + 1) * d)));
}

/** The largest |x_i − x_j|. */
export function diameter(x: State, { n, d }: Shape): number {
  let largest = 0;
  for (let i = 0; i < n; i++)
    for (let j = 0; j < i; j++) largest = larger(largest, squaredChord(x, i * d, x, j * d, d));
  return Math.sqrt(largest);
}

/** Of runs at rtol 1e-6, whose steps leave about that. */
const TOGETHER = 1e-5;
/** A diameter at which tokens are no cluster that is about to be one. */
const APART = 1e-3;

/** Clusters that have yet to meet attract each other at some e^{−2β} or more: a thousandth of that is rest. */
function isAtRest({ diameter, speed }: End, beta: number): boolean {
  return diameter > APART && speed < 1e-3 * exp(-2 * beta);
}

interface End {
  readonly normalization: Normalization;
  readonly diameter: number;
  /** The fastest token's. */
  readonly speed: number;
}

interface Ends {
  readonly ends: readonly End[];
  readonly incomplete: number;
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
    ],
    cells: ({ seed, runs, ...setting }): Cell[] =>
      (['softmax', 'count'] as const).flatMap((normalization) =>
        seedGroups(seed, runs, 6).map((seeds) => ({ ...setting, normalization, seeds })),
      ),
    async compute({ beta, tokens, dimension, until, normalization, seeds }: Cell): Promise<Ends> {
      const ends: End[] = [];
      let incomplete = 0;
      for (const seed of seeds) {
        const full = { beta, mask: 'full', normalization } as const;
        const spec = { ...full, tokens, dimension, seed, saveAt: [until], observe: 'none' } as const;
        const { trajectory } = await run({ ...spec, rtol: 1e-6 });
        if (trajectory.status !== 'completed') {
          incomplete++;
          continue;
        }
        const { shape } = trajectory.problem;
        const x = tokensAt(trajectory, 0);
        const setting = settingOf({ ...full, initial: rowsOf(x, shape) });
        ends.push({
          normalization,
          diameter: diameter(x, shape),
          speed: Math.sqrt(Math.max(...squaredSpeeds(setting))),
        });
      }
      return { ends, incomplete };
    },
    judge: (values, { beta }): Comparison[] =>
      (['softmax', 'count'] as const).map((normalization) => {
        const ends = values.flatMap((value) => value.ends).filter((end) => end.normalization === normalization);
        const incomplete = values.reduce((sum, value) => sum + value.incomplete, 0);
        const apart = ends.filter((end) => end.diameter > TOGETHER);
        return noViolation(`one cluster under ${NAMES[normalization]}`, {
          cases: ends.length,
          violations: apart.filter((end) => isAtRest(end, beta)).length,
          worst: Math.max(...ends.map((end) => end.diameter)) / TOGETHER,
          open: apart.filter((end) => !isAtRest(end, beta)).length + incomplete,
        });
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
