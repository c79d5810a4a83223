/**
 * Attention without any normalisation of tokens, in R^d, and the same seen from coordinates that grow with it:
 *
 *   plain      ẋ_i = Σ_j P_ij V x_j,           P_ij ∝ e^{β⟨Qx_i, Kx_j⟩}
 *   rescaled   ż_i = Σ_j P_ij V (z_j − z_i),   P_ij ∝ e^{β⟨Qe^{tV}z_i, Ke^{tV}z_j⟩},   z_i = e^{−tV} x_i
 */
import * as z from 'zod/mini';
import { parameter } from '../core/parameter.ts';
import type { Shape, State, VectorField } from '../core/state.ts';
import { type Matrix, multiplyVector } from '../numerics/matrix.ts';
import { matrixExponential } from '../numerics/matrix-exponential.ts';
import { type AttentionParameters, attentionParameters, resolveMatrices } from './attention.ts';
import { attentionHead, type Head, linearProjections, type Projections, sharesOf } from './attention-head.ts';
import { composed } from './block/composed.ts';
import { maskOf } from './block/mask.ts';
import { normOf } from './block/norm.ts';
import type { DynamicsDefinition } from './dynamics.ts';
import { initialRadius } from './euclidean.ts';

export interface UnnormalizedParameters extends Omit<AttentionParameters, 'normalization'> {
  readonly picture: 'plain' | 'rescaled';
  readonly initialRadius: number;
}

const { normalization: _softmaxOnly, ...matricesAndMask } = attentionParameters;

export const unnormalized: DynamicsDefinition<UnnormalizedParameters> = {
  kind: 'unnormalized',
  title: 'attention without normalisation of tokens, in R^d',
  equation: '\\dot x_i = \\sum_j P_{ij} V x_j,\\quad \\dot z_i = \\sum_j P_{ij} V (z_j - z_i),\\ z_i = e^{-tV}x_i',
  source: 'arXiv:2305.05465',
  parameters: {
    ...matricesAndMask,
    picture: parameter(z._default(z.enum(['plain', 'rescaled']), 'plain'), {
      description: 'plain: tokens x; rescaled: z = e^{−tV}x, which stay bounded for V = I (unnormalized)',
      expects: 'plain or rescaled',
      placeholder: 'name',
    }),
    initialRadius,
  },
  space: () => 'euclidean',
  label: ({ picture }) => (picture === 'plain' ? 'no normalisation' : 'no normalisation, rescaled'),
  resolve(parameters, { d }) {
    const { beta, mask, picture } = parameters;
    const matrices = resolveMatrices(parameters, { d });
    if (picture === 'plain') return composed({ beta, mask, heads: [matrices], norm: normOf('none', { d }) });
    const headOf = (shape: Shape) => rescaledHead(parameters, matrices, shape);
    return { field: (shape) => rescaledField(headOf(shape), shape), shares: (shape) => sharesOf(headOf(shape)) };
  },
};

function rescaledHead(
  { beta, mask }: UnnormalizedParameters,
  { query, key, value }: ReturnType<typeof resolveMatrices>,
  shape: Shape,
): Head {
  const project = afterGrowth(linearProjections(beta, query, key, shape), value, shape);
  return attentionHead(project, { value, mask: maskOf(mask, shape.n) }, shape);
}

function rescaledField(head: Head, { n, d }: Shape): VectorField {
  const row = new Float64Array(d);
  return (t, x, out) => {
    head.place(t, x);
    for (let i = 0; i < n; i++) {
      head.attend(i);
      head.shift(row);
      out.set(row, i * d);
    }
  };
}

/** Queries and keys of e^{tV}z. */
function afterGrowth(project: Projections, value: Matrix, { n, d }: Shape): Projections {
  const exponential = matrixExponential(value, d);
  const growth = new Float64Array(d * d);
  const grown: State = new Float64Array(n * d);
  const row = new Float64Array(d);
  return (t, x, queries, keys) => {
    exponential(t, growth);
    for (let i = 0; i < n; i++) {
      multiplyVector(growth, x, i * d, row, d);
      grown.set(row, i * d);
    }
    project(t, grown, queries, keys);
  };
}
