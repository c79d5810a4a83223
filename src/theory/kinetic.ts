/**
 * Kinetic theory of causal attention on the circle (arXiv:2605.09213): how an early token is felt by later ones among
 * uniform tokens, with weights that fade with distance in the sequence. There, unlike here elsewhere, attention is not
 * normalised by its scores, leaves the token itself out, and carries a factor β: θ̇_j = Z_j^{−1} Σ_{k<j} e^{−λ(j−k)/N}
 * w_β′(θ_j − θ_k), Z_j = Σ_{k<j} e^{−λ(j−k)/N}, w_β = e^{β cos}. Positions are σ = j/N.
 */

import { scaledBessel } from '../numerics/bessel.ts';
import { demand, demandBesselArgument, demandLength } from '../numerics/domain.ts';
import { exp, larger, log, PI, smaller } from '../numerics/elementary.ts';
import { expm1, log1p } from '../numerics/special/near-one.ts';

/** a_n = n² I_n(β), the rate of mode n, for n = 0 … count − 1. Infinity from β ≈ 710 on. */
export function modeRates(beta: number, count: number): Float64Array {
  checkRates(beta, count);
  return scaledBessel(beta, count).map((value, n) => (n === 0 || value === 0 ? 0 : n * n * value * exp(beta)));
}

/**
 * For CSA as it is here, normalised by its scores: n² I_n(β)/(β I_0(β)), ½ at n = 1, β = 0. Derived, not in the paper;
 * self-attention is left out as of order 1/N.
 */
export function causalModeRates(beta: number, count: number): Float64Array {
  checkRates(beta, count);
  if (beta === 0) return Float64Array.from({ length: count }, (_, n) => (n === 1 ? 0.5 : 0));
  const values = scaledBessel(beta, count);
  return values.map((value, n) => (n * n * value) / (beta * values[0]));
}

function checkRates(beta: number, count: number): void {
  demandBesselArgument(beta);
  demandLength(count, 'count', 1);
}

/**
 * k_λ(σ, σ′) = λe^{−λ(σ−σ′)}/(1 − e^{−λσ}) for σ′ < σ, 0 else; 1/σ at λ = 0. The share of σ′ in what σ attends to, of
 * integral 1 over σ′.
 *
 * @param lambda λ ≥ 0; small negative ones, which favour what is far, serve too
 * @param sigma σ > 0
 * @throws ParkadeError InvalidParameter for these and for numbers that are not finite
 */
export function causalKernel(sigma: number, source: number, lambda: number): number {
  demand(sigma > 0 && sigma < Infinity, 'sigma', 'a finite position > 0; 1 is the end of the sequence', sigma);
  demand(Number.isFinite(source), 'source', 'a finite position; those of tokens are from 0 to 1', source);
  demandFading(lambda);
  if (!(source < sigma)) return 0;
  if (lambda === 0) return 1 / sigma;
  const fading = Math.abs(lambda);
  const distance = lambda > 0 ? sigma - source : source;
  return (fading * exp(-fading * distance)) / -expm1(-fading * sigma);
}

/**
 * Y = log((e^{λσ} − 1)/(e^{λσ₀} − 1)), log(σ/σ₀) at λ = 0, for 0 < σ₀ ≤ σ.
 *
 * @throws ParkadeError InvalidParameter outside this range
 */
export function kernelLogarithm(sigma: number, source: number, lambda: number): number {
  demand(sigma > 0 && sigma < Infinity, 'sigma', 'a finite position > 0; 1 is the end of the sequence', sigma);
  demand(
    source > 0 && source <= sigma,
    'source',
    `above 0 and up to σ = ${sigma}; give a share of the sequence`,
    source,
  );
  demandFading(lambda);
  const distance = sigma - source;
  if (lambda === 0) return log1p(distance / source);
  const [whole, part] = [-expm1(-lambda * sigma), -expm1(-lambda * source)];
  // Near σ₀ the logarithm of 1 + a little, far from it without e^{λσ}.
  if (lambda * distance < 1) return log1p(expm1(lambda * distance) / part);
  return lambda * distance + log(whole / part);
}

function demandFading(lambda: number): void {
  demand(Number.isFinite(lambda), 'lambda', 'a finite number; 0 is no fading', lambda);
}

/**
 * g_a(t; σ, σ₀) = k_λ √(at/Y) I_1(2√(atY)) = k_λ Σ_m (at)^{m+1} Y^m/(m!(m+1)!): N times the correlation, in a mode of
 * rate a, of the tokens at σ with that at σ₀, which were independent at t = 0. It solves ∂_t g = a(k_λ(σ,
 * σ₀) + ∫_{σ₀}^σ k_λ(σ, σ′)g(σ′) dσ′), g = 0 at t = 0. All terms are positive: relative error of a few roundoffs;
 * Infinity beyond 1e308.
 *
 * @param rate a ≥ 0
 * @param t t ≥ 0
 * @param sigma 0 < σ₀ < σ
 * @throws ParkadeError InvalidParameter outside these ranges
 */
export function causalCorrelation(rate: number, t: number, sigma: number, source: number, lambda: number): number {
  demand(rate >= 0, 'rate', 'a number ≥ 0; modeRates gives them', rate);
  demand(t >= 0 && t < Infinity, 't', 'a finite time ≥ 0; tokens are independent at 0', t);
  return grown(rate * t, kernelLogarithm(sigma, source, lambda), causalKernel(sigma, source, lambda));
}

/** k_λ Σ_m p^{m+1} Y^m/(m!(m+1)!) of p = at. */
function grown(product: number, logarithm: number, kernel: number): number {
  let term = product * kernel;
  let sum = 0;
  for (let m = 1; term > 1e-17 * sum && term < Infinity; m++) {
    sum += term;
    term *= (product * logarithm) / (m * (m + 1));
  }
  return term < Infinity ? sum : Infinity;
}

/** Retrieval of one of M codewords at angles 2πm/M by the last token. */
export interface Retrieval {
  /** β in (0, 700]. */
  readonly beta: number;
  /** M ≥ 1. */
  readonly codewords: number;
  /** λ ≥ 0. */
  readonly lambda: number;
  /** a_n; by default modeRates. */
  readonly rates?: Float64Array;
}

/** I_n(β) is no double much beyond, and I_1(β) = β/2 none much below. */
const [LEAST_BETA, LARGEST_BETA] = [1e-300, 700];

/** ω_n = e^{−π²n²/(2M²)} and a_n for all n that matter. */
function modes({ beta, codewords, lambda, rates }: Retrieval): { weights: Float64Array; rates: Float64Array } {
  const possible = beta >= LEAST_BETA && beta <= LARGEST_BETA;
  demand(possible, 'beta', `a number in (0, ${LARGEST_BETA}]; more is not worked out`, beta);
  demand(
    codewords >= 1 && codewords < Infinity,
    'codewords',
    'a finite number ≥ 1; give how many there are',
    codewords,
  );
  demand(lambda >= 0 && lambda < Infinity, 'lambda', 'a finite number ≥ 0; 0 is no fading', lambda);
  // I_n(β)/I_0(β) is about e^{−n²/2β}, and below 1e-22 ten √β and some terms out.
  demand(rates === undefined || rates.every((rate) => rate >= 0), 'rates', 'numbers ≥ 0; modeRates gives them', rates);
  const known = rates ?? modeRates(beta, Math.floor(10 * Math.sqrt(beta)) + 40);
  const weights = known.map((_, n) => exp((-PI * PI * n * n) / (2 * codewords * codewords)));
  return { weights, rates: known };
}

/**
 * S_t(σ₀) = Σ_{n≥1} ω_n g_{a_n}(t; 1, σ₀), ω_n = e^{−π²n²/2M²}: up to a factor, the leading correction, of order 1/N,
 * to the accuracy with which the last token tells the codeword that the one at σ₀ in (0, 1) began at.
 */
export function retrievalScore(t: number, source: number, retrieval: Retrieval): number {
  return scoreAt(t, retrieval)(source);
}

/**
 * Of the modes with less than this share of the largest ω_n a_n at no greater rate, nothing is seen: g_a/a rises with
 * a.
 */
const LEAST_SHARE = 1e-18;

/** S_t, for many sources at one time. */
function scoreAt(t: number, retrieval: Retrieval): (source: number) => number {
  demand(t >= 0 && t < Infinity, 't', 'a finite time ≥ 0; tokens are independent at 0', t);
  const { weights, rates } = modes(retrieval);
  const known = Array.from(weights.keys()).slice(1);
  const top = known.reduce((a, b) => (weights[b] * rates[b] > weights[a] * rates[a] ? b : a), 1);
  const seen = known.filter(
    (n) =>
      weights[n] > 0 && !(rates[n] <= rates[top] && weights[n] * rates[n] < LEAST_SHARE * weights[top] * rates[top]),
  );
  return (source) => {
    demand(source > 0 && source < 1, 'source', 'in (0, 1); give a share of the sequence', source);
    const logarithm = kernelLogarithm(1, source, retrieval.lambda);
    const kernel = causalKernel(1, source, retrieval.lambda);
    let sum = 0;
    for (const n of seen) sum += weights[n] * grown(rates[n] * t, logarithm, kernel);
    return sum;
  };
}

/**
 * t_crit = 2(1 − e^{−λ}) Σω_n a_n/Σω_n a_n², where the slope of S_t at σ₀ = 1 changes its sign: before it the last
 * tokens are retrieved better than those before them, so that S_t is U-shaped. 2.457489, 0.600716, 0.174018 at β = 1,
 * 2, 3 for λ = 1, M = 8.
 */
export function criticalTime(retrieval: Retrieval): number {
  const { weights, rates } = modes(retrieval);
  const largest = rates.reduce(larger);
  let [first, second] = [0, 0];
  for (let n = 1; n < rates.length; n++) {
    const share = rates[n] / largest; // its square stays a double
    first += weights[n] * share;
    second += weights[n] * share * share;
  }
  return (-2 * expm1(-retrieval.lambda) * first) / second / largest;
}

/** The time up to which the U shape is proved, for λ, β > 0: t sup a_n ≤ min{3 − √3, 2(1 − e^{−λ})}. */
export function provedUntil(retrieval: Retrieval): number {
  const { rates } = modes(retrieval);
  const [a, b] = [3 - Math.sqrt(3), -2 * expm1(-retrieval.lambda)];
  return smaller(a, b) / rates.reduce(larger);
}

/** Where the last token retrieves worst. */
interface WorstSource {
  /** σ₀ in (0, 1). */
  readonly source: number;
  readonly score: number;
}

const GRID = 200;
/** log σ₀ of the earliest source looked at. */
const EARLIEST = -30;
const GOLDEN = 0.6180339887498949;
const SHRINKAGES = 40;

/**
 * The minimum of S_t over σ₀, between e^{−30} and 1; null if it lies at the end 1, as from criticalTime on. On a grid
 * in log σ₀, then by golden section; σ₀ is good to about 1e-8, as minima are.
 */
export function worstSource(t: number, retrieval: Retrieval): WorstSource | null {
  demand(t > 0 && t < Infinity, 't', 'a finite time > 0; at 0 all sources are alike', t);
  const scored = scoreAt(t, retrieval);
  const score = (logarithm: number) => scored(exp(logarithm));
  const place = (i: number) => (EARLIEST * (GRID - i)) / GRID;
  let best = 0;
  let least = Infinity;
  for (let i = 0; i < GRID; i++) {
    const value = score(place(i));
    if (value < least) [best, least] = [i, value];
  }
  if (best === 0) return null;
  let [low, high] = [place(best - 1), place(best + 1)];
  for (let i = 0; i < SHRINKAGES; i++) {
    const width = GOLDEN * (high - low);
    if (score(high - width) < score(low + width)) high = low + width;
    else low = high - width;
  }
  const middle = (low + high) / 2;
  return middle > -1e-6 ? null : { source: exp(middle), score: score(middle) };
}
