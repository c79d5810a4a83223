/**
 * The direct field of attention, two tokens in the lanes of a vector, sources one after another. The same mathematics, by
 * differences and relative scores, as src/dynamics/attention-field.ts; sums run over sources in index order, and a lane never
 * meets the other, so a row has the same bits whatever n is.
 */
import { exp2 } from './exp';
import { finishRow } from './finish';
import { at, isFalling, Parameters } from './parameters';

export { directRow } from './direct-row';

/** out_k for the rows from `from` (a multiple of four) to `to`, by sums over everything each sees. */
export function directRows(p: Parameters, from: i32, to: i32, out: usize): void {
  const falling = isFalling(p) && p.m == 0;
  if (falling && p.d == 2) circle(p, from, to, out);
  else if (falling && p.d == 3) sphere(p, from, to, out);
  else for (let k = from; k < to; k += 2) rowPair(p, k, out);
}

/** query ← Cᵀx for the tokens k and k + 1. */
function prepareQuery(p: Parameters, k: i32): void {
  const d = p.d;
  for (let i = 0; i < d; i++) {
    let sum = f64x2.splat(0);
    for (let l = 0; l < d; l++) {
      const entry = v128.load64_splat(p.cross + 8 * (i * d + l));
      sum = f64x2.add(sum, f64x2.mul(entry, v128.load(at(p.tokens, p.tokenStride, l, k))));
    }
    v128.store(p.query + 16 * i, sum);
  }
}

/** β⟨x, B(y − x)⟩ for the tokens k, k + 1 in the lanes and the source y at `source`. */
// @ts-ignore: decorator
@inline
function relativeScore(p: Parameters, k: i32, source: usize, stride: usize): v128 {
  let square = f64x2.splat(0);
  let cross = f64x2.splat(0);
  for (let i = 0; i < p.d; i++) {
    const x = v128.load(at(p.tokens, p.tokenStride, i, k));
    const difference = f64x2.sub(v128.load64_splat(source + <usize>i * stride), x);
    square = f64x2.add(square, f64x2.mul(difference, difference));
    if (p.hasCross) cross = f64x2.add(cross, f64x2.mul(v128.load(p.query + 16 * i), difference));
  }
  const self = f64x2.mul(f64x2.splat(0.5 * p.scale), square);
  return f64x2.mul(f64x2.splat(p.beta), f64x2.sub(cross, self));
}

/** shift ← shift + w (y − x). */
// @ts-ignore: decorator
@inline
function addShift(p: Parameters, k: i32, source: usize, stride: usize, weight: v128): void {
  for (let i = 0; i < p.d; i++) {
    const x = v128.load(at(p.tokens, p.tokenStride, i, k));
    const difference = f64x2.sub(v128.load64_splat(source + <usize>i * stride), x);
    const at = p.shift + 16 * i;
    v128.store(at, f64x2.add(v128.load(at), f64x2.mul(weight, difference)));
  }
}

/** Rows k and k + 1 in any dimension, with any matrices and centers. */
function rowPair(p: Parameters, k: i32, out: usize): void {
  const both = p.causal ? k + 1 : p.n; // sources that both tokens see; under the causal mask token k + 1 sees itself too
  const alone = p.causal && k + 1 < p.n ? 1 : 0;
  if (p.hasCross) prepareQuery(p, k);
  let largest = f64x2.splat(0); // the tokens' own relative scores
  const seen = both + alone;
  for (let j = 0; j < seen; j++) {
    const score = relativeScore(p, k, p.tokens + 8 * j, p.tokenStride);
    v128.store(p.scores + 16 * j, score);
    // What token k does not see must not set its scale: the extra source is token k + 1 itself, whose own score is 0.
    if (j < both) largest = f64x2.max(largest, score);
  }
  for (let j = 0; j < p.m; j++) {
    const score = relativeScore(p, k, p.centers + 8 * j, p.centerStride);
    v128.store(p.scores + 16 * (p.n + j), score);
    largest = f64x2.max(largest, score);
  }
  for (let i = 0; i < p.d; i++) v128.store(p.shift + 16 * i, f64x2.splat(0));
  let z = f64x2.splat(0);
  for (let j = 0; j < both; j++) {
    const weight = exp2(f64x2.sub(v128.load(p.scores + 16 * j), largest));
    z = f64x2.add(z, weight);
    addShift(p, k, p.tokens + 8 * j, p.tokenStride, weight);
  }
  if (alone) {
    const weight = f64x2.replace_lane(exp2(f64x2.sub(v128.load(p.scores + 16 * both), largest)), 0, 0);
    z = f64x2.add(z, weight); // of token k + 1 for itself: its shift is zero
  }
  for (let j = 0; j < p.m; j++) {
    const exponential = exp2(f64x2.sub(v128.load(p.scores + 16 * (p.n + j)), largest));
    const weight = f64x2.mul(exponential, v128.load64_splat(p.weights + 8 * j));
    z = f64x2.add(z, weight);
    addShift(p, k, p.centers + 8 * j, p.centerStride, weight);
  }
  finishRow(p, k, f64x2.extract_lane(z, 0), f64x2.extract_lane(largest, 0), p.shift, out);
  finishRow(p, k + 1, f64x2.extract_lane(z, 1), f64x2.extract_lane(largest, 1), p.shift + 8, out);
}

/** Four rows at a time for d = 2, pad rows too: every row goes through the same operations, whatever n is. */
function circle(p: Parameters, from: i32, to: i32, out: usize): void {
  const c = f64x2.splat(-0.5 * p.scale * p.beta);
  const u = p.tokens;
  const v = p.tokens + p.tokenStride;
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
    for (let j = 0; j < seen; j++) {
      const x = v128.load64_splat(u + 8 * j);
      const y = v128.load64_splat(v + 8 * j);
      const dxa = f64x2.sub(x, xa);
      const dya = f64x2.sub(y, ya);
      const dxb = f64x2.sub(x, xb);
      const dyb = f64x2.sub(y, yb);
      let wa = exp2(f64x2.mul(c, f64x2.add(f64x2.mul(dxa, dxa), f64x2.mul(dya, dya))));
      let wb = exp2(f64x2.mul(c, f64x2.add(f64x2.mul(dxb, dxb), f64x2.mul(dyb, dyb))));
      if (p.causal && j >= k) {
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

/** All ones in the lanes of the tokens k, k + 1 that see token j: those with j ≤ their own index. */
// @ts-ignore: decorator
@inline
function visible(j: i32, k: i32): v128 {
  return i64x2(j <= k ? -1 : 0, j <= k + 1 ? -1 : 0);
}

/** The same for d = 3. */
function sphere(p: Parameters, from: i32, to: i32, out: usize): void {
  const c = f64x2.splat(-0.5 * p.scale * p.beta);
  const u = p.tokens;
  const v = p.tokens + p.tokenStride;
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
    for (let j = 0; j < seen; j++) {
      const x = v128.load64_splat(u + 8 * j);
      const y = v128.load64_splat(v + 8 * j);
      const q = v128.load64_splat(w + 8 * j);
      const dxa = f64x2.sub(x, xa);
      const dya = f64x2.sub(y, ya);
      const dqa = f64x2.sub(q, qa);
      const dxb = f64x2.sub(x, xb);
      const dyb = f64x2.sub(y, yb);
      const dqb = f64x2.sub(q, qb);
      const squareA = f64x2.add(f64x2.add(f64x2.mul(dxa, dxa), f64x2.mul(dya, dya)), f64x2.mul(dqa, dqa));
      const squareB = f64x2.add(f64x2.add(f64x2.mul(dxb, dxb), f64x2.mul(dyb, dyb)), f64x2.mul(dqb, dqb));
      let wa = exp2(f64x2.mul(c, squareA));
      let wb = exp2(f64x2.mul(c, squareB));
      if (p.causal && j >= k) {
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
