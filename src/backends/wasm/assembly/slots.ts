/**
 * What an integrator does with whole states, in the order of operations of src/backends/slot-engine.ts, so with the
 * same bits.
 */

/** Largest number of states in one combination. */
export const MOST_TERMS: i32 = 32;

/** The terms of a combination, filled by the caller. */
@unmanaged
export class Combination {
  count: i32;
  size: i32; // numbers in a state
  start: usize; // the state to begin with, or 0 for zeros
  out: usize;
  coefficients: usize; // f64 each
  terms: usize; // addresses, u32 each
}

/** out ← start + Σ coefficients[i]·terms[i], summed in order. Rooms of states are padded to whole vectors. */
export function combineStates(c: Combination): void {
  const end: usize = 8 * <usize>c.size;
  let at: usize = 0;
  for (; at < end; at += 16) {
    let sum = f64x2.splat(0);
    if (c.start) sum = v128.load(c.start + at);
    for (let i = 0; i < c.count; i++) {
      const coefficient = v128.load64_splat(c.coefficients + 8 * <usize>i);
      sum = f64x2.add(sum, f64x2.mul(coefficient, v128.load(<usize>load<u32>(c.terms + 4 * <usize>i) + at)));
    }
    v128.store(c.out + at, sum);
  }
}

/** max_k |e_k|² over n rows of d numbers; NaN if any is. */
export function largestSquare(e: usize, n: i32, d: i32): f64 {
  let largest: f64 = 0;
  let at = e;
  for (let k = 0; k < n; k++) {
    let square: f64 = 0;
    for (let i = 0; i < d; i++, at += 8) square += load<f64>(at) * load<f64>(at);
    if (square > largest) largest = square;
    else if (square != square) return square;
  }
  return largest;
}
