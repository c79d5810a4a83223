/**
 * Tokens at equal angles: under full attention with Q = K = V = I, n tokens with ⟨x_i, x_j⟩ = ρ for all i ≠ j stay so,
 * and ρ follows one equation. arXiv:2312.10794, §6. Not so under causal attention.
 */

import { demand, demandBeta } from '../numerics/domain.ts';
import { exp, log, smaller } from '../numerics/elementary.ts';
import { solveAt } from '../numerics/ode.ts';
import { expm1, log1p } from '../numerics/special/near-one.ts';
import { integrate } from '../numerics/special/quadrature.ts';

const LOG_2 = 0.6931471805599453;

export interface Equiangular {
  /** n ≥ 2. */
  readonly tokens: number;
  /** β ≥ 0. */
  readonly beta: number;
  /** `softmax` (SA) unless `count` (USA), where 1/Z is 1/n. */
  readonly normalization?: 'softmax' | 'count';
}

/**
 * dρ/dt = 2e^{βρ}(1 − ρ)((n−1)ρ + 1)/(e^β + (n−1)e^{βρ}) (SA), or with n below the line (USA). Zero at ρ = 1, where 1
 * − ρ decays at the rate 2 (SA), 2e^β (USA), and at ρ = −1/(n−1), which is unstable. Numerator and denominator are
 * divided by e^{βρ}.
 *
 * @param rho in [−1/(n−1), 1]
 */
export function equiangularSpeed(rho: number, model: Equiangular): number {
  check(rho, model);
  const room = (1 - rho) * ((model.tokens - 1) * rho + 1);
  return room === 0 ? 0 : (exp(logSpeed(1 - rho, model)) * room) / model.tokens; // at rest, however fast the rest is
}

/**
 * The same in w = log(((n−1)ρ + 1)/(1 − ρ)), which runs over all numbers: ẇ = 2n/(e^{β(1−ρ)} + n − 1) (SA), 2e^{βρ}
 * (USA). Nearly constant at either end, so that it is not stiff, and 1 − ρ = n/(e^w + n − 1) keeps all its digits.
 */
export function oddsSpeed(rho: number, model: Equiangular): number {
  check(rho, model);
  return exp(logSpeed(1 - rho, model));
}

/** log ẇ at 1 − ρ: speeds of USA themselves leave the range of doubles at β = 709. */
function logSpeed(gap: number, { tokens: n, beta, normalization = 'softmax' }: Equiangular): number {
  if (normalization === 'count') return LOG_2 + beta * (1 - gap);
  return LOG_2 - beta * gap - log1p(expm1(-beta * gap) * (1 - 1 / n));
}

/** w of ρ: −∞ at −1/(n−1), ∞ at 1. */
export function oddsOf(rho: number, tokens: number): number {
  check(rho, { tokens, beta: 0 });
  return log(((tokens - 1) * rho + 1) / (1 - rho));
}

/** 1 − ρ of w. */
export function gapOf(odds: number, tokens: number): number {
  demand(!Number.isNaN(odds), 'odds', 'a number; log(((n−1)ρ + 1)/(1 − ρ))', odds);
  check(0, { tokens, beta: 0 });
  return gapAt(odds, tokens);
}

function gapAt(odds: number, tokens: number): number {
  return tokens / (exp(odds) + tokens - 1);
}

/** Of USA speeds in units of the first one, as a logarithm: what is faster takes no time at all. */
const FASTEST = 300;
/** In that unit of time 1 − ρ has come to 0, whatever it was. */
const OVER = 2000;

/**
 * 1 − ρ at each of `times`, from ρ = `from` at t = 0; γ_β(t) of the paper is 1 minus this from 0, tanh t for n = 2 and
 * β = 0. Relative error about 1e-12 (1 + |w|), and whatever t's own last digits make of it: where ρ turns to 1 within
 * less than them, as under USA from β ≈ 35 on, 1 − ρ is 0 from there on.
 *
 * @param from in [−1/(n−1), 1]
 * @param times from 0 on in order, or from 0 backwards
 * @throws ParkadeError InvalidParameter for a start or a number of tokens that cannot be, and for USA so far back that
 *   the first speed times t is no double
 */
export function equiangularGaps(times: readonly number[], from: number, model: Equiangular): number[] {
  check(from, model);
  const start = oddsOf(from, model.tokens);
  if (!Number.isFinite(start)) return times.map(() => 1 - from);
  // Speeds of USA range over e^{βn/(n−1)}: they are taken in units of the first one, and so is time.
  const unit = model.normalization === 'count' ? logSpeed(1 - from, model) : 0;
  const slope = (_t: number, [w]: Float64Array, out: Float64Array) => {
    out[0] = exp(smaller(logSpeed(gapAt(w, model.tokens), model) - unit, FASTEST));
  };
  const scaled = unit === 0 ? times : times.map((t) => scaledTime(t, unit));
  return solveAt(slope, 0, [start], scaled).map(([w]) => gapAt(w, model.tokens));
}

/** t e^{unit}. */
function scaledTime(t: number, unit: number): number {
  demand(Number.isFinite(t), 'times', 'finite; give times from 0 on', t);
  if (t === 0) return 0;
  const size = exp(log(Math.abs(t)) + unit);
  if (t > 0) return smaller(size, OVER);
  demand(size < Infinity, 'times', 'nearer to 0; time so far back is not worked out', t);
  return -size;
}

/** ρ at time t, from ρ = `from` at 0; where it is near 1, equiangularGaps says more. */
export function equiangularCosine(t: number, from: number, model: Equiangular): number {
  return 1 - equiangularGaps([t], from, model)[0];
}

/** The first is 2^{−40} of the whole. */
const PANELS = 40;

/**
 * The time from ρ = `from` to ρ = `to`, negative where `to` lies before: ∫ dw/ẇ, that is (1/2n) ∫ (e^{β(1−ρ)} + n − 1)
 * dw (SA), ½ ∫ e^{−βρ} dw (USA). Infinite from or to an equilibrium, and where it exceeds 1e308; 0 below 1e-323.
 * Relative error about 1e-15 (10 + β).
 *
 * @throws ParkadeError InvalidParameter as equiangularGaps
 */
export function equiangularTime(from: number, to: number, model: Equiangular): number {
  check(from, model);
  check(to, model);
  if (from === to) return 0;
  const [start, end] = [oddsOf(from, model.tokens), oddsOf(to, model.tokens)];
  if (!Number.isFinite(start) || !Number.isFinite(end)) return to > from ? Infinity : -Infinity;
  // Slowest at the smaller ρ, the faster the larger β: panels grow from there, and exponents are relative to that one.
  const [low, unit] = [smaller(start, end), logSpeed(1 - smaller(from, to), model)];
  const rate = (beyond: number) => exp(unit - logSpeed(gapAt(low + beyond, model.tokens), model));
  let panelEnd = Math.abs(end - start);
  let sum = 0;
  for (let k = 0; k < PANELS; k++) {
    sum += integrate(rate, panelEnd / 2, panelEnd);
    panelEnd /= 2;
  }
  const time = exp(log(sum + integrate(rate, 0, panelEnd)) - unit);
  return to > from ? time : -time;
}

function check(rho: number, { tokens: n, beta, normalization = 'softmax' }: Equiangular): void {
  demand(
    normalization === 'softmax' || normalization === 'count',
    'normalization',
    "'softmax' (SA) or 'count' (USA)",
    normalization,
  );
  demand(Number.isInteger(n) && n >= 2, 'tokens', 'an integer, two or more; give their number', n);
  demandBeta(beta);
  const possible = rho >= -1 / (n - 1) && rho <= 1;
  demand(possible, 'rho', `a cosine from −1/${n - 1} to 1; give one that ${n} unit vectors can have`, rho);
}
