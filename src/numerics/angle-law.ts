/**
 * How far Brownian motion on the sphere S^{d−1} has come: the law of the angle ρ between its ends after time s
 * (generator Δ), whose density is the heat kernel times sin^{d−2} ρ. Two series, each where it is good to `ACCURACY`:
 *
 * - in time, for short ones: log p = (d − 2) log ρ − ρ²/4s + ½ (d − 2) log(sin ρ/ρ) + Σ_j s^j v_j(ρ²) + const, each v_j
 *   a power series;
 * - in Gegenbauer polynomials G_l, scaled to G_l(1) = 1: p = sin^{d−2} ρ Σ_l m_l e^{−l(l + d − 2)s} G_l(cos ρ),
 *   m_l = dim of degree l.
 *
 * Minakshisundaram & Pleijel, Canad. J. Math. 1 (1949), here for the logarithm, so that terms stay small where d is
 * large.
 */
import { cos, exp, larger, log, PI, sin, smaller } from './elementary.ts';

/** A law on an interval, outside of which it has a probability below `NEGLIGIBLE`. */
export interface Law {
  readonly from: number;
  readonly to: number;
  /** Logarithm of the density, up to a constant. */
  logDensity(value: number): number;
}

/** What a series may leave out, as a share of the density. */
const ACCURACY = 1e-10;

/** e^{−32} = 10^{−14}. */
const NEGLIGIBLE = 32;

/** The law of |ξ|, ξ a standard Gaussian vector of d − 1 components. */
export function lengthLaw(d: number): Law {
  const logDensity = (y: number) => (d - 2) * log(y) - 0.5 * y * y;
  return within(logDensity, Math.sqrt(d) + 10);
}

/**
 * The law of the angle as a function of s > 0, or null where neither series is good enough: above d = 30, near s = 1/d
 * … 4/d.
 *
 * @param d ≥ 3
 */
export function angleLaws(d: number): (s: number) => Law | null {
  const cotangent = rhoCotangent(POWERS + ORDERS + 2);
  const expansion = { cotangent, terms: heatExpansion(d, cotangent) };
  return (s) => {
    const reach = Math.sqrt(2 * s) * (Math.sqrt(d) + 10);
    return shortTimeLaw(d, s, smaller(reach, FARTHEST), expansion) ?? gegenbauerLaw(d, s, smaller(reach, PI));
  };
}

/** Of an interval [0, reach] a part that holds all that matters: log-densities here have one maximum. */
function within(logDensity: (value: number) => number, reach: number): Law {
  const count = 400;
  const at = (i: number) => (reach * i) / count;
  let top = -Infinity;
  for (let i = 1; i < count; i++) top = larger(top, logDensity(at(i)));
  let [first, last] = [1, count - 1];
  while (logDensity(at(first)) < top - NEGLIGIBLE) first++;
  while (logDensity(at(last)) < top - NEGLIGIBLE) last--;
  return { from: at(first - 1), to: at(last + 1), logDensity };
}

// ---- Short times.

/** Up to this angle the power series, of radius π, are done with their terms: 0.7^{2·60} is 10^{−19}. */
const FARTHEST = 2.2;
const POWERS = 60;
/** Terms in s^j. The series is asymptotic: it is left where a term is small, or refused. */
const ORDERS = 14;

interface Expansion {
  /** ρ cot ρ and v_1, v_2, …, in powers of ρ². */
  readonly cotangent: Float64Array;
  readonly terms: readonly Float64Array[];
}

function shortTimeLaw(d: number, s: number, reach: number, { cotangent, terms }: Expansion): Law | null {
  const total = new Float64Array(POWERS); // Σ_j s^j v_j, in powers of ρ²
  for (let m = 1; m < POWERS; m++) total[m] = ((d - 2) * cotangent[m]) / (4 * m); // ½ (d − 2) log(sin ρ/ρ)
  const density = (rho: number) => (d - 2) * log(rho) - (rho * rho) / (4 * s) + polynomial(total, rho * rho);
  let power = 1;
  for (let j = 1; j <= ORDERS; j++) {
    power *= s;
    for (let m = 0; m < POWERS; m++) total[m] += power * terms[j][m];
  }
  const law = within(density, reach);
  // Where the last power matters, so would those that are left out.
  const z = law.to * law.to;
  const last = (coefficients: Float64Array) => Math.abs(polynomial(coefficients, z) - coefficients[0]);
  const left = larger(power * last(terms[ORDERS]), (power / s) * last(terms[ORDERS - 1]));
  return law.to < FARTHEST && left < ACCURACY ? law : null;
}

/** ρ cot ρ = Σ_m b_m ρ^{2m}. */
function rhoCotangent(count: number): Float64Array {
  const b = new Float64Array(count);
  b[0] = 1;
  for (let m = 1; m < count; m++) {
    let sum = m === 1 ? 1 : 0;
    for (let i = 1; i < m; i++) sum += b[i] * b[m - i];
    b[m] = -sum / (2 * m + 1);
  }
  return b;
}

/**
 * v_1 … in powers of ρ²: with K = e^{−ρ²/4s} s^{−(d−1)/2} (ρ/sin ρ)^{(d−2)/2} e^v the heat equation is
 * v_s + (ρ/s) v_ρ = D²/4 + (D/2)(1 − D/2)(1/sin² ρ − 1/ρ²) + v_ρρ + (D/ρ) v_ρ + v_ρ², D = d − 2.
 */
function heatExpansion(d: number, cotangent: Float64Array): Float64Array[] {
  const half = (d - 2) / 2;
  const terms: Float64Array[] = [new Float64Array(0)];
  for (let j = 1; j <= ORDERS; j++) {
    const count = POWERS + ORDERS - j;
    const term = new Float64Array(count);
    for (let m = 0; m < count; m++) {
      let right = 0;
      if (j === 1) right = (m === 0 ? half * half : 0) - half * (1 - half) * (2 * m + 1) * cotangent[m + 1];
      else right = (2 * m + 2) * (2 * m + d - 1) * terms[j - 1][m + 1];
      for (let i = 1; i < j - 1; i++) right += 4 * productOfSlopes(terms[i], terms[j - 1 - i], m);
      term[m] = right / (j + 2 * m);
    }
    terms.push(term);
  }
  return terms;
}

/** The coefficient of z^m in z a′(z) b′(z). */
function productOfSlopes(a: Float64Array, b: Float64Array, m: number): number {
  let sum = 0;
  for (let i = 1; i <= m; i++) sum += i * a[i] * (m + 1 - i) * b[m + 1 - i];
  return sum;
}

function polynomial(coefficients: Float64Array, z: number): number {
  let sum = 0;
  for (let m = coefficients.length - 1; m >= 0; m--) sum = sum * z + coefficients[m];
  return sum;
}

// ---- Longer times.

/** Σ_l m_l e^{−l(l + d − 2)s} up to here: what cancels, times a roundoff, stays below `ACCURACY`. */
const MOST_CANCELLED = 1e6;

function gegenbauerLaw(d: number, s: number, reach: number): Law | null {
  const weights = gegenbauerWeights(d, s);
  if (weights === null) return null;
  return within((rho) => (d - 2) * log(sin(rho)) + log(larger(0, gegenbauerSum(d, weights, cos(rho)))), reach);
}

/** m_l e^{−l(l + d − 2)s}; null where they add up to too much. */
function gegenbauerWeights(d: number, s: number): number[] | null {
  const weights = [1];
  let [weight, sum] = [1, 1];
  for (let l = 0; weight > 1e-18 * sum || l < d * exp(-(d - 1) * s); l++) {
    const dimensions = l === 0 ? d : ((2 * l + d) * (l + d - 2)) / ((2 * l + d - 2) * (l + 1));
    weight *= dimensions * exp(-(2 * l + d - 1) * s);
    weights.push(weight);
    sum += weight;
    if (!(sum < MOST_CANCELLED)) return null;
  }
  return weights;
}

function gegenbauerSum(d: number, weights: readonly number[], c: number): number {
  let [before, value] = [1, c];
  let sum = weights[0] + weights[1] * c;
  for (let l = 1; l + 1 < weights.length; l++) {
    [before, value] = [value, ((2 * l + d - 2) * c * value - l * before) / (l + d - 2)];
    sum += weights[l + 1] * value;
  }
  return sum;
}
