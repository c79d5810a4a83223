/**
 * Extremes of lists of any length. `Math.max(...list)` passes every entry as an argument, and fails from some hundred
 * thousand on.
 */
import { larger, smaller } from './elementary.ts';

/** The largest entry; −Infinity of an empty list, NaN where one is NaN. */
export function largestOf(list: Iterable<number>): number {
  let largest = -Infinity;
  for (const value of list) largest = larger(largest, value);
  return largest;
}

/** The smallest entry; Infinity of an empty list, NaN where one is NaN. */
export function smallestOf(list: Iterable<number>): number {
  let smallest = Infinity;
  for (const value of list) smallest = smaller(smallest, value);
  return smallest;
}
