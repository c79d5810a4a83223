/** Quantiles of Student's law and of the normal one, for intervals of estimates. */
import { demand } from '../domain.ts';
import { incompleteBeta } from '../special/incomplete-beta.ts';

/** Degrees of freedom from which on Student's law is the normal one to nine digits. */
const MANY = 1e9;
const HALVINGS = 60;

/**
 * The t that a variable of Student's law stays below with probability p.
 *
 * @param p strictly between 0 and 1
 * @param freedom degrees of freedom > 0; Infinity gives the normal law
 *
 * By bisection of P(|t| > x) = I_{ν/(ν + x²)}(ν/2, ½); relative error about 1e-9.
 */
export function studentQuantile(p: number, freedom: number): number {
  demand(p > 0 && p < 1, 'p', 'a probability strictly between 0 and 1', p);
  demand(freedom > 0, 'freedom', 'a number of degrees of freedom > 0; give Infinity for the normal law', freedom);
  if (p === 0.5) return 0;
  if (p < 0.5) return -studentQuantile(1 - p, freedom);
  const ν = freedom < MANY ? freedom : MANY;
  const above = (x: number) => incompleteBeta(ν / (ν + x * x), ν / 2, 0.5) / 2;
  let [low, high] = [0, 1];
  while (above(high) > 1 - p) [low, high] = [high, 2 * high];
  for (let i = 0; i < HALVINGS; i++) {
    const middle = (low + high) / 2;
    if (above(middle) > 1 - p) low = middle;
    else high = middle;
  }
  return high;
}

/** By how many standard errors an interval of this coverage reaches to either side: 1.96 at 95 % of a normal law. */
export function errorsFor(coverage: number, freedom: number): number {
  return studentQuantile((1 + coverage) / 2, freedom);
}
