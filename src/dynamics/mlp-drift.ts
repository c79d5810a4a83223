/**
 * Attention with a perceptron beside it, as in a transformer block:
 *
 *   ẋ_k = P_{x_k}( A_k + g·(W₂ σ(W₁x_k + b₁) + b₂) ),   W₁ of width×d, W₂ of d×width.
 */
import { z } from 'zod';
import { ParkadeError, shown } from '../core/errors.ts';
import { parameter, seedNumber } from '../core/parameter.ts';
import { type Random, random, type Stream, streams } from '../core/random.ts';
import type { Shape, State } from '../core/state.ts';
import { type ActivationName, activations } from './activation.ts';
import { type AttentionParameters, attentionParameters, resolveMatrices } from './attention.ts';
import { attentionHead, fieldOnSphere, linearProjections } from './attention-head.ts';
import type { DynamicsDefinition } from './dynamics.ts';

/**
 * Rows, or a seeded Gaussian with independent entries N(0, scale²): unless given, scale is 1 for W₁, since tokens are unit vectors, and
 * 1/√width for W₂, so that W₁x and W₂σ are of order 1 whatever the widths.
 */
export type WeightSpec =
  | string
  | readonly (readonly number[])[]
  | { readonly gaussian: number; readonly scale?: number | undefined };

export interface MlpParameters extends AttentionParameters {
  readonly mlpWidth?: number | undefined;
  readonly activation: ActivationName;
  readonly mlpIn: WeightSpec;
  readonly mlpInBias: number | readonly number[];
  readonly mlpOut: WeightSpec;
  readonly mlpOutBias: number | readonly number[];
  readonly mlpGain: number;
}

const weightSchema = z.union([
  z.string().min(1),
  z.array(z.unknown()),
  z.strictObject({ gaussian: seedNumber, scale: z.number().positive().optional() }),
]);
const biasSchema = z.union([z.number(), z.array(z.number()).min(1)]);
const activationNames = Object.keys(activations) as [ActivationName, ...ActivationName[]];

const weights = (name: string, rows: string) =>
  parameter(weightSchema.default({ gaussian: 1 }), {
    description: `weights ${name} of the perceptron (mlp)`,
    expects: `gaussian:SEED, ${rows}, or a file`,
    placeholder: 'matrix',
    file: true,
  });
const biases = (name: string) =>
  parameter(biasSchema.default(0), {
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
    mlpWidth: parameter(z.int().min(1).max(100_000).optional(), {
      description: 'neurons of the perceptron (4d, unless its weights are given) (mlp)',
      expects: 'a whole number from 1 to 100000',
      placeholder: 'count',
    }),
    activation: parameter(z.enum(activationNames).default('gelu'), {
      description: `activation σ of the perceptron: ${activationNames.join(', ')} (mlp)`,
      expects: `one of ${activationNames.join(', ')}`,
      placeholder: 'name',
    }),
    mlpIn: weights('W₁', 'rows of d finite numbers, one a neuron'),
    mlpInBias: biases('b₁'),
    mlpOut: weights('W₂', 'd rows of finite numbers, one number a neuron'),
    mlpOutBias: biases('b₂'),
    mlpGain: parameter(z.number().default(1), {
      description: 'factor g of what the perceptron adds (mlp)',
      expects: 'a finite number',
      placeholder: 'number',
    }),
  },
  label: ({ activation, mlpGain }) => `${activation} perceptron${mlpGain === 1 ? '' : `, gain ${mlpGain}`}`,
  validate(parameters, shape) {
    resolveMatrices(parameters, shape);
    resolvePerceptron(parameters, shape);
  },
  field(parameters, shape) {
    const { beta, mask, normalization, mlpGain } = parameters;
    const { d } = shape;
    const { query, key, value } = resolveMatrices(parameters, shape);
    const head = attentionHead(linearProjections(beta, query, key, shape), { value, mask, normalization }, shape);
    const perceptron = perceptronOf(parameters, shape);
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
  },
};

/** out ← W₂ σ(W₁x + b₁) + b₂. */
function perceptronOf(parameters: MlpParameters, shape: Shape): (x: State, offset: number, out: Float64Array) => void {
  const { width, w1, b1, w2, b2 } = resolvePerceptron(parameters, shape);
  const sigma = activations[parameters.activation];
  const { d } = shape;
  const hidden = new Float64Array(width);
  return (x, offset, out) => {
    for (let m = 0; m < width; m++) {
      let sum = b1[m];
      for (let i = 0; i < d; i++) sum += w1[m * d + i] * x[offset + i];
      hidden[m] = sigma(sum);
    }
    for (let i = 0; i < d; i++) {
      let sum = b2[i];
      for (let m = 0; m < width; m++) sum += w2[i * width + m] * hidden[m];
      out[i] = sum;
    }
  };
}

function resolvePerceptron(parameters: MlpParameters, { d }: Shape) {
  const { mlpIn, mlpInBias, mlpOut, mlpOutBias, mlpWidth } = parameters;
  const given = Array.isArray(mlpIn) ? mlpIn.length : Array.isArray(mlpOut) ? lengthOf(mlpOut[0]) : undefined;
  const width = mlpWidth ?? given ?? 4 * d;
  return {
    width,
    w1: resolveWeights(mlpIn, width, d, 1, 'mlpIn', streams.mlpIn),
    b1: resolveBiases(mlpInBias, width, 'mlpInBias'),
    w2: resolveWeights(mlpOut, d, width, 1 / Math.sqrt(width), 'mlpOut', streams.mlpOut),
    b2: resolveBiases(mlpOutBias, d, 'mlpOutBias'),
  };
}

function lengthOf(row: unknown): number | undefined {
  return Array.isArray(row) ? row.length : undefined;
}

function resolveWeights(
  spec: WeightSpec,
  rows: number,
  columns: number,
  usualScale: number,
  name: string,
  stream: Stream,
): Float64Array {
  if (typeof spec === 'object' && 'gaussian' in spec) {
    return gaussianWeights(random(spec.gaussian, stream), rows, columns, spec.scale ?? usualScale);
  }
  const list: unknown = spec;
  const isRow = (row: unknown) => Array.isArray(row) && row.length === columns && row.every(Number.isFinite);
  if (Array.isArray(list) && list.length === rows && list.every(isRow)) return Float64Array.from(list.flat());
  throw new ParkadeError(
    'InvalidParameter',
    `"${name}" should be gaussian:SEED or ${rows} rows of ${columns} finite numbers, as the dimension and the width of the perceptron ask, but came as ${shown(spec)}; change it or mlpWidth.`,
  );
}

function gaussianWeights(source: Random, rows: number, columns: number, scale: number): Float64Array {
  const weights = new Float64Array(rows * columns);
  const row = new Float64Array(columns);
  for (let m = 0; m < rows; m++) {
    source.normals(m, 0, row, columns);
    for (let i = 0; i < columns; i++) weights[m * columns + i] = scale * row[i];
  }
  return weights;
}

function resolveBiases(spec: number | readonly number[], count: number, name: string): Float64Array {
  if (typeof spec === 'number') return new Float64Array(count).fill(spec);
  if (spec.length === count) return Float64Array.from(spec);
  throw new ParkadeError(
    'InvalidParameter',
    `"${name}" should be one number or ${count}, but ${spec.length} came; give one number, or as many as it takes.`,
  );
}
