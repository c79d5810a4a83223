/**
 * Exponentials of two numbers at once. Constants and table (scripts/make-exponential.py) lie in memory: engines load a
 * vector from there at the price of one operation, while they make a constant in the code anew by three each time it is
 * met.
 */
import { POWERS } from './exp-table';

/** 256 log₂e: e^x = 2^(x·UNITS/256). */
export const UNITS: f64 = 369.3299304675746;

/**
 * c_1 … c_4 of 2^(r/256); 1.5·2^52, which rounds what is added to it to an integer and leaves that in the low bits; the
 * lower end.
 */
const CONSTANTS: usize = memory.data<f64>([
  0.002707606174062263, 3.6655655969101808e-6, 3.308303059503998e-9, 2.239395020081682e-12, 6755399441055744.0, -261888.0,
]);

// @ts-ignore: decorator
@inline
function constant(i: i32): v128 {
  return v128.load64_splat(CONSTANTS + 8 * i);
}

/**
 * 2^(v/256) in both lanes, for v/256 < 1023; from −1023 down it is 0, between −1022 and −1023 below 2^−1022. NaN stays
 * NaN. v = 256k + j + r with |r| ≤ 1/2: the table's 2^(j/256), k added to its exponent, times a polynomial of degree 4
 * for 2^(r/256), whose relative error is 3e-18. The result is right to 1.01 roundoffs of its last place, and exactly 1
 * for v = 0.
 */
// @ts-ignore: decorator
@inline
export function power2(argument: v128): v128 {
  const v = f64x2.pmax(argument, constant(5));
  const t = f64x2.add(v, constant(4));
  const r = f64x2.sub(v, f64x2.sub(t, constant(4)));
  return scaledPower(t, r);
}

/**
 * e^x in both lanes, for x ≤ 709; 0 below −1023 ln2. Unlike power2(UNITS·x), whose error grows by |x| roundoffs, it is
 * right to a unit in the last place: r = x − (256k + j) ln2/256 with the multiple in two parts.
 */
// @ts-ignore: decorator
@inline
export function exp2(argument: v128): v128 {
  const x = f64x2.pmax(argument, f64x2.splat(-709.0895657128241));
  const t = f64x2.add(f64x2.mul(x, f64x2.splat(UNITS)), constant(4));
  const k = f64x2.sub(t, constant(4));
  const high = f64x2.sub(x, f64x2.mul(k, f64x2.splat(0.6931471803691238 / 256)));
  const r = f64x2.sub(high, f64x2.mul(k, f64x2.splat(1.9082149292705877e-10 / 256)));
  return scaledPower(t, f64x2.mul(r, f64x2.splat(UNITS)));
}

/** 2^((i + r)/256), with the integer i in the low bits of t. */
// @ts-ignore: decorator
@inline
function scaledPower(t: v128, r: v128): v128 {
  const first = POWERS + 8 * <usize>(i32x4.extract_lane(t, 0) & 255);
  const second = POWERS + 8 * <usize>(i32x4.extract_lane(t, 2) & 255);
  const scale = i64x2.add(v128.load64_lane(second, v128.load64_zero(first), 1), i64x2.shl(t, 44));
  const upper = f64x2.add(constant(2), f64x2.mul(r, constant(3)));
  const lower = f64x2.add(constant(0), f64x2.mul(r, constant(1)));
  const slope = f64x2.add(lower, f64x2.mul(f64x2.mul(r, r), upper));
  return f64x2.add(scale, f64x2.mul(scale, f64x2.mul(r, slope)));
}
