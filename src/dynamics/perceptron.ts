/**
 * A layer of neurons and a linear one behind it: W₂ a(W₁u + b₁) + b₂, W₁ of width×d, W₂ of d×width; where it is gated,
 * a(W₁u + b₁) is multiplied by Gu, entry by entry (arXiv:2002.05202).
 */
import * as z from 'zod/mini';
import { invalid, quoted } from '../core/errors.ts';
import { seedNumber, wordSchema } from '../core/parameter.ts';
import type { Shape, State } from '../core/state.ts';
import { type Random, random, type Stream, streams } from '../numerics/random.ts';
import { type ActivationName, activations } from './activation.ts';

/**
 * Rows, or a seeded Gaussian with independent entries N(0, scale²): by default scale is 1 for W₁ and G, since tokens
 * are unit vectors, and 1/√width for W₂, so that W₁u and W₂a are of order 1 whatever the widths.
 */
export type WeightSpec =
  | string
  | readonly (readonly number[])[]
  | { readonly gaussian: number; readonly scale?: number | undefined; readonly draw?: number | undefined };
export type BiasSpec = number | readonly number[];

export const weightSchema = z.union([
  wordSchema,
  z.array(z.unknown()),
  z.strictObject({
    gaussian: seedNumber,
    scale: z.optional(z.number().check(z.positive())),
    draw: z.optional(z.int().check(z.minimum(0), z.maximum(1e9))),
  }),
]);
export const biasSchema = z.union([z.number(), z.array(z.number()).check(z.minLength(1))]);

/** Weights and biases as a specification has them. */
export interface PerceptronSpec {
  readonly width?: number | undefined;
  readonly activation: ActivationName;
  readonly in: WeightSpec;
  readonly inBias: BiasSpec;
  readonly out: WeightSpec;
  readonly outBias: BiasSpec;
  /** G; null for none. */
  readonly gate: WeightSpec | null;
}

/** Weights and biases as numbers. */
export interface Perceptron {
  readonly activation: ActivationName;
  readonly width: number;
  readonly w1: Float64Array;
  readonly b1: Float64Array;
  readonly w2: Float64Array;
  readonly b2: Float64Array;
  readonly gate: Float64Array | null;
}

type PerceptronMap = (x: State, offset: number, out: Float64Array) => void;

/** out ← W₂ a(W₁u + b₁) + b₂. */
export function perceptronOf({ activation, width, w1, b1, w2, b2, gate }: Perceptron): PerceptronMap {
  const sigma = activations[activation];
  const d = b2.length;
  const hidden = new Float64Array(width);
  return (x, offset, out) => {
    for (let m = 0; m < width; m++) {
      let sum = b1[m];
      for (let i = 0; i < d; i++) sum += w1[m * d + i] * x[offset + i];
      hidden[m] = sigma(sum);
      if (gate === null) continue;
      let open = 0;
      for (let i = 0; i < d; i++) open += gate[m * d + i] * x[offset + i];
      hidden[m] *= open;
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
 *
 * @param named how sentences call them, such as mlpIn for `in`
 * @throws ParkadeError InvalidParameter where they do not fit together
 */
export function resolvePerceptron(
  spec: PerceptronSpec,
  { d }: Pick<Shape, 'd'>,
  named: (part: string) => string,
): Perceptron {
  const { activation, in: entry, out, gate } = spec;
  const given = Array.isArray(entry) ? entry.length : Array.isArray(out) ? lengthOf(out[0]) : undefined;
  const width = spec.width ?? given ?? 4 * d;
  const inward = (weights: WeightSpec, part: string, stream: Stream) =>
    resolveWeights(weights, width, d, 1, named(part), stream);
  return {
    ...{ activation, width },
    w1: inward(entry, 'in', streams.mlpIn),
    b1: resolveBiases(spec.inBias, width, named('inBias')),
    w2: resolveWeights(out, d, width, 1 / Math.sqrt(width), named('out'), streams.mlpOut),
    b2: resolveBiases(spec.outBias, d, named('outBias')),
    gate: gate === null ? null : inward(gate, 'gate', streams.mlpGate),
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
    const { gaussian, scale = usualScale, draw = 0 } = spec;
    return gaussianWeights(random(gaussian, stream), { rows, columns, scale, draw });
  }
  const list: unknown = spec;
  const isRow = (row: unknown) => Array.isArray(row) && row.length === columns && row.every(Number.isFinite);
  if (Array.isArray(list) && list.length === rows && list.every(isRow)) return Float64Array.from(list.flat());
  throw invalid(
    name,
    `be gaussian:SEED or ${rows} rows of ${columns} finite numbers, as the dimension and the width of the perceptron ask`,
    `came as ${quoted(spec)}`,
    'change it or the width',
  );
}

interface GaussianShape {
  readonly rows: number;
  readonly columns: number;
  readonly scale: number;
  /** Which of the many under one seed. */
  readonly draw: number;
}

export function gaussianWeights(source: Random, { rows, columns, scale, draw }: GaussianShape): Float64Array {
  const weights = new Float64Array(rows * columns);
  const row = new Float64Array(columns);
  for (let m = 0; m < rows; m++) {
    source.normals(draw * rows + m, 0, row, columns);
    for (let i = 0; i < columns; i++) weights[m * columns + i] = scale * row[i];
  }
  return weights;
}

function resolveBiases(spec: BiasSpec, count: number, name: string): Float64Array {
  if (typeof spec === 'number') return new Float64Array(count).fill(spec);
  if (spec.length === count) return Float64Array.from(spec);
  throw invalid(name, `be one number or ${count}`, `${spec.length} came`, 'give one number, or as many as it takes');
}
