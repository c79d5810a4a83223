/** When a pair meets, in the clock of the staircase. */
import { exp, log } from '../../numerics/elementary.ts';
import { integrate } from '../../numerics/special/quadrature.ts';
import {
  crossingTime,
  crossingTimeAsPrinted,
  crossingTimeFrom,
  glueAngle,
  staircaseClock,
} from '../../theory/metastability.ts';
import { identity } from '../kit/comparison.ts';
import { comparedIn } from '../kit/predicted-and-measured.ts';
import { angularSpeeds, settingOf } from '../kit/setting.ts';
import { statement } from '../kit/statement.ts';

/** The angle between the two at the start. */
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
      const setting = settingOf({ beta, initial: angles, mask: 'full', normalization: 'count' });
      const [first, second] = angularSpeeds(setting);
      const closing = (first - second) * exp(-beta);
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
    comparedIn({
      title: 'When a pair meets, in the clock of the staircase',
      caption:
        'τ over log β: dots by the field, the curve for finite β; dashed the limits, as printed and corrected. Corrections of order log log β/log β die slowly.',
      logAcross: true,
      panels: [
        {
          ...{ title: 'τ', across: 'β', from: 50, to: 1e12, domain: [0, 2.2] },
          predicted: [
            { name: 'printed', at: () => crossingTimeAsPrinted(1), color: 'muted', dashed: true },
            { name: '', at: (beta) => crossingTimeFrom(START, beta, 1) },
            { name: 'corrected', at: () => crossingTime(1), dashed: true },
          ],
          measured: [{ name: 'measured', points: values.map(({ beta, tau }) => [beta, tau]) }],
        },
      ],
    }),
});
