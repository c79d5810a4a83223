/**
 * How many strong Rényi centers independent tokens have, when every token is within δ of another with the same
 * probability p: uniform tokens, with p = σ(B_δ) of cap-measure.ts. Lemma C.1 of arXiv:2411.04990, made finite.
 */

import { demand, demandCount } from '../numerics/domain.ts';
import { exp, log, PI, sin } from '../numerics/elementary.ts';
import { expm1, log1p } from '../numerics/special/near-one.ts';

/**
 * The expected number of strong Rényi centers among n tokens, (1 − (1 − p)ⁿ)/p: the sum of the index law. 1/p for an
 * endless sequence.
 *
 * @param p chance of a token to lie within δ of another, 0 ≤ p ≤ 1
 * @param n number of tokens, an integer ≥ 1 or Infinity
 */
export function expectedStrongCenters(p: number, n: number): number {
  demandProbability(p);
  demandCount(n);
  if (p === 0) return n;
  return p === 1 ? 1 : -expm1(n * log1p(-p)) / p;
}

/** The logarithm of expectedStrongCenters, from log p: for caps whose measure is below the range of doubles. */
export function logExpectedStrongCenters(logP: number, n: number): number {
  demand(logP <= 0, 'logP', 'the logarithm of a probability; give a number ≤ 0', logP);
  demandCount(n);
  if (logP > -30) return log(expectedStrongCenters(exp(logP), n));
  if (n === Infinity) return -logP;
  const expected = exp(log(n) + logP); // np; (1 − p)ⁿ = e^{−np} but for np² < 1e-13 np
  return expected < 1e-8 ? log(n) - expected / 2 : log(-expm1(-expected)) - logP;
}

/** The chance of token k, counted from 1, to be a strong center: (1 − p)^{k−1}. */
export function strongProbability(k: number, p: number): number {
  demandProbability(p);
  demand(Number.isInteger(k) && k >= 1, 'k', 'the number of a token; count from 1', k);
  return k === 1 ? 1 : exp((k - 1) * log1p(-p));
}

/**
 * The mean number k of a strong center, counted from 1: Σ k(1 − p)^{k−1}/Σ (1 − p)^{k−1} = 1/p − n/((1 − p)^{−n} − 1),
 * 1/p for an endless sequence.
 */
export function meanStrongIndex(p: number, n: number): number {
  demandProbability(p);
  demandCount(n);
  if (p === 0) return (n + 1) / 2;
  if (p === 1) return 1;
  if (n === Infinity) return 1 / p;
  const rate = -log1p(-p);
  return excess(p) + withinSpan(n * rate) / rate;
}

/** 1/p − 1/λ for λ = −log(1 − p): ½ + p/12 + p²/24 + … */
function excess(p: number): number {
  if (p > 0.02) return 1 / p + 1 / log1p(-p);
  const gregory = [1 / 2, 1 / 12, 1 / 24, 19 / 720, 3 / 160, 863 / 60480, 275 / 24192, 33953 / 3628800];
  return gregory.reduceRight((sum, coefficient) => sum * p + coefficient, 0);
}

/** 1 − L/(e^L − 1), the mean of an exponential law cut off at L times the rest: L/2 − L²/12 + … */
function withinSpan(span: number): number {
  if (span > 0.5) return 1 - span / expm1(span);
  const w = span * span;
  return span / 2 - w * (1 / 12 - w * (1 / 720 - w * (1 / 30240 - w * (1 / 1209600 - w / 47900160))));
}

/**
 * What App. C of arXiv:2411.04990 prints for the number of strong centers on S², 1/(3 sin²(δ/2)). The factor 3 is an
 * erratum: the lemma's own formula gives 1/σ(B_δ) = 1/sin²(δ/2), and so do runs.
 */
export function printedStrongCentersOnSphere(delta: number): number {
  demand(delta > 0 && delta <= PI, 'delta', 'an angle above 0 and up to π; give radians', delta);
  const s = sin(delta / 2);
  return 1 / (3 * s * s);
}

function demandProbability(p: number): void {
  demand(p >= 0 && p <= 1, 'p', 'a probability; give a number from 0 to 1', p);
}
