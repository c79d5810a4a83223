/**
 * The pair interaction on the circle with Q = K = V = I: h, its slope g, where h is largest, and what Appendix B says
 * of their size.
 */

import { demand } from '../numerics/domain.ts';
import { atan2, cos, exp, PI, sin } from '../numerics/elementary.ts';

/**
 * h(x) = e^{β(cos x − 1)} sin x, with which a token at angle x attracts another, before the division by Z_k.
 * Odd and 2π-periodic, ≥ 0 on [0, π]. arXiv:2411.04990, Appendix B.
 *
 * @param x |x| ≤ 1e6
 * @param beta finite
 * @throws ParkadeError InvalidParameter outside these ranges
 */
export function interaction(x: number, beta: number): number {
  check(x, beta);
  const half = sin(x / 2);
  return exp(-2 * beta * half * half) * sin(x);
}

/** g(x) = h′(x) = e^{β(cos x − 1)}(cos x − β sin² x). Even and 2π-periodic; ≤ 0 where βx² ≥ 5 and x ≤ π. Appendix B. */
export function interactionSlope(x: number, beta: number): number {
  check(x, beta);
  const half = sin(x / 2);
  const sine = sin(x);
  return exp(-2 * beta * half * half) * (cos(x) - beta * sine * sine);
}

/**
 * τ*_β, the angle in (0, π/2] at which h is largest: cos τ* = (−1 + √(4β² + 1))/(2β), for β ≥ 0. Taken from 1 − cos
 * τ* = 2/(2β + 1 + √(4β² + 1)), which loses no digits at large β. (β + ½)^{−1/2} < τ* < β^{−1/2}: printed for β ≥ 1,
 * true for β > 0.
 */
export function strongestAngle(beta: number): number {
  demand(beta >= 0, 'beta', 'a number ≥ 0; β is the inverse temperature', beta);
  const squaredSine = 1 / (2 * beta + 1 + Math.sqrt(4 * beta * beta + 1)); // sin²(τ*/2)
  return 2 * atan2(Math.sqrt(squaredSine), Math.sqrt(1 - squaredSine));
}

function check(x: number, beta: number): void {
  demand(Math.abs(x) <= 1e6, 'x', 'an angle up to 1e6 in size; give radians', x);
  demand(Number.isFinite(beta), 'beta', 'a finite number; β is the inverse temperature', beta);
}

/** A bound of Appendix B on h or g. */
export interface InteractionBound {
  readonly value: (x: number, beta: number) => number;
  /** Where it is true. */
  readonly holds: (x: number, beta: number) => boolean;
  /** Where the paper states it. */
  readonly holdsAsPrinted: (x: number, beta: number) => boolean;
}

/** −x²/2 + x⁴/24 ≥ cos x − 1. */
function quartic(x: number): number {
  const squared = x * x;
  return -squared / 2 + (squared * squared) / 24;
}

function nearZero(x: number, beta: number): boolean {
  return x > 0 && beta >= 0 && x * x * (beta + 0.5) < 1;
}

/**
 * The bounds of Appendix B. Two are printed for more than is true: the first fails at β = 5, x = 3π/2, the last at
 * β = 0.05, x = 1.66.
 */
export const interactionBounds = {
  /** h(x) > e^{−βx²/2}(x − x³/6). Printed without x ≤ π. */
  interactionBelow: {
    value: (x, beta) => exp((-beta * x * x) / 2) * (x - (x * x * x) / 6),
    holds: (x, beta) => x > 0 && x <= PI && beta >= 0,
    holdsAsPrinted: (x, beta) => x > 0 && beta >= 0,
  },
  /** h(x) < e^{−βx²/2 + βx⁴/24} x. */
  interactionAbove: {
    value: (x, beta) => exp(beta * quartic(x)) * x,
    holds: (x, beta) => x > 0 && beta >= 0,
    holdsAsPrinted: (x, beta) => x > 0 && beta >= 0,
  },
  /** g(x) > e^{−βx²/2}(1 − x²/2 − βx²) for 0 < x < (β + ½)^{−1/2}. */
  slopeBelowNearZero: {
    value: (x, beta) => exp((-beta * x * x) / 2) * (1 - (beta + 0.5) * x * x),
    holds: nearZero,
    holdsAsPrinted: nearZero,
  },
  /** g(x) > −e^{−βx²/2 + βx⁴/24} βx². Printed without β ≥ 1. */
  slopeBelow: {
    value: (x, beta) => -exp(beta * quartic(x)) * beta * x * x,
    holds: (x, beta) => x > 0 && beta >= 1,
    holdsAsPrinted: (x, beta) => x > 0 && beta >= 0,
  },
} satisfies Readonly<Record<string, InteractionBound>>;
