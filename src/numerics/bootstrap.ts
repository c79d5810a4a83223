/** Intervals of any statistic, by drawing from the draws. */
import { demand } from './domain.ts';
import { type Interval, MISSES } from './interval.ts';
import { quantile } from './quantile.ts';
import { BOOTSTRAP_STREAM, random } from './random.ts';

/**
 * The bootstrap's percentile interval (Efron, 1979): the statistic of as many draws, taken from these with replacement,
 * again and again. The same seed gives the same interval.
 *
 * @param draws independent draws
 * @param statistic of a list of draws; resamples where it is NaN are left out
 */
export function bootstrapInterval<Draw>(
  draws: readonly Draw[],
  statistic: (draws: readonly Draw[]) => number,
  { seed = 1, resamples = 1000 } = {},
): Interval {
  const n = draws.length;
  demand(n >= 1, 'draws', 'at least one draw', n);
  const { uniforms } = random(seed, BOOTSTRAP_STREAM);
  const pair = new Float64Array(2);
  const found: number[] = [];
  for (let r = 0; r < resamples; r++) {
    const taken: Draw[] = [];
    for (let i = 0; i < n; i += 2) {
      uniforms(r, i / 2, pair);
      taken.push(draws[Math.floor(pair[0] * n)]);
      if (i + 1 < n) taken.push(draws[Math.floor(pair[1] * n)]);
    }
    const value = statistic(taken);
    if (!Number.isNaN(value)) found.push(value);
  }
  const sorted = Float64Array.from(found).sort();
  return {
    estimate: statistic(draws),
    low: quantile(sorted, MISSES / 2),
    high: quantile(sorted, 1 - MISSES / 2),
  };
}
