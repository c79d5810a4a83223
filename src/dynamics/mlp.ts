/**
 * Attention with a perceptron beside it, as in a transformer block:
 *
 *   ẋ_k = P_{x_k}( A_k + g·(W₂ σ(W₁x_k + b₁) + b₂) ),   W₁ of width×d, W₂ of d×width.
 */
import * as z from 'zod/mini';
import { parameter } from '../core/parameter.ts';
import { type ActivationName, activations } from './activation.ts';
import { type AttentionParameters, attentionParameters, resolveMatrices } from './attention.ts';
import { composed } from './block/composed.ts';
import { weighingOf } from './block/weighing.ts';
import type { DynamicsDefinition } from './dynamics.ts';
import {
  type BiasSpec,
  biasSchema,
  type PerceptronSpec,
  resolvePerceptron,
  type WeightSpec,
  weightSchema,
} from './perceptron.ts';

export interface MlpParameters extends AttentionParameters {
  readonly mlpWidth?: number | undefined;
  readonly activation: ActivationName;
  readonly mlpIn: WeightSpec;
  readonly mlpInBias: BiasSpec;
  readonly mlpOut: WeightSpec;
  readonly mlpOutBias: BiasSpec;
  readonly mlpGain: number;
}

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
  resolve(parameters, { d }) {
    const { beta, mask, normalization, mlpGain: gain } = parameters;
    return composed({
      ...{ beta, mask, weighing: weighingOf(normalization) },
      heads: [resolveMatrices(parameters, { d })],
      mlp: { perceptron: resolvePerceptron(perceptronSpec(parameters), { d }, longName), gain },
    });
  },
};

function perceptronSpec(parameters: MlpParameters): PerceptronSpec {
  const { mlpWidth: width, activation, mlpIn, mlpInBias, mlpOut, mlpOutBias } = parameters;
  return { width, activation, in: mlpIn, inBias: mlpInBias, out: mlpOut, outBias: mlpOutBias, gate: null };
}

/** mlpInBias for inBias. */
function longName(part: string): string {
  return `mlp${part[0].toUpperCase()}${part.slice(1)}`;
}
