/** What chance does to means and shares of draws: how far off is no chance. */
import { smaller } from '../../numerics/elementary.ts';
import { incompleteBeta } from '../../numerics/special/incomplete-beta.ts';
import { studentLimit } from '../../numerics/student.ts';

/**
 * Deviations beyond this many standard errors are no chance. All statements together make some thirty such comparisons,
 * so at 1 in 16,000 each, a chance of 1 in 500 is left that one of them fails where all is right: whatever the number
 * of draws.
 */
export const SIGMAS = 4;

/** The chance of as much, to either side, under a normal law: erfc(4/√2). */
export const CHANCE = 6.334248366623993e-5;

/**
 * By how many of its own standard errors a mean of normal draws is off with probability `CHANCE`: by Student's law of
 * `count` − 1 degrees of freedom 4 for many draws, 4.7 for thirty, 7 for ten, since the standard error is itself
 * estimated.
 */
export function allowedErrors(count: number): number {
  return studentLimit(CHANCE, count - 1, SIGMAS);
}

/**
 * The chance that `count` trials with success probability `p` have a number of hits as far to its side as this one,
 * twice, at most 1: exact.
 */
export function chanceOfHits(hits: number, count: number, p: number): number {
  const atLeast = hits === 0 ? 1 : incompleteBeta(p, hits, count - hits + 1);
  const atMost = hits === count ? 1 : incompleteBeta(1 - p, count - hits, hits + 1);
  return smaller(1, 2 * smaller(atLeast, atMost));
}
