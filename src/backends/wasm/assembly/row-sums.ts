/**
 * What implicit steps sum over the tokens before one and over the centers (src/dynamics/row-sums.ts). Two sources are
 * in the lanes, even indices in one, odd ones in the other, summed at the end: the bits depend on the token and its
 * sources only.
 */
import { exp2, power2, UNITS } from './exp';
import { at, isFalling, Parameters } from './parameters';

/** Where the sums are made, placed by the caller. */
@unmanaged
export class RowWork {
  token: usize; // u: d numbers
  sums: usize; // the results: largest, others, then d and d×d numbers
  lanes: usize; // d + d×d vectors
  differences: usize; // d vectors
  counts: usize; // how often each row counts, or 0 where all count once
}

/** @param withSpread whether Σ w (y − u)(y − u)ᵀ is asked; where d ≤ 3 it comes anyway */
export function rowSums(p: Parameters, w: RowWork, seen: i32, withSpread: bool): void {
  if (p.d == 2 && p.m == 0 && isFalling(p)) return circleSums(p, w, seen);
  if (p.d == 3 && p.m == 0 && isFalling(p)) return sphereSums(p, w, seen);
  generalSums(p, w, seen, withSpread);
}

// @ts-ignore: decorator
@inline
function sumOf(lanes: v128): f64 {
  return f64x2.extract_lane(lanes, 0) + f64x2.extract_lane(lanes, 1);
}

/**
 * Zeros in the second lane when source j is the last of an odd number: what lies there may be no number, and 0·NaN is
 * none.
 */
// @ts-ignore: decorator
@inline
function masked(weight: v128, j: i32, seen: i32): v128 {
  return j + 1 == seen ? v128.and(weight, i64x2(-1, 0)) : weight;
}

/** The weights of sources j and j + 1: their exponentials by how often they count. */
// @ts-ignore: decorator
@inline
function counted(exponentials: v128, counts: usize, j: i32, seen: i32): v128 {
  const weight = counts ? f64x2.mul(exponentials, v128.load(counts + 8 * <usize>j)) : exponentials;
  return masked(weight, j, seen);
}

/** d = 2, scores that fall with distance. */
function circleSums(p: Parameters, w: RowWork, seen: i32): void {
  const counts = w.counts;
  const c = p.query; // in memory, like the constants of power2
  store<f64>(c, -0.5 * p.scale * p.beta * UNITS);
  const xk = v128.load64_splat(w.token);
  const yk = v128.load64_splat(w.token + 8);
  const u = p.tokens;
  const v = u + p.tokenStride;
  let z = f64x2.splat(0);
  let sx = z;
  let sy = z;
  let xx = z;
  let xy = z;
  let yy = z;
  for (let j = 0; j < seen; j += 2) {
    const dx = masked(f64x2.sub(v128.load(u + 8 * <usize>j), xk), j, seen);
    const dy = masked(f64x2.sub(v128.load(v + 8 * <usize>j), yk), j, seen);
    const square = f64x2.add(f64x2.mul(dx, dx), f64x2.mul(dy, dy));
    const weight = counted(power2(f64x2.mul(v128.load64_splat(c), square)), counts, j, seen);
    const wx = f64x2.mul(weight, dx);
    const wy = f64x2.mul(weight, dy);
    z = f64x2.add(z, weight);
    sx = f64x2.add(sx, wx);
    sy = f64x2.add(sy, wy);
    xx = f64x2.add(xx, f64x2.mul(wx, dx));
    xy = f64x2.add(xy, f64x2.mul(wx, dy));
    yy = f64x2.add(yy, f64x2.mul(wy, dy));
  }
  const out = w.sums;
  store<f64>(out, 0);
  store<f64>(out + 8, sumOf(z));
  store<f64>(out + 16, sumOf(sx));
  store<f64>(out + 24, sumOf(sy));
  store<f64>(out + 32, sumOf(xx));
  store<f64>(out + 40, sumOf(xy));
  store<f64>(out + 48, sumOf(xy));
  store<f64>(out + 56, sumOf(yy));
}

/** d = 3. */
function sphereSums(p: Parameters, w: RowWork, seen: i32): void {
  const counts = w.counts;
  const c = p.query;
  store<f64>(c, -0.5 * p.scale * p.beta * UNITS);
  const xk = v128.load64_splat(w.token);
  const yk = v128.load64_splat(w.token + 8);
  const qk = v128.load64_splat(w.token + 16);
  const u = p.tokens;
  const v = u + p.tokenStride;
  const q = v + p.tokenStride;
  let z = f64x2.splat(0);
  let sx = z;
  let sy = z;
  let sq = z;
  let xx = z;
  let xy = z;
  let xq = z;
  let yy = z;
  let yq = z;
  let qq = z;
  for (let j = 0; j < seen; j += 2) {
    const dx = masked(f64x2.sub(v128.load(u + 8 * <usize>j), xk), j, seen);
    const dy = masked(f64x2.sub(v128.load(v + 8 * <usize>j), yk), j, seen);
    const dq = masked(f64x2.sub(v128.load(q + 8 * <usize>j), qk), j, seen);
    const square = f64x2.add(f64x2.add(f64x2.mul(dx, dx), f64x2.mul(dy, dy)), f64x2.mul(dq, dq));
    const weight = counted(power2(f64x2.mul(v128.load64_splat(c), square)), counts, j, seen);
    const wx = f64x2.mul(weight, dx);
    const wy = f64x2.mul(weight, dy);
    const wq = f64x2.mul(weight, dq);
    z = f64x2.add(z, weight);
    sx = f64x2.add(sx, wx);
    sy = f64x2.add(sy, wy);
    sq = f64x2.add(sq, wq);
    xx = f64x2.add(xx, f64x2.mul(wx, dx));
    xy = f64x2.add(xy, f64x2.mul(wx, dy));
    xq = f64x2.add(xq, f64x2.mul(wx, dq));
    yy = f64x2.add(yy, f64x2.mul(wy, dy));
    yq = f64x2.add(yq, f64x2.mul(wy, dq));
    qq = f64x2.add(qq, f64x2.mul(wq, dq));
  }
  const out = w.sums;
  store<f64>(out, 0);
  store<f64>(out + 8, sumOf(z));
  store<f64>(out + 16, sumOf(sx));
  store<f64>(out + 24, sumOf(sy));
  store<f64>(out + 32, sumOf(sq));
  store<f64>(out + 40, sumOf(xx));
  store<f64>(out + 48, sumOf(xy));
  store<f64>(out + 56, sumOf(xq));
  store<f64>(out + 64, sumOf(xy));
  store<f64>(out + 72, sumOf(yy));
  store<f64>(out + 80, sumOf(yq));
  store<f64>(out + 88, sumOf(xq));
  store<f64>(out + 96, sumOf(yq));
  store<f64>(out + 104, sumOf(qq));
}

/** Any d, any matrices, centers. */
function generalSums(p: Parameters, w: RowWork, seen: i32, withSpread: bool): void {
  const d = p.d;
  if (p.hasCross) prepareQuery(p, w);
  scoresOf(p, w, p.tokens, p.tokenStride, seen, p.scores);
  scoresOf(p, w, p.centers, p.centerStride, p.m, p.scores + 8 * p.n);
  const largest = isFalling(p) ? 0 : largestOf(p.scores + 8 * p.n, p.m, largestOf(p.scores, seen, 0));
  memory.fill(w.lanes, 0, 16 * <usize>(d + d * d));
  let z = addSources(p, w, p.tokens, p.tokenStride, seen, p.scores, largest, w.counts, withSpread);
  z += addSources(p, w, p.centers, p.centerStride, p.m, p.scores + 8 * p.n, largest, p.weights, withSpread);
  store<f64>(w.sums, largest);
  store<f64>(w.sums + 8, z);
  const shift = w.sums + 16;
  for (let i = 0; i < d; i++) store<f64>(shift + 8 * i, sumOf(v128.load(w.lanes + 16 * i)));
  if (!withSpread) return;
  const spread = shift + 8 * d;
  const lanes = w.lanes + 16 * d;
  for (let i = 0; i < d; i++) {
    for (let l = 0; l <= i; l++) {
      const sum = sumOf(v128.load(lanes + 16 * (i * d + l)));
      store<f64>(spread + 8 * (i * d + l), sum);
      store<f64>(spread + 8 * (l * d + i), sum);
    }
  }
}

/** query ← Cᵀu, entry i at query + 16i. */
function prepareQuery(p: Parameters, w: RowWork): void {
  const d = p.d;
  for (let i = 0; i < d; i++) {
    let sum: f64 = 0;
    for (let l = 0; l < d; l++) sum += load<f64>(p.cross + 8 * (i * d + l)) * load<f64>(w.token + 8 * l);
    store<f64>(p.query + 16 * i, sum);
  }
}

/** scores_j ← β⟨u, B(y_j − u)⟩ for j < count. */
function scoresOf(p: Parameters, w: RowWork, sources: usize, stride: usize, count: i32, scores: usize): void {
  const d = p.d;
  for (let j = 0; j < count; j += 2) {
    let square = f64x2.splat(0);
    let cross = f64x2.splat(0);
    for (let i = 0; i < d; i++) {
      const difference = f64x2.sub(v128.load(at(sources, stride, i, j)), v128.load64_splat(w.token + 8 * i));
      square = f64x2.add(square, f64x2.mul(difference, difference));
      if (p.hasCross) cross = f64x2.add(cross, f64x2.mul(v128.load64_splat(p.query + 16 * i), difference));
    }
    const own = f64x2.mul(f64x2.splat(0.5 * p.scale), square);
    const score = f64x2.mul(f64x2.splat(p.beta), f64x2.sub(cross, own));
    if (j + 1 < count) v128.store(scores + 8 * <usize>j, score);
    else v128.store64_lane(scores + 8 * <usize>j, score, 0);
  }
}

function largestOf(scores: usize, count: i32, largest: f64): f64 {
  for (let j = 0; j < count; j++) largest = max(largest, load<f64>(scores + 8 * <usize>j));
  return largest;
}

/** Adds to the lanes of Σ w (y − u) and of the lower triangle of Σ w (y − u)(y − u)ᵀ; returns Σ w. */
function addSources(
  p: Parameters, w: RowWork, sources: usize, stride: usize, count: i32, scores: usize, largest: f64, weights: usize, withSpread: bool,
): f64 {
  const d = p.d;
  const spread = w.lanes + 16 * d;
  let z = f64x2.splat(0);
  for (let j = 0; j < count; j += 2) {
    const exponentials = exp2(f64x2.sub(v128.load(scores + 8 * <usize>j), f64x2.splat(largest)));
    const weight = counted(exponentials, weights, j, count);
    z = f64x2.add(z, weight);
    for (let i = 0; i < d; i++) {
      const difference = masked(f64x2.sub(v128.load(at(sources, stride, i, j)), v128.load64_splat(w.token + 8 * i)), j, count);
      v128.store(w.differences + 16 * i, difference);
      const weighted = f64x2.mul(weight, difference);
      const sum = w.lanes + 16 * i;
      v128.store(sum, f64x2.add(v128.load(sum), weighted));
      if (!withSpread) continue;
      for (let l = 0; l <= i; l++) {
        const product = spread + 16 * (i * d + l);
        v128.store(product, f64x2.add(v128.load(product), f64x2.mul(weighted, v128.load(w.differences + 16 * l))));
      }
    }
  }
  return sumOf(z);
}
