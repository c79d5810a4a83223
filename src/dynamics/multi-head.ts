/**
 * Several heads of attention at once, each with matrices of its own, whose outputs are added or averaged:
 *
 *   ẋ_k = P_{x_k} Σ_h A_k^h,   A_k^h = (1/Z_k^h) Σ_j e^{β⟨Q_h x_k, K_h x_j⟩} V_h x_j,   divided by H for the mean.
 */

import * as z from 'zod/mini';
import { counted } from '../core/counted.ts';
import { parameter } from '../core/parameter.ts';
import { type AttentionParameters, attentionParameters } from './attention.ts';
import { composed } from './block/composed.ts';
import { type HeadSpec, headCount, headsOf, MOST_HEADS } from './block/heads.ts';
import { weighingOf } from './block/weighing.ts';
import type { DynamicsDefinition } from './dynamics.ts';

export interface MultiHeadParameters extends Omit<AttentionParameters, 'query' | 'key' | 'value'> {
  readonly query: HeadSpec;
  readonly key: HeadSpec;
  readonly value: HeadSpec;
  /** By default as many as query, key or value list, else one. */
  readonly heads?: number | undefined;
  readonly combine: 'sum' | 'mean';
}

export const multiHead: DynamicsDefinition<MultiHeadParameters> = {
  kind: 'multi-head',
  title: 'attention with several heads',
  equation:
    '\\dot x_k = P_{x_k}\\sum_{h\\le H}\\tfrac1{Z^h_k}\\sum_{j\\in S_k} e^{\\beta\\langle Q_hx_k,K_hx_j\\rangle} V_h x_j',
  source: 'arXiv:1706.03762; on the sphere: arXiv:2312.10794 §7',
  parameters: {
    ...attentionParameters,
    heads: parameter(z.optional(z.int().check(z.minimum(1), z.maximum(MOST_HEADS))), {
      symbol: 'H',
      description:
        'number of heads H; query, key and value are then one matrix for all, a list [M₁, …, M_H] or file h×d×d, or gaussian:SEED, another one for each (default: as many as are listed, else 1)',
      expects: `a whole number from 1 to ${MOST_HEADS}`,
      placeholder: 'count',
    }),
    combine: parameter(z._default(z.enum(['sum', 'mean']), 'sum'), {
      description: 'whether the outputs of the heads are added or averaged (multi-head)',
      expects: 'sum or mean',
      placeholder: 'name',
    }),
  },
  label: (parameters) =>
    `${counted(headCount(parameters, parameters.heads), 'head')}${parameters.combine === 'mean' ? ', averaged' : ''}`,
  resolve(parameters, { d }) {
    const { beta, mask, normalization, heads, combine } = parameters;
    const { matrices, share } = headsOf(parameters, { count: heads, combine }, d);
    return composed({ beta, mask, weighing: weighingOf(normalization), heads: matrices, share });
  },
};
