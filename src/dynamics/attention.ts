/** Attention: CSA (causal, softmax), SA (full, softmax), USA (full, count), with any Q, K, V. */
import * as z from 'zod/mini';
import { matrixSchema, parameter } from '../core/parameter.ts';
import type { Shape } from '../core/state.ts';
import { type Matrix, transposeMultiply } from '../numerics/matrix.ts';
import { streams } from '../numerics/random.ts';
import { type AttentionFieldParameters, attentionField, attentionShares } from './attention-field.ts';
import type { DynamicsDefinition, Resolved } from './dynamics.ts';
import { type MatrixSpec, resolveMatrix } from './matrix-spec.ts';

export interface AttentionParameters {
  readonly beta: number;
  readonly query: MatrixSpec;
  readonly key: MatrixSpec;
  readonly value: MatrixSpec;
  readonly mask: 'causal' | 'full';
  readonly normalization: 'softmax' | 'count';
}

const matrixExpectation =
  'identity, a number (that multiple of the identity), a diagonal such as 1,.6,-.3, a matrix of d rows of d finite numbers, gaussian:SEED, or a file';

export const attentionParameters = {
  beta: parameter(z.number().check(z.minimum(0)), {
    symbol: 'β',
    description: 'inverse temperature β of the attention weights e^{β⟨Qx, Ky⟩}',
    expects: 'a finite number ≥ 0',
    insteadOfNegative:
      'for attention that prefers what is unlike, take −β and −Q, which have the same weights e^{β⟨Qx, Ky⟩}, as in --beta 1 --query -1.',
    placeholder: 'number',
  }),
  query: parameter(z._default(matrixSchema, 'identity'), {
    symbol: 'Q',
    description: 'query matrix Q',
    expects: matrixExpectation,
    placeholder: 'matrix',
    file: true,
    stack: true,
  }),
  key: parameter(z._default(matrixSchema, 'identity'), {
    symbol: 'K',
    description: 'key matrix K',
    expects: matrixExpectation,
    placeholder: 'matrix',
    file: true,
    stack: true,
  }),
  value: parameter(z._default(matrixSchema, 'identity'), {
    symbol: 'V',
    description: 'value matrix V',
    expects: matrixExpectation,
    placeholder: 'matrix',
    file: true,
    stack: true,
  }),
  mask: parameter(z._default(z.enum(['causal', 'full']), 'causal'), {
    description: 'causal: a token sees itself and its predecessors; full: every token',
    expects: 'causal or full',
    placeholder: 'name',
  }),
  normalization: parameter(z._default(z.enum(['softmax', 'count']), 'softmax'), {
    description: 'softmax: weights sum to 1 (CSA, SA); count: weights are divided by n (USA)',
    expects: 'softmax or count',
    placeholder: 'name',
  }),
} as const;

/** Q, K and V. */
export function resolveMatrices(
  { query, key, value }: Pick<AttentionParameters, 'query' | 'key' | 'value'>,
  { d }: Pick<Shape, 'd'>,
): { query: Matrix; key: Matrix; value: Matrix } {
  return {
    query: resolveMatrix(query, d, 'query', streams.query),
    key: resolveMatrix(key, d, 'key', streams.key),
    value: resolveMatrix(value, d, 'value', streams.value),
  };
}

/** Matrices and switches of attention, ready for the field; no frozen centers. */
export function resolveAttention(parameters: AttentionParameters, shape: Shape): AttentionFieldParameters {
  const { query, key, value } = resolveMatrices(parameters, shape);
  return {
    beta: parameters.beta,
    queryKey: transposeMultiply(query, key, shape.d),
    value,
    mask: parameters.mask,
    normalization: parameters.normalization,
    centers: new Float64Array(0),
    weights: new Float64Array(0),
  };
}

/** Attention with its matrices read, and its field. */
export function fieldOf(attention: AttentionFieldParameters): Resolved {
  return {
    attention,
    field: (shape) => attentionField(attention, shape),
    shares: (shape) => attentionShares(attention, shape),
  };
}

export const attention: DynamicsDefinition<AttentionParameters> = {
  kind: 'attention',
  title: 'self-attention on the sphere',
  equation: '\\dot x_k = P_{x_k}\\Big(\\tfrac1{Z_k}\\sum_{j\\in S_k} e^{\\beta\\langle Qx_k,Kx_j\\rangle} V x_j\\Big)',
  source: 'CSA: arXiv:2411.04990 §2; SA and USA: arXiv:2312.10794',
  parameters: attentionParameters,
  resolve: (parameters, shape) => fieldOf(resolveAttention(parameters, shape)),
};
