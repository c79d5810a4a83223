/** Theorem 5.2: frozen centers that are far enough apart capture every token. */

import { seedGroups } from '../../core/experiment.ts';
import { cos, exp, larger, PI, sin, smaller } from '../../numerics/elementary.ts';
import { geodesicDistance } from '../../numerics/sphere.ts';
import { type Frozen, hasRoom, pullIsWeak, slopeIsWeak } from '../../theory/theorem-5-2.ts';
import { noneAbove } from '../kit/comparison.ts';
import * as p from '../kit/parameters.ts';
import { comparedIn, sortedRatios } from '../kit/predicted-and-measured.ts';
import { completedRun, eachSeed, ended, type Seeded } from '../kit/runs.ts';
import { settingOf, squaredSpeeds } from '../kit/setting.ts';
import { statement } from '../kit/statement.ts';
import { rowsOf } from '../kit/tokens.ts';

/** Equally far on the circle. */
const CENTERS = 3;

function frozenOf({ beta, tokens, epsilon }: { beta: number; tokens: number; epsilon: number }): Frozen {
  // Just below the distance of the centers, which is 2π/3.
  const c = ((2 * PI) / CENTERS) * Math.sqrt(beta) * (1 - 1e-9);
  return { total: tokens + CENTERS, beta, c, epsilon };
}

/**
 * Largest distances of tokens to their nearest centers at the end of a run: of all, and of those at rest (0 where there
 * are none).
 */
interface End {
  readonly farthest: number;
  readonly resting: number;
}

/** Between centers 2π/3 apart their pull is of the order e^{−β/2} or more: far below it a token is at rest. */
function restingSpeed(beta: number): number {
  return 1e-3 * exp(-beta);
}

export const theorem52 = statement({
  id: 'theorem-5-2',
  says: 'On the circle with m frozen centers more than cβ^{−1/2} apart, under the two conditions on h and g every token ends within εβ^{−1/2} of a center. Here three centers, equally far.',
  source: 'arXiv:2411.04990, Theorem 5.2',
  erratum: 'The condition on g is printed without the minus sign that the proof uses, and m ≥ 1 is missing.',
  test: 'distance of every token to the nearest center at the end, over εβ^{−1/2}, in every run; tokens still moving are undecided',
  expected: 'holds',
  parameters: {
    beta: p.beta(16),
    tokens: p.tokens(40),
    epsilon: p.epsilon(0.05),
    until: p.until(1e40),
    runs: p.runs(30),
    seed: p.seed(),
  },
  hypotheses(given) {
    const frozen = frozenOf(given);
    return [
      { says: 'c > 2 + 2ε', met: hasRoom(frozen) },
      { says: 'N h((c − 1 − 2ε)β^{−1/2}) < h(εβ^{−1/2})', met: pullIsWeak(frozen) },
      { says: '−N g((c − 2ε)β^{−1/2}) < g(εβ^{−1/2})', met: slopeIsWeak(frozen) },
    ];
  },
  cells: ({ seed, runs, ...setting }) => seedGroups(seed, runs, 5).map((seeds) => ({ ...setting, seeds })),
  compute(cell: Seeded<'beta' | 'tokens' | 'until'>) {
    const { beta, tokens, until, seeds } = cell;
    const angles = Array.from({ length: CENTERS }, (_, i) => (2 * PI * i) / CENTERS);
    const centers = angles.map((angle) => [cos(angle), sin(angle)]);
    const places = Float64Array.from(centers.flat());
    const equation = { beta, dynamics: 'frozen-centers', centers } as const;
    return eachSeed(seeds, async (seed): Promise<End | null> => {
      const course = await completedRun({ ...equation, tokens, dimension: 2, seed, saveAt: [until], rtol: 1e-6 });
      if (course === null) return null;
      const { end, shape } = course;
      const distances = Array.from({ length: tokens }, (_, k) =>
        centers.map((_, c) => geodesicDistance(end, 2 * k, places, 2 * c, 2)).reduce(smaller),
      );
      const speeds = squaredSpeeds(settingOf({ ...equation, initial: rowsOf(end, shape) })).map(Math.sqrt);
      const resting = distances.filter((_, k) => speeds[k] < restingSpeed(beta));
      return { farthest: distances.reduce(larger), resting: resting.reduce(larger, 0) };
    });
  },
  judge(values, { beta, epsilon }) {
    const allowed = epsilon / Math.sqrt(beta);
    const { found, open } = ended(values.flat());
    const undecided = ({ farthest, resting }: End) => farthest > allowed && resting <= allowed;
    const ratios = found.map((end) => (undecided(end) ? Number.NaN : end.farthest / allowed));
    return [noneAbove('all tokens at a center', ratios, open)];
  },
  draw: (values, { beta, epsilon }) =>
    comparedIn({
      title: 'How near tokens end to a center',
      caption:
        'Distance of the farthest token from its center at the end, over εβ^{−1/2}, one dot a run, from small to large.',
      panels: [
        sortedRatios(
          'Distance',
          [{ name: 'runs' }],
          [ended(values.flat()).found.map(({ farthest }) => (farthest * Math.sqrt(beta)) / epsilon)],
        ),
      ],
    }),
});
