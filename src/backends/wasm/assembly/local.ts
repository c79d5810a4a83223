/**
 * Attention by local sums, for scores that fall with distance (B = bI, βb > 0): the weight of a token at the angle α is
 * e^{βb(cos α − 1)}, so that far tokens do not count. Tokens are gathered in cells: scanning k = 0, 1, …, a token joins
 * the first cell whose center is within ρ of it, or becomes the center of a new one. Cells therefore depend on
 * predecessors only, and work in any dimension. A cell keeps its tokens in index order; a causal prefix of it is a
 * contiguous run.
 *
 * A row sums the cells that can reach it within the angle R(T), cos R = 1 − T/(βb), and widens R until all that is left
 * out, at most k e^{−T}, is below 2^−53 of the force it has found. So every row keeps relative accuracy, a lone
 * leader's too.
 */
import { power2, UNITS } from './exp';
import { at, Parameters } from './parameters';
import { finishRow } from './finish';

@unmanaged
export class Cells {
  most: i32; // cells; further tokens share one more, which every row sums
  stride: i32; // bytes between coordinates of the centers
  sharpness: f64; // βb
  cosRadius: f64; // cos ρ, sin ρ
  sinRadius: f64;
  first: f64; // T of the first pass
  centers: usize; // by coordinate
  counts: usize; // i32 each: tokens of a cell that are in place
  starts: usize; // i32 each: where a cell's tokens begin, a multiple of 4
  cellOf: usize; // i32 each token
  known: usize; // i32 each token: cells that exist before it
  sorted: usize; // tokens by cell, by coordinate
  sortedStride: usize;
  used: i32; // cells of the last call
  // Of each cell: MOST_NEIGHBORS numbers (u16) of cells that its tokens reach in the first pass, itself among them
  neighbors: usize;
  neighborCounts: usize; // i32 each; more than MOST_NEIGHBORS when there are too many to list
  neighborhood: f64; // cos(R(first) + 2ρ), −2 when all are near
}

const LN2: f64 = 0.6931471805599453;
/** Weights below e^−746 are 0. */
const NOTHING: f64 = 746;
/** ln 2^53, and a little for the rounding of the bound itself. */
const KEPT: f64 = 36.8;

/** The exponent of x > 0: x < 2^(e + 1). */
// @ts-ignore: decorator
@inline
function exponentOf(x: f64): f64 {
  return <f64>(((reinterpret<i64>(x) >> 52) & 0x7ff) - 1023);
}

/** Assigns every token to a cell; finds where the tokens of each cell go. */
function assign(p: Parameters, c: Cells): void {
  let cells: i32 = 0;
  memory.fill(c.counts, 0, 4 * <usize>(c.most + 1));
  for (let k = 0; k < p.n; k++) {
    store<i32>(c.known + 4 * <usize>k, cells);
    let cell = firstCell(p, c, k, cells);
    if (cell < 0) {
      cell = cells;
      if (cells < c.most) {
        for (let i = 0; i < p.d; i++) {
          store<f64>(c.centers + <usize>i * c.stride + 8 * <usize>cells, load<f64>(at(p.tokens, p.tokenStride, i, k)));
        }
        meet(p, c, cells);
        cells++;
      }
    }
    store<i32>(c.cellOf + 4 * <usize>k, cell);
    store<i32>(c.counts + 4 * <usize>cell, load<i32>(c.counts + 4 * <usize>cell) + 1);
  }
  let start: i32 = 0;
  for (let cell = 0; cell <= c.most; cell++) {
    store<i32>(c.starts + 4 * <usize>cell, start);
    start += (load<i32>(c.counts + 4 * <usize>cell) + 3) & ~3;
  }
  memory.fill(c.counts, 0, 4 * <usize>(c.most + 1));
  c.used = cells;
}

export const MOST_NEIGHBORS: i32 = 128;

/** Lists a new cell among the neighbours of those near it, and them among its own. */
function meet(p: Parameters, c: Cells, cell: i32): void {
  store<i32>(c.neighborCounts + 4 * <usize>cell, 0);
  for (let other = 0; other <= cell; other++) {
    let dot: f64 = 0;
    for (let i = 0; i < p.d; i++) {
      const row = c.centers + <usize>i * c.stride;
      dot += load<f64>(row + 8 * <usize>cell) * load<f64>(row + 8 * <usize>other);
    }
    if (dot < c.neighborhood) continue;
    list(c, cell, other);
    if (other != cell) list(c, other, cell);
  }
}

function list(c: Cells, cell: i32, neighbor: i32): void {
  const count = load<i32>(c.neighborCounts + 4 * <usize>cell);
  store<i32>(c.neighborCounts + 4 * <usize>cell, count + 1);
  if (count < MOST_NEIGHBORS) store<u16>(c.neighbors + 2 * <usize>(cell * MOST_NEIGHBORS + count), <u16>neighbor);
}

/** ⟨x_k, center⟩ for two cells in lanes; `d` is known to the compiler where it is 2 or 3. */
// @ts-ignore: decorator
@inline
function cosines(p: Parameters, c: Cells, k: i32, cell: i32, d: i32): v128 {
  let token = p.tokens + 8 * <usize>k;
  let center = c.centers + 8 * <usize>cell;
  let dot = f64x2.mul(v128.load64_splat(token), v128.load(center));
  for (let i = 1; i < d; i++) {
    token += p.tokenStride;
    center += c.stride;
    dot = f64x2.add(dot, f64x2.mul(v128.load64_splat(token), v128.load(center)));
  }
  return dot;
}

/** The first of the cells whose center is within ρ of token k, or −1. */
function firstCell(p: Parameters, c: Cells, k: i32, cells: i32): i32 {
  if (p.d == 2) return search(p, c, k, cells, 2);
  if (p.d == 3) return search(p, c, k, cells, 3);
  return search(p, c, k, cells, p.d);
}

// @ts-ignore: decorator
@inline
function search(p: Parameters, c: Cells, k: i32, cells: i32, d: i32): i32 {
  const enough = f64x2.splat(c.cosRadius);
  for (let cell = 0; cell < cells; cell += 2) {
    const mask = i64x2.bitmask(f64x2.ge(cosines(p, c, k, cell, d), enough));
    if (mask & 1) return cell;
    if (mask && cell + 1 < cells) return cell + 1;
  }
  return -1;
}

/** Puts token k in place in its cell. */
// @ts-ignore: decorator
@inline
function insert(p: Parameters, c: Cells, k: i32): void {
  const cell = <usize>load<i32>(c.cellOf + 4 * <usize>k);
  const count = load<i32>(c.counts + 4 * cell);
  const slot = load<i32>(c.starts + 4 * cell) + count;
  for (let i = 0; i < p.d; i++) {
    store<f64>(c.sorted + <usize>i * c.sortedStride + 8 * <usize>slot, load<f64>(at(p.tokens, p.tokenStride, i, k)));
  }
  store<i32>(c.counts + 4 * cell, count + 1);
}

/** out_k for the rows from `from` to `to`. */
export function localRows(p: Parameters, c: Cells, from: i32, to: i32, out: usize): void {
  assign(p, c);
  const before = p.causal ? from : p.n;
  for (let k = 0; k < before; k++) insert(p, c, k);
  for (let k = from; k < to; k++) {
    row(p, c, k, out);
    if (p.causal) insert(p, c, k);
  }
}

/** Σ w and, at p.shift + 16i, Σ w (y − x)_i, each lane a partial sum. */
let z: v128 = f64x2.splat(0);

function row(p: Parameters, c: Cells, k: i32, out: usize): void {
  const cells = p.causal ? load<i32>(c.known + 4 * <usize>k) : c.used;
  const others = p.causal ? k : p.n;
  const self: f64 = p.causal ? 1 : 0; // under the full mask the token is in its cell
  for (let i = 0; i < p.d; i++) v128.store(p.shift + 16 * i, f64x2.splat(0));
  z = f64x2.splat(0);
  if (others > 0) {
    addCell(p, c, k, c.most); // what found no cell
    // Sums the cells that reach within R, then those that a wider R lets in, until no more matter.
    const count = LN2 * (exponentOf(<f64>others) + 1);
    let inner: f64 = 2; // cosines from here on are done: none
    let reach = c.first;
    while (inner > -1) {
      const outer = cosineOf(c, reach);
      const nearest = inner > 1 ? addNear(p, c, k, cells, outer) : addRing(p, c, k, cells, outer, inner);
      inner = outer;
      const force = forceOf(p);
      const needed = force > 0 ? KEPT + count - LN2 * exponentOf(force) : distanceOf(c, max(nearest, -1)) + KEPT + count;
      if (!(needed > reach) || reach >= NOTHING) break;
      reach = needed;
    }
  }
  for (let i = 0; i < p.d; i++) {
    const sum = v128.load(p.shift + 16 * i);
    store<f64>(p.shift + 16 * i, f64x2.extract_lane(sum, 0) + f64x2.extract_lane(sum, 1));
  }
  finishRow(p, k, self + f64x2.extract_lane(z, 0) + f64x2.extract_lane(z, 1), 0, p.shift, out);
}

/** cos(R(T) + ρ): a cell whose center is farther holds no weight above e^{−T}; −2 when all may. */
// @ts-ignore: decorator
@inline
function cosineOf(c: Cells, reach: f64): f64 {
  const cosine = 1 - reach / c.sharpness;
  if (cosine <= -c.cosRadius) return -2;
  return cosine * c.cosRadius - sqrt(max(0, 1 - cosine * cosine)) * c.sinRadius - 1e-12;
}

/** T of the farthest point of a cell whose center lies at this cosine: it holds a token of at least e^{−T}. */
// @ts-ignore: decorator
@inline
function distanceOf(c: Cells, cosine: f64): f64 {
  if (cosine <= -c.cosRadius) return 2 * c.sharpness;
  const farthest = cosine * c.cosRadius - sqrt(max(0, 1 - cosine * cosine)) * c.sinRadius;
  // Its force is that weight times a distance; 30 more allows for distances down to 1e-13, and the loop for the rest.
  return c.sharpness * (1 - farthest) + 30;
}

/**
 * The first pass, over the neighbours of the token's own cell alone where they are listed. Of the cells beyond it knows
 * only that they are no nearer than `outer`, which it returns.
 */
function addNear(p: Parameters, c: Cells, k: i32, cells: i32, outer: f64): f64 {
  const own = load<i32>(c.cellOf + 4 * <usize>k);
  // A token that founded its cell, or found none, has no list yet or a list of later cells too: those are empty.
  const listed = own < c.most ? load<i32>(c.neighborCounts + 4 * <usize>own) : MOST_NEIGHBORS + 1;
  if (listed > MOST_NEIGHBORS) return addRing(p, c, k, cells, outer, 2);
  const list = c.neighbors + 2 * <usize>(own * MOST_NEIGHBORS);
  for (let i = 0; i < listed; i++) {
    const cell = <i32>load<u16>(list + 2 * <usize>i);
    if (load<i32>(c.counts + 4 * <usize>cell) == 0) continue;
    let dot: f64 = 0;
    for (let l = 0; l < p.d; l++) {
      dot += load<f64>(at(p.tokens, p.tokenStride, l, k)) * load<f64>(c.centers + <usize>l * c.stride + 8 * <usize>cell);
    }
    if (dot >= outer) addCell(p, c, k, cell);
  }
  return outer;
}

/** Adds the cells with outer ≤ cosine < inner; returns the largest cosine below them, −1 if none. */
function addRing(p: Parameters, c: Cells, k: i32, cells: i32, outer: f64, inner: f64): f64 {
  if (p.d == 2) return ring(p, c, k, cells, outer, inner, 2);
  if (p.d == 3) return ring(p, c, k, cells, outer, inner, 3);
  return ring(p, c, k, cells, outer, inner, p.d);
}

// @ts-ignore: decorator
@inline
function ring(p: Parameters, c: Cells, k: i32, cells: i32, outer: f64, inner: f64, d: i32): f64 {
  const from = f64x2.splat(outer);
  const below = f64x2.splat(inner);
  let next = f64x2.splat(-1);
  for (let cell = 0; cell < cells; cell += 2) {
    let dot = cosines(p, c, k, cell, d);
    if (cell + 1 == cells) dot = f64x2.replace_lane(dot, 1, -1); // no such cell
    const reached = f64x2.ge(dot, from);
    const mask = i64x2.bitmask(v128.and(reached, f64x2.lt(dot, below)));
    if (mask) {
      if (mask & 1) addCell(p, c, k, cell);
      if (mask & 2 && cell + 1 < cells) addCell(p, c, k, cell + 1);
    }
    next = f64x2.max(next, v128.bitselect(f64x2.splat(-1), dot, reached));
  }
  return max(f64x2.extract_lane(next, 0), f64x2.extract_lane(next, 1));
}

/** |Σ w (y − x)|∞ so far. */
// @ts-ignore: decorator
@inline
function forceOf(p: Parameters): f64 {
  let largest: f64 = 0;
  for (let i = 0; i < p.d; i++) {
    const sum = v128.load(p.shift + 16 * i);
    largest = max(largest, abs(f64x2.extract_lane(sum, 0) + f64x2.extract_lane(sum, 1)));
  }
  return largest;
}

function addCell(p: Parameters, c: Cells, k: i32, cell: i32): void {
  const count = load<i32>(c.counts + 4 * <usize>cell);
  if (count == 0) return;
  const source = c.sorted + 8 * <usize>load<i32>(c.starts + 4 * <usize>cell);
  if (p.d == 2) addCircle(p, c, k, source, count);
  else if (p.d == 3) addSphere(p, c, k, source, count);
  else addAny(p, c, k, source, count);
}

/** All ones in the lanes of the sources j, j + 1 that exist. */
// @ts-ignore: decorator
@inline
function existing(j: i32, count: i32): v128 {
  return i64x2(-1, j + 1 < count ? -1 : 0);
}

function addCircle(p: Parameters, c: Cells, k: i32, source: usize, count: i32): void {
  const scale = f64x2.splat(-0.5 * UNITS * c.sharpness);
  const x = v128.load64_splat(p.tokens + 8 * k);
  const y = v128.load64_splat(p.tokens + p.tokenStride + 8 * k);
  let sum = z;
  let sx = v128.load(p.shift);
  let sy = v128.load(p.shift + 16);
  for (let j = 0; j < count; j += 2) {
    const dx = f64x2.sub(v128.load(source + 8 * j), x);
    const dy = f64x2.sub(v128.load(source + c.sortedStride + 8 * j), y);
    const w = v128.and(
      power2(f64x2.mul(scale, f64x2.add(f64x2.mul(dx, dx), f64x2.mul(dy, dy)))),
      existing(j, count),
    );
    sum = f64x2.add(sum, w);
    sx = f64x2.add(sx, f64x2.mul(w, dx));
    sy = f64x2.add(sy, f64x2.mul(w, dy));
  }
  z = sum;
  v128.store(p.shift, sx);
  v128.store(p.shift + 16, sy);
}

function addSphere(p: Parameters, c: Cells, k: i32, source: usize, count: i32): void {
  const scale = f64x2.splat(-0.5 * UNITS * c.sharpness);
  const stride = c.sortedStride;
  const x = v128.load64_splat(p.tokens + 8 * k);
  const y = v128.load64_splat(p.tokens + p.tokenStride + 8 * k);
  const u = v128.load64_splat(p.tokens + 2 * p.tokenStride + 8 * k);
  let sum = z;
  let sx = v128.load(p.shift);
  let sy = v128.load(p.shift + 16);
  let su = v128.load(p.shift + 32);
  for (let j = 0; j < count; j += 2) {
    const dx = f64x2.sub(v128.load(source + 8 * j), x);
    const dy = f64x2.sub(v128.load(source + stride + 8 * j), y);
    const du = f64x2.sub(v128.load(source + 2 * stride + 8 * j), u);
    const square = f64x2.add(f64x2.add(f64x2.mul(dx, dx), f64x2.mul(dy, dy)), f64x2.mul(du, du));
    const w = v128.and(power2(f64x2.mul(scale, square)), existing(j, count));
    sum = f64x2.add(sum, w);
    sx = f64x2.add(sx, f64x2.mul(w, dx));
    sy = f64x2.add(sy, f64x2.mul(w, dy));
    su = f64x2.add(su, f64x2.mul(w, du));
  }
  z = sum;
  v128.store(p.shift, sx);
  v128.store(p.shift + 16, sy);
  v128.store(p.shift + 32, su);
}

/** In any dimension, a coordinate after another: the weights wait in p.scores. */
function addAny(p: Parameters, c: Cells, k: i32, source: usize, count: i32): void {
  const weights = p.scores;
  for (let i = 0; i < p.d; i++) {
    const x = v128.load64_splat(at(p.tokens, p.tokenStride, i, k));
    const entries = source + <usize>i * c.sortedStride;
    for (let j = 0; j < count; j += 2) {
      const difference = f64x2.sub(v128.load(entries + 8 * j), x);
      const square = f64x2.mul(difference, difference);
      v128.store(weights + 8 * j, i == 0 ? square : f64x2.add(v128.load(weights + 8 * j), square));
    }
  }
  const scale = f64x2.splat(-0.5 * UNITS * c.sharpness);
  let sum = z;
  for (let j = 0; j < count; j += 2) {
    const w = v128.and(power2(f64x2.mul(scale, v128.load(weights + 8 * j))), existing(j, count));
    sum = f64x2.add(sum, w);
    v128.store(weights + 8 * j, w);
  }
  z = sum;
  for (let i = 0; i < p.d; i++) {
    const x = v128.load64_splat(at(p.tokens, p.tokenStride, i, k));
    const entries = source + <usize>i * c.sortedStride;
    let shift = v128.load(p.shift + 16 * i);
    for (let j = 0; j < count; j += 2) {
      const difference = f64x2.sub(v128.load(entries + 8 * j), x);
      shift = f64x2.add(shift, f64x2.mul(v128.load(weights + 8 * j), difference));
    }
    v128.store(p.shift + 16 * i, shift);
  }
}
