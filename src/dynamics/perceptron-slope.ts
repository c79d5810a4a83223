/** How a perceptron turns with what it is given: what implicit steps ask of it. */
import type { State } from '../core/state.ts';
import { exp } from '../numerics/elementary.ts';
import { type ActivationName, activations, SQRT_2_OVER_PI, tanh } from './activation.ts';
import type { Perceptron } from './perceptron.ts';

/** Derivatives of activations. */
const activationSlopes: Readonly<Record<ActivationName, (x: number) => number>> = {
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

/** slope ← the derivative of the perceptron at x, d×d. */
export function perceptronSlope({ activation, width, w1, b1, w2, gate }: Perceptron, d: number) {
  const [sigma, bend] = [activations[activation], activationSlopes[activation]];
  const row = new Float64Array(d);
  return (x: State, slope: Float64Array): void => {
    slope.fill(0);
    for (let m = 0; m < width; m++) {
      let sum = b1[m];
      let open = gate === null ? 1 : 0;
      for (let i = 0; i < d; i++) {
        sum += w1[m * d + i] * x[i];
        if (gate) open += gate[m * d + i] * x[i];
      }
      const turn = bend(sum) * open;
      const value = gate ? sigma(sum) : 0;
      for (let i = 0; i < d; i++) row[i] = turn * w1[m * d + i] + (gate ? value * gate[m * d + i] : 0);
      for (let i = 0; i < d; i++) {
        const weight = w2[i * width + m];
        for (let j = 0; j < d; j++) slope[i * d + j] += weight * row[j];
      }
    }
  };
}
