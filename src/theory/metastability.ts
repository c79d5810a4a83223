/**
 * Dynamic metastability of full attention (arXiv:2410.06833): tokens that begin in small, well separated caps stay in
 * them for a time that grows like e^{(1−α)β}, come together there much sooner, and then the energy climbs a staircase
 * as caps merge. Q = K = V = I.
 */

import { demand, demandBeta } from '../numerics/domain.ts';
import { exp, log, PI, sin, smaller } from '../numerics/elementary.ts';

/** n tokens in caps S_q(ε) = {⟨x, w_q⟩ ≥ 1 − ε}. */
export interface SeparatedCaps {
  /** n ≥ 1. */
  readonly tokens: number;
  /** β > 1. */
  readonly beta: number;
  /** 0 < ε < 1/16. */
  readonly epsilon: number;
  /** α, the largest ⟨x, y⟩ over x, y in different caps S_q(2ε). */
  readonly alpha: number;
}

/**
 * γ = 1 − α − 8ε − β^{−1} log(2n²/ε); caps are (β, ε)-separated where it is positive, and only then the theorem speaks.
 */
export function separation(caps: SeparatedCaps): number {
  check(caps);
  const { tokens: n, beta, epsilon, alpha } = caps;
  return 1 - alpha - 8 * epsilon - log((2 * n * n) / epsilon) / beta;
}

/** (ε/n)e^{(1−α)β} ≤ T₂: until then at least, every token stays in its S_q(2ε). */
export function leastEscapeTime(caps: SeparatedCaps): number {
  check(caps);
  return exp(log(caps.epsilon / caps.tokens) + (1 - caps.alpha) * caps.beta);
}

/**
 * 2ne^{8εβ} + enλβ²/(β − 1) ≥ T₁: from then on, until T₂, squared distances within a cap are at most 2e^{−λβ}.
 *
 * @param lambda λ in (0, 1 − α − O(log β/β))
 */
export function latestGatheringTime(caps: SeparatedCaps, lambda: number): number {
  check(caps);
  demand(lambda > 0 && lambda < 2, 'lambda', 'in (0, 1 − α); distances fall to e^{−λβ/2}', lambda);
  const { tokens: n, beta, epsilon } = caps;
  return 2 * n * exp(8 * epsilon * beta) + (exp(1) * n * lambda * beta * beta) / (beta - 1);
}

/** Whether the caps are separated and the two bounds leave time between them: a plateau is predicted. */
export function hasPlateau(caps: SeparatedCaps, lambda: number): boolean {
  return separation(caps) > 0 && latestGatheringTime(caps, lambda) < leastEscapeTime(caps);
}

/**
 * Φ_β = n^{−2} Σ e^{β(⟨x_i, x_j⟩ − 1)} while tokens sit in clusters of these sizes, for β → ∞: Σ (m_q/n)². 1 at the
 * end. (The paper's scale, E_β ≤ 1/(2β), leaves its statement empty.)
 */
export function plateauEnergy(sizes: readonly number[]): number {
  demand(
    sizes.length > 0 && sizes.every((size) => size > 0 && size < Infinity),
    'sizes',
    'finite numbers > 0; count tokens of clusters',
    sizes,
  );
  const n = sizes.reduce((sum, size) => sum + size, 0);
  return sizes.reduce((sum, size) => sum + (size / n) * (size / n), 0);
}

/** By how much Φ_β rises when clusters of a and b tokens among n merge: 2ab/n². */
export function mergerJump(a: number, b: number, n: number): number {
  demand(a >= 0 && b >= 0 && a + b > 0 && a + b <= n, 'a + b', 'from 1 to n; count tokens', a + b);
  return (2 * a * b) / (n * n);
}

/** Below this angle, (β log β)^{−1/2}, clusters on the circle count as one; β > 1. */
export function glueAngle(beta: number): number {
  demand(beta > 1, 'beta', 'a number > 1; the clock is log β', beta);
  return 1 / Math.sqrt(beta * log(beta));
}

/**
 * dt/dτ of the clock in which mergers on the circle take a time of order one: log β · min e^{β(1−cos(θ_i−θ_j))} over
 * pairs of clusters farther than glueAngle. The paper prints max; with that the nearest pair would merge in no time at
 * all.
 *
 * @param angles θ_i in radians
 * @returns Infinity once all are within glueAngle
 */
export function staircaseClock(angles: readonly number[], beta: number): number {
  const glued = sin(glueAngle(beta) / 2);
  let least = Infinity;
  for (let i = 0; i < angles.length; i++) {
    for (let j = 0; j < i; j++) {
      const half = sin((angles[i] - angles[j]) / 2);
      if (half * half > glued * glued) least = smaller(least, 2 * half * half);
    }
  }
  return log(beta) * exp(beta * least);
}

/**
 * The time τ that a pair takes to meet, as β → ∞: 1/(2c), where it closes at θ̇ = −c e^{β(cos θ−1)} sin θ. In the clock
 * above dθ/dτ = −c log β sin θ, and from an angle of order one down to (β log β)^{−1/2} log θ falls by ½ log β.
 */
export function crossingTime(c: number): number {
  demandSpeed(c);
  return 1 / (2 * c);
}

/** 2/c, as printed: four times too long. */
export function crossingTimeAsPrinted(c: number): number {
  demandSpeed(c);
  return 2 / c;
}

/** The same at finite β, from the angle θ: log(tan(θ/2)/tan(glueAngle/2))/(c log β), 0 below glueAngle. */
export function crossingTimeFrom(theta: number, beta: number, c: number): number {
  demandSpeed(c);
  demandBeta(beta);
  demand(theta >= 0 && theta < PI, 'theta', 'an angle from 0 to below π; give radians', theta);
  const glued = glueAngle(beta);
  return theta > glued ? (logTangent(theta / 2) - logTangent(glued / 2)) / (c * log(beta)) : 0;
}

/** log tan x for 0 < x < π/2. */
function logTangent(x: number): number {
  const sine = sin(x);
  return log(sine) - log((1 - sine) * (1 + sine)) / 2;
}

function demandSpeed(c: number): void {
  demand(c > 0, 'c', 'a number > 0; 2 for two tokens alone', c);
}

function check({ tokens, beta, epsilon, alpha }: SeparatedCaps): void {
  demand(tokens >= 1 && tokens < Infinity, 'tokens', 'a finite number ≥ 1; give their number', tokens);
  demand(beta > 1 && beta < Infinity, 'beta', 'a finite number > 1; β is the inverse temperature', beta);
  demand(epsilon > 0 && epsilon < 1 / 16, 'epsilon', 'a number in (0, 1/16); caps are small', epsilon);
  demand(alpha >= -1 && alpha <= 1, 'alpha', 'a cosine from −1 to 1; give the largest between two caps', alpha);
}
