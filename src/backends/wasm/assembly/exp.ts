/**
 * e^x in both lanes, for x ≤ 709; below −708.8 it is 0: the exponent −1023 has no bits.
 * x = k ln2 + r with |r| ≤ ln2/2, a Taylor polynomial of degree 13 by Estrin's scheme, then 2^k through the exponent bits.
 */
// @ts-ignore: decorator
@inline
export function exp2(argument: v128): v128 {
  const x = f64x2.max(argument, f64x2.splat(-709.1));
  // Adding 1.5·2^52 rounds to an integer and leaves it in the low bits.
  const t = f64x2.add(f64x2.mul(x, f64x2.splat(1.4426950408889634)), f64x2.splat(6755399441055744.0));
  const k = f64x2.sub(t, f64x2.splat(6755399441055744.0));
  const high = f64x2.sub(x, f64x2.mul(k, f64x2.splat(0.6931471803691238)));
  const r = f64x2.sub(high, f64x2.mul(k, f64x2.splat(1.9082149292705877e-10)));
  const r2 = f64x2.mul(r, r);
  const r4 = f64x2.mul(r2, r2);
  const r8 = f64x2.mul(r4, r4);
  const p23 = f64x2.add(f64x2.splat(0.5), f64x2.mul(r, f64x2.splat(0.16666666666666666)));
  const p45 = f64x2.add(f64x2.splat(0.041666666666666664), f64x2.mul(r, f64x2.splat(0.008333333333333333)));
  const p67 = f64x2.add(f64x2.splat(0.001388888888888889), f64x2.mul(r, f64x2.splat(0.0001984126984126984)));
  const p89 = f64x2.add(f64x2.splat(2.48015873015873e-5), f64x2.mul(r, f64x2.splat(2.7557319223985893e-6)));
  const pab = f64x2.add(f64x2.splat(2.755731922398589e-7), f64x2.mul(r, f64x2.splat(2.505210838544172e-8)));
  const pcd = f64x2.add(f64x2.splat(2.08767569878681e-9), f64x2.mul(r, f64x2.splat(1.6059043836821613e-10)));
  const low = f64x2.add(p23, f64x2.mul(r2, p45));
  const middle = f64x2.add(p67, f64x2.mul(r2, p89));
  const top = f64x2.add(pab, f64x2.mul(r2, pcd));
  const tail = f64x2.add(low, f64x2.add(f64x2.mul(r4, middle), f64x2.mul(r8, top)));
  const y = f64x2.add(f64x2.splat(1.0), f64x2.add(r, f64x2.mul(r2, tail)));
  return f64x2.mul(y, i64x2.add(i64x2.shl(t, 52), i64x2.splat(0x3ff0000000000000)));
}
