/** Estimates of how numbers of clusters and centers grow with β near sets of lower dimension. */
import type { Interval } from '../../numerics/interval.ts';
import { sampleOf } from '../../numerics/sample.ts';
import { type EffectiveCount, type EffectiveValue, TIMES } from './effective-runs.ts';
import { type Line, lineThrough } from './line.ts';
import type { ThinSet } from './thin-tokens.ts';

export const TIME = TIMES.indexOf(60);

/** The runs at one β. */
export interface AtBeta {
  readonly beta: number;
  readonly tokens: number;
  readonly runs: readonly EffectiveCount[];
}

export interface SetRuns {
  readonly set: ThinSet;
  /** Ascending. */
  readonly at: readonly AtBeta[];
}

export function setsOf(values: readonly EffectiveValue[]): SetRuns[] {
  const found = new Map<string, { set: ThinSet; at: Map<number, AtBeta> }>();
  for (const { family, dimension, effective, amount, beta, tokens, runs } of values) {
    const set = { family, dimension, effective, amount };
    const one = found.get(JSON.stringify(set)) ?? { set, at: new Map<number, AtBeta>() };
    one.at.set(beta, { beta, tokens, runs: [...(one.at.get(beta)?.runs ?? []), ...runs] });
    found.set(JSON.stringify(set), one);
  }
  return [...found.values()].map(({ set, at }) => ({ set, at: [...at.values()].sort((a, b) => a.beta - b.beta) }));
}

export type Count = (run: EffectiveCount) => number;
export const clustersAt =
  (time = TIME): Count =>
  (one) =>
    one.clusters[time];
export const shared: Count = (one) => one.shared[TIME];
export const renyi: Count = (one) => one.renyi;
export const projectedCenters: Count = (one) => one.projected;

/** Where all runs have the same count, the error is that of one run having one more. */
export function meanOf({ runs }: AtBeta, count: Count): { readonly mean: number; readonly error: number } {
  const { mean, standardError } = sampleOf(runs.map(count));
  return { mean, error: Math.max(standardError, 1 / runs.length) };
}

/** log(mean count) over log β. */
export function slopeOf({ at }: SetRuns, count: Count): Line | null {
  return lineThrough(
    at.map((one) => {
      const { mean, error } = meanOf(one, count);
      return { x: Math.log(one.beta), y: Math.log(mean), error: error / mean };
    }),
  );
}

/** log(mean of clusters/mean of projected centers) over log β; errors of the first order, from the same runs. */
export function ratioSlope({ at }: SetRuns): Line | null {
  return lineThrough(
    at.map(({ beta, runs }) => {
      const below = sampleOf(runs.map(projectedCenters)).mean;
      const ratio = sampleOf(runs.map(clustersAt())).mean / below;
      const rest = runs.map((one) => (clustersAt()(one) - ratio * projectedCenters(one)) / below);
      const error = Math.max(sampleOf(rest).standardError, 1 / (runs.length * below));
      return { x: Math.log(beta), y: Math.log(ratio), error: error / ratio };
    }),
  );
}

export function exponentsOf({ dimension, effective }: ThinSet): { readonly own: number; readonly sphere: number } {
  return { own: (effective - 1) / 2, sphere: (dimension - 1) / 2 };
}

/** Whose exponent is nearer, by the whole interval; and whether the interval holds one. */
export function judged({ low, high }: Interval, set: ThinSet): string {
  const { own, sphere } = exponentsOf(set);
  const middle = (own + sphere) / 2;
  if (low <= middle && middle <= high) return 'undecided';
  const [whose, exponent] = high < middle ? ["the set's", own] : ["the sphere's", sphere];
  return low <= exponent && exponent <= high ? whose : `nearer ${whose}`;
}

/** In words: what the tokens are. */
export function nameOf({ family, dimension, effective, amount }: ThinSet): string {
  const name = family === 'value' ? `V, μ = ${amount}` : `${family}, a = ${amount}`;
  return `${name}, d = ${dimension}, d₁ = ${effective}`;
}
