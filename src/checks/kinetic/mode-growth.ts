/** How fast modes of uniform tokens grow. */
import { larger, smaller } from '../../numerics/elementary.ts';
import { firstClusterMode, growthRates } from '../../theory/first-clusters.ts';
import { identity } from '../kit/comparison.ts';
import { withVelocities } from '../kit/hypotheses.ts';
import * as p from '../kit/parameters.ts';
import { type Comparing, comparedIn, throughPoints } from '../kit/predicted-and-measured.ts';
import { largestOf } from '../kit/runs.ts';
import { statement } from '../kit/statement.ts';
import { type MeasuredRates, modesOf, ratesAtEvenTokens } from './mode-rates.ts';

/** Relative to the fastest mode. */
const DIFFERENCES = 1e-5;

export const modeGrowth = statement({
  id: 'mode-growth',
  says: 'Uniform tokens on the circle, Q = K = V = I: a perturbation of mode k grows at γ_k = k² I_k(β)/β under USA, k² I_k(β)/(β I_0(β)) under SA.',
  source: 'arXiv:2410.23228; constants derived (Funk and Hecke)',
  test: 'rates by the field at evenly spread tokens, all modes up to five beyond the fastest; relative to the fastest, within 1e-5 (differences; tokens are no continuum)',
  expected: 'holds',
  parameters: { beta: p.beta(5), tokens: p.tokens(128) },
  hypotheses: ({ beta, tokens }) => [
    { says: 'β > 0', met: beta > 0 },
    withVelocities(beta),
    { says: 'n ≥ 4: a mode of its own', met: tokens >= 4, essential: true },
    { says: 'n ≫ 2k + √β, so that tokens resolve the modes', met: tokens >= 64 + 8 * Math.sqrt(beta) },
  ],
  cells: ({ beta, tokens }) => [{ beta, tokens }],
  compute: ({ beta, tokens }: { beta: number; tokens: number }): MeasuredRates =>
    ratesAtEvenTokens(beta, tokens, smaller(firstClusterMode(beta, 2) + 5, modesOf(tokens))),
  judge([{ beta, softmax, scaledCount }]) {
    const predicted = growthRates(beta, 2, softmax.length);
    const deviation = (rates: Float64Array, found: readonly number[]) => {
      const fastest = rates.reduce(larger);
      return largestOf(found.map((rate, k) => Math.abs(rate - rates[k]) / fastest));
    };
    const because = 'differences';
    return [
      identity('SA: largest deviation', 0, deviation(predicted.softmax, softmax), DIFFERENCES, because),
      identity('USA: largest deviation', 0, deviation(predicted.scaledCount, scaledCount), DIFFERENCES, because),
    ];
  },
  draw([{ beta, softmax, scaledCount }]) {
    const { softmax: SA, scaledCount: USA } = growthRates(beta, 2, softmax.length);
    const fastest = (found: readonly number[]) => `mode ${found.indexOf(found.reduce(larger))}`;
    const panel = (title: string, rates: Float64Array, found: readonly number[]): Comparing => ({
      ...{ title, across: 'mode k', domain: [0, 1.1 * rates.reduce(larger)] },
      predicted: [
        { name: 'predicted', at: throughPoints(Array.from(rates, (rate, k) => [k, rate] as const)), color: 'token' },
      ],
      measured: [{ name: 'measured', points: found.map((rate, k) => [k, rate]) }],
    });
    return comparedIn({
      title: 'How fast modes grow',
      caption: `Growth rates of modes at uniform tokens on the circle, by the field and as predicted. The fastest by the field: ${fastest(softmax)} under SA, ${fastest(scaledCount)} under USA.`,
      panels: [panel('γ_k under SA', SA, softmax), panel('e^{−β}γ_k under USA', USA, scaledCount)],
    });
  },
});
