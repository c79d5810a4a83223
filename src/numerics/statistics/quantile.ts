/** Quantiles of a list. */
import { demand } from '../domain.ts';

/**
 * The value below which the share p of the list lies, between neighbours by a straight line: type 7 of Hyndman and Fan
 * (1996), which R and NumPy take unless told otherwise. NaN of an empty list.
 *
 * @param p from 0 (the least) to 1 (the largest)
 */
export function quantileOf(values: readonly number[], p: number): number {
  demand(p >= 0 && p <= 1, 'p', 'a share from 0 to 1', p);
  const sorted = Float64Array.from(values).sort();
  if (sorted.length === 0) return NaN;
  const place = p * (sorted.length - 1);
  const below = Math.floor(place);
  const rest = place - below;
  return rest === 0 ? sorted[below] : sorted[below] + rest * (sorted[below + 1] - sorted[below]);
}
