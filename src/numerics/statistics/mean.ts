/** The mean of independent draws. */
import { COVERAGE, type Interval } from './interval.ts';
import { errorsFor } from './student.ts';

export interface Mean {
  readonly mean: number;
  /** Of the mean: the standard deviation of the draws (with count − 1) over √count; NaN of one draw. */
  readonly standardError: number;
  readonly count: number;
}

/** @param values independent draws; of none the mean is NaN */
export function meanOf(values: readonly number[]): Mean {
  const count = values.length;
  const mean = values.reduce((sum, value) => sum + value, 0) / count;
  const squares = values.reduce((sum, value) => sum + (value - mean) * (value - mean), 0);
  return { mean, standardError: Math.sqrt(squares / (count - 1) / count), count };
}

/** The mean with Student's interval: exact for normal draws, right in the limit of many others. */
export function meanInterval(values: readonly number[], coverage = COVERAGE): Interval {
  const { mean, standardError, count } = meanOf(values);
  const reach = count < 2 ? Infinity : errorsFor(coverage, count - 1) * standardError;
  return { estimate: mean, low: mean - reach, high: mean + reach };
}
