/** Means of independent draws, with their standard errors. */
export interface Sample {
  readonly mean: number;
  /** Standard error of the mean. */
  readonly standardError: number;
  readonly count: number;
}

/** @param values independent draws */
export function sampleOf(values: readonly number[]): Sample {
  const count = values.length;
  const mean = values.reduce((sum, value) => sum + value, 0) / count;
  const variance = values.reduce((sum, value) => sum + (value - mean) * (value - mean), 0) / (count - 1);
  return { mean, standardError: Math.sqrt(variance / count), count };
}

/** A share of `count` independent trials, with the standard error of a binomial law at the predicted share. */
export function shareOf(hits: number, count: number, predicted = hits / count): Sample {
  return { mean: hits / count, standardError: Math.sqrt((predicted * (1 - predicted)) / count), count };
}
