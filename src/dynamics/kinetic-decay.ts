/**
 * The model of causal kinetic theory: weights that are not normalised, a token that does not see itself, and a memory
 * that fades,
 *
 *   ẋ_k = (β/𝒵_k) P_{x_k} Σ_{j∈S_k, j≠k} e^{−λ|k − j|/n} e^{β⟨Qx_k, Kx_j⟩} V x_j,   𝒵_k = Σ_{j∈S_k, j≠k} e^{−λ|k
 *   − j|/n},
 *
 * on the circle with Q = K = V = I: θ̇_k = 𝒵_k^{−1} Σ_{j<k} e^{−λ(k − j)/n} w′(θ_k − θ_j) with w = e^{β cos}. The first
 * token stands still. Weights overflow once β⟨Qx, Ky⟩ passes 709.
 */

import type { AttentionShares, Shape, State, VectorField } from '../core/state.ts';
import { exp } from '../numerics/elementary.ts';
import { multiplyVector } from '../numerics/matrix.ts';
import { type AttentionParameters, attentionParameters, resolveMatrices } from './attention.ts';
import { attentionHead, fieldOnSphere, linearProjections } from './attention-head.ts';
import { maskOf } from './block/mask.ts';
import type { DynamicsDefinition } from './dynamics.ts';
import { decay } from './positional-bias.ts';

export interface KineticDecayParameters extends Omit<AttentionParameters, 'normalization'> {
  readonly decay: number;
}

const { normalization: _unnormalized, ...matricesAndMask } = attentionParameters;

export const kineticDecay: DynamicsDefinition<KineticDecayParameters> = {
  kind: 'kinetic-decay',
  title: 'unnormalised attention to others with a fading memory',
  equation:
    '\\dot x_k = \\tfrac{\\beta}{\\mathcal Z_k} P_{x_k}\\sum_{j\\ne k} e^{-\\lambda|k-j|/n} e^{\\beta\\langle Qx_k,Kx_j\\rangle} V x_j',
  source: 'arXiv:2605.09213',
  parameters: { ...matricesAndMask, decay },
  label: ({ decay }) => `kinetic decay, λ = ${decay}`,
  resolve(parameters, shape) {
    const matrices = resolveMatrices(parameters, shape);
    return {
      field: (tokens) => decayingField(parameters, matrices, tokens),
      shares: (tokens) => decayingShares(parameters, matrices, tokens),
    };
  },
};

/** Those of a head whose scores fade, without the token itself. */
function decayingShares(
  { beta, mask, decay }: KineticDecayParameters,
  { query, key, value }: ReturnType<typeof resolveMatrices>,
  shape: Shape,
): AttentionShares {
  const bias = (k: number, j: number) => (k === j ? -Infinity : (-decay * Math.abs(k - j)) / shape.n);
  const options = { value, mask: maskOf(mask, shape.n), bias };
  const head = attentionHead(linearProjections(beta, query, key, shape), options, shape);
  return (t, x, k, out) => {
    head.place(t, x);
    head.attend(k);
    head.shares(out);
    if (!(out[k] < 1)) out.fill(0);
  };
}

function decayingField(
  { beta, mask, decay }: KineticDecayParameters,
  { query, key, value }: ReturnType<typeof resolveMatrices>,
  shape: Shape,
): VectorField {
  const { n, d } = shape;
  const project = linearProjections(beta, query, key, shape);
  const queries = new Float64Array(n * d);
  const keys = new Float64Array(n * d);
  const sum = new Float64Array(d);
  let x: State = new Float64Array(0);
  const place = (t: number, tokens: State): void => {
    x = tokens;
    project(t, x, queries, keys);
  };
  return fieldOnSphere(shape, place, (k, _t, y) => {
    const seen = mask === 'causal' ? k + 1 : n;
    let z = 0;
    sum.fill(0);
    for (let j = 0; j < seen; j++) {
      if (j === k) continue;
      let score = 0;
      for (let i = 0; i < d; i++) score += queries[k * d + i] * keys[j * d + i];
      const memory = exp((-decay * Math.abs(k - j)) / n);
      const weight = memory * exp(score);
      z += memory;
      for (let i = 0; i < d; i++) sum[i] += weight * x[j * d + i];
    }
    multiplyVector(value, sum, 0, y, d);
    const factor = z > 0 ? beta / z : 0;
    for (let i = 0; i < d; i++) y[i] *= factor;
  });
}
