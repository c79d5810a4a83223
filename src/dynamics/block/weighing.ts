/** From scores to weights: a kernel φ, and what weights are divided by. */
import * as z from 'zod/mini';
import { invalid } from '../../core/errors.ts';
import { exp, log } from '../../numerics/elementary.ts';

/** φ: an increasing function of a score. */
type Kernel = 'exp' | 'sigmoid' | 'softplus' | 'hardmax';

export interface Weighing {
  /** φ; null for e^s, which is taken relative to the greatest score, and for hardmax. */
  readonly kernel: ((score: number) => number) | null;
  /** φ′; null where φ is. */
  readonly kernelSlope: ((score: number) => number) | null;
  /** β = ∞: the greatest scores share evenly. */
  readonly hard: boolean;
  /** sum: Z_k = Σ_j φ(s_kj). count: Z_k is n, whatever the mask. */
  readonly divide: 'sum' | 'count';
}

export type WeightingPart =
  | 'softmax'
  | 'count'
  | 'hardmax'
  | 'sigmoid'
  | 'softplus'
  | { readonly kernel?: Kernel | undefined; readonly divide?: 'sum' | 'count' | undefined }
  | ((score: number) => number);

const kernelNames = ['exp', 'sigmoid', 'softplus', 'hardmax'] as const;

export const weightingPart = z.union([
  z.enum(['softmax', 'count', 'hardmax', 'sigmoid', 'softplus']),
  z.strictObject({
    kernel: z.optional(z.enum(kernelNames)),
    divide: z.optional(z.enum(['sum', 'count'])),
  }),
]);

const kernels = {
  exp: null,
  hardmax: null,
  sigmoid: (s: number): number => 1 / (1 + exp(-s)),
  /** log(1 + e^s), where neither overflows. */
  softplus: (s: number): number => (s > 0 ? s + log(1 + exp(-s)) : log(1 + exp(s))),
} as const;

const slopes = {
  exp: null,
  hardmax: null,
  sigmoid: (s: number): number => kernels.sigmoid(s) * kernels.sigmoid(-s),
  softplus: kernels.sigmoid,
} as const;

export const softmax: Weighing = { kernel: null, kernelSlope: null, hard: false, divide: 'sum' };

/** @throws ParkadeError InvalidParameter for hardmax divided by n, whose weights have no sum to divide */
export function weighingOf(part: WeightingPart): Weighing {
  if (part === 'softmax') return softmax;
  if (part === 'count') return { ...softmax, divide: 'count' };
  if (typeof part === 'function') {
    const kernel = checked(part);
    return { kernel, kernelSlope: differences(kernel), hard: false, divide: 'sum' };
  }
  const { kernel = 'exp', divide = 'sum' } = typeof part === 'string' ? { kernel: part } : part;
  if (kernel === 'hardmax' && divide === 'count') {
    const came = 'came with hardmax, whose weights are shares already';
    throw invalid('weighting', 'be divided by n for kernels that have a sum', came, 'drop divide');
  }
  return { kernel: kernels[kernel], kernelSlope: slopes[kernel], hard: kernel === 'hardmax', divide };
}

/** A kernel of somebody's own, which has to be a number wherever it is asked. */
function checked(kernel: (score: number) => number): (score: number) => number {
  return (score) => {
    const weight = kernel(score);
    if (weight >= 0 && weight < Infinity) return weight;
    throw invalid('weighting', 'have a finite kernel φ ≥ 0', `φ(${score}) is ${weight}`, 'change the kernel');
  };
}

/** φ′ of a kernel of which only its values are known, to about 1e-10 of φ: enough for Newton's method. */
function differences(kernel: (score: number) => number): (score: number) => number {
  const step = 1e-5;
  return (score) => (kernel(score + step) - kernel(score - step)) / (2 * step);
}
