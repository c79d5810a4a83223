/** e^x − 1 and log(1 + x) without loss near x = 0, from exp and log (Kahan). Relative error a few units of roundoff. */
import { exp, log } from '../elementary.ts';

/** e^x − 1. The rounding of e^x is undone by dividing by its own logarithm. */
export function expm1(x: number): number {
  const u = exp(x);
  if (u === 1) return x;
  const difference = u - 1;
  if (difference === -1 || u === Infinity) return difference;
  return (difference / log(u)) * x;
}

/** log(1 + x) for x ≥ −1; −Infinity at −1, NaN below. */
export function log1p(x: number): number {
  const u = 1 + x;
  if (u === 1) return x;
  if (u === Infinity || u <= 0) return log(u);
  return (log(u) / (u - 1)) * x;
}
