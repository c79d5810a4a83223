/** An estimate with the interval in which the true value lies with a chance of 95 %. */
import { sampleOf } from './sample.ts';
import { studentLimit } from './student.ts';

export interface Interval {
  readonly estimate: number;
  readonly low: number;
  readonly high: number;
}

/** The chance that an interval misses. */
export const MISSES = 0.05;

/**
 * A mean with Student's interval: exact for normal draws, right in the limit of many others; without bounds of a single
 * draw.
 *
 * @param values independent draws
 */
export function meanInterval(values: readonly number[]): Interval {
  const { mean, standardError, count } = sampleOf(values);
  const reach = count < 2 ? Infinity : studentLimit(MISSES, count - 1) * standardError;
  return { estimate: mean, low: mean - reach, high: mean + reach };
}
