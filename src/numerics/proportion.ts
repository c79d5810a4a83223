/** Of normal errors 95 % are within so many standard errors. */
export const WITHIN_95 = 1.959963984540054;

/** A share of independent trials, with the interval in which the probability is at 95 %. */
export interface Proportion {
  readonly hits: number;
  readonly trials: number;
  /** hits/trials; NaN where there are no trials. */
  readonly share: number;
  readonly low: number;
  readonly high: number;
}

/**
 * Wilson's score interval (1927): all p that the normal test at their own standard error √(p(1 − p)/n) does not refute.
 * It stays within [0, 1], and says something where none or all of the trials are hits. Without trials it is [0, 1].
 */
export function wilson(hits: number, trials: number): Proportion {
  if (trials === 0) return { hits, trials, share: Number.NaN, low: 0, high: 1 };
  const share = hits / trials;
  const square = (WITHIN_95 * WITHIN_95) / trials;
  const middle = (share + square / 2) / (1 + square);
  const half = Math.sqrt(square * (share * (1 - share) + square / 4)) / (1 + square);
  return {
    ...{ hits, trials, share },
    low: hits === 0 ? 0 : middle - half,
    high: hits === trials ? 1 : middle + half,
  };
}
