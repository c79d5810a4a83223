/** Wilson's interval of a share of independent trials. */
import { demand } from '../domain.ts';
import { COVERAGE, type Interval } from './interval.ts';
import { errorsFor } from './student.ts';

/**
 * hits/count, with the probabilities from which it is at most z standard errors away (E. B. Wilson, 1927): within
 * [0, 1], and of some width where there are no hits or nothing else.
 *
 * @param count at least 1
 */
export function wilsonInterval(hits: number, count: number, coverage = COVERAGE): Interval {
  demand(count >= 1 && hits >= 0 && hits <= count, 'hits, count', 'hits from 0 to count, of at least one trial', [
    hits,
    count,
  ]);
  const z = errorsFor(coverage, Infinity);
  const share = hits / count;
  const scale = 1 + (z * z) / count;
  const middle = (share + (z * z) / (2 * count)) / scale;
  const reach = (z / scale) * Math.sqrt((share * (1 - share)) / count + (z * z) / (4 * count * count));
  return {
    estimate: share,
    low: hits === 0 ? 0 : middle - reach,
    high: hits === count ? 1 : middle + reach,
  };
}
