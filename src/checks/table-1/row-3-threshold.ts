/** Row 3 of Table 1: from which β on a token opposite to the first is stable. */
import { log } from '../../numerics/elementary.ts';
import { lineRates, twoPointThreshold } from '../../theory/stability.ts';
import { exists, identity } from '../kit/comparison.ts';
import * as p from '../kit/parameters.ts';
import { comparedIn } from '../kit/predicted-and-measured.ts';
import { completedRun } from '../kit/runs.ts';
import { statement } from '../kit/statement.ts';

/** Small against 1, so that the field is linear in it. */
const DISPLACEMENT = 1e-5;

export const rowThreeThreshold = statement({
  id: 'row-3-threshold',
  says: 'Q = K = I: a second token opposite to the first at ±ξ is stable only for β > β* = −½ ln(1 − μ/λ), with the rate of lineRates; ½ ln 2 for V = diag(1, ½).',
  source: 'derived for arXiv:2411.04990, Table 1, row 3',
  test: 'growth of a displacement of 1e-5 at β = 0.97, 1.03 and 1.5 β*, rate within 1 % and sign as predicted',
  expected: 'holds',
  parameters: { ratio: p.ratio(0.5) },
  hypotheses: ({ ratio }) => [{ says: '0 < μ/λ < 1', met: ratio > 0 && ratio < 1, essential: true }],
  cells: ({ ratio }) => [0.97, 1.03, 1.5].map((share) => ({ ratio, share })),
  async compute({ ratio, share }: { ratio: number; share: number }) {
    const beta = share * twoPointThreshold(ratio);
    if (!(beta > 0 && beta < 1e6)) return { share, beta: null, rate: null, predicted: null };
    const [predicted] = lineRates([1, -1], beta, 1, [ratio]);
    const span = Math.min(1e4, 2 / Math.abs(predicted));
    const initial = [
      [1, 0],
      [-1, DISPLACEMENT],
    ];
    const setting = { beta, initial, value: [1, ratio], saveAt: [span] };
    const course = await completedRun({ ...setting, rtol: 1e-11, atol: 1e-15 });
    return { share, beta, rate: course && log(course.end[3] / course.initial[3]) / span, predicted };
  },
  judge: (values) =>
    values.flatMap(({ share, beta, rate, predicted }) => {
      const [measured, expected] = [rate ?? Number.NaN, predicted ?? Number.NaN];
      const at = `${share} β* = ${beta?.toFixed(5)}`;
      return [
        identity(`rate at ${at}`, expected, measured, 0.01 * Math.abs(expected), 'a displacement of up to 1e-4'),
        exists(
          share > 1 ? `stability at ${at}` : `instability at ${at}`,
          rate === null ? null : share > 1 ? rate < 0 : rate > 0,
          rate,
          `rate ${measured.toFixed(5)}`,
        ),
      ];
    }),
  draw(values, { ratio }) {
    const threshold = twoPointThreshold(ratio);
    const points = values.flatMap(({ share, rate }) => (rate === null ? [] : [[share, rate] as const]));
    return comparedIn({
      title: 'When a token opposite to the first is stable',
      caption:
        'Rate of a small displacement over β/β*: dots by runs, the curve by the linearised field; stable below 0.',
      panels: [
        {
          ...{ title: 'Rate', across: 'β/β*', from: 0.5, to: 2 },
          predicted: [
            { name: '', at: () => 0, color: 'muted', dashed: true },
            { name: 'predicted', at: (share) => lineRates([1, -1], share * threshold, 1, [ratio])[0] },
          ],
          measured: [{ name: 'measured', points }],
        },
      ],
    });
  },
});
