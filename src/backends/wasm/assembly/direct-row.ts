/**
 * One row of the field alone, by differences and relative scores, for paths whose own bound fails for it. Two sources are in the
 * lanes: even indices in one, odd ones in the other, summed at the end; so the bits depend on the row and its sources only.
 */
import { exp2 } from './exp';
import { finishRow } from './finish';
import { at, isFalling, Parameters } from './parameters';

/** out_k (out is the address of row 0): the row of token k, in any dimension, with any matrices and centers. */
export function directRow(p: Parameters, k: i32, out: usize): void {
  const d = p.d;
  const seen = p.causal ? k + 1 : p.n;
  if (p.hasCross) prepareQuery(p, k);
  let largest: f64 = 0; // the token's own relative score
  scoresOf(p, k, p.tokens, p.tokenStride, seen, p.scores);
  scoresOf(p, k, p.centers, p.centerStride, p.m, p.scores + 8 * p.n);
  if (!isFalling(p)) {
    for (let j = 0; j < seen; j++) largest = max(largest, load<f64>(p.scores + 8 * j));
    for (let j = 0; j < p.m; j++) largest = max(largest, load<f64>(p.scores + 8 * (p.n + j)));
  }
  for (let i = 0; i < d; i++) v128.store(p.shift + 16 * i, f64x2.splat(0));
  let z = addSources(p, k, p.tokens, p.tokenStride, seen, p.scores, largest, 0);
  z += addSources(p, k, p.centers, p.centerStride, p.m, p.scores + 8 * p.n, largest, p.weights);
  for (let i = 0; i < d; i++) {
    const sums = v128.load(p.shift + 16 * i);
    store<f64>(p.shift + 16 * i, f64x2.extract_lane(sums, 0) + f64x2.extract_lane(sums, 1));
  }
  finishRow(p, k, z, largest, p.shift, out);
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
  return f64x2.extract_lane(z, 0) + f64x2.extract_lane(z, 1);
}
