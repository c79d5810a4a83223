/** Slopes, special functions and distances that tests compare with. */

/** Slope of the least-squares line through (x_i, y_i). */
export function slope(x: readonly number[], y: readonly number[]): number {
  const mean = (values: readonly number[]) => values.reduce((sum, value) => sum + value, 0) / values.length;
  const [mx, my] = [mean(x), mean(y)];
  const cross = x.reduce((sum, value, i) => sum + (value - mx) * (y[i] - my), 0);
  return cross / x.reduce((sum, value) => sum + (value - mx) ** 2, 0);
}

export function largestDifference(a: ArrayLike<number>, b: ArrayLike<number>): number {
  if (a.length !== b.length) throw new Error(`lengths ${a.length} and ${b.length}`);
  let largest = 0;
  for (let i = 0; i < a.length; i++) {
    const difference = Math.abs(a[i] - b[i]);
    if (!(difference <= largest)) largest = difference; // NaN is kept
  }
  return largest;
}

export function largestEntry(a: ArrayLike<number>): number {
  return largestDifference(a, new Float64Array(a.length));
}

export interface Sample {
  readonly mean: number;
  readonly deviation: number;
  /** Standard error of the mean. */
  readonly error: number;
}

export function summary(values: ArrayLike<number>): Sample {
  const n = values.length;
  let mean = 0;
  for (let i = 0; i < n; i++) mean += values[i] / n;
  let squares = 0;
  for (let i = 0; i < n; i++) squares += (values[i] - mean) ** 2;
  const deviation = Math.sqrt(squares / (n - 1));
  return { mean, deviation, error: deviation / Math.sqrt(n) };
}

const EULER_GAMMA = 0.5772156649015329;

/** The exponential integral Ei(x), x ≠ 0: its series; for x < −1 the continued fraction of E_1. */
export function exponentialIntegral(x: number): number {
  if (x < -1) return -Math.exp(x) * continuedFraction(-x);
  let sum = 0;
  let power = 1;
  for (let k = 1; k < 500; k++) {
    power *= x / k;
    sum += power / k;
    if (Math.abs(power) < 1e-18 * Math.abs(sum)) break;
  }
  return EULER_GAMMA + Math.log(Math.abs(x)) + sum;
}

/** e^x E_1(x) for x > 1: 1/(x + 1 − 1/(x + 3 − 4/(x + 5 − …))), from the far end. */
function continuedFraction(x: number): number {
  let tail = 0;
  for (let k = 200; k >= 1; k--) tail = (k * k) / (x + 2 * k + 1 - tail);
  return 1 / (x + 1 - tail);
}

/** The root of an increasing function between two ends, to the last bit. */
export function rootOf(increasing: (x: number) => number, low: number, high: number): number {
  for (let i = 0; i < 200; i++) {
    const middle = low + (high - low) / 2;
    if (middle === low || middle === high) break;
    if (increasing(middle) < 0) low = middle;
    else high = middle;
  }
  return low;
}
