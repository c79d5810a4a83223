/**
 * Theorem 5.2 of arXiv:2411.04990: on the circle with Q = K = V = I, frozen centers that are far enough apart capture
 * every token. Its two conditions, as the proof needs them and as printed, and the window of c, β and N that suffices
 * for both (Appendix B, remark).
 */

import { demand } from '../numerics/domain.ts';
import { cos, exp, log, PI, sin } from '../numerics/elementary.ts';

/** Where the theorem is applied. */
export interface Frozen {
  /** N = n + Σ a_j: tokens and weights of centers; N ≥ 1. */
  readonly total: number;
  /** β > 0. */
  readonly beta: number;
  /** Centers are more than cβ^{−1/2} radians apart. */
  readonly c: number;
  /** Tokens end within εβ^{−1/2} radians of a center; ε > 0. */
  readonly epsilon: number;
}

/** c > 2 + 2ε. */
export function hasRoom({ c, epsilon }: Frozen): boolean {
  return c > 2 + 2 * epsilon;
}

/** The first condition: N h((c − 1 − 2ε)β^{−1/2}) < h(εβ^{−1/2}). */
export function pullIsWeak({ total, beta, c, epsilon }: Frozen): boolean {
  const far = (c - 1 - 2 * epsilon) / Math.sqrt(beta);
  const near = epsilon / Math.sqrt(beta);
  return relative(total, far, near, beta) * sin(far) < sin(near);
}

/**
 * The second condition: −N g((c − 2ε)β^{−1/2}) < g(εβ^{−1/2}), which makes the critical point stable. Printed without
 * the minus sign: slopeIsWeakAsPrinted.
 */
export function slopeIsWeak({ total, beta, c, epsilon }: Frozen): boolean {
  const far = (c - 2 * epsilon) / Math.sqrt(beta);
  const near = epsilon / Math.sqrt(beta);
  return -relative(total, far, near, beta) * slopeFactor(far, beta) < slopeFactor(near, beta);
}

/**
 * N g((c − 2ε)β^{−1/2}) < g(εβ^{−1/2}), which says nothing: the left side is negative where centers are apart, the
 * right one positive.
 */
export function slopeIsWeakAsPrinted({ total, beta, c, epsilon }: Frozen): boolean {
  const far = (c - 2 * epsilon) / Math.sqrt(beta);
  const near = epsilon / Math.sqrt(beta);
  return relative(total, far, near, beta) * slopeFactor(far, beta) < slopeFactor(near, beta);
}

/**
 * Whether the theorem speaks, given at least one center; all three conditions, and cβ^{−1/2} ≤ π: beyond, h and g come
 * round again.
 */
export function capturesAll(frozen: Frozen): boolean {
  const { total, beta, c, epsilon } = frozen;
  demand(total >= 1, 'total', 'at least 1; count tokens and weights of centers', total);
  demand(beta > 0 && beta < Infinity, 'beta', 'a finite number > 0; β is the inverse temperature', beta);
  demand(epsilon > 0, 'epsilon', 'a number > 0; .1 is usual', epsilon);
  demand(c > 0, 'c', 'a number > 0; 6.5 is usual', c);
  return c <= PI * Math.sqrt(beta) && hasRoom(frozen) && pullIsWeak(frozen) && slopeIsWeak(frozen);
}

/** N e^{β(cos far − 1)}/e^{β(cos near − 1)}, from one exponent: each factor alone may leave the range of doubles. */
function relative(total: number, far: number, near: number, beta: number): number {
  const [a, b] = [sin(far / 2), sin(near / 2)];
  return exp(log(total) - 2 * beta * (a - b) * (a + b));
}

/** g without its exponential. */
function slopeFactor(x: number, beta: number): number {
  const sine = sin(x);
  return cos(x) - beta * sine * sine;
}

/**
 * Below it the window of the remark suffices; printed for all ε > 0, and false from ε ≈ 1 on, as at c = 87.48, ε = 30,
 * β = 490.07.
 */
export const LARGEST_EPSILON = 0.1;

/** Whether the remark speaks: 0 < ε < 0.1 and c ≥ 5.5 + 2ε. */
export function windowHolds(c: number, epsilon: number): boolean {
  return epsilon < LARGEST_EPSILON && windowHoldsAsPrinted(c, epsilon);
}

/** The same without ε < 0.1. */
export function windowHoldsAsPrinted(c: number, epsilon: number): boolean {
  return epsilon > 0 && c >= 5.5 + 2 * epsilon;
}

/**
 * β from which the window is open: (c − 1 − 2ε)²/2. The paper's example ε = 0.1, c = 6.5 gives 14.045, where it says
 * 14.
 */
export function leastBeta(c: number, epsilon: number): number {
  check(c, epsilon);
  const free = c - 1 - 2 * epsilon;
  return (free * free) / 2;
}

/**
 * The largest N = n + Σ a_j of the window: ε/(c − 1)·e^{3(c − 1 − 2ε)²/8}, so that β of order log N suffices. The
 * paper's example gives 682.9, where it says 700. A number, whether or not windowHolds.
 */
export function largestN(c: number, epsilon: number): number {
  check(c, epsilon);
  const free = c - 1 - 2 * epsilon;
  return (epsilon / (c - 1)) * exp((3 * free * free) / 8);
}

function check(c: number, epsilon: number): void {
  demand(epsilon > 0, 'epsilon', 'a number > 0; .1 is usual', epsilon);
  demand(c > 2 + 2 * epsilon && c < Infinity, 'c', 'a finite number above 2 + 2ε; move the centers apart', c);
}
