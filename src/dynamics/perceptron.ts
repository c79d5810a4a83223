/** A layer of neurons and a linear one behind it: W₂ σ(W₁x + b₁) + b₂, W₁ of width×d, W₂ of d×width. */
import { invalid, quoted } from '../core/errors.ts';
import type { Shape, State } from '../core/state.ts';
import { type Random, random, type Stream, streams } from '../numerics/random.ts';
import { type ActivationName, activations } from './activation.ts';

/**
 * Rows, or a seeded Gaussian with independent entries N(0, scale²): by default scale is 1 for W₁, since tokens are
 * unit vectors, and 1/√width for W₂, so that W₁x and W₂σ are of order 1 whatever the widths.
 */
type WeightSpec =
  | string
  | readonly (readonly number[])[]
  | { readonly gaussian: number; readonly scale?: number | undefined };

export interface PerceptronParameters {
  readonly mlpWidth?: number | undefined;
  readonly activation: ActivationName;
  readonly mlpIn: WeightSpec;
  readonly mlpInBias: number | readonly number[];
  readonly mlpOut: WeightSpec;
  readonly mlpOutBias: number | readonly number[];
}

/** Weights and biases as numbers. */
export interface Perceptron {
  readonly width: number;
  readonly w1: Float64Array;
  readonly b1: Float64Array;
  readonly w2: Float64Array;
  readonly b2: Float64Array;
}

type PerceptronMap = (x: State, offset: number, out: Float64Array) => void;

/** out ← W₂ σ(W₁x + b₁) + b₂. */
export function perceptronOf({ width, w1, b1, w2, b2 }: Perceptron, activation: ActivationName): PerceptronMap {
  const sigma = activations[activation];
  const d = b2.length;
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

/**
 * Weights and biases as numbers.
 * @throws ParkadeError InvalidParameter where they do not fit together
 */
export function resolvePerceptron(parameters: PerceptronParameters, { d }: Shape): Perceptron {
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
  throw invalid(
    name,
    `be gaussian:SEED or ${rows} rows of ${columns} finite numbers, as the dimension and the width of the perceptron ask`,
    `came as ${quoted(spec)}`,
    'change it or mlpWidth',
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
  throw invalid(name, `be one number or ${count}`, `${spec.length} came`, 'give one number, or as many as it takes');
}
