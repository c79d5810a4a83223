/** Means of independent draws, with their standard errors. */
export interface Sample {
  readonly mean: number;
  /** Standard error of the mean. */
  readonly standardError: number;
  readonly count: number;
}

/** @param values independent draws */
export function sampleOf(values: readonly number[] | Float64Array): Sample {
  const count = values.length;
  let sum = 0;
  for (const value of values) sum += value;
  const mean = sum / count;
  let squares = 0;
  for (const value of values) squares += (value - mean) * (value - mean);
  return { mean, standardError: Math.sqrt(squares / (count - 1) / count), count };
}

/** A share of `count` independent trials, with the standard error of a binomial law at the predicted share. */
export function shareOf(hits: number, count: number, predicted = hits / count): Sample {
  return { mean: hits / count, standardError: Math.sqrt((predicted * (1 - predicted)) / count), count };
}
