/** How fast waves on the uniform density grow, by the whole equation. */
import { densityCourse, strengths } from '../../density/index.ts';
import { larger, log } from '../../numerics/elementary.ts';
import { growthRates } from '../../theory/first-clusters.ts';
import { identity } from '../kit/comparison.ts';
import * as p from '../kit/parameters.ts';
import { comparedIn, throughPoints } from '../kit/predicted-and-measured.ts';
import { largestOf } from '../kit/runs.ts';
import { statement } from '../kit/statement.ts';

interface Cell {
  readonly d: 2 | 3;
  readonly beta: number;
  readonly kappa: number | null;
  readonly degree: number;
}

const DEGREES = [1, 2, 3, 4, 5, 6] as const;
const NOISE = 5;
/** So small that squares of it are rounding; grown waves are still small. */
const AMPLITUDE = 1e-7;
/** Relative to the fastest: the wave grows by some percent, and coefficients have errors of 1e-14. */
const ALLOWED = 1e-6;

/** log of how much a wave has grown, over the time. */
async function rateOf({ d, beta, kappa, degree }: Cell): Promise<number> {
  const UNTIL = 0.1;
  const course = await densityCourse({
    ...{ d, mask: 'full', times: [0, UNTIL] },
    attention: { beta, value: 1, normalization: 'softmax', kappa: kappa ?? Infinity },
    start: { law: 'uniform', directions: [], concentration: 0, modes: [{ degree, amplitude: AMPLITUDE }], turn: 0 },
  });
  const [before, after] = course.states.map(({ space, rows }) => strengths(space, rows)[degree]);
  return log(after / before) / UNTIL;
}

export const densityGrowth = statement({
  id: 'density-growth',
  says: 'SA, n → ∞: a wave of degree k on the uniform density grows at γ_k − k(k + d − 2)/κ, γ_k = k(k + d − 2) I_{k+d/2−1}(β)/(β I_{d/2−1}(β)), 1/κ = 0 without noise.',
  source: 'arXiv:2410.23228; constants derived (Funk and Hecke)',
  test: 'growth of waves of size 1e-7 by the mean-field equation, d = 2 and 3, degrees 1 to 6, without noise and at κ = 5; largest deviation relative to the fastest rate, 1e-6 (size of the waves)',
  expected: 'holds',
  parameters: { beta: p.beta(5) },
  hypotheses: ({ beta }) => [
    {
      says: '0 < β ≤ 100, so that the wave stays a wave of few degrees',
      met: beta > 0 && beta <= 100,
      essential: true,
    },
  ],
  cells: ({ beta }): Cell[] =>
    ([2, 3] as const).flatMap((d) =>
      [null, NOISE].flatMap((kappa) => DEGREES.map((degree) => ({ d, beta, kappa, degree }))),
    ),
  compute: rateOf,
  judge: (values, { beta }) =>
    ([2, 3] as const).flatMap((d, i) =>
      [null, NOISE].map((kappa, j) => {
        const predicted = predictedRates(d, beta, kappa);
        const own = values.slice(6 * (2 * i + j), 6 * (2 * i + j + 1));
        const fastest = predicted.reduce((most, rate) => larger(most, Math.abs(rate)), 0);
        const deviation = largestOf(own.map((rate, k) => Math.abs(rate - predicted[k]) / fastest));
        const noise = kappa === null ? 'without noise' : `κ = ${kappa}`;
        return identity(
          `d = ${d}, ${noise}: largest deviation`,
          0,
          own.length === 0 ? Number.NaN : deviation,
          ALLOWED,
          'size of the waves',
        );
      }),
    ),
  draw: (values, { beta }) =>
    comparedIn({
      title: 'How fast waves on the uniform density grow',
      caption: 'Dots by the mean-field equation, lines as predicted, on the circle and on the sphere, without noise.',
      panels: ([2, 3] as const).slice(0, Math.ceil(values.length / 12)).map((d, i) => ({
        ...{ title: d === 2 ? 'circle' : 'sphere S²', across: 'degree k', from: 1, to: DEGREES.length },
        predicted: [
          {
            name: 'predicted',
            at: throughPoints(predictedRates(d, beta, null).map((rate, k) => [k + 1, rate] as const)),
            color: 'token' as const,
          },
        ],
        measured: [
          { name: 'measured', points: values.slice(12 * i, 12 * i + 6).map((rate, k) => [k + 1, rate] as const) },
        ],
      })),
    }),
});

function predictedRates(d: 2 | 3, beta: number, kappa: number | null): number[] {
  const { softmax } = growthRates(beta, d, DEGREES.length + 1);
  return DEGREES.map((k) => softmax[k] - (kappa === null ? 0 : (k * (k + d - 2)) / kappa));
}
