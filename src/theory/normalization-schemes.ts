/**
 * Where a transformer normalises, and how fast its tokens cluster: arXiv:2510.22026. Tokens r_jθ_j with directions
 * θ̇_j = P_{θ_j}A_j(θ)/s_j, A_j the output of full attention with Q = K = V = I on directions; a scheme is its s_j and
 * ṙ_j. For directions at equal angles, cosine ρ, and one radius r this closes in (ρ, r).
 */

import { demand, demandBeta } from '../numerics/domain.ts';
import { exp, larger, log, smaller } from '../numerics/elementary.ts';
import { type Slope, solveAt } from '../numerics/ode.ts';
import { gapOf, oddsOf } from './equiangular.ts';

/** What attention gives to a direction: |A| and ⟨θ, A⟩, in [0, 1] where ρ ≥ 0. */
interface Output {
  readonly size: number;
  readonly along: number;
}

/** What schemes are told. */
export interface SchemeParameters {
  /** n ≥ 2. */
  readonly tokens: number;
  /** β ≥ 0. */
  readonly beta: number;
  /** τ of Mix-LN, until when it is Post-LN; by default 1. */
  readonly switchAt?: number;
  /** α of nGPT, constant here; by default 1. */
  readonly rate?: number;
}

/** How a scheme regulates speed. */
interface NormalizationScheme {
  readonly title: string;
  /** s, by which A is divided. */
  readonly divisor: (t: number, r: number, output: Output, parameters: SchemeParameters) => number;
  /** ṙ. */
  readonly growth: (t: number, r: number, output: Output, parameters: SchemeParameters) => number;
  /** The law of large t: 1 − ρ falls like e^{−2·clock(t)}, up to a constant factor. */
  readonly clock: (t: number, parameters: SchemeParameters) => number;
}

const none = () => 0;
const switchOf = ({ switchAt = 1 }: SchemeParameters) => switchAt;
const rateOf = ({ rate = 1 }: SchemeParameters) => rate;

/** The six schemes. By `clock`, 1 − ρ goes like e^{−2t}, t^{−2}, t^{−2}, t^{−2}, e^{−2αt}, e^{−4√t}. */
export const normalizationSchemes = {
  'post-ln': { title: 'Post-LN', divisor: () => 1, growth: none, clock: (t) => t },
  'pre-ln': { title: 'Pre-LN', divisor: (_t, r) => r, growth: (_t, _r, { along }) => along, clock: (t) => log(t) },
  'mix-ln': {
    title: 'Mix-LN, Post-LN until τ, then Pre-LN',
    divisor: (t, r, _output, given) => (t <= switchOf(given) ? 1 : r),
    growth: (t, _r, { along }, given) => (t <= switchOf(given) ? 0 : along),
    clock: (t) => log(t),
  },
  'peri-ln': {
    title: 'Peri-LN',
    divisor: (_t, r, { size }) => r * size,
    growth: (_t, _r, { size, along }) => along / size,
    clock: (t) => log(t),
  },
  ngpt: {
    title: 'nGPT', // s is printed as α
    divisor: (_t, _r, { size }, given) => size / rateOf(given),
    growth: none,
    clock: (t, given) => rateOf(given) * t,
  },
  'ln-scaling': {
    title: 'LN-scaling',
    divisor: (t) => Math.sqrt(t + 1),
    growth: none,
    clock: (t) => 2 * Math.sqrt(t),
  },
} satisfies Readonly<Record<string, NormalizationScheme>>;

export type NormalizationSchemeName = keyof typeof normalizationSchemes;

/**
 * With weights a₀ = e^β/Z to itself and a₁ = e^{βρ}/Z to others: ⟨θ, A⟩ = a₀ + (n − 1)ρa₁, |A|² = ρ + (1 − ρ)(a₀² + (n
 * − 1)a₁²).
 */
export function outputAt(rho: number, parameters: SchemeParameters): Output {
  const { tokens: n } = parameters;
  check({ rho, r: 1 }, parameters, rho === 1 || rho === -1 / (n - 1));
  return outputAtGap(1 - rho, parameters);
}

function outputAtGap(gap: number, { tokens: n, beta }: SchemeParameters): Output {
  const rho = 1 - gap;
  const other = exp(-beta * gap); // a₁/a₀
  const self = 1 / (1 + (n - 1) * other);
  const squares = self * self * (1 + (n - 1) * other * other);
  return { size: Math.sqrt(larger(rho + gap * squares, 0)), along: self * (1 + (n - 1) * rho * other) };
}

/**
 * ρ̇ = 2(1 − ρ)((n−1)ρ + 1)/(s(e^{β(1−ρ)} + n − 1)) and ṙ. At ρ = 0, t = 0: ρ̇ = 2/(e^β + n − 1) for Post-LN, Mix-LN
 * and LN-scaling, that over r for Pre-LN, 2/(r√(e^{2β} + n − 1)) for Peri-LN, 2α/√(e^{2β} + n − 1) for nGPT.
 */
export function schemeSpeed(
  name: NormalizationSchemeName,
  t: number,
  rho: number,
  r: number,
  parameters: SchemeParameters,
): { readonly rho: number; readonly r: number } {
  const scheme = schemeOf(name, parameters);
  check({ rho, r }, parameters, rho === 1);
  demand(t >= 0 && t < Infinity, 't', 'a finite time ≥ 0; schemes change with time', t);
  const { tokens: n, beta } = parameters;
  const output = outputAt(rho, parameters);
  const free = (2 * (1 - rho) * ((n - 1) * rho + 1)) / (exp(beta * (1 - rho)) + n - 1);
  return { rho: free / scheme.divisor(t, r, output, parameters), r: scheme.growth(t, r, output, parameters) };
}

function schemeOf(name: NormalizationSchemeName, parameters: SchemeParameters): NormalizationScheme {
  const names = Object.keys(normalizationSchemes);
  demand(names.includes(name), 'scheme', `one of ${names.join(', ')}; give a name`, name);
  demand(switchOf(parameters) >= 0, 'switchAt', 'a time ≥ 0; before it Mix-LN is Post-LN', parameters.switchAt);
  demand(rateOf(parameters) >= 0, 'rate', 'a number ≥ 0; α of nGPT', parameters.rate);
  return normalizationSchemes[name];
}

/** ρ and r at one time; the gap 1 − ρ keeps its digits where ρ is near 1. */
interface SchemeState {
  readonly rho: number;
  readonly gap: number;
  readonly r: number;
}

/**
 * (ρ, r) at each of `times`, from (rho, r) at t = 0. Solved in log(((n−1)ρ + 1)/(1 − ρ)) as in equiangularGaps;
 * relative error of the gap about 1e-11.
 *
 * @param times from 0 on, in order
 * @param from.rho in (−1/(n−1), 1); Peri-LN and nGPT divide by |A|, which is 0 at the lower end
 * @param from.r > 0, used by Pre-LN, Mix-LN and Peri-LN
 * @throws ParkadeError InvalidParameter
 */
export function schemeStates(
  name: NormalizationSchemeName,
  times: readonly number[],
  from: { readonly rho: number; readonly r: number },
  parameters: SchemeParameters,
): SchemeState[] {
  check(from, parameters);
  schemeOf(name, parameters);
  demand(!times.some((t) => t < 0), 'times', 'from 0 on; schemes change with time', times);
  const { tokens: n } = parameters;
  const start = [oddsOf(from.rho, n), from.r];
  // Mix-LN changes its equation at τ, and no step may cross that.
  const switchAt = name === 'mix-ln' ? switchOf(parameters) : Infinity;
  const early = times.filter((t) => t <= switchAt);
  const rows = solveAt(slopeOf(name === 'mix-ln' ? 'post-ln' : name, parameters), 0, start, early);
  if (early.length < times.length) {
    const [middle] = solveAt(slopeOf('post-ln', parameters), 0, start, [switchAt]);
    for (const one of solveAt(slopeOf('pre-ln', parameters), switchAt, middle, times.slice(early.length)))
      rows.push(one);
  }
  return rows.map(([w, r]) => ({ rho: 1 - gapOf(w, n), gap: gapOf(w, n), r }));
}

function slopeOf(name: NormalizationSchemeName, parameters: SchemeParameters): Slope {
  const scheme = schemeOf(name, parameters);
  const { tokens: n, beta } = parameters;
  return (t, [w, r], out) => {
    const gap = gapOf(w, n);
    const output = outputAtGap(gap, parameters);
    out[0] = (2 * n) / ((exp(beta * gap) + n - 1) * scheme.divisor(t, r, output, parameters));
    out[1] = scheme.growth(t, r, output, parameters);
  };
}

/** The largest δ for which a cone ⟨θ_j, θ_k⟩ ≥ 1 − δ is shown to contract, min(1/(100n²β²), 1/(100n²)). */
export function coneWidth(tokens: number, beta: number): number {
  return smaller(coneWidthAsPrinted(tokens, beta), 1 / (100 * tokens * tokens));
}

/** 1/(100n²β²) alone, as printed: not sufficient for β < 1, where it exceeds any cone. */
export function coneWidthAsPrinted(tokens: number, beta: number): number {
  demand(tokens >= 1 && beta >= 0, 'tokens, beta', 'at least 1 and 0; give others', [tokens, beta]);
  const scale = 10 * tokens * beta;
  return 1 / (scale * scale);
}

/** @param atEnd whether ρ is an end of its range that will do */
function check(
  from: { readonly rho: number; readonly r: number },
  { tokens: n, beta }: SchemeParameters,
  atEnd = false,
): void {
  demand(Number.isInteger(n) && n >= 2, 'tokens', 'an integer, two or more; give their number', n);
  demandBeta(beta);
  const between = from.rho > -1 / (n - 1) && from.rho < 1;
  demand(atEnd || between, 'rho', `a cosine in (−1/${n - 1}, 1); give one that ${n} unit vectors can have`, from.rho);
  demand(from.r > 0 && from.r < Infinity, 'r', 'a finite radius > 0; 1 is usual', from.r);
}
