/** Table 1: the rates at a single cluster. */
import { larger } from '../../numerics/elementary.ts';
import { singleClusterRates } from '../../theory/stability.ts';
import { identity } from '../kit/comparison.ts';
import * as p from '../kit/parameters.ts';
import { settingOf } from '../kit/setting.ts';
import { statement } from '../kit/statement.ts';

/** Scores change by 1e-5 or so: central differences leave 1e-10 at every β. */
function stepAt(beta: number): number {
  return 1e-5 / (1 + beta);
}

export const ratesAtCluster = statement({
  id: 'single-cluster-rates',
  says: 'At a single cluster ξ, Vξ = λξ, V symmetric, any Q, K, β: the rates of token k are μ_i/k − λ. So λ < 0 makes late tokens unstable: single points do not survive in rows 4 and 5.',
  source: 'derived for arXiv:2411.04990, Table 1',
  test: 'derivative of the field by central differences at V = diag(1, 0.4, −0.3) and its negative, n = 6, Gaussian QᵀK',
  expected: 'holds',
  parameters: { beta: p.beta(2), seed: p.seed() },
  hypotheses: () => [],
  cells: ({ beta, seed }) => [1, -1].map((sign) => ({ beta, seed, sign })),
  compute({ beta, seed, sign }: { beta: number; seed: number; sign: number }): { sign: number; worst: number } {
    const n = 6;
    const step = stepAt(beta);
    const values = [sign, 0.4 * sign, -0.3 * sign];
    const predicted = singleClusterRates(values[0], values.slice(1), n);
    let worst = 0;
    for (let k = 0; k < n; k++)
      for (const i of [1, 2]) {
        const speed = (h: number) => {
          const initial = Array.from({ length: n }, (_, j) => [
            1,
            j === k && i === 1 ? h : 0,
            j === k && i === 2 ? h : 0,
          ]);
          const key = { gaussian: seed, scale: 1 } as const;
          return settingOf({ beta, initial, value: values, key }).velocity[3 * k + i];
        };
        worst = larger(worst, Math.abs((speed(step) - speed(-step)) / (2 * step) - predicted[k][i - 1]));
      }
    return { sign, worst };
  },
  judge: (values) =>
    values.map(({ sign, worst }) =>
      identity(`largest difference, λ = ${sign}`, 0, worst, 1e-7, 'central differences, h = 1e-5/(1 + β)'),
    ),
});
