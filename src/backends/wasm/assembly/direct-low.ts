/**
 * The direct field on circle and sphere for scores that fall with distance: four rows in the lanes of two vectors,
 * sources one after another, differences in registers. Pad rows are computed like any other, so a row's bits do not
 * depend on n.
 */
import { UNITS, power2 } from './exp';
import { finishRow } from './finish';
import { Parameters } from './parameters';

/** All ones in the lanes of the tokens k, k + 1 that see token j: those with j ≤ their own index. */
// @ts-ignore: decorator
@inline
function visible(j: i32, k: i32): v128 {
  return i64x2(j <= k ? -1 : 0, j <= k + 1 ? -1 : 0);
}

/** d = 2. */
export function circle(p: Parameters, from: i32, to: i32, out: usize): void {
  const c = p.query; // in memory, like the constants of power2: else the engine makes the vector anew for every source
  store<f64>(c, -0.5 * p.scale * p.beta * UNITS);
  const u = p.tokens;
  const v = u + p.tokenStride;
  for (let k = from; k < to; k += 4) {
    const xa = v128.load(u + 8 * k);
    const ya = v128.load(v + 8 * k);
    const xb = v128.load(u + 8 * k + 16);
    const yb = v128.load(v + 8 * k + 16);
    let za = f64x2.splat(0);
    let zb = f64x2.splat(0);
    let sa = f64x2.splat(0);
    let ta = f64x2.splat(0);
    let sb = f64x2.splat(0);
    let tb = f64x2.splat(0);
    const seen = p.causal ? k + 4 : p.n;
    const masked = p.causal ? k : p.n;
    for (let j = 0; j < seen; j++) {
      const x = v128.load64_splat(u + 8 * j);
      const y = v128.load64_splat(v + 8 * j);
      const dxa = f64x2.sub(x, xa);
      const dya = f64x2.sub(y, ya);
      let wa = power2(f64x2.mul(v128.load64_splat(c), f64x2.add(f64x2.mul(dxa, dxa), f64x2.mul(dya, dya))));
      const dxb = f64x2.sub(x, xb);
      const dyb = f64x2.sub(y, yb);
      let wb = power2(f64x2.mul(v128.load64_splat(c), f64x2.add(f64x2.mul(dxb, dxb), f64x2.mul(dyb, dyb))));
      if (j >= masked) {
        wa = v128.and(wa, visible(j, k));
        wb = v128.and(wb, visible(j, k + 2));
      }
      za = f64x2.add(za, wa);
      sa = f64x2.add(sa, f64x2.mul(wa, dxa));
      ta = f64x2.add(ta, f64x2.mul(wa, dya));
      zb = f64x2.add(zb, wb);
      sb = f64x2.add(sb, f64x2.mul(wb, dxb));
      tb = f64x2.add(tb, f64x2.mul(wb, dyb));
    }
    v128.store(p.shift, sa);
    v128.store(p.shift + 16, ta);
    finishRow(p, k, f64x2.extract_lane(za, 0), 0, p.shift, out);
    finishRow(p, k + 1, f64x2.extract_lane(za, 1), 0, p.shift + 8, out);
    v128.store(p.shift, sb);
    v128.store(p.shift + 16, tb);
    finishRow(p, k + 2, f64x2.extract_lane(zb, 0), 0, p.shift, out);
    finishRow(p, k + 3, f64x2.extract_lane(zb, 1), 0, p.shift + 8, out);
  }
}

/** d = 3. */
export function sphere(p: Parameters, from: i32, to: i32, out: usize): void {
  const c = p.query;
  store<f64>(c, -0.5 * p.scale * p.beta * UNITS);
  const u = p.tokens;
  const v = u + p.tokenStride;
  const w = v + p.tokenStride;
  for (let k = from; k < to; k += 4) {
    const xa = v128.load(u + 8 * k);
    const ya = v128.load(v + 8 * k);
    const qa = v128.load(w + 8 * k);
    const xb = v128.load(u + 8 * k + 16);
    const yb = v128.load(v + 8 * k + 16);
    const qb = v128.load(w + 8 * k + 16);
    let za = f64x2.splat(0);
    let zb = f64x2.splat(0);
    let ra = f64x2.splat(0);
    let sa = f64x2.splat(0);
    let ta = f64x2.splat(0);
    let rb = f64x2.splat(0);
    let sb = f64x2.splat(0);
    let tb = f64x2.splat(0);
    const seen = p.causal ? k + 4 : p.n;
    const masked = p.causal ? k : p.n;
    for (let j = 0; j < seen; j++) {
      const x = v128.load64_splat(u + 8 * j);
      const y = v128.load64_splat(v + 8 * j);
      const q = v128.load64_splat(w + 8 * j);
      const dxa = f64x2.sub(x, xa);
      const dya = f64x2.sub(y, ya);
      const dqa = f64x2.sub(q, qa);
      const squareA = f64x2.add(f64x2.add(f64x2.mul(dxa, dxa), f64x2.mul(dya, dya)), f64x2.mul(dqa, dqa));
      let wa = power2(f64x2.mul(v128.load64_splat(c), squareA));
      const dxb = f64x2.sub(x, xb);
      const dyb = f64x2.sub(y, yb);
      const dqb = f64x2.sub(q, qb);
      const squareB = f64x2.add(f64x2.add(f64x2.mul(dxb, dxb), f64x2.mul(dyb, dyb)), f64x2.mul(dqb, dqb));
      let wb = power2(f64x2.mul(v128.load64_splat(c), squareB));
      if (j >= masked) {
        wa = v128.and(wa, visible(j, k));
        wb = v128.and(wb, visible(j, k + 2));
      }
      za = f64x2.add(za, wa);
      ra = f64x2.add(ra, f64x2.mul(wa, dxa));
      sa = f64x2.add(sa, f64x2.mul(wa, dya));
      ta = f64x2.add(ta, f64x2.mul(wa, dqa));
      zb = f64x2.add(zb, wb);
      rb = f64x2.add(rb, f64x2.mul(wb, dxb));
      sb = f64x2.add(sb, f64x2.mul(wb, dyb));
      tb = f64x2.add(tb, f64x2.mul(wb, dqb));
    }
    v128.store(p.shift, ra);
    v128.store(p.shift + 16, sa);
    v128.store(p.shift + 32, ta);
    finishRow(p, k, f64x2.extract_lane(za, 0), 0, p.shift, out);
    finishRow(p, k + 1, f64x2.extract_lane(za, 1), 0, p.shift + 8, out);
    v128.store(p.shift, rb);
    v128.store(p.shift + 16, sb);
    v128.store(p.shift + 32, tb);
    finishRow(p, k + 2, f64x2.extract_lane(zb, 0), 0, p.shift, out);
    finishRow(p, k + 3, f64x2.extract_lane(zb, 1), 0, p.shift + 8, out);
  }
}
