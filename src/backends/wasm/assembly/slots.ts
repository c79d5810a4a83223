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

/**
 * out ← start + Σ coefficients[i]·terms[i], summed in order: eight numbers at a time, so that a term is looked up once
 * for all of them. Rooms of states are padded to whole eights.
 */
export function combineStates(c: Combination): void {
  const end: usize = 8 * <usize>c.size;
  let at: usize = 0;
  for (; at < end; at += 64) {
    let s0 = f64x2.splat(0);
    let s1 = s0;
    let s2 = s0;
    let s3 = s0;
    if (c.start) {
      s0 = v128.load(c.start + at);
      s1 = v128.load(c.start + at, 16);
      s2 = v128.load(c.start + at, 32);
      s3 = v128.load(c.start + at, 48);
    }
    for (let i = 0; i < c.count; i++) {
      const coefficient = v128.load64_splat(c.coefficients + 8 * <usize>i);
      const term = <usize>load<u32>(c.terms + 4 * <usize>i) + at;
      s0 = f64x2.add(s0, f64x2.mul(coefficient, v128.load(term)));
      s1 = f64x2.add(s1, f64x2.mul(coefficient, v128.load(term, 16)));
      s2 = f64x2.add(s2, f64x2.mul(coefficient, v128.load(term, 32)));
      s3 = f64x2.add(s3, f64x2.mul(coefficient, v128.load(term, 48)));
    }
    v128.store(c.out + at, s0);
    v128.store(c.out + at, s1, 16);
    v128.store(c.out + at, s2, 32);
    v128.store(c.out + at, s3, 48);
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
