/** The U shape of retrieval from a causal sequence. */

import { exp } from '../../numerics/elementary.ts';
import { smallestOf } from '../../numerics/extremes.ts';
import { brief } from '../../report/run.ts';
import { provedUntil, retrievalScore } from '../../theory/kinetic.ts';
import { noViolation } from '../kit/comparison.ts';
import * as p from '../kit/parameters.ts';
import { comparedIn } from '../kit/predicted-and-measured.ts';
import { statement } from '../kit/statement.ts';
import { RETRIEVAL, scoreByBessel } from './retrieval-score.ts';

/** Times as shares of the proved window. */
const WITHIN = [0.1, 0.5, 1] as const;

/** Of σ₀, logarithmic towards 0 and even towards 1. */
const SOURCES = [
  ...Array.from({ length: 60 }, (_, i) => exp(-12 + i / 6)),
  ...Array.from({ length: 60 }, (_, i) => 0.16 + (0.839 * i) / 59),
];

interface Shaped {
  readonly lambda: number;
  readonly cases: number;
  readonly violations: number;
  /**
   * At the end of the proved time the minimum may be nearer to 1 than any source, as it is for small β: then nothing is
   * seen.
   */
  readonly unseen: number;
  /** S_t by Bessel functions at the sources that are drawn, for each time. */
  readonly scores: readonly (readonly number[])[];
}

/** From 0.02 on every fifth source. */
function isDrawn(i: number): boolean {
  return SOURCES[i] > 0.02 && i % 5 === 0;
}

/** Colours of the times. */
const SHADES = ['token', 'frozen', 'strong'] as const;

export const uShape = statement({
  id: 'retrieval-u-shape',
  says: 'For λ, β > 0 and t sup a_n ≤ min{3 − √3, 2(1 − e^{−λ})} the retrieval score S_t(σ₀) = Σ ω_n g_{a_n}(t; 1, σ₀) grows without bound towards σ₀ = 0, rises towards 1 and has one minimum between: what is in the middle is retrieved worst. Here M = 8, λ = ½, 1, 3.',
  source: 'arXiv:2605.09213, main theorem',
  test: 'signs of the differences of S_t, by Bessel functions, on 120 sources at a tenth, half and all of the proved time: down, then up, one change; at the end of that time the minimum may be beyond the last source, which leaves it open',
  expected: 'holds',
  parameters: { beta: p.beta(1) },
  hypotheses: ({ beta }) => [{ says: 'β in (0, 700]', met: beta > 0 && beta <= 700, essential: true }],
  cells: ({ beta }) => [0.5, 1, 3].map((lambda) => ({ beta, lambda })),
  compute({ beta, lambda }: { beta: number; lambda: number }): Shaped {
    const retrieval = { ...RETRIEVAL, beta, lambda };
    const drawn: number[][] = [];
    let [violations, unseen] = [0, 0];
    for (const share of WITHIN) {
      const scores = SOURCES.map((source) => scoreByBessel(share * provedUntil(retrieval), source, retrieval));
      drawn.push(scores.filter((_, i) => isDrawn(i)));
      const rises = scores.slice(1).map((score, i) => score > scores[i]);
      const changes = rises.slice(1).filter((rise, i) => rise !== rises[i]).length;
      if (share === 1 && !rises.includes(true)) unseen++;
      else if (rises[0] || !rises[rises.length - 1] || changes !== 1) violations++;
    }
    return { lambda, cases: WITHIN.length, violations, unseen, scores: drawn };
  },
  judge: (values) => [
    noViolation('S_t is U-shaped', {
      cases: values.reduce((sum, { cases }) => sum + cases, 0),
      violations: values.reduce((sum, { violations }) => sum + violations, 0),
      open: values.reduce((sum, { unseen }) => sum + unseen, 0),
    }),
  ],
  draw(values, { beta }) {
    const sources = SOURCES.filter((_, i) => isDrawn(i));
    return comparedIn({
      title: 'How well sources along the sequence are retrieved',
      caption:
        'S_t over its least value against the source σ₀, at a tenth, half and all of the proved time t*: dots by Bessel functions, curves by the series.',
      panels: values.map(({ lambda, scores }) => {
        const retrieval = { ...RETRIEVAL, beta, lambda };
        const until = provedUntil(retrieval);
        const least = scores.map((list) => smallestOf(list));
        return {
          ...{
            title: `S_t/min S_t at λ = ${lambda}`,
            across: 'source σ₀',
            from: 0.02,
            to: 0.999,
            log: true,
            wide: true,
          },
          predicted: WITHIN.map((share, i) => ({
            ...{ name: `${brief(share)} t*`, color: SHADES[i] },
            at: (source) => retrievalScore(share * until, source, retrieval) / least[i],
          })),
          measured: scores.map((list, i) => ({
            ...{ name: '', color: SHADES[i] },
            points: list.map((score, j) => [sources[j], score / least[i]]),
          })),
        };
      }),
    });
  },
});
