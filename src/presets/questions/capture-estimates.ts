/** Estimates of the question of the least successful center, from its runs. */
import type { Interval } from '../../numerics/interval.ts';
import { meanInterval } from '../../numerics/interval.ts';
import { wilson } from '../../numerics/proportion.ts';
import { sampleOf } from '../../numerics/sample.ts';
import type { CaptureValue, Courses, Kind } from './capture-runs.ts';
import { type Line, lineThrough } from './line.ts';

/** From here on the exponent is fitted. */
export const FITTED_FROM = 1000;
/** α above is yes, below is no. */
const BORDER = 0.95;
const SUCCESS = 0.01;

/** All runs of n tokens. */
export interface Size {
  readonly tokens: number;
  readonly runs: readonly Courses[];
}

export function sizesOf(values: readonly CaptureValue[]): Size[] {
  const all = [...new Set(values.map(({ tokens }) => tokens))].sort((a, b) => a - b);
  return all.map((tokens) => ({
    tokens,
    runs: values.filter((value) => value.tokens === tokens).flatMap(({ runs }) => runs),
  }));
}

type Count = 'captured' | 'held';

/** Least shares of all runs at time number i. */
function sharesOf({ tokens, runs }: Size, kind: Kind, count: Count, i: number): number[] {
  return runs.map((one) => one[kind][count][i] / tokens);
}

/** Their mean. */
export function leastShare(size: Size, kind: Kind, count: Count, i: number): Interval {
  return notNegative(meanInterval(sharesOf(size, kind, count, i)));
}

/** Of a share no interval of a mean reaches below 0. */
function notNegative({ estimate, low, high }: Interval): Interval {
  return { estimate, low: Math.max(0, low), high };
}

/** log(mean least number) over log n; null where it is 0 at some n, or there are too few n. */
export function exponentOf(
  sizes: readonly Size[],
  kind: Kind,
  count: Count,
  i: number,
  from = FITTED_FROM,
): Line | null {
  const points = sizes
    .filter(({ tokens }) => tokens >= from)
    .map((size) => {
      const { mean, standardError } = sampleOf(sharesOf(size, kind, count, i));
      return { x: Math.log(size.tokens), y: Math.log(size.tokens * mean), error: standardError / mean };
    });
  return lineThrough(points);
}

export function verdictOf(slope: Interval | undefined): 'yes' | 'no' | 'undecided' {
  if (slope === undefined) return 'undecided';
  return slope.low > BORDER ? 'yes' : slope.high < BORDER ? 'no' : 'undecided';
}

export function successes({ tokens, runs }: Size, kind: Kind, i: number): Interval {
  const hits = runs.filter((one) => one[kind].captured[i] >= SUCCESS * tokens).length;
  const { share, low, high } = wilson(hits, runs.length);
  return { estimate: share, low, high };
}

/** Of all centers of all runs; the interval is that of the mean of runs. */
export function lostShare({ runs }: Size, kind: Kind, i: number): Interval {
  return notNegative(meanInterval(runs.map((one) => one[kind].lost[i] / one[kind].centers)));
}

/** The share of runs, of all these sizes, in which some center is lost. */
export function runsWithLoss(sizes: readonly Size[], kind: Kind, i: number): Interval {
  const runs = sizes.flatMap((size) => size.runs);
  const { share, low, high } = wilson(runs.filter((one) => one[kind].lost[i] > 0).length, runs.length);
  return { estimate: share, low, high };
}
