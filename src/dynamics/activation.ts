/** Activation functions of a layer of neurons, in portable arithmetic. */
import { exp } from '../numerics/elementary.ts';

/** tanh x, to 2e-16 of its range. */
export function tanh(x: number): number {
  const size = 1 - 2 / (exp(2 * Math.abs(x)) + 1);
  return x < 0 ? -size : size;
}

export const SQRT_2_OVER_PI = 0.7978845608028654;

/** relu, gelu in its tanh form (arXiv:1606.08415, §2), tanh, silu: x/(1 + e^{−x}) (arXiv:1606.08415, §4). */
export const activations = {
  relu: (x: number): number => (x > 0 ? x : 0),
  gelu: (x: number): number => 0.5 * x * (1 + tanh(SQRT_2_OVER_PI * (x + 0.044715 * x * x * x))),
  tanh,
  silu: (x: number): number => x / (1 + exp(-x)),
} as const satisfies Record<string, (x: number) => number>;

export type ActivationName = keyof typeof activations;
