/** Initial tokens on or near a set of lower dimension than the sphere's. */
import type { State } from '../../core/state.ts';
import { initialRegistry } from '../../initial/index.ts';
import { normalizeRow } from '../../numerics/sphere.ts';

/**
 * value: uniform tokens, and V = diag(1, …, 1, μ, …, μ) with d₁ ones, which draws them to the S^{d₁−1} of the first
 * coordinates; `amount` is μ. thin: uniform tokens whose last d − d₁ coordinates are multiplied by `amount` before
 * they are made unit vectors again, V = I. caps: a mixture of von Mises and Fisher's laws around ±e_1, …, ±e_d of
 * standard deviation `amount` in each direction (κ = amount^{−2}), V = I; points, so d₁ = 1.
 */
export type Family = 'value' | 'thin' | 'caps';

export interface ThinSet {
  readonly family: Family;
  readonly dimension: number;
  /** d₁: tokens are drawn to an S^{d₁−1}. */
  readonly effective: number;
  readonly amount: number;
}

export function tokensNear({ family, dimension, effective, amount }: ThinSet, n: number, seed: number): State {
  const shape = { n, d: dimension };
  if (family === 'caps') {
    const parameters = { directions: axes(dimension), concentration: 1 / (amount * amount) };
    return initialRegistry['von-mises-fisher'].sample(parameters, shape, seed);
  }
  const x = initialRegistry.uniform.sample({}, shape, seed);
  if (family === 'value') return x;
  for (let k = 0; k < n; k++) {
    for (let i = effective; i < dimension; i++) x[k * dimension + i] *= amount;
    normalizeRow(x, x, k * dimension, dimension);
  }
  return x;
}

/** The diagonal of V. */
export function valueDiagonal({ family, dimension, effective, amount }: ThinSet): number[] {
  return Array.from({ length: dimension }, (_, i) => (family === 'value' && i >= effective ? amount : 1));
}

/** The first `effective` coordinates, as unit vectors: the tokens as the set sees them, [n, effective]. */
export function projected(x: State, n: number, { dimension, effective }: ThinSet): State {
  const out = new Float64Array(n * effective);
  for (let k = 0; k < n; k++) {
    for (let i = 0; i < effective; i++) out[k * effective + i] = x[k * dimension + i];
    normalizeRow(out, out, k * effective, effective);
  }
  return out;
}

function axes(d: number): number[][] {
  return Array.from({ length: 2 * d }, (_, i) =>
    Array.from({ length: d }, (_, c) => (c === i >> 1 ? (i % 2 === 0 ? 1 : -1) : 0)),
  );
}
