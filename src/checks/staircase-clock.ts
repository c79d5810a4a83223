import { atan2, cos, exp, larger, log, PI } from '../core/elementary.ts';
import { geodesicDistance } from '../core/sphere.ts';
import { curves } from '../figures/index.ts';
import {
  crossingTime,
  crossingTimeAsPrinted,
  crossingTimeFrom,
  glueAngle,
  staircaseClock,
} from '../theory/metastability.ts';
import { integrate } from '../theory/special/quadrature.ts';
import { identity, noViolation } from './comparison.ts';
import * as p from './parameters.ts';
import { predictedAndMeasured, sortedRatios } from './predicted-and-measured.ts';
import { settingOf } from './setting.ts';
import { statement } from './statement.ts';

const START = 1;
/** USA's e^{β cos θ} is a double up to 709. */
const BETAS = [75, 150, 300, 600] as const;

export const crossing = statement({
  id: 'crossing-time',
  says: 'In the clock dt/dτ = log β · e^{β(1−cos θ)} a pair that closes at θ̇ = −c e^{β(cos θ−1)} sin θ meets, up to the glue angle (β log β)^{−1/2}, after τ → 1/(2c) as β → ∞.',
  source: 'arXiv:2410.06833, the lemma on the exact time scale',
  erratum: 'Printed as 2/c, four times too long.',
  test: 'τ by quadrature of the velocities of two tokens under USA (c = 1 in time e^β t), from θ = 1 at β = 75, 150, 300, 600. c τ log β − ½ log log β grows in log β with a slope that is the limit, without its slow corrections of log log β/log β; and τ at each β',
  expected: 'fails as printed, holds corrected',
  parameters: {},
  hypotheses: () => [],
  cells: () => BETAS.map((beta) => ({ beta })),
  compute({ beta }: { readonly beta: number }): { beta: number; tau: number } {
    // In s = log θ, over which the integrand is smooth.
    const perLogarithm = (s: number) => {
      const angles = [0, exp(s)];
      const { x, velocity } = settingOf({ beta, initial: angles, mask: 'full', normalization: 'count' });
      const turning = (k: number) => x[2 * k] * velocity[2 * k + 1] - x[2 * k + 1] * velocity[2 * k];
      const closing = (turning(0) - turning(1)) * exp(-beta);
      return angles[1] / (closing * staircaseClock(angles, beta));
    };
    // From just outside the glue angle, within which the clock has no pair.
    return { beta, tau: integrate(perLogarithm, log(glueAngle(beta)) + 1e-9, log(START), 1e-8) };
  },
  judge(values) {
    const [first, last] = [values[0], values[values.length - 1]];
    const grown = ({ beta, tau }: { beta: number; tau: number }) => tau * log(beta) - log(log(beta)) / 2;
    const slope = (grown(last) - grown(first)) / log(last.beta / first.beta);
    return [
      identity('τ as β → ∞', crossingTimeAsPrinted(1), slope, 1e-2, 'squares of the glue angle', 'printed'),
      identity('τ as β → ∞', crossingTime(1), slope, 1e-2, 'squares of the glue angle', 'corrected'),
      ...values.map(({ beta, tau }) =>
        identity(`τ at β = ${beta}`, crossingTimeFrom(START, beta, 1), tau, 1e-6, 'quadrature', 'corrected'),
      ),
    ];
  },
  draw: (values) =>
    curves({
      title: 'When a pair meets, in the clock of the staircase',
      caption:
        'τ over log β: dots by the field, the curve for finite β; dashed the limits, as printed and corrected. Corrections of order log log β/log β die slowly.',
      ts: [],
      logTime: true,
      panels: [
        predictedAndMeasured({
          ...{ title: 'τ', across: 'β', from: 50, to: 1e12, logAcross: true, domain: [0, 2.2] },
          predicted: [
            { name: 'printed', at: () => crossingTimeAsPrinted(1), color: 'muted', dashed: true },
            { name: '', at: (beta) => crossingTimeFrom(START, beta, 1) },
            { name: 'corrected', at: () => crossingTime(1), dashed: true },
          ],
          measured: [{ name: 'measured', points: values.map(({ beta, tau }) => [beta, tau]) }],
        }),
      ],
    }),
});

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
  hypotheses: ({ beta }) => [{ says: 'β > 1', met: beta > 1 }],
  cells: (draws): ClockDraws[] => [draws],
  compute({ beta, tokens, runs, seed }: ClockDraws): { byLeast: number; byMost: number }[] {
    const found: { byLeast: number; byMost: number }[] = [];
    for (let i = 0; i < runs; i++) {
      const { x, velocity } = settingOf({ beta, tokens, dimension: 2, seed: seed + i, mask: 'full' });
      const angles = Array.from({ length: tokens }, (_, k) => atan2(x[2 * k + 1], x[2 * k]));
      let [nearest, farthest, speed] = [PI, 0, 0];
      for (let k = 0; k < tokens; k++) {
        speed = larger(speed, Math.abs(x[2 * k] * velocity[2 * k + 1] - x[2 * k + 1] * velocity[2 * k]));
        for (let j = 0; j < k; j++) {
          const distance = geodesicDistance(x, 2 * k, x, 2 * j, 2);
          [nearest, farthest] = [Math.min(nearest, distance), larger(farthest, distance)];
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
  judge([found]) {
    const tally = (ratios: readonly number[]) => ({
      cases: ratios.length,
      violations: ratios.filter((ratio) => ratio > 1 + 1e-9).length,
      worst: Math.max(...ratios),
    });
    return [
      noViolation('speeds in the clock', tally(found.map(({ byMost }) => byMost)), 'printed'),
      noViolation('speeds in the clock', tally(found.map(({ byLeast }) => byLeast)), 'corrected'),
    ];
  },
  draw: ([found]) =>
    curves({
      title: 'Speeds in the clock of the staircase',
      caption:
        'Largest speed over (n − 1) log β in the clock with min and, as printed, with max, from small to large; one dot a draw.',
      ts: [],
      panels: [
        sortedRatios(
          'Speed',
          [{ name: 'with max', color: 'token' }, { name: 'with min' }],
          [found.map(({ byMost }) => byMost), found.map(({ byLeast }) => byLeast)],
        ),
      ],
    }),
});
