/** How long two tokens of causal attention with Q = K = V = I need, in closed form and by quadrature. */
import { exponentialIntegral } from './numeric.ts';

/** Nodes and weights of Gauss–Legendre on [−1, 1] with 8 points, the positive half. */
const NODES = [0.1834346424956498, 0.525532409916329, 0.7966664774136267, 0.9602898564975363];
const WEIGHTS = [0.3626837833783619, 0.3137066458778873, 0.2223810344533744, 0.1012285362903762];
const PANELS = 4000;

/**
 * A primitive of the time as a function of u = ⟨x₁, x₂⟩, for u̇ = (1 − u²)/(1 + e^{β(1−u)}):
 * G(u) = ½ ln((1+u)/(1−u)) − ½ Ei(β(1−u)) + ½ e^{2β} Ei(−β(1+u)). Its terms cancel, and overflow from β = 355 on.
 */
export function clockOf(beta: number): (u: number) => number {
  return (u) =>
    0.5 * Math.log((1 + u) / (1 - u)) -
    0.5 * exponentialIntegral(beta * (1 - u)) +
    0.5 * Math.exp(2 * beta) * exponentialIntegral(-beta * (1 + u));
}

export interface LogTime {
  /** The time is factor·e^{exponent}. */
  readonly factor: number;
  readonly exponent: number;
}

/**
 * The time from the angle θ₀ to ⟨x₁, x₂⟩ = u, T = ∫ (1 + e^{βv})/(v(2 − v)) dv over v = 1 − cos θ from 1 − u to 1 − cos θ₀, with
 * exponents relative to the largest.
 */
export function timeBetween(beta: number, theta: number, u: number): LogTime {
  const from = 1 - u;
  const to = 2 * Math.sin(theta / 2) ** 2;
  const exponent = beta * to;
  const half = (to - from) / (2 * PANELS);
  let sum = 0;
  for (let panel = 0; panel < PANELS; panel++) {
    const middle = from + (2 * panel + 1) * half;
    for (const [i, node] of NODES.entries()) {
      for (const v of [middle - node * half, middle + node * half]) {
        sum += (WEIGHTS[i] * half * (Math.exp(-exponent) + Math.exp(beta * (v - to)))) / (v * (2 - v));
      }
    }
  }
  return { factor: sum, exponent };
}
