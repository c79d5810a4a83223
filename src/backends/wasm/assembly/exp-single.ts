/**
 * Exponentials of four singles at once; as exp.ts, but four look-ups in a table would cost more than a longer
 * polynomial.
 */

export const LOG2_E: f64 = 1.4426950408889634;

/**
 * c_0 … c_6 of 2^r (scripts/make-exponential.py), 1.5·2^23, which rounds what is added to it to an integer, the lower
 * end.
 */
const CONSTANTS: usize = memory.data<f32>([
  1.0, 0.6931471824645996, 0.24022646248340607, 0.05550328642129898, 0.009618489071726799, 0.0013399932067841291,
  0.00015345826977863908, 12582912.0, -125.0,
]);

// @ts-ignore: decorator
@inline
function constant(i: i32): v128 {
  return v128.load32_splat(CONSTANTS + 4 * i);
}

/**
 * 2^u in all four lanes, for u < 127.5; from −125 down it stays at 2^−125. NaN stays NaN. u = k + r with |r| ≤ 1/2, a
 * polynomial of degree 6 for 2^r (relative error 2e-8, a third of a roundoff), then k is added to the exponent. Exactly
 * 1 for u = 0.
 */
// @ts-ignore: decorator
@inline
export function power4(argument: v128): v128 {
  const u = f32x4.pmax(argument, constant(8));
  const t = f32x4.add(u, constant(7));
  const r = f32x4.sub(u, f32x4.sub(t, constant(7)));
  const r2 = f32x4.mul(r, r);
  const p45 = f32x4.add(constant(4), f32x4.mul(r, constant(5)));
  const p456 = f32x4.add(p45, f32x4.mul(r2, constant(6)));
  const p23 = f32x4.add(constant(2), f32x4.mul(r, constant(3)));
  const p01 = f32x4.add(constant(0), f32x4.mul(r, constant(1)));
  const y = f32x4.add(p01, f32x4.mul(r2, f32x4.add(p23, f32x4.mul(r2, p456))));
  return i32x4.add(y, i32x4.shl(t, 23));
}
