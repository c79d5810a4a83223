/** How estimates with intervals are said and drawn. */
import type { Series } from '../../figures/index.ts';
import { type Interval, MISSES } from '../../numerics/interval.ts';

/** `0.98 (0.93 to 1.03)`. */
export function shown({ estimate, low, high }: Interval, digits: number): string {
  return `${estimate.toFixed(digits)} (${low.toFixed(digits)} to ${high.toFixed(digits)})`;
}

/** `31.2 % (30.1 to 32.3)`. */
export function shownShare({ estimate, low, high }: Interval, digits = 1): string {
  const percent = (share: number) => (100 * share).toFixed(digits);
  return `${percent(estimate)} % (${percent(low)} to ${percent(high)})`;
}

export const INTERVALS = `Brackets hold ${100 * (1 - MISSES)} % intervals.`;

/** 10000 as 10,000. */
export function grouped(count: number): string {
  return String(count).replace(/\B(?=(\d{3})+$)/g, ',');
}

/** A curve of estimates in the band of their intervals. */
export function banded(name: string, intervals: readonly Interval[]): Series {
  return {
    name,
    values: intervals.map(({ estimate }) => estimate),
    band: [intervals.map(({ low }) => low), intervals.map(({ high }) => high)],
  };
}
