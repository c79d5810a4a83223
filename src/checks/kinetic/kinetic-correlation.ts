/** Correlations along a causal sequence in kinetic theory. */
import { larger } from '../../numerics/elementary.ts';
import { integrate } from '../../numerics/special/quadrature.ts';
import { causalCorrelation, causalKernel } from '../../theory/kinetic.ts';
import { identity } from '../kit/comparison.ts';
import { largestOf } from '../kit/runs.ts';
import { statement } from '../kit/statement.ts';
import { byBessel } from './retrieval-score.ts';

export const volterra = statement({
  id: 'kinetic-correlation',
  says: 'The correlation g_a(t; σ, σ₀) = k_λ √(at/Y) I_1(2√(atY)) solves ∂_t g = a(k_λ(σ, σ₀) + ∫_{σ₀}^σ k_λ(σ, σ′)g(σ′)dσ′), with Y = log((e^{λσ} − 1)/(e^{λσ₀} − 1)).',
  source: 'arXiv:2605.09213, linear theory',
  test: 'both sides at grids of a, t, σ, σ₀, λ: the left one by differences, the right one by quadrature; and the closed form by Bessel functions against the series; largest relative deviations',
  expected: 'holds',
  parameters: {},
  hypotheses: () => [],
  cells: () => [0, 0.5, 1, 3].map((lambda) => ({ lambda })),
  compute({ lambda }: { readonly lambda: number }): { equation: number; closed: number } {
    let [equation, closed] = [0, 0];
    for (const a of [0.5, 2])
      for (const t of [0.3, 1.5])
        for (const [sigma, source] of [
          [1, 0.02],
          [1, 0.5],
          [0.6, 0.3],
        ] as const) {
          const g = (time: number, at: number) => causalCorrelation(a, time, at, source, lambda);
          const step = 1e-3 * t;
          const left = (g(t + step, sigma) - g(t - step, sigma)) / (2 * step);
          const passed = integrate((s) => causalKernel(sigma, s, lambda) * g(t, s), source, sigma, 1e-10);
          const right = a * (causalKernel(sigma, source, lambda) + passed);
          equation = larger(equation, Math.abs(left / right - 1));
          closed = larger(closed, Math.abs(byBessel(a, t, sigma, source, lambda) / g(t, sigma) - 1));
        }
    return { equation, closed };
  },
  judge: (values) => [
    identity('the equation', 0, largestOf(values.map(({ equation }) => equation)), 1e-5, 'differences'),
    identity('the closed form', 0, largestOf(values.map(({ closed }) => closed)), 1e-12, 'rounding'),
  ],
});
