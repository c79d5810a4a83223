/**
 * Lemma 5.1 of arXiv:2411.04990, quasi-stationarity: on the circle with Q = K = V = I, a strong Rényi center stays where it is for a
 * time that grows like e^{c²/2}.
 */
import { atan2, exp, sin } from '../core/elementary.ts';

/**
 * h(x) = e^{β(cos x − 1)} sin x, with which a token at angle x attracts another, before the division by Z_k.
 * Odd and 2π-periodic; Appendix B.
 */
export function interaction(x: number, beta: number): number {
  const half = sin(x / 2);
  return exp(-2 * beta * half * half) * sin(x);
}

/**
 * τ*_β, the angle in (0, π/2] at which h is largest: cos τ* = (−1 + √(4β² + 1))/(2β), for β ≥ 0. Taken from 1 − cos τ* =
 * 2/(2β + 1 + √(4β² + 1)), which loses no digits at large β; there τ* ≈ β^{−1/2}.
 */
export function strongestAngle(beta: number): number {
  const squaredSine = 1 / (2 * beta + 1 + Math.sqrt(4 * beta * beta + 1)); // sin²(τ*/2)
  return 2 * atan2(Math.sqrt(squaredSine), Math.sqrt(1 - squaredSine));
}

export interface Survival {
  /** c = D√β/(1 + 2ε). */
  readonly c: number;
  /** Whether the lemma speaks of this center: c > √β τ*_β. */
  readonly applies: boolean;
  /** T_j = ε e^{c²/2 − c⁴/(24β)}/s_j, up to which the center is still. */
  readonly until: number;
  /** εcβ^{−1/2} radians, within which it stays of where it began. */
  readonly allowed: number;
}

/**
 * How long a strong center is still, by Lemma 5.1: where c > √β τ*, the center moves by at most εcβ^{−1/2} for
 * t ≤ T_j = ε e^{c²/2 − c⁴/(24β)}/s_j. The lemma is printed with strict inequalities, separation > c(1 + 2ε)β^{−1/2} and displacement
 * < εcβ^{−1/2}; with c at its largest, as here, both hold in the limit from below.
 *
 * @param beta β > 0
 * @param epsilon ε > 0
 * @param separation D, the geodesic distance to the nearest earlier token at t = 0, in (0, π]
 * @param position s_j, the number of the center among the tokens, counted from 1
 */
export function survival(beta: number, epsilon: number, separation: number, position: number): Survival {
  const angle = separation / (1 + 2 * epsilon); // cβ^{−1/2}
  const squared = angle * angle;
  return {
    c: angle * Math.sqrt(beta),
    applies: angle > strongestAngle(beta),
    until: (epsilon * exp(beta * (squared / 2 - (squared * squared) / 24))) / position,
    allowed: epsilon * angle,
  };
}

/** The threshold before it is made explicit, at least as large for cβ^{−1/2} ≤ π: T_j = εcβ^{−1/2}/(s_j h(cβ^{−1/2})). */
export function exactSurvivalTime(beta: number, epsilon: number, separation: number, position: number): number {
  const angle = separation / (1 + 2 * epsilon);
  return (epsilon * angle) / (position * interaction(angle, beta));
}
