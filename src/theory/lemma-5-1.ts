/**
 * Lemma 5.1 of arXiv:2411.04990, quasi-stationarity: on the circle with Q = K = V = I, a strong Rényi center stays
 * where it is for a time that grows like e^{c²/2}.
 */

import { demand } from '../numerics/domain.ts';
import { exp, PI } from '../numerics/elementary.ts';
import { interaction, strongestAngle } from './interaction.ts';

interface Survival {
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
 * t ≤ T_j = ε e^{c²/2 − c⁴/(24β)}/s_j. The lemma is printed with strict inequalities, separation > c(1 + 2ε)β^{−1/2}
 * and displacement < εcβ^{−1/2}; with c at its largest, as here, both hold in the limit from below.
 *
 * @param beta β > 0
 * @param epsilon ε > 0
 * @param separation D, the geodesic distance to the nearest earlier token at t = 0, in (0, π]
 * @param position s_j, the number of the center among the tokens, counted from 1
 */
export function survival(beta: number, epsilon: number, separation: number, position: number): Survival {
  check(beta, epsilon, separation, position);
  const angle = separation / (1 + 2 * epsilon); // cβ^{−1/2}
  const squared = angle * angle;
  return {
    c: angle * Math.sqrt(beta),
    applies: angle > strongestAngle(beta),
    until: (epsilon * exp(beta * (squared / 2 - (squared * squared) / 24))) / position,
    allowed: epsilon * angle,
  };
}

/**
 * The threshold before it is made explicit, at least as large for cβ^{−1/2} ≤ π: T_j = εcβ^{−1/2}/(s_j h(cβ^{−1/2})).
 */
export function exactSurvivalTime(beta: number, epsilon: number, separation: number, position: number): number {
  check(beta, epsilon, separation, position);
  const angle = separation / (1 + 2 * epsilon);
  return (epsilon * angle) / (position * interaction(angle, beta));
}

function check(beta: number, epsilon: number, separation: number, position: number): void {
  demand(beta > 0 && beta < Infinity, 'beta', 'a finite number > 0; β is the inverse temperature', beta);
  demand(epsilon > 0 && epsilon < Infinity, 'epsilon', 'a finite number > 0; .1 is usual', epsilon);
  demand(separation > 0 && separation <= PI, 'separation', 'an angle above 0 and up to π; give radians', separation);
  demand(Number.isInteger(position) && position >= 1, 'position', 'the number of a token; count from 1', position);
}
