/**
 * One row of the field alone, by differences and relative scores, for paths whose own bound fails for it. Two sources
 * are in the lanes: even indices in one, odd ones in the other, summed at the end; so the bits depend on the row and
 * its sources only.
 */
import { exp2, power2, UNITS } from './exp';
import { finishRow } from './finish';
import { at, isFalling, Parameters } from './parameters';

/** out_k (out is the address of row 0): the row of token k, in any dimension, with any matrices and centers. */
export function directRow(p: Parameters, k: i32, out: usize): void {
  if (p.d <= 3 && p.m == 0 && isFalling(p)) return lowRow(p, k, out);
  const d = p.d;
  const seen = p.causal ? k + 1 : p.n;
  if (p.hasCross) prepareQuery(p, k);
  scoresOf(p, k, p.tokens, p.tokenStride, seen, p.scores);
  scoresOf(p, k, p.centers, p.centerStride, p.m, p.scores + 8 * p.n);
  const largest = isFalling(p) ? 0 : largestOf(p.scores + 8 * p.n, p.m, largestOf(p.scores, seen, 0));
  for (let i = 0; i < d; i++) v128.store(p.shift + 16 * i, f64x2.splat(0));
  let z = addSources(p, k, p.tokens, p.tokenStride, seen, p.scores, largest, 0);
  z += addSources(p, k, p.centers, p.centerStride, p.m, p.scores + 8 * p.n, largest, p.weights);
  for (let i = 0; i < d; i++) store<f64>(p.shift + 16 * i, sumOf(v128.load(p.shift + 16 * i)));
  finishRow(p, k, z, largest, p.shift, out);
}

/** The larger of `largest`, a token's own relative score to begin with, and these scores. */
function largestOf(scores: usize, count: i32, largest: f64): f64 {
  for (let j = 0; j < count; j++) largest = max(largest, load<f64>(scores + 8 * j));
  return largest;
}

// @ts-ignore: decorator
@inline
function sumOf(lanes: v128): f64 {
  return f64x2.extract_lane(lanes, 0) + f64x2.extract_lane(lanes, 1);
}

/**
 * The row of token k on circle or sphere, where scores fall with distance and there are no centers. On the circle q,
 * the third coordinate, is 0.
 */
function lowRow(p: Parameters, k: i32, out: usize): void {
  const c = p.query; // in memory, like the constants of power2
  store<f64>(c, -0.5 * p.scale * p.beta * UNITS);
  const u = p.tokens;
  const v = u + p.tokenStride;
  const w = p.d == 3 ? v + p.tokenStride : 0;
  const xk = v128.load64_splat(u + 8 * k);
  const yk = v128.load64_splat(v + 8 * k);
  const qk = w ? v128.load64_splat(w + 8 * k) : f64x2.splat(0);
  let z = f64x2.splat(0);
  let r = f64x2.splat(0);
  let s = f64x2.splat(0);
  let t = f64x2.splat(0);
  const seen = p.causal ? k + 1 : p.n;
  for (let j = 0; j < seen; j += 2) {
    const dx = f64x2.sub(v128.load(u + 8 * j), xk);
    const dy = f64x2.sub(v128.load(v + 8 * j), yk);
    let square = f64x2.add(f64x2.mul(dx, dx), f64x2.mul(dy, dy));
    let dq = f64x2.splat(0);
    if (w) {
      dq = f64x2.sub(v128.load(w + 8 * j), qk);
      square = f64x2.add(square, f64x2.mul(dq, dq));
    }
    let weight = power2(f64x2.mul(v128.load64_splat(c), square));
    if (j + 1 == seen) weight = v128.and(weight, i64x2(-1, 0));
    z = f64x2.add(z, weight);
    r = f64x2.add(r, f64x2.mul(weight, dx));
    s = f64x2.add(s, f64x2.mul(weight, dy));
    t = f64x2.add(t, f64x2.mul(weight, dq));
  }
  store<f64>(p.shift, sumOf(r));
  store<f64>(p.shift + 16, sumOf(s));
  if (w) store<f64>(p.shift + 32, sumOf(t));
  finishRow(p, k, sumOf(z), 0, p.shift, out);
}

/** query ← Cᵀx_k, entry i at query + 16i. */
function prepareQuery(p: Parameters, k: i32): void {
  const d = p.d;
  for (let i = 0; i < d; i++) {
    let sum: f64 = 0;
    for (let l = 0; l < d; l++) sum += load<f64>(p.cross + 8 * (i * d + l)) * load<f64>(at(p.tokens, p.tokenStride, l, k));
    store<f64>(p.query + 16 * i, sum);
  }
}

/** scores_j ← β⟨x_k, B(y_j − x_k)⟩ for j < count; an odd count writes none further. */
function scoresOf(p: Parameters, k: i32, sources: usize, stride: usize, count: i32, scores: usize): void {
  const d = p.d;
  for (let j = 0; j < count; j += 2) {
    let square = f64x2.splat(0);
    let cross = f64x2.splat(0);
    for (let i = 0; i < d; i++) {
      const x = v128.load64_splat(at(p.tokens, p.tokenStride, i, k));
      const difference = f64x2.sub(v128.load(at(sources, stride, i, j)), x);
      square = f64x2.add(square, f64x2.mul(difference, difference));
      if (p.hasCross) cross = f64x2.add(cross, f64x2.mul(v128.load64_splat(p.query + 16 * i), difference));
    }
    const own = f64x2.mul(f64x2.splat(0.5 * p.scale), square);
    const score = f64x2.mul(f64x2.splat(p.beta), f64x2.sub(cross, own));
    if (j + 1 < count) v128.store(scores + 8 * j, score);
    else v128.store64_lane(scores + 8 * j, score, 0);
  }
}

/** shift ← shift + Σ_j w_j (y_j − x_k) in two lanes, over j < count; returns Σ_j w_j. */
function addSources(
  p: Parameters, k: i32, sources: usize, stride: usize, count: i32, scores: usize, largest: f64, weights: usize,
): f64 {
  const d = p.d;
  let z = f64x2.splat(0);
  for (let j = 0; j < count; j += 2) {
    let weight = exp2(f64x2.sub(v128.load(scores + 8 * j), f64x2.splat(largest)));
    if (weights) weight = f64x2.mul(weight, v128.load(weights + 8 * j));
    if (j + 1 == count) weight = v128.and(weight, i64x2(-1, 0));
    z = f64x2.add(z, weight);
    for (let i = 0; i < d; i++) {
      const x = v128.load64_splat(at(p.tokens, p.tokenStride, i, k));
      const shift = p.shift + 16 * i;
      let difference = f64x2.sub(v128.load(at(sources, stride, i, j)), x);
      if (j + 1 == count) difference = v128.and(difference, i64x2(-1, 0)); // what lies past the end may be no number
      v128.store(shift, f64x2.add(v128.load(shift), f64x2.mul(weight, difference)));
    }
  }
  return sumOf(z);
}
