/**
 * Tokens at equal angles: under full attention with Q = K = V = I, n tokens with ⟨x_i, x_j⟩ = ρ for all i ≠ j stay so, and ρ follows one
 * equation. arXiv:2312.10794, §6. Not so under causal attention.
 */
import { exp, log } from '../core/elementary.ts';
import { ParkadeError, shown } from '../core/errors.ts';
import { solveAt, solveTo } from './ode.ts';

export interface Equiangular {
  /** n ≥ 2. */
  readonly tokens: number;
  /** β ≥ 0. */
  readonly beta: number;
  /** `softmax` (SA) unless `count` (USA), where 1/Z is 1/n. */
  readonly normalization?: 'softmax' | 'count';
}

/**
 * dρ/dt = 2e^{βρ}(1 − ρ)((n−1)ρ + 1)/(e^β + (n−1)e^{βρ}) (SA), or with n below the line (USA). Zero at ρ = 1, where 1 − ρ decays at the
 * rate 2 (SA), 2e^β (USA), and at ρ = −1/(n−1), which is unstable. Numerator and denominator are divided by e^{βρ}.
 *
 * @param rho in [−1/(n−1), 1]
 */
export function equiangularSpeed(rho: number, model: Equiangular): number {
  check(rho, model);
  return (oddsSpeed(rho, model) * (1 - rho) * ((model.tokens - 1) * rho + 1)) / model.tokens;
}

/**
 * The same in w = log(((n−1)ρ + 1)/(1 − ρ)), which runs over all numbers: ẇ = 2n/(e^{β(1−ρ)} + n − 1) (SA), 2e^{βρ} (USA). Nearly
 * constant at either end, so that it is not stiff, and 1 − ρ = n/(e^w + n − 1) keeps all its digits.
 */
export function oddsSpeed(rho: number, { tokens: n, beta, normalization = 'softmax' }: Equiangular): number {
  return normalization === 'count' ? 2 * exp(beta * rho) : (2 * n) / (exp(beta * (1 - rho)) + n - 1);
}

/** w of ρ: −∞ at −1/(n−1), ∞ at 1. */
export function oddsOf(rho: number, tokens: number): number {
  return log(((tokens - 1) * rho + 1) / (1 - rho));
}

/** 1 − ρ of w. */
export function gapOf(odds: number, tokens: number): number {
  return tokens / (exp(odds) + tokens - 1);
}

/**
 * 1 − ρ at each of `times`, from ρ = `from` at t = 0; γ_β(t) of the paper is 1 minus this from 0, tanh t for n = 2 and β = 0.
 * Relative error about 1e-12 (1 + |w|).
 *
 * @param from in [−1/(n−1), 1]
 * @param times from 0 on in order, or from 0 backwards
 * @throws ParkadeError InvalidParameter for a start or a number of tokens that cannot be
 */
export function equiangularGaps(times: readonly number[], from: number, model: Equiangular): number[] {
  check(from, model);
  const start = oddsOf(from, model.tokens);
  if (!Number.isFinite(start)) return times.map(() => 1 - from);
  const slope = (_t: number, [w]: Float64Array, out: Float64Array) => {
    out[0] = oddsSpeed(1 - gapOf(w, model.tokens), model);
  };
  return solveAt(slope, 0, [start], times).map(([w]) => gapOf(w, model.tokens));
}

/** ρ at time t, from ρ = `from` at 0; where it is near 1, equiangularGaps says more. */
export function equiangularCosine(t: number, from: number, model: Equiangular): number {
  return 1 - equiangularGaps([t], from, model)[0];
}

/**
 * The time from ρ = `from` to ρ = `to`, negative where `to` lies before: ∫ dw/ẇ, that is (1/2n) ∫ (e^{β(1−ρ)} + n − 1) dw (SA),
 * ½ ∫ e^{−βρ} dw (USA). Infinite from or to an equilibrium, and where it exceeds 1e308. Relative error about 1e-12.
 *
 * @throws ParkadeError InvalidParameter as equiangularGaps
 */
export function equiangularTime(from: number, to: number, model: Equiangular): number {
  check(from, model);
  check(to, model);
  if (from === to) return 0;
  const [start, end] = [oddsOf(from, model.tokens), oddsOf(to, model.tokens)];
  if (!Number.isFinite(start) || !Number.isFinite(end)) return to > from ? Infinity : -Infinity;
  // Exponents relative to the largest, which is at the smaller ρ.
  const least = from < to ? from : to;
  const speed = oddsSpeed(least, model);
  if (speed === 0) return to > from ? Infinity : -Infinity;
  const slope = (w: number, _y: Float64Array, out: Float64Array) => {
    out[0] = speed / oddsSpeed(1 - gapOf(w, model.tokens), model);
  };
  return solveTo(slope, start, [0], end, { atol: 0 })[0] / speed;
}

function check(rho: number, { tokens: n, beta }: Equiangular): void {
  if (!Number.isInteger(n) || n < 2 || !(beta >= 0 && beta < Infinity)) {
    throw new ParkadeError(
      'InvalidParameter',
      `Tokens at equal angles should be two or more, at a finite β ≥ 0, but came as ${shown(n)} at β = ${shown(beta)}; give others.`,
    );
  }
  if (rho >= -1 / (n - 1) && rho <= 1) return;
  throw new ParkadeError(
    'InvalidParameter',
    `The common cosine of ${n} tokens should be from −1/${n - 1} to 1, but came as ${shown(rho)}; give one that ${n} unit vectors can have.`,
  );
}
