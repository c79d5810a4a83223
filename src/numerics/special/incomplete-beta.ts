import { demand } from '../domain.ts';
import { exp, log } from '../elementary.ts';
import { LARGE, logBeta, stirlingRest } from './gamma.ts';
import { expm1, log1p } from './near-one.ts';

const LOG_TWO_PI = 1.8378770664093456;
const MOST_TERMS = 100_000;
/** Lentz' method replaces a vanishing denominator by this. */
const TINY = 1e-300;

/**
 * The regularised incomplete beta function I_x(a, b) = ∫₀^x t^{a−1}(1 − t)^{b−1} dt/B(a, b).
 *
 * @param x in [0, 1]
 * @param a a > 0
 * @param b b > 0
 * @param complement 1 − x, where it is known better than by subtraction
 *
 * Relative error some units of roundoff times 1 + |log I_x| + √(a + b), about 3e-10 at a + b = 10¹², where the fraction
 * ends in time. Values below 1e-308 become 0: see logIncompleteBeta.
 */
export function incompleteBeta(x: number, a: number, b: number, complement = 1 - x): number {
  check(x, a, b, complement);
  return beyondMean(x, a, b) ? -expm1(logTail(complement, x, b, a)) : exp(logTail(x, complement, a, b));
}

/** log I_x(a, b), of which small values keep all digits; −Infinity at x = 0. Arguments as for incompleteBeta. */
export function logIncompleteBeta(x: number, a: number, b: number, complement = 1 - x): number {
  check(x, a, b, complement);
  return beyondMean(x, a, b) ? log1p(-exp(logTail(complement, x, b, a))) : logTail(x, complement, a, b);
}

function check(x: number, a: number, b: number, complement: number): void {
  demand(x >= 0 && x <= 1, 'x', 'a number from 0 to 1', x);
  demand(a > 0 && b > 0 && a + b <= 1e12, 'a, b', 'numbers > 0 of sum up to 1e12; more is not worked out', [a, b]);
  demand(
    Math.abs(x + complement - 1) < 1e-9,
    'complement',
    '1 − x; leave it out where it is not known better',
    complement,
  );
}

/**
 * Whether 1 − I_{1−x}(b, a) is the better way: the continued fraction converges fast up to about the mean of the Beta
 * law.
 */
function beyondMean(x: number, a: number, b: number): boolean {
  return x > (a + 1) / (a + b + 2);
}

/** log I_x(a, b) = a log x + b log y − log(a B(a, b)) + log of a continued fraction (DLMF 8.17.22), y = 1 − x. */
function logTail(x: number, y: number, a: number, b: number): number {
  if (x <= 0) return -Infinity;
  return logPrefactor(x, y, a, b) - log(a) + log(fraction(x, a, b));
}

/** log(x^a y^b/B(a, b)). */
function logPrefactor(x: number, y: number, a: number, b: number): number {
  if (a < LARGE || b < LARGE) {
    const logX = x > 0.5 ? log1p(-y) : log(x);
    const logY = y > 0.5 ? log1p(-x) : log(y);
    return a * logX + b * logY - logBeta(a, b);
  }
  // By Stirling B is a^a b^b/(a + b)^{a+b} but for small factors: what large logarithms leave together is how far x is
  // off its mean.
  const sum = a + b;
  const off = (b * x - a * y) / sum; // x − a/(a + b)
  const rest = stirlingRest(sum) - stirlingRest(a) - stirlingRest(b);
  const narrow = (log(a * (b / sum)) - LOG_TWO_PI) / 2;
  return a * logQuotient(x, a / sum, off) + b * logQuotient(y, b / sum, -off) + rest + narrow;
}

/** log(x/mean), of which x − mean is known well. */
function logQuotient(x: number, mean: number, off: number): number {
  return Math.abs(off) < 0.5 * mean ? log1p(off / mean) : log(x / mean);
}

/** 1/(1 + d₁/(1 + d₂/(1 + …))) by Lentz' method as Thompson and Barnett changed it. */
function fraction(x: number, a: number, b: number): number {
  let value = 1;
  let c = 1;
  let d = 0;
  for (let j = 1; j < MOST_TERMS; j++) {
    const m = Math.floor(j / 2);
    const coefficient =
      j % 2 === 0
        ? (m * (b - m) * x) / ((a + 2 * m - 1) * (a + 2 * m))
        : (-(a + m) * (a + b + m) * x) / ((a + 2 * m) * (a + 2 * m + 1));
    d = 1 / nonzero(1 + coefficient * d);
    c = nonzero(1 + coefficient / c);
    const factor = c * d;
    value *= factor;
    if (Math.abs(factor - 1) < 1e-16) break;
  }
  return 1 / value;
}

function nonzero(x: number): number {
  return x === 0 ? TINY : x;
}
