/** Student's law: a mean of normal draws over its own standard error. */
import { incompleteBeta } from './special/incomplete-beta.ts';

/** P(|T| > t) for t ≥ 0: I_x(ν/2, ½) at x = ν/(ν + t²), ν the degrees of freedom. */
export function studentTail(t: number, freedom: number): number {
  return incompleteBeta(freedom / (freedom + t * t), freedom / 2, 0.5);
}

/**
 * The t with P(|T| > t) = chance, by halving.
 *
 * @param chance between 0 and 1
 * @param freedom degrees of freedom, > 0
 * @param above a number > 0 that t exceeds, where one is known
 */
export function studentLimit(chance: number, freedom: number, above = 0): number {
  let [low, high] = [above, above === 0 ? 1 : 2 * above];
  while (studentTail(high, freedom) > chance) high *= 2;
  for (let i = 0; i < 50; i++) {
    const middle = (low + high) / 2;
    if (studentTail(middle, freedom) > chance) low = middle;
    else high = middle;
  }
  return low;
}
