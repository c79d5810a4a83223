/**
 * Two tokens on the circle with the first one at rest: where the second can rest too. The paper conjectures that for
 * distinct positive eigenvalues of V every token ends at ±ξ whatever Q and K are; here are states between them, some
 * stable.
 */

import { demand } from '../numerics/domain.ts';
import { atan2, cos, exp, log, sin } from '../numerics/elementary.ts';

/** V = diag(λ, μ) and QᵀK = diag(b₁, b₂), in the frame in which token 1 is at ξ = (1, 0). */
export interface TwoTokenModel {
  readonly beta: number;
  readonly b1: number;
  readonly b2: number;
  /** λ ≠ 0. */
  readonly lambda: number;
  readonly mu: number;
}

/** A place of token 2 at which it rests. */
export interface TwoTokenEquilibrium {
  /** θ in [0, π], from ξ. */
  readonly theta: number;
  /** ⟨x₁, x₂⟩ = cos θ. */
  readonly cosine: number;
  /** dθ̇/dθ there: an eigenvalue of the two tokens, the other being μ − λ. */
  readonly rate: number;
  /** Against movements of token 2: rate < 0. */
  readonly stable: boolean;
}

/**
 * θ̇ = −sin θ [A₂₁λ + A₂₂(λ − μ) cos θ], A₂₁ + A₂₂ = 1, A₂₁/A₂₂ = e^{β(b₁ cos θ − b₁ cos² θ − b₂ sin² θ)}.
 */
export function secondTokenSpeed(theta: number, model: TwoTokenModel): number {
  check(model);
  demand(Math.abs(theta) <= 1e6, 'theta', 'an angle up to 1e6 in size; give radians', theta);
  const { lambda, mu } = model;
  const [c, s] = [cos(theta), sin(theta)];
  const [first, second] = weights(exponent(c, model));
  return -s * (first * lambda + second * (lambda - mu) * c);
}

/**
 * All equilibria in [0, π], by increasing θ: 0, π, and every root of e^{E(c)} = −(1 − μ/λ)c, c = cos θ, between. Its
 * logarithm has at most two turning points, the roots of a quadratic, so that each root is found between neighbouring
 * ones by bisection to the last bit and none is missed; a double root, where two equilibria meet, may be.
 *
 * @throws ParkadeError InvalidParameter if λ = 0 or a number is not finite
 */
export function twoTokenEquilibria(model: TwoTokenModel): TwoTokenEquilibrium[] {
  check(model);
  return [1, ...insideCosines(model), -1].map((cosine) => {
    const rate = rateAt(cosine, model);
    return { theta: angleOf(cosine), cosine, rate, stable: rate < 0 };
  });
}

function check(model: TwoTokenModel): void {
  const { beta, b1, b2, lambda, mu } = model;
  const values = [beta, b1, b2, lambda, mu, beta * b1, beta * b2, mu / lambda];
  const good = values.every((value) => Math.abs(value) < 1e150);
  demand(good, 'model', 'made of numbers below 1e150, with λ other than 0; give others', model);
}

/** E(c) = β(b₁c − b₁c² − b₂(1 − c²)) = log A₂₁/A₂₂. */
function exponent(c: number, { beta, b1, b2 }: TwoTokenModel): number {
  return beta * (b1 * c * (1 - c) - b2 * (1 - c) * (1 + c));
}

/** A₂₁ and A₂₂ from the logarithm of their ratio. */
function weights(e: number): [number, number] {
  const small = exp(-Math.abs(e));
  const [more, less] = [1 / (1 + small), small / (1 + small)];
  return e > 0 ? [more, less] : [less, more];
}

/** cos θ of the equilibria strictly between 0 and π, decreasing. */
function insideCosines(model: TwoTokenModel): number[] {
  const { beta, b1, b2, lambda, mu } = model;
  const rest = 1 - mu / lambda;
  if (rest === 0) return []; // V = λI
  // The root has the sign of −(1 − μ/λ); u = |c| in (0, 1).
  const side = rest > 0 ? -1 : 1;
  const level = log(Math.abs(rest));
  const balance = (u: number) => exponent(side * u, model) - level - log(u);
  // u·d(balance)/du = side βb₁u + 2β(b₂ − b₁)u² − 1
  const turns = quadraticRoots(2 * beta * (b2 - b1), side * beta * b1, -1).filter((u) => u > 0 && u < 1);
  const ends = [0, ...turns.sort((a, b) => a - b), 1];
  const found: number[] = [];
  for (let i = 0; i + 1 < ends.length; i++) {
    const u = bisect(balance, ends[i], ends[i + 1]);
    if (u !== null && u > 0 && u < 1) found.push(side * u);
  }
  return found.sort((a, b) => b - a);
}

/** Real roots of ax² + bx + c, without cancellation. */
function quadraticRoots(a: number, b: number, c: number): number[] {
  const discriminant = b * b - 4 * a * c;
  if (!(discriminant > 0)) return [];
  const q = -(b + (b < 0 ? -1 : 1) * Math.sqrt(discriminant)) / 2;
  return a === 0 ? (b === 0 ? [] : [-c / b]) : [q / a, c / q];
}

/** A root of a function monotone on the interval, to the last bit; null if its signs agree. */
function bisect(f: (u: number) => number, from: number, to: number): number | null {
  let [low, high] = [from, to];
  const above = f(low) > 0; // +∞ at u = 0
  if (f(high) > 0 === above) return null;
  for (;;) {
    const middle = low + (high - low) / 2;
    if (middle <= low || middle >= high) return middle;
    if (f(middle) > 0 === above) low = middle;
    else high = middle;
  }
}

/** dθ̇/dθ at an equilibrium; with R = A₂₁/A₂₂ = −(1 − μ/λ)c inside, sin² θ (λ − μ)(1 − cE′(c))A₂₂. */
function rateAt(c: number, model: TwoTokenModel): number {
  const { beta, b1, b2, lambda, mu } = model;
  const [first, second] = weights(exponent(c, model));
  if (c === 1) return -(first * lambda + second * (lambda - mu));
  if (c === -1) return first * lambda - second * (lambda - mu);
  const slope = beta * (b1 + 2 * (b2 - b1) * c);
  return (1 - c) * (1 + c) * (lambda - mu) * (1 - c * slope) * second;
}

/** arccos c. */
function angleOf(c: number): number {
  return 2 * atan2(Math.sqrt((1 - c) / 2), Math.sqrt((1 + c) / 2));
}
