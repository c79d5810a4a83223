/** Exponentials of two numbers at once. Coefficients: scripts/make-exponential.py. */

/** 1.5·2^52: adding it rounds a number below 2^51 to an integer and leaves that in the low bits. */
const ROUND: f64 = 6755399441055744.0;

/** β ↦ the factor that turns scores to base 2. */
export const LOG2_E: f64 = 1.4426950408889634;

/**
 * Constants in memory: engines load a vector from there at the price of one operation, while they make a constant in the code anew
 * by three each time it is met. In order: c_0 … c_11 of 2^r, ROUND, the lower end.
 */
const CONSTANTS: usize = memory.data<f64>([
  1.0, 0.6931471805599453, 0.24022650695910155, 0.055504108664819925, 0.009618129107588335, 0.001333355814678984,
  0.00015403530462514118, 1.5252733490043577e-5, 1.3215433089627734e-6, 1.0178198005078051e-7, 7.074105646824078e-9,
  4.4352845948721656e-10, 6755399441055744.0, -1021.0,
]);

// @ts-ignore: decorator
@inline
function constant(i: i32): v128 {
  return v128.load64_splat(CONSTANTS + 8 * i);
}

/**
 * 2^u in both lanes, for u < 1023.5; from −1021 down it stays at 2^−1021, far under any weight that counts. NaN stays NaN.
 * u = k + r with |r| ≤ 1/2, a polynomial of degree 11 for 2^r (relative error 4e-17) by Estrin's scheme, then k is added to the exponent.
 */
// @ts-ignore: decorator
@inline
export function power2(argument: v128): v128 {
  const u = f64x2.pmax(argument, constant(13));
  const t = f64x2.add(u, constant(12));
  const r = f64x2.sub(u, f64x2.sub(t, constant(12)));
  return i64x2.add(exponentialPart(r), i64x2.shl(t, 52));
}

/** 2^r for |r| ≤ 1/2. */
// @ts-ignore: decorator
@inline
function exponentialPart(r: v128): v128 {
  const r2 = f64x2.mul(r, r);
  const r4 = f64x2.mul(r2, r2);
  const p89 = f64x2.add(constant(8), f64x2.mul(r, constant(9)));
  const pab = f64x2.add(constant(10), f64x2.mul(r, constant(11)));
  const top = f64x2.add(p89, f64x2.mul(r2, pab));
  const p45 = f64x2.add(constant(4), f64x2.mul(r, constant(5)));
  const p67 = f64x2.add(constant(6), f64x2.mul(r, constant(7)));
  const upper = f64x2.add(f64x2.add(p45, f64x2.mul(r2, p67)), f64x2.mul(r4, top));
  const p01 = f64x2.add(constant(0), f64x2.mul(r, constant(1)));
  const p23 = f64x2.add(constant(2), f64x2.mul(r, constant(3)));
  return f64x2.add(f64x2.add(p01, f64x2.mul(r2, p23)), f64x2.mul(r4, upper));
}

/**
 * e^x in both lanes, for x ≤ 709; below −707 it stays at e^−707. Unlike power2(x log₂e), whose error grows by |x| roundoffs, it is
 * right to two units in the last place: x = k ln2 + r, with ln2 in two parts, and 2^(r log₂e).
 */
// @ts-ignore: decorator
@inline
export function exp2(argument: v128): v128 {
  const x = f64x2.pmax(argument, f64x2.splat(-707.0));
  const t = f64x2.add(f64x2.mul(x, f64x2.splat(LOG2_E)), f64x2.splat(ROUND));
  const k = f64x2.sub(t, f64x2.splat(ROUND));
  const high = f64x2.sub(x, f64x2.mul(k, f64x2.splat(0.6931471803691238)));
  const r = f64x2.sub(high, f64x2.mul(k, f64x2.splat(1.9082149292705877e-10)));
  return i64x2.add(exponentialPart(f64x2.mul(r, f64x2.splat(LOG2_E))), i64x2.shl(t, 52));
}
