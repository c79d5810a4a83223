/**
 * Attention with a perceptron beside it, as in a transformer block:
 *
 *   ẋ_k = P_{x_k}( A_k + g·(W₂ σ(W₁x_k + b₁) + b₂) ),   W₁ of width×d, W₂ of d×width.
 */
import * as z from 'zod/mini';
import { parameter, seedNumber, wordSchema } from '../core/parameter.ts';
import type { Shape, State, VectorField } from '../core/state.ts';
import { type ActivationName, activations } from './activation.ts';
import { type AttentionParameters, attentionParameters, resolveMatrices } from './attention.ts';
import { attentionHead, fieldOnSphere, linearProjections, sharesOf } from './attention-head.ts';
import type { DynamicsDefinition } from './dynamics.ts';
import { type Perceptron, type PerceptronParameters, perceptronOf, resolvePerceptron } from './perceptron.ts';

export interface MlpParameters extends AttentionParameters, PerceptronParameters {
  readonly mlpGain: number;
}

const weightSchema = z.union([
  wordSchema,
  z.array(z.unknown()),
  z.strictObject({ gaussian: seedNumber, scale: z.optional(z.number().check(z.positive())) }),
]);
const biasSchema = z.union([z.number(), z.array(z.number()).check(z.minLength(1))]);
const activationNames = Object.keys(activations) as [ActivationName, ...ActivationName[]];

const weights = (name: string, rows: string) =>
  parameter(z._default(weightSchema, { gaussian: 1 }), {
    symbol: name,
    description: `weights ${name} of the perceptron (mlp)`,
    expects: `gaussian:SEED, ${rows}, or a file`,
    placeholder: 'matrix',
    file: true,
  });
const biases = (name: string) =>
  parameter(z._default(biasSchema, 0), {
    symbol: name,
    description: `biases ${name} of the perceptron, one number for all or one each (mlp)`,
    expects: 'a finite number, or a list of them',
    placeholder: 'list',
  });

export const mlpDrift: DynamicsDefinition<MlpParameters> = {
  kind: 'mlp',
  title: 'attention and a perceptron',
  equation: '\\dot x_k = P_{x_k}\\big(A_k + g\\,(W_2\\,\\sigma(W_1x_k+b_1)+b_2)\\big)',
  source: 'a transformer block with tied weights; such drifts: arXiv:2601.21366',
  parameters: {
    ...attentionParameters,
    mlpWidth: parameter(z.optional(z.int().check(z.minimum(1), z.maximum(100_000))), {
      description: 'neurons of the perceptron (default: as its weights have them, or 4d) (mlp)',
      expects: 'a whole number from 1 to 100000',
      placeholder: 'count',
    }),
    activation: parameter(z._default(z.enum(activationNames), 'gelu'), {
      symbol: 'σ',
      description: `activation σ of the perceptron: ${activationNames.join(', ')} (mlp)`,
      expects: `one of ${activationNames.join(', ')}`,
      placeholder: 'name',
    }),
    mlpIn: weights('W₁', 'rows of d finite numbers, one a neuron'),
    mlpInBias: biases('b₁'),
    mlpOut: weights('W₂', 'd rows of finite numbers, one number a neuron'),
    mlpOutBias: biases('b₂'),
    mlpGain: parameter(z._default(z.number(), 1), {
      symbol: 'g',
      description: 'factor g of what the perceptron adds (mlp)',
      expects: 'a finite number',
      placeholder: 'number',
    }),
  },
  label: ({ activation, mlpGain }) => `${activation} perceptron${mlpGain === 1 ? '' : `, gain ${mlpGain}`}`,
  resolve(parameters, shape) {
    const matrices = resolveMatrices(parameters, shape);
    const perceptron = resolvePerceptron(parameters, shape);
    return {
      field: (tokens) => driftingField(parameters, matrices, perceptron, tokens),
      shares: (tokens) => sharesOf(headOf(parameters, matrices, tokens)),
    };
  },
};

function headOf(
  { beta, mask, normalization }: MlpParameters,
  { query, key, value }: ReturnType<typeof resolveMatrices>,
  shape: Shape,
) {
  return attentionHead(linearProjections(beta, query, key, shape), { value, mask, normalization }, shape);
}

function driftingField(
  parameters: MlpParameters,
  matrices: ReturnType<typeof resolveMatrices>,
  weights: Perceptron,
  shape: Shape,
): VectorField {
  const { d } = shape;
  const { mlpGain, activation } = parameters;
  const head = headOf(parameters, matrices, shape);
  const perceptron = perceptronOf(weights, activation);
  const drift = new Float64Array(d);
  let x: State = new Float64Array(0);
  const place = (t: number, tokens: State): void => {
    x = tokens;
    head.place(t, x);
  };
  return fieldOnSphere(shape, place, (k, _t, y) => {
    head.attend(k);
    head.pull(y);
    perceptron(x, k * d, drift);
    for (let i = 0; i < d; i++) y[i] += mlpGain * drift[i];
  });
}
