/**
 * The direct field of attention, two tokens in the lanes of a vector, sources one after another. The same mathematics, by
 * differences and relative scores, as src/dynamics/attention-field.ts; sums run over sources in index order, and a lane never
 * meets the other, so a row has the same bits whatever n is.
 */
import { circle, sphere } from './direct-low';
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
