/** Saved times: as they are written in a specification, and as numbers. */

import { invalid, quoted } from '../core/errors.ts';
import { exp, log } from '../numerics/elementary.ts';

const LARGEST_COUNT = 1_000_000;

/** `count` equally spaced times; the ends are exact. */
export function linearTimes(from: number, to: number, count: number): number[] {
  return Array.from({ length: count }, (_, i) => (i === count - 1 ? to : from + ((to - from) * i) / (count - 1)));
}

/**
 * `count` times in geometric progression; the ends are exact, the logarithms our own, so the grid is the same
 * everywhere.
 */
export function geometricTimes(from: number, to: number, count: number): number[] {
  const [a, b] = [log(from), log(to)];
  return Array.from({ length: count }, (_, i) => {
    if (i === 0) return from;
    return i === count - 1 ? to : exp(a + ((b - a) * i) / (count - 1));
  });
}

/** Whether times are better read by their logarithms: the middle one of them lies below a hundredth of the last. */
export function spansDecades(ts: ArrayLike<number>): boolean {
  return ts.length > 2 && ts[Math.floor(ts.length / 2)] < ts[ts.length - 1] / 100;
}

/**
 * The times that `saveAt` means: a number, a list, `lin:FROM:TO:COUNT` or `log:FROM:TO:COUNT`.
 * @throws ParkadeError InvalidParameter
 */
export function resolveTimes(given: number | string | readonly number[]): number[] {
  if (typeof given === 'number') return [given];
  if (typeof given !== 'string') return [...given];
  const [kind, ...words] = given.split(':');
  const [from, to, count] = words.map((word) => (word.trim() === '' ? NaN : Number(word)));
  const sensible =
    (kind === 'lin' || kind === 'log') &&
    words.length === 3 &&
    to > from &&
    to < Infinity &&
    (kind === 'lin' ? from >= 0 : from > 0) &&
    Number.isInteger(count) &&
    count >= 2 &&
    count <= LARGEST_COUNT;
  if (sensible) return kind === 'lin' ? linearTimes(from, to, count) : geometricTimes(from, to, count);
  throw invalid(
    'saveAt',
    `be times such as 1,4,10, or lin:FROM:TO:COUNT or log:FROM:TO:COUNT with FROM < TO (FROM > 0 for log) and COUNT from 2 to ${LARGEST_COUNT}`,
    `came as ${quoted(given)}`,
    'try lin:0:150:301',
  );
}
