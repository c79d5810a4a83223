/** Speeds in the clock of the staircase. */
import { atan2, cos, exp, larger, log, PI, smaller } from '../../numerics/elementary.ts';
import { geodesicDistance } from '../../numerics/sphere.ts';
import { glueAngle, staircaseClock } from '../../theory/metastability.ts';
import { noneAbove } from '../kit/comparison.ts';
import { withPairs } from '../kit/hypotheses.ts';
import * as p from '../kit/parameters.ts';
import { comparedIn, sortedRatios } from '../kit/predicted-and-measured.ts';
import { angularSpeeds, settingOf } from '../kit/setting.ts';
import { statement } from '../kit/statement.ts';

interface ClockDraws {
  readonly beta: number;
  readonly tokens: number;
  readonly runs: number;
  readonly seed: number;
}

export const clockOfStairs = statement({
  id: 'staircase-clock',
  says: 'In the clock dt/dτ = log β · min e^{β(1−cos(θ_i−θ_j))}, over pairs farther than (β log β)^{−1/2}, tokens on the circle move at speeds of order log β: at most (n − 1) log β.',
  source: 'arXiv:2410.06833, the rescaled clock on the circle',
  erratum:
    'Printed with max in place of min: there the nearest pair would merge in no time, at a speed like e^{β(max − min)}.',
  test: 'largest |dθ_i/dτ| over (n − 1) log β, by the velocities of SA at random tokens without a pair within the glue angle',
  expected: 'fails as printed, holds corrected',
  parameters: { beta: p.beta(60), tokens: p.tokens(4), runs: p.runs(200), seed: p.seed() },
  hypotheses: ({ beta, tokens }) => [
    { says: 'β > 1', met: beta > 1, essential: true },
    { says: 'β ≤ 350, so that e^{2β} is a number', met: beta <= 350, essential: true },
    withPairs(tokens),
    { says: 'n ≥ 3, so that min and max differ', met: tokens >= 3 },
  ],
  cells: (draws): ClockDraws[] => [draws],
  compute({ beta, tokens, runs, seed }: ClockDraws): { byLeast: number; byMost: number }[] {
    const found: { byLeast: number; byMost: number }[] = [];
    for (let i = 0; i < runs; i++) {
      const setting = settingOf({ beta, tokens, dimension: 2, seed: seed + i, mask: 'full' });
      const { x } = setting;
      const angles = Array.from({ length: tokens }, (_, k) => atan2(x[2 * k + 1], x[2 * k]));
      const speed = angularSpeeds(setting).reduce((most, one) => larger(most, Math.abs(one)), 0);
      let [nearest, farthest] = [PI, 0];
      for (let k = 0; k < tokens; k++) {
        for (let j = 0; j < k; j++) {
          const distance = geodesicDistance(x, 2 * k, x, 2 * j, 2);
          [nearest, farthest] = [smaller(nearest, distance), larger(farthest, distance)];
        }
      }
      if (nearest <= glueAngle(beta)) continue;
      const limit = (tokens - 1) * log(beta);
      found.push({
        byLeast: (speed * staircaseClock(angles, beta)) / limit,
        byMost: (speed * log(beta) * exp(beta * (1 - cos(farthest)))) / limit,
      });
    }
    return found;
  },
  judge: ([found]) => [
    noneAbove(
      'speeds in the clock',
      found.map(({ byMost }) => byMost),
      0,
      'printed',
    ),
    noneAbove(
      'speeds in the clock',
      found.map(({ byLeast }) => byLeast),
      0,
      'corrected',
    ),
  ],
  draw: ([found]) =>
    comparedIn({
      title: 'Speeds in the clock of the staircase',
      caption:
        'Largest speed over (n − 1) log β in the clock with min and, as printed, with max, from small to large; one dot a draw.',
      panels: [
        sortedRatios(
          'Speed',
          [{ name: 'with max', color: 'token' }, { name: 'with min' }],
          [found.map(({ byMost }) => byMost), found.map(({ byLeast }) => byLeast)],
        ),
      ],
    }),
});
