/**
 * Attention that fades with the distance between positions (ALiBi), and a sliding window:
 *
 *   ẋ_k = P_{x_k}( (1/Z_k) Σ_j e^{β⟨Qx_k, Kx_j⟩ − (m + λ/n)|k − j|} V x_j ),   |k − j| < w.
 *
 * The slope m is per position, as in language models; λ is per whole sequence, so that a token's velocity depends on n.
 */
import * as z from 'zod/mini';
import { parameter } from '../core/parameter.ts';
import { type AttentionParameters, attentionParameters, resolveMatrices } from './attention.ts';
import { composed } from './block/composed.ts';
import { weighingOf } from './block/weighing.ts';
import type { DynamicsDefinition } from './dynamics.ts';

export interface PositionalBiasParameters extends AttentionParameters {
  readonly slope: number;
  readonly decay: number;
  readonly window?: number | undefined;
}

/** λ, of positional-bias and kinetic-decay alike. */
export const decay = parameter(z._default(z.number().check(z.minimum(0)), 0), {
  symbol: 'λ',
  description: 'decay λ of attention over the whole sequence: e^{−λ|k − j|/n} (positional-bias, kinetic-decay)',
  expects: 'a finite number ≥ 0',
  placeholder: 'number',
});

export const positionalBias: DynamicsDefinition<PositionalBiasParameters> = {
  kind: 'positional-bias',
  title: 'attention that fades with distance in the sequence, or sees a window of it',
  equation:
    '\\dot x_k = P_{x_k}\\Big(\\tfrac1{Z_k}\\sum_{|k-j|<w} e^{\\beta\\langle Qx_k,Kx_j\\rangle-(m+\\lambda/n)|k-j|} V x_j\\Big)',
  source: 'ALiBi: arXiv:2108.12409; with λ/n: arXiv:2605.09213; windows: arXiv:2004.05150',
  parameters: {
    ...attentionParameters,
    slope: parameter(z._default(z.number().check(z.minimum(0)), 0), {
      symbol: 'm',
      description: 'slope m subtracted from the score for every position between two tokens (positional-bias)',
      expects: 'a finite number ≥ 0',
      placeholder: 'number',
    }),
    decay,
    window: parameter(z.optional(z.int().check(z.minimum(1))), {
      symbol: 'w',
      description: 'a token sees itself and those less than so many positions away (default: all) (positional-bias)',
      expects: 'a whole number ≥ 1',
      placeholder: 'count',
    }),
  },
  label: ({ slope, decay, window }) =>
    [
      'positional bias',
      ...(slope > 0 ? [`slope ${slope}`] : []),
      ...(decay > 0 ? [`λ = ${decay}`] : []),
      ...(window === undefined ? [] : [`window ${window}`]),
    ].join(', '),
  resolve(parameters, { d }) {
    const { beta, mask, normalization, slope, decay, window } = parameters;
    const bias = (_head: number, n: number) => {
      const perPosition = slope + decay / n;
      return (k: number, j: number) => -perPosition * Math.abs(k - j);
    };
    return composed({
      ...{ beta, weighing: weighingOf(normalization) },
      mask: window === undefined ? mask : { causal: mask === 'causal', window },
      heads: [resolveMatrices(parameters, { d })],
      positions: { frequencies: null, bias },
    });
  },
};
