/**
 * Attention with rotary positions: Qx_k and Kx_j are turned by angles in proportion to their positions, in pairs of
 * coordinates, so that scores feel j − k only,
 *
 *   ẋ_k = P_{x_k}( (1/Z_k) Σ_j e^{β⟨R_k Qx_k, R_j Kx_j⟩} V x_j ),   R_k turns pair i by k·a·b^{−2i/d}, i = 0 … d/2 − 1,
 *
 * with base b and the angle a of the first pair. With odd d the last coordinate is not turned, and d − 1 stands in the
 * exponent.
 */
import * as z from 'zod/mini';
import { invalid } from '../core/errors.ts';
import { parameter } from '../core/parameter.ts';
import { type AttentionParameters, attentionParameters, resolveMatrices } from './attention.ts';
import { composed } from './block/composed.ts';
import { LARGEST_ANGLE, rotaryFrequencies } from './block/positions.ts';
import { weighingOf } from './block/weighing.ts';
import type { DynamicsDefinition } from './dynamics.ts';

export interface RotaryParameters extends AttentionParameters {
  readonly base: number;
  readonly angle: number;
}

export const rotary: DynamicsDefinition<RotaryParameters> = {
  kind: 'rotary',
  title: 'attention with rotary positions',
  equation:
    '\\dot x_k = P_{x_k}\\Big(\\tfrac1{Z_k}\\sum_{j\\in S_k} e^{\\beta\\langle R_kQx_k,R_jKx_j\\rangle} V x_j\\Big)',
  source: 'RoFormer: arXiv:2104.09864',
  parameters: {
    ...attentionParameters,
    base: parameter(z._default(z.number().check(z.minimum(1)), 10_000), {
      symbol: 'b',
      description: 'base b of the rotary angles: pair i turns by angle·b^{−2i/d} a position (default: 10000) (rotary)',
      expects: 'a finite number ≥ 1',
      placeholder: 'number',
    }),
    angle: parameter(z._default(z.number(), 1), {
      description:
        'by how much the first pair of coordinates turns from one position to the next, radians (default: 1) (rotary)',
      expects: 'a finite angle',
      placeholder: 'radians',
    }),
  },
  label: ({ base, angle }) => `rotary positions, base ${base}${angle === 1 ? '' : `, angle ${angle}`}`,
  resolve(parameters, { n, d }) {
    const { beta, mask, normalization, angle, base } = parameters;
    refuseFarTurns(angle, n);
    return composed({
      ...{ beta, mask, weighing: weighingOf(normalization) },
      heads: [resolveMatrices(parameters, { d })],
      positions: { frequencies: rotaryFrequencies(angle, base, Math.floor(d / 2)), bias: () => null },
    });
  },
};

function refuseFarTurns(angle: number, n: number): void {
  if (Math.abs(angle) * n <= LARGEST_ANGLE) return;
  const most = LARGEST_ANGLE / n;
  const expected = `be from −${most} to ${most} for ${n} tokens, so that the last one is turned by 1e6 radians at most`;
  throw invalid('angle', expected, `came as ${angle}`, 'give a smaller one');
}
