/** When the last tokens of a causal sequence are no longer retrieved better. */
import { criticalTime } from '../../theory/kinetic.ts';
import { identity } from '../kit/comparison.ts';
import { comparedIn } from '../kit/predicted-and-measured.ts';
import { statement } from '../kit/statement.ts';
import { RETRIEVAL, scoreByBessel } from './retrieval-score.ts';

/** Distance from σ₀ = 1 at which slopes are taken; they are extrapolated from it and its double. */
const NEAR_END = 1e-3;

export const retrievalEnd = statement({
  id: 'retrieval-critical-time',
  says: 'The slope of S_t(σ₀) at σ₀ = 1 changes its sign at t_crit = 2(1 − e^{−λ}) Σω_n a_n/Σω_n a_n²: at λ = 1, M = 8 at 2.457489, 0.600716, 0.174018 for β = 1, 2, 3.',
  source: 'arXiv:2605.09213; numbers derived',
  test: 'zero in t of the slope of S_t, by Bessel functions and differences towards σ₀ = 1, bisected; relative difference within 1e-4',
  expected: 'holds',
  parameters: {},
  hypotheses: () => [],
  cells: () => [1, 2, 3].map((beta) => ({ beta })),
  compute({ beta }: { readonly beta: number }): { beta: number; zero: number } {
    const retrieval = { ...RETRIEVAL, beta };
    const slopeAt = (t: number, off: number) => {
      const step = off / 4;
      const score = (distance: number) => scoreByBessel(t, 1 - distance, retrieval);
      return (score(off - step) - score(off + step)) / (2 * step);
    };
    const slope = (t: number) => 2 * slopeAt(t, NEAR_END) - slopeAt(t, 2 * NEAR_END);
    let [low, high] = [0.01, 10];
    for (let i = 0; i < 40; i++) {
      const middle = (low + high) / 2;
      if (slope(middle) > 0) low = middle;
      else high = middle;
    }
    return { beta, zero: (low + high) / 2 };
  },
  judge: (values) =>
    values.map(({ beta, zero }) => {
      const predicted = criticalTime({ ...RETRIEVAL, beta });
      return identity(`t_crit at β = ${beta}`, predicted, zero, 1e-4 * predicted, 'extrapolation to σ₀ = 1');
    }),
  draw: (values) =>
    comparedIn({
      title: 'How long the last tokens are retrieved better',
      caption:
        't_crit over β at λ = 1, M = 8: dots where the slope of S_t at σ₀ = 1 changes its sign, the curve by the formula.',
      panels: [
        {
          ...{ title: 't_crit', across: 'β', from: 0.8, to: 3.2, log: true },
          predicted: [{ name: 'predicted', at: (beta) => criticalTime({ ...RETRIEVAL, beta }) }],
          measured: [{ name: 'measured', points: values.map(({ beta, zero }) => [beta, zero]) }],
        },
      ],
    }),
});
