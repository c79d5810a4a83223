/** How the numbers of centers grow with the number of tokens, over repeated runs. */
import { exp, log } from '../numerics/elementary.ts';
import type { Parked } from './park.ts';
import { type Prediction, predictedRenyi, predictedStrong } from './predictions.ts';

/** Numbers of centers among the first n tokens, a number for each n of a list. */
export interface Counts {
  readonly strong: readonly number[];
  readonly renyi: readonly number[];
}

/** Numbers of tokens from 1 to n, about eight a decade, evenly in their logarithms; n is the last. */
export function tokenCounts(n: number): number[] {
  const perDecade = 8;
  const counts: number[] = [];
  for (let i = 0; ; i++) {
    const count = Math.floor(exp((i * log(10)) / perDecade) + 0.5);
    if (count >= n) return [...counts, n];
    if (count !== counts.at(-1)) counts.push(count);
  }
}

/** @param ns ascending */
export function countsOf({ strong, renyi }: Pick<Parked, 'strong' | 'renyi'>, ns: readonly number[]): Counts {
  return { strong: below(strong, ns), renyi: below(renyi, ns) };
}

/** For each n how many of the ascending indices are below it. */
function below(indices: readonly number[], ns: readonly number[]): number[] {
  let count = 0;
  return ns.map((n) => {
    while (count < indices.length && indices[count] < n) count++;
    return count;
  });
}

/** A count over independent runs, beside what is predicted. */
export interface Estimate {
  readonly mean: number;
  /** Of one run, from the runs themselves (over R − 1); null for a single run. */
  readonly standardDeviation: number | null;
  /** Of the mean. */
  readonly standardError: number | null;
  readonly predicted: Prediction | null;
  /**
   * (mean − predicted) in standard errors of the mean: from the predicted standard deviation where there is one, since
   * that of a few runs is itself uncertain. Null where there is no prediction for this n, and where nothing varies.
   */
  readonly deviation: number | null;
}

export interface Saturation {
  readonly delta: number;
  readonly dimension: number;
  readonly ns: readonly number[];
  readonly runs: readonly Counts[];
  readonly strong: readonly Estimate[];
  readonly renyi: readonly Estimate[];
}

/**
 * @param uniform whether the tokens are uniform: only then is there a prediction
 * @param runs counts at `ns`, of independent token sequences
 */
export function saturation(
  { delta, dimension, uniform }: { readonly delta: number; readonly dimension: number; readonly uniform: boolean },
  ns: readonly number[],
  runs: readonly Counts[],
): Saturation {
  const over = (kind: keyof Counts, predict: (n: number) => Prediction | null) =>
    ns.map((n, i) =>
      estimate(
        runs.map((counts) => counts[kind][i]),
        uniform ? predict(n) : null,
      ),
    );
  return {
    delta,
    dimension,
    ns,
    runs,
    strong: over('strong', (n) => predictedStrong(n, delta, dimension)),
    renyi: over('renyi', (n) => predictedRenyi(n, delta, dimension)),
  };
}

export function estimate(values: readonly number[], predicted: Prediction | null): Estimate {
  const runs = values.length;
  const mean = values.reduce((sum, value) => sum + value, 0) / runs;
  const squares = values.reduce((sum, value) => sum + (value - mean) * (value - mean), 0);
  const standardDeviation = runs > 1 ? Math.sqrt(squares / (runs - 1)) : null;
  const spread = predicted?.standardDeviation ?? standardDeviation;
  const comparable = predicted?.kind === 'exact' && spread !== null && spread > NO_SPREAD;
  return {
    mean,
    standardDeviation,
    standardError: standardDeviation === null ? null : standardDeviation / Math.sqrt(runs),
    predicted,
    deviation: comparable ? (mean - predicted.value) / (spread / Math.sqrt(runs)) : null,
  };
}

/** A predicted variance of nothing, but for rounding. */
const NO_SPREAD = 1e-6;
