/**
 * Two tokens of causal attention with Q = K = V = I: u = ⟨x₁, x₂⟩ obeys u̇ = (1 − u²)/(1 + e^{β(1−u)}), which
 * integrates to t = G(u(t)) − G(u(0)) with G(u) = ½ log((1 + u)/(1 − u)) − ½ Ei(β(1 − u)) + ½ e^{2β} Ei(−β(1 + u)). For
 * V = −I time runs backwards; full attention of two tokens is twice as fast.
 */

import { demand, demandBeta } from '../numerics/domain.ts';
import { exp, log, smaller } from '../numerics/elementary.ts';
import { scaledE1, scaledEi } from '../numerics/special/exponential-integral.ts';
import { expm1, log1p } from '../numerics/special/near-one.ts';
import { panel } from '../numerics/special/quadrature.ts';

const LOG_2 = 0.6931471805599453;

/** A cosine u by what it is off −1 and 1, either exact: v = 1 − u, w = 1 + u. */
interface Place {
  readonly v: number;
  readonly w: number;
}

/** u̇ = (1 − u²)/(1 + e^{β(1−u)}). */
export function cosineVelocity(u: number, beta: number): number {
  demandCosine(u, 'u');
  demandBeta(beta);
  return ((1 - u) * (1 + u)) / (1 + exp(beta * (1 - u)));
}

/**
 * G(u), a primitive of the time, for β ≥ 0 and −1 < u < 1; at β = 0 its limit without the infinite constant,
 * log((1 + u)/(1 − u)). −Infinity where times from u exceed the range of doubles, from β(1 − u) of about 709 on.
 */
export function clock(u: number, beta: number): number {
  demandCosine(u, 'u');
  demandBeta(beta);
  const place = placeOf(u);
  if (beta === 0) return log(place.w / place.v);
  return log(place.w / place.v) / 2 - (exp(beta * place.v) * remainder(place, beta)) / 2;
}

/**
 * The time from u₀ to u₁, negative where u₁ < u₀, infinite from or to ±1. Relative error of some units of roundoff
 * times β, also where u₀ and u₁ are close; Infinity above 1e308, of which logTimeBetween tells more.
 *
 * @param beta β ≥ 0
 */
export function timeBetween(u0: number, u1: number, beta: number): number {
  demandCosine(u0, 'u0');
  demandCosine(u1, 'u1');
  demandBeta(beta);
  if (u1 < u0) return -timeBetween(u1, u0, beta);
  return u0 === u1 ? 0 : exp(logTimeBetween(u0, u1, beta));
}

/** The logarithm of the time from u₀ to u₁ > u₀, for any β: about β(1 − u₀) − log(β(1 − u₀²)) for large β. */
export function logTimeBetween(u0: number, u1: number, beta: number): number {
  demandCosine(u0, 'u0');
  demandCosine(u1, 'u1');
  demandBeta(beta);
  demand(u0 < u1, 'u1', 'above u0; later cosines are larger', u1);
  if (u0 === -1 || u1 === 1) return Infinity;
  return logTime(placeOf(u0), placeOf(u1), u1 - u0, beta);
}

/** log ∫ (1 + e^{βv})/(v(2 − v)) dv between two places `apart` of each other, with e^{βv₀}, the largest, outside. */
function logTime(from: Place, to: Place, apart: number, beta: number): number {
  const scale = beta * from.v;
  if (beta * apart < 1 && 2 * apart < smaller(from.w, to.v)) {
    // Differences of G would cancel; the integrand is smooth.
    const rate = (back: number) => (exp(-scale) + exp(-beta * back)) / ((from.v - back) * (from.w + back));
    return scale + log(panel(rate, 0, apart));
  }
  const rise = log(to.w / from.w) + log(from.v / to.v);
  if (beta === 0) return log(rise);
  const fall = remainder(from, beta) - exp(-beta * apart) * remainder(to, beta);
  return scale + log((exp(-scale) * rise + fall) / 2);
}

/** e^{−βv}(Ei(βv) − e^{2β} Ei(−βw)), whose two terms are like 1/(βv) and 1/(βw) for large β. */
function remainder({ v, w }: Place, beta: number): number {
  return scaledEi(beta * v) + scaledE1(beta * w);
}

/** Where the search for a cosine stops: changes of log tan²(θ/2) below this are roundoff of u. */
const RESOLUTION = 2e-16;
const MOST_STEPS = 300;

/**
 * The cosine at time t from u₀ at time 0, also for t < 0: the root u of timeBetween(u₀, u) = t. With y = log((1
 * − u)/(1 + u)) = log tan²(θ/2), ẏ = −2/(1 + e^{β(1−u)}), so y lies between y₀ and y₀ − t; Newton's method there,
 * halving where it leaves the bracket. At β = 0 y = y₀ − t: tan(θ/2) = e^{−t/2} tan(θ₀/2). ±1 are at rest.
 *
 * For β(1 − u₀) above about 35 the last digits of t limit the answer: t is like e^{β(1−u₀)}, while the turn to 1 takes
 * a time of order one. Cosines whose times differ by some roundoffs of t are not told apart: of the time from 0 to .999
 * come .99895, .908, .556 at β = 35, 40, 60.
 */
export function cosineAt(t: number, u0: number, beta: number): number {
  demandCosine(u0, 'u0');
  demandBeta(beta);
  demand(!Number.isNaN(t), 't', 'a time; give a number', t);
  if (t === 0 || u0 * u0 === 1) return u0;
  const forward = t > 0;
  const duration = Math.abs(t);
  if (duration === Infinity) return forward ? 1 : -1;
  const start = placeOf(u0);
  if (beta === 0) return cosineOf(moved(start, -t).place);
  const span = 1 + Math.abs(log(start.v / start.w));
  const sign = forward ? -1 : 1;
  // x = |y − y₀|, of which the time is a rising function, no slower than x itself; at first it rises by (1 + e^{βv₀})/2
  // a unit, then slower forward and faster backward.
  const first = exp(log(duration) + LOG_2 - beta * start.v - log1p(exp(-beta * start.v)));
  if (first === 0) return u0;
  let [low, high] = forward ? [first, duration] : [0, first];
  let x = first;
  for (let step = 0; step < MOST_STEPS; step++) {
    const { place, apart } = moved(start, sign * x);
    const took = forward ? logTime(start, place, apart, beta) : logTime(place, start, apart, beta);
    const excess = took - log(duration); // logarithms, since times range over e^{2β}
    if (excess > 0) high = x;
    else low = x;
    const logRate = log1p(exp(-beta * place.v)) + beta * place.v - LOG_2; // of the time in x
    const newton = x - excess * exp(took - logRate);
    if (Math.abs(newton - x) <= RESOLUTION * (span + x)) break;
    const halved = 4 * low < high && low > 0 ? Math.sqrt(low) * Math.sqrt(high) : low + (high - low) / 2;
    x = newton > low && newton < high ? newton : halved;
    if (x === low || x === high) break;
  }
  const { place, apart } = moved(start, sign * x);
  return apart < 0.25 ? u0 - sign * apart : cosineOf(place); // small changes keep their digits
}

/** Where y = log(v/w) is more by `change`, and how far that is in u. */
function moved({ v, w }: Place, change: number): { readonly place: Place; readonly apart: number } {
  const decay = exp(-Math.abs(change));
  const less = v * w * -expm1(-Math.abs(change));
  if (change < 0) {
    const sum = w + v * decay;
    return { place: { v: (2 * v * decay) / sum, w: (2 * w) / sum }, apart: less / sum };
  }
  const sum = v + w * decay;
  return { place: { v: (2 * v) / sum, w: (2 * w * decay) / sum }, apart: less / sum };
}

function placeOf(u: number): Place {
  return { v: 1 - u, w: 1 + u };
}

function cosineOf({ v, w }: Place): number {
  return v < w ? 1 - v : w - 1;
}

function demandCosine(u: number, name: string): void {
  demand(u >= -1 && u <= 1, name, 'a cosine; give a number from −1 to 1', u);
}
