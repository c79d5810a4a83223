/** Estimates of how the number of clusters grows with β, from runs. */
import type { Interval } from '../../numerics/interval.ts';
import { type Sample, sampleOf } from '../../numerics/sample.ts';
import { capMeasure } from '../../theory/cap-measure.ts';
import { type ClusterCell, type ClusterValue, type Counted, LINKS, separationAt, TIMES } from './cluster-runs.ts';
import { type Line, lineThrough } from './line.ts';

/** n β^{−(d−1)/2} of the runs that slopes are of. */
export const DENSITY = 20;
export const TIME = TIMES.indexOf(60);
export const LINK = LINKS.indexOf(1);
/** An interval that reaches farther decides nothing. */
const WIDEST = 0.1;

/** The runs of a setting. */
export interface Setting extends Omit<ClusterCell, 'seeds'> {
  readonly tokens: number;
  readonly runs: readonly Counted[];
}

export function settingsOf(values: readonly ClusterValue[]): Setting[] {
  const found = new Map<string, Setting>();
  for (const { dimension, density, beta, tokens, runs } of values) {
    const key = `${dimension} ${density} ${beta}`;
    found.set(key, { dimension, density, beta, tokens, runs: [...(found.get(key)?.runs ?? []), ...runs] });
  }
  return [...found.values()].sort((a, b) => a.dimension - b.dimension || a.density - b.density || a.beta - b.beta);
}

export type Count = (run: Counted) => number;
export const clustersAt =
  (time = TIME, link = LINK): Count =>
  (one) =>
    one.clusters[time][link];
export const shared: Count = (one) => one.shared[TIME][LINK];
export const renyi: Count = (one) => one.renyi;
export const strong: Count = (one) => one.strong;

/** Of the mean count. */
export function meanCount({ runs }: Setting, count: Count): Sample {
  return sampleOf(runs.map(count));
}

/** The ratio of two means of the same runs, with the standard error of the first order. */
export function ratioOf({ runs }: Setting, over: Count, under: Count): { ratio: number; error: number } {
  const below = sampleOf(runs.map(under)).mean;
  const ratio = sampleOf(runs.map(over)).mean / below;
  const { standardError } = sampleOf(runs.map((one) => (over(one) - ratio * under(one)) / below));
  return { ratio, error: standardError };
}

/** The number of caps of radius δ that the sphere measures. */
function capsOf({ beta, dimension }: Setting): number {
  return 1 / capMeasure(separationAt(beta), dimension);
}

export const byBeta = ({ beta }: Setting) => Math.log(beta);
export const byCaps = (one: Setting) => Math.log(capsOf(one));

/**
 * log(mean count) over log β, or over what else is given; null where there are too few β or a count has no spread.
 */
export function slopeOf(own: readonly Setting[], count: Count, across = byBeta): Line | null {
  return lineThrough(
    own.map((one) => {
      const { mean, standardError } = meanCount(one, count);
      return { x: across(one), y: Math.log(mean), error: standardError / mean };
    }),
  );
}

export function ratioSlope(own: readonly Setting[]): Line | null {
  return lineThrough(
    own.map((one) => {
      const { ratio, error } = ratioOf(one, clustersAt(), renyi);
      return { x: byBeta(one), y: Math.log(ratio), error: error / ratio };
    }),
  );
}

export function judged(slope: Interval, expected: number): 'agrees' | 'differs' | 'undecided' {
  const apart = slope.low > expected || slope.high < expected;
  if (apart) return 'differs';
  return slope.high - slope.low > 2 * WIDEST ? 'undecided' : 'agrees';
}

/** The settings of a dimension that the slopes are of. */
export function designed(settings: readonly Setting[], dimension: number): Setting[] {
  return settings.filter((one) => one.dimension === dimension && one.density === DENSITY);
}

export function dimensionsOf(settings: readonly Setting[]): number[] {
  return [...new Set(settings.map(({ dimension }) => dimension))];
}

/** By how much more tokens change the count, at one β of each dimension. */
export function densities(settings: readonly Setting[]): string {
  const parts = settings.flatMap((more) => {
    if (more.density <= DENSITY) return [];
    const usual = settings.find(
      ({ dimension, beta, density }) => dimension === more.dimension && beta === more.beta && density === DENSITY,
    );
    if (!usual) return [];
    const [a, b] = [meanCount(more, clustersAt()), meanCount(usual, clustersAt())];
    const ratio = a.mean / b.mean;
    const error = ratio * Math.hypot(a.standardError / a.mean, b.standardError / b.mean);
    return [`${ratio.toFixed(2)} ± ${error.toFixed(2)} at d = ${more.dimension}`];
  });
  return parts.join(', ');
}
