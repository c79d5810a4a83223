/** Attention with m frozen centers that every token sees and that never move: the model of Theorem 5.2. */
import * as z from 'zod/mini';
import { invalid } from '../core/errors.ts';
import { parameter, rowsOrFile } from '../core/parameter.ts';
import type { Shape } from '../core/state.ts';
import { unitRows } from '../numerics/points.ts';
import { type AttentionParameters, attentionParameters, fieldOf, resolveAttention } from './attention.ts';
import type { DynamicsDefinition } from './dynamics.ts';

export interface FrozenCentersParameters extends AttentionParameters {
  readonly centers?: string | readonly (readonly number[])[] | undefined;
  /** One weight a_j > 0 a center; a single number serves all. The theorem asks for a_j ≥ 1. */
  readonly weights: number | readonly number[];
}

const weight = z.number().check(z.positive());

function resolveCenters({ centers, weights }: FrozenCentersParameters, { d }: Shape) {
  if (centers === undefined || typeof centers === 'string') {
    throw invalid(
      'centers',
      'be a list of directions for the frozen-centers dynamics',
      centers === undefined ? 'none came' : 'came as a file name',
      'give rows such as [[1, 0], [0, 1]]',
    );
  }
  const rows = unitRows(centers, 'centers');
  if (rows.d !== d) {
    throw invalid(
      'centers',
      `have dimension ${d} like the tokens`,
      `came with dimension ${rows.d}`,
      `give rows of ${d} numbers`,
    );
  }
  const list = typeof weights === 'number' ? new Float64Array(rows.n).fill(weights) : Float64Array.from(weights);
  if (list.length !== rows.n) {
    throw invalid(
      'weights',
      `be one number or ${rows.n}, one a center`,
      `${list.length} came`,
      'give a weight for every center',
    );
  }
  return { centers: rows.x, weights: list };
}

export const frozenCenters: DynamicsDefinition<FrozenCentersParameters> = {
  kind: 'frozen-centers',
  title: 'attention with frozen centers',
  equation:
    '\\dot x_k = P_{x_k}\\tfrac1{Z_k}\\Big(\\sum_{j\\in S_k} e^{\\beta\\langle Qx_k,Kx_j\\rangle} V x_j + \\sum_{j\\le m} a_j e^{\\beta\\langle Qx_k,K\\theta_j\\rangle} V\\theta_j\\Big)',
  source: 'arXiv:2411.04990, Theorem 5.2',
  parameters: {
    ...attentionParameters,
    centers: parameter(z.optional(rowsOrFile), {
      symbol: 'θ_j',
      description: 'frozen directions θ_j, one row each (frozen-centers)',
      expects: 'a list of rows of d finite numbers, or a file',
      placeholder: 'rows',
      file: true,
    }),
    weights: parameter(z._default(z.union([weight, z.array(weight).check(z.minLength(1))]), 1), {
      symbol: 'a_j',
      description: 'weights a_j of the frozen centers, one number for all or one each',
      expects: 'a number > 0, or a list of them',
      placeholder: 'list',
    }),
  },
  resolve: (parameters, shape) =>
    fieldOf({ ...resolveAttention(parameters, shape), ...resolveCenters(parameters, shape) }),
};
