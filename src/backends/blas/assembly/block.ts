/**
 * What lies between the two products of a block of rows: scores made weights, and sums made velocities. Scores come
 * from a library for matrices, source by source: entry r of source j is β·UNITS·⟨x_k, B y_j⟩ for row k = first + r.
 */
import { power2, UNITS } from '../../wasm/assembly/exp';
import { exponentialOf } from '../../wasm/assembly/finish';

/** A block of rows, filled by the caller once. */
@unmanaged
export class Block {
  n: i32; // tokens
  d: i32;
  first: i32; // token of the first row
  rows: i32; // a multiple of four; rows from token n on are pads, zeros
  sources: i32; // tokens that some row of the block sees
  centers: i32; // sources behind them, which every row sees
  causal: i32; // row r sees the sources up to first + r, else all
  falling: i32; // no score exceeds a token's own, so that no largest need be sought
  count: i32; // divide by n instead of normalising
  imaged: i32; // the sums have been multiplied by V, else V = λI
  lambda: f64;
  scores: usize; // (sources + centers)·rows numbers, then weights
  given: usize; // the weights of the centers
  units: usize; // x_k/|x_k|, row by row
  sums: usize; // Σ w y of the rows, or V Σ w y
  largest: usize; // rows numbers: what is subtracted from a row's scores
  total: usize; // rows numbers: Σ w
}

/** The address of the scores of a source. */
// @ts-ignore: decorator
@inline
function scoresOf(b: Block, source: i32): usize {
  return b.scores + 8 * <usize>source * <usize>b.rows;
}

/** Scores into weights 2^((score − largest)/256), 0 for sources that a row does not see, and their sums. */
export function weighBlock(b: Block): void {
  const before = b.causal ? b.first : b.sources; // sources that every row sees
  const all = b.sources + b.centers;
  beginWithOwn(b);
  if (!b.falling) {
    raise(b, 0, before);
    if (b.causal) for (let t = 0; t < b.rows; t++) raiseFrom(b, before + t, t);
    raise(b, b.sources, all);
  }
  memory.fill(b.total, 0, <usize>(8 * b.rows));
  weigh(b, 0, before);
  if (b.causal) for (let t = 0; t < b.rows; t++) weighFrom(b, before + t, t);
  if (b.centers) weighGiven(b);
}

/** largest ← the tokens' own scores, so that a weight is exactly 1 where it is compared with itself. */
function beginWithOwn(b: Block): void {
  for (let r = 0; r < b.rows; r++) {
    const own = b.first + r < b.sources ? load<f64>(scoresOf(b, b.first + r) + 8 * <usize>r) : 0;
    store<f64>(b.largest + 8 * <usize>r, own);
  }
}

/** largest ← the larger of it and the scores of the sources from ≤ j < to, in all rows. */
function raise(b: Block, from: i32, to: i32): void {
  const row = <usize>(8 * b.rows);
  let s = scoresOf(b, from);
  for (const end = scoresOf(b, to); s < end; ) {
    for (let l = b.largest, last = l + row; l < last; l += 16, s += 16) {
      v128.store(l, f64x2.pmax(v128.load(l), v128.load(s)));
    }
  }
}

/** The same of source j in the rows from r on. */
function raiseFrom(b: Block, j: i32, r: i32): void {
  const s = scoresOf(b, j);
  for (let at: usize = 8 * <usize>r, end = <usize>(8 * b.rows); at < end; at += 8) {
    store<f64>(b.largest + at, max(load<f64>(b.largest + at), load<f64>(s + at)));
  }
}

/** Weights of the sources from ≤ j < to, which all rows see; a source after the other, as they lie. */
function weigh(b: Block, from: i32, to: i32): void {
  const row = <usize>(8 * b.rows);
  let s = scoresOf(b, from);
  for (const end = scoresOf(b, to); s < end; s += row) weighVectors(b, s, 0, row);
}

/** Weights at s + at for from ≤ at < to, multiples of 32, and into the sums. */
// @ts-ignore: decorator
@inline
function weighVectors(b: Block, s: usize, from: usize, to: usize): void {
  const largest = b.largest;
  const total = b.total;
  for (let at = from; at < to; at += 32) {
    const u = power2(f64x2.sub(v128.load(s + at), v128.load(largest + at)));
    const v = power2(f64x2.sub(v128.load(s + at, 16), v128.load(largest + at, 16)));
    v128.store(s + at, u);
    v128.store(s + at, v, 16);
    v128.store(total + at, f64x2.add(v128.load(total + at), u));
    v128.store(total + at, f64x2.add(v128.load(total + at, 16), v), 16);
  }
}

/** Weights of source j in the rows from r on, zeros before. */
function weighFrom(b: Block, j: i32, r: i32): void {
  const s = scoresOf(b, j);
  const whole = <usize>((r + 3) & ~3);
  memory.fill(s, 0, 8 * <usize>r);
  for (let at: usize = 8 * <usize>r; at < 8 * whole; at += 8) {
    const weight = f64x2.extract_lane(power2(f64x2.splat(load<f64>(s + at) - load<f64>(b.largest + at))), 0);
    store<f64>(s + at, weight);
    store<f64>(b.total + at, load<f64>(b.total + at) + weight);
  }
  weighVectors(b, s, 8 * whole, <usize>(8 * b.rows));
}

/** Weights of the centers, by what is given of them. */
function weighGiven(b: Block): void {
  for (let j = 0; j < b.centers; j++) {
    const s = scoresOf(b, b.sources + j);
    const given = v128.load64_splat(b.given + 8 * <usize>j);
    for (let at: usize = 0, end = <usize>(8 * b.rows); at < end; at += 16) {
      const weight = f64x2.mul(given, power2(f64x2.sub(v128.load(s + at), v128.load(b.largest + at))));
      v128.store(s + at, weight);
      v128.store(b.total + at, f64x2.add(v128.load(b.total + at), weight));
    }
  }
}

/**
 * out_k ← P_k(V Σ w y)·factor for the rows of the block that are tokens. For V = λI first z x is taken away, which the
 * projection would do less exactly; and the first `still` tokens, who see but their own bits, stand still.
 */
export function finishBlock(b: Block, still: i32, out: usize): void {
  const row = <usize>(8 * b.d);
  for (let r = 0; r < b.rows && b.first + r < b.n; r++) {
    const k = b.first + r;
    const to = out + row * <usize>k;
    if (k < still) {
      memory.fill(to, 0, row);
      continue;
    }
    const z = load<f64>(b.total + 8 * <usize>r);
    const largest = load<f64>(b.largest + 8 * <usize>r);
    const factor = b.count ? exponentialOf(largest / UNITS) / <f64>b.n : 1 / z;
    finishRow(b.units + row * <usize>k, b.sums + row * <usize>r, b.imaged ? 0 : z, b.imaged ? factor : factor * b.lambda, to, b.d);
  }
}

/** to ← P_x(factor·(sums − z x)). */
function finishRow(x: usize, sums: usize, z: f64, factor: f64, to: usize, d: i32): void {
  const paired = <usize>(8 * (d & ~1));
  let pair = f64x2.splat(0);
  for (let at: usize = 0; at < paired; at += 16) {
    const own = v128.load(x + at);
    const shift = f64x2.sub(v128.load(sums + at), f64x2.mul(f64x2.splat(z), own));
    const entry = f64x2.mul(f64x2.splat(factor), shift);
    v128.store(to + at, entry);
    pair = f64x2.add(pair, f64x2.mul(entry, own));
  }
  let along = f64x2.extract_lane(pair, 0) + f64x2.extract_lane(pair, 1);
  if (d & 1) {
    const own = load<f64>(x + paired);
    const entry = factor * (load<f64>(sums + paired) - z * own);
    store<f64>(to + paired, entry);
    along += entry * own;
  }
  for (let at: usize = 0; at < paired; at += 16) {
    const part = f64x2.mul(f64x2.splat(along), v128.load(x + at));
    v128.store(to + at, f64x2.sub(v128.load(to + at), part));
  }
  if (d & 1) store<f64>(to + paired, load<f64>(to + paired) - along * load<f64>(x + paired));
}
