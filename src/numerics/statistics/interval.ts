/** An estimate with the interval in which the true value lies with a stated coverage. */
export interface Interval {
  readonly estimate: number;
  readonly low: number;
  readonly high: number;
}

/** The coverage of intervals unless another is asked for. */
export const COVERAGE = 0.95;
