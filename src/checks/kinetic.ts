/** Causal kinetic theory on the circle: rates of modes, and correlations along the sequence. */
import { exp, larger, log, PI, sin } from '../core/elementary.ts';
import { curves } from '../figures/index.ts';
import { causalCorrelation, causalKernel, causalModeRates, modeRates } from '../theory/kinetic.ts';
import { scaledBesselI } from '../theory/special/bessel.ts';
import { integrate } from '../theory/special/quadrature.ts';
import { identity } from './comparison.ts';
import * as p from './parameters.ts';
import { predictedAndMeasured, throughPoints } from './predicted-and-measured.ts';
import { settingOf } from './setting.ts';
import { statement } from './statement.ts';

const MODES = 5;
const STEP = 1e-4;

interface ModeCell {
  readonly dynamics: 'kinetic-decay' | 'attention';
  readonly beta: number;
  readonly tokens: number;
}

/** The rate at which the last token follows mode n of the earlier ones: θ_k = φ_k + ε sin(nφ_k), evenly spread φ_k, n = 1 … MODES. */
function followedRates({ dynamics, beta, tokens }: ModeCell): number[] {
  const early = Array.from({ length: tokens - 1 }, (_, k) => (2 * PI * k) / (tokens - 1));
  return Array.from({ length: MODES }, (_, i) => {
    const mode = i + 1;
    const speed = (size: number) => {
      // The last token where sin(nθ) is 1.
      const initial = [...early.map((angle) => angle + size * sin(mode * angle)), PI / (2 * mode)];
      const decay = dynamics === 'kinetic-decay' ? { decay: 0 } : {};
      const { x, velocity } = settingOf({ beta, initial, dynamics, ...decay });
      const last = 2 * (tokens - 1);
      return x[last] * velocity[last + 1] - x[last + 1] * velocity[last];
    };
    return (speed(STEP) - speed(-STEP)) / (2 * STEP);
  });
}

/** The rates under CSA: Z = (N − 1)I_0(β) + e^β, and what comes from itself does not move a token. */
function ratesOfOthers(beta: number, tokens: number): Float64Array {
  const others = 1 / (1 + 1 / ((tokens - 1) * scaledBesselI(0, beta)));
  return causalModeRates(beta, MODES + 1).map((rate) => others * rate);
}

export const kineticRates = statement({
  id: 'kinetic-mode-rates',
  says: 'A token follows mode n of uniform earlier ones at the rate a_n = n² I_n(β) in causal kinetic theory (unnormalised, without itself), at n² I_n(β)/(β I_0(β)) under CSA.',
  source: 'arXiv:2605.09213; CSA derived',
  test: 'velocity of the last of N tokens by the field of either equation, modes 1 to 5; relative to the fastest, within 1e-6 (differences), with the share of CSA that attends to itself, 1/(1 + N I_0 e^{−β}), taken off',
  expected: 'holds',
  parameters: { beta: p.beta(2), tokens: p.tokens(300) },
  hypotheses: ({ beta, tokens }) => [
    { says: 'β > 0', met: beta > 0 },
    { says: 'N ≫ √β', met: tokens >= 64 + 8 * Math.sqrt(beta) },
  ],
  cells: ({ beta, tokens }): ModeCell[] =>
    (['kinetic-decay', 'attention'] as const).map((dynamics) => ({ dynamics, beta, tokens })),
  compute: followedRates,
  judge([kinetic, causal], { beta, tokens }) {
    const deviation = (rates: Float64Array, found: readonly number[]) =>
      Math.max(...found.map((rate, i) => Math.abs(rate - rates[i + 1]))) / rates.reduce(larger);
    const predicted = ratesOfOthers(beta, tokens);
    return [
      identity(
        'kinetic theory: largest deviation',
        0,
        deviation(modeRates(beta, MODES + 1), kinetic),
        1e-6,
        'differences',
      ),
      identity('CSA: largest deviation', 0, deviation(predicted, causal), 1e-6, 'differences'),
    ];
  },
  draw(values, { beta, tokens }) {
    const predicted = [modeRates(beta, MODES + 1), ratesOfOthers(beta, tokens)];
    return curves({
      title: 'How fast a token follows modes of earlier ones',
      caption: 'Rates of modes 1 to 5 at uniform tokens, as predicted and by the field.',
      ts: [],
      panels: values.map((found, i) =>
        predictedAndMeasured({
          title: i === 0 ? 'a_n in kinetic theory' : 'a_n under CSA',
          ...{ across: 'mode n', domain: [0, 1.1 * predicted[i].reduce(larger)] },
          predicted: [
            {
              ...{ name: 'predicted', color: 'token' },
              at: throughPoints(Array.from(predicted[i], (rate, n) => [n, rate] as const)),
            },
          ],
          measured: [{ name: 'measured', points: found.map((rate, n) => [n + 1, rate]) }],
        }),
      ),
    });
  },
});

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
    identity('the equation', 0, Math.max(...values.map(({ equation }) => equation)), 1e-5, 'differences'),
    identity('the closed form', 0, Math.max(...values.map(({ closed }) => closed)), 1e-12, 'rounding'),
  ],
});

/** k_λ √(at/Y) I_1(2√(atY)), as printed. */
export function byBessel(a: number, t: number, sigma: number, source: number, lambda: number): number {
  const ratio = lambda === 0 ? sigma / source : (exp(lambda * sigma) - 1) / (exp(lambda * source) - 1);
  const y = log(ratio);
  const z = 2 * Math.sqrt(a * t * y);
  return causalKernel(sigma, source, lambda) * Math.sqrt((a * t) / y) * scaledBesselI(1, z) * exp(z);
}
