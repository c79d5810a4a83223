/** Activation functions of a layer of neurons, in portable arithmetic. */
import { exp } from '../numerics/elementary.ts';

/** tanh x, to 2e-16 of its range. */
function tanh(x: number): number {
  const size = 1 - 2 / (exp(2 * Math.abs(x)) + 1);
  return x < 0 ? -size : size;
}

const SQRT_2_OVER_PI = 0.7978845608028654;

/** relu, gelu in its tanh form (arXiv:1606.08415, §2), tanh, silu: x/(1 + e^{−x}) (arXiv:1606.08415, §4). */
export const activations = {
  relu: (x: number): number => (x > 0 ? x : 0),
  gelu: (x: number): number => 0.5 * x * (1 + tanh(SQRT_2_OVER_PI * (x + 0.044715 * x * x * x))),
  tanh,
  silu: (x: number): number => x / (1 + exp(-x)),
} as const satisfies Record<string, (x: number) => number>;

/** Their derivatives. */
export const activationSlopes: Readonly<Record<ActivationName, (x: number) => number>> = {
  relu: (x) => (x > 0 ? 1 : 0),
  gelu(x) {
    const t = tanh(SQRT_2_OVER_PI * (x + 0.044715 * x * x * x));
    return 0.5 * (1 + t) + 0.5 * x * (1 - t * t) * SQRT_2_OVER_PI * (1 + 3 * 0.044715 * x * x);
  },
  tanh(x) {
    const t = tanh(x);
    return 1 - t * t;
  },
  silu(x) {
    const share = 1 / (1 + exp(-x));
    return share * (1 + x * (1 - share));
  },
};

export type ActivationName = keyof typeof activations;
