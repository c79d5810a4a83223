/**
 * Double-double arithmetic: a number is the unevaluated sum high + low of two doubles with |low| ≤ ulp(high)/2, about 106 bits.
 *
 * Every operation takes its operands as pairs (ah, al), (bh, bl), returns the high part of the result and leaves the low part in
 * `low[0]`, which the next operation overwrites; nothing is allocated, so a million pairs of tokens take a second. Relative
 * errors, in units of 2^−106 (Joldes, Muller, Popescu, ACM TOMS 44, 2017): sum 3, product 7, quotient 15; root and exponential
 * as measured in double-double.test.ts. Results below 2^−969 keep only what subnormal low parts can hold.
 */

/** The low part of the last result. */
export const low = new Float64Array(1);

/** 2^27 + 1: Veltkamp's splitter. */
const SPLITTER = 134217729;

/** a + b exactly (Knuth). */
export function twoSum(a: number, b: number): number {
  const sum = a + b;
  const part = sum - a;
  low[0] = a - (sum - part) + (b - part);
  return sum;
}

/** a + b exactly for |a| ≥ |b| or a = 0 (Dekker). */
function fastTwoSum(a: number, b: number): number {
  const sum = a + b;
  low[0] = b - (sum - a);
  return sum;
}

/** ab exactly, unless it underflows (Dekker). */
export function twoProduct(a: number, b: number): number {
  const product = a * b;
  const ca = SPLITTER * a;
  const ah = ca - (ca - a);
  const al = a - ah;
  const cb = SPLITTER * b;
  const bh = cb - (cb - b);
  const bl = b - bh;
  low[0] = al * bl - (product - ah * bh - al * bh - ah * bl);
  return product;
}

export function add(ah: number, al: number, bh: number, bl: number): number {
  const high = twoSum(ah, bh);
  const highRest = low[0];
  const tail = twoSum(al, bl);
  const tailRest = low[0];
  const first = fastTwoSum(high, highRest + tail);
  return fastTwoSum(first, tailRest + low[0]);
}

export function subtract(ah: number, al: number, bh: number, bl: number): number {
  return add(ah, al, -bh, -bl);
}

export function multiply(ah: number, al: number, bh: number, bl: number): number {
  const product = twoProduct(ah, bh);
  return fastTwoSum(product, low[0] + (ah * bl + al * bh));
}

export function divide(ah: number, al: number, bh: number, bl: number): number {
  const first = ah / bh;
  const back = multiply(first, 0, bh, bl);
  const rest = subtract(ah, al, back, low[0]);
  return fastTwoSum(first, (rest + low[0]) / bh);
}

/** √a for a ≥ 0. */
export function squareRoot(ah: number, al: number): number {
  if (ah === 0) return fastTwoSum(0, 0); // where the correction would be 0/0
  const first = Math.sqrt(ah);
  const square = twoProduct(first, first);
  const rest = subtract(ah, al, square, low[0]);
  return fastTwoSum(first, (rest + low[0]) / (2 * first));
}

/** ln 2 to 160 bits. */
const LN2 = [0.6931471805599453, 2.3190468138462996e-17, 5.707708438416212e-34] as const;
const SIXTH_LOW = 9.25185853854297e-18; // 1/6 − its double
const TWENTY_FOURTH_LOW = 2.3129646346357427e-18;
/** 2^(j/256), high and low parts, from eight square roots of 2. */
const STEPS = 256;
const ROOTS = rootsOfTwo();

function rootsOfTwo(): Float64Array {
  const table = new Float64Array(2 * STEPS);
  table[0] = 1;
  let [high, rest] = [2, 0];
  for (let stride = STEPS / 2; stride >= 1; stride /= 2) {
    high = squareRoot(high, rest);
    rest = low[0];
    for (let j = stride; j < STEPS; j += 2 * stride) {
      table[2 * j] = multiply(high, rest, table[2 * (j - stride)], table[2 * (j - stride) + 1]);
      table[2 * j + 1] = low[0];
    }
  }
  return table;
}

/**
 * e^a = 2^(k/256) e^r with |r| ≤ ln2/512: terms to r⁴/24 in double-double, the rest, below 2^−53 of them, in doubles.
 * 0 below −745.2, Infinity above 709.7.
 */
export function exponential(ah: number, al: number): number {
  low[0] = 0;
  if (!(ah > -745.2)) return Number.isNaN(ah) ? NaN : 0;
  if (ah > 709.7) return Infinity;
  const k = Math.round(ah * (STEPS / LN2[0]));
  let rh = twoProduct(k / STEPS, LN2[0]);
  rh = subtract(ah, al, rh, low[0]);
  let rl = low[0];
  const middle = twoProduct(k / STEPS, LN2[1]);
  rh = subtract(rh, rl, middle, low[0] + (k / STEPS) * LN2[2]);
  rl = low[0];
  const tail = rh * (1 / 120 + rh * (1 / 720 + rh * (1 / 5040 + rh * (1 / 40320 + rh / 362880))));
  let high = add(1 / 24, TWENTY_FOURTH_LOW, tail, 0);
  high = multiply(high, low[0], rh, rl);
  high = add(1 / 6, SIXTH_LOW, high, low[0]);
  high = multiply(high, low[0], rh, rl);
  high = add(0.5, 0, high, low[0]);
  high = multiply(high, low[0], rh, rl);
  high = add(1, 0, high, low[0]);
  high = multiply(high, low[0], rh, rl);
  high = add(1, 0, high, low[0]);
  const j = 2 * (k & (STEPS - 1));
  high = multiply(high, low[0], ROOTS[j], ROOTS[j + 1]);
  return scale(high, low[0], k >> 8);
}

/** (ah + al)·2^m, in two steps so that the factor itself neither overflows nor vanishes. */
function scale(ah: number, al: number, m: number): number {
  const half = 2 ** (m >> 1);
  const other = 2 ** (m - (m >> 1));
  low[0] = al * half * other;
  return ah * half * other;
}
