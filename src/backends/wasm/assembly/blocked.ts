/**
 * The direct field for d ≥ 4, by blocks: rows and sources in panels of four (panels.ts), sources in tiles of TILE at fixed indices. For
 * each tile the scores, their exponentials, and what they add to the sums. A row's operations depend on its index and its
 * predecessors only, so its bits do not depend on n.
 *
 * By differences it has the accuracy of src/dynamics/attention-field.ts. By products, which cost two operations where those cost
 * three, scores are β(⟨Bᵀx, y⟩ − ⟨Bᵀx, x⟩) and shifts Σ w y − z x: errors are absolute, and tokens with the same bits attract
 * each other by rounding noise.
 */
import { power2, UNITS } from './exp';
import { exponentialOf } from './finish';
import { addFour, addFourShifts, addOneShift, addSlopes, products, squares } from './panels';
import { at, isFalling, Parameters } from './parameters';

const TILE: i32 = 32;
/** Rows that share a tile of sources while it is in the cache. */
const ROWS: i32 = 32;

/** Where the blocked kernels work. Matrices are in panels of their rows, all panels `depth` coordinates deep. */
@unmanaged
export class Workspace {
  depth: i32; // d, or more: entries beyond d are zero
  byProducts: i32;
  panels: usize; // of the tokens
  centers: usize; // in panels
  weights: usize; // of the centers, zero for pads
  cross: usize; // Cᵀ
  value: usize; // V
  rest: usize; // W
  queries: usize; // of ROWS tokens: Cᵀx, or Bᵀx by products
  sums: usize; // of ROWS tokens: Σ w (y − x), or Σ w y by products
  states: usize; // of ROWS tokens: per panel z, largest, own product
  scores: usize; // of four rows and TILE sources
  image: usize; // two panels, for the images of four tokens
}

/** Parts of a panel's state, 32 bytes each. */
const LARGEST: usize = 32;
const OWN: usize = 64;
const STATE: usize = 96;

/** out_k for the rows from `from` (a multiple of four) to `to`. */
export function blockedRows(p: Parameters, w: Workspace, from: i32, to: i32, out: usize): void {
  packTokens(p, w, p.causal ? to : p.n);
  for (let k = from; k < to; k += ROWS) rowBlock(p, w, k, min(k + ROWS, to), out);
}

/** Tokens 0 … count − 1 into panels; a started panel is filled with what follows, or with the pads. */
function packTokens(p: Parameters, w: Workspace, count: i32): void {
  for (let j = 0; j < count; j += 4) {
    const panel = w.panels + 8 * <usize>(j * w.depth);
    for (let i = 0; i < p.d; i++) {
      const from = at(p.tokens, p.tokenStride, i, j);
      v128.store(panel + 32 * <usize>i, v128.load(from));
      v128.store(panel + 32 * <usize>i + 16, v128.load(from + 16));
    }
  }
}

function rowBlock(p: Parameters, w: Workspace, k: i32, end: i32, out: usize): void {
  const depth = w.depth;
  const panel = <usize>(32 * depth);
  const rows = w.panels + 8 * <usize>(k * depth);
  const count = (end - k + 3) >> 2;
  for (let r = 0; r < count; r++) prepareRows(p, w, rows + panel * r, r);
  const last = p.causal ? k + 4 * count : (p.n + 3) & ~3;
  for (let t = 0; t < last; t += TILE) {
    for (let r = 0; r < count; r++) {
      const limit = p.causal ? k + 4 * r + 4 : last;
      const sources = min(TILE, limit - t);
      const masked = (p.causal ? k + 4 * r : p.n) - t;
      if (sources > 0) addTile(p, w, rows + panel * r, r, w.panels + 8 * <usize>(t * depth), sources, masked, p.causal, 0);
    }
  }
  for (let t = 0; t < p.m; t += TILE) {
    const sources = min(TILE, ((p.m + 3) & ~3) - t);
    for (let r = 0; r < count; r++) {
      addTile(p, w, rows + panel * r, r, w.centers + 8 * <usize>(t * depth), sources, p.m - t, 0, w.weights + 8 * <usize>t);
    }
  }
  for (let r = 0; r < count; r++) finishRows(p, w, rows + panel * r, r, k + 4 * r, out);
}

/** The queries of a row panel x; sums and weights begin at zero, the largest score at the tokens' own. */
function prepareRows(p: Parameters, w: Workspace, x: usize, r: i32): void {
  const depth = w.depth;
  const state = w.states + STATE * r;
  memory.fill(w.sums + 32 * <usize>(r * depth), 0, 32 * depth);
  memory.fill(state, 0, STATE);
  if (p.hasCross) {
    const query = queryOf(p, w, x, r);
    multiply(w.cross, x, p.d, depth, query);
    if (w.byProducts) addMultiples(query, x, depth, f64x2.splat(p.scale), f64x2.splat(p.scale));
  }
  if (w.byProducts) ownProducts(queryOf(p, w, x, r), x, depth, state + OWN);
}

/** The query of row panel r: without C the tokens themselves, by products. */
// @ts-ignore: decorator
@inline
function queryOf(p: Parameters, w: Workspace, x: usize, r: i32): usize {
  return p.hasCross ? w.queries + 32 * <usize>(r * w.depth + 4 * r) : x;
}

/** to ← M x for a panel x, M in panels of its rows. */
function multiply(matrix: usize, x: usize, d: i32, depth: i32, to: usize): void {
  for (let i = 0; i < d; i += 4) products(x, matrix + 8 * <usize>(i * depth), depth, to + 32 * <usize>i);
}

/** to ← ⟨q, x⟩ of the four rows, by the operations of `products`, so that a token's score relative to its own is exactly zero. */
function ownProducts(q: usize, x: usize, depth: i32, to: usize): void {
  let a = f64x2.splat(0);
  let b = f64x2.splat(0);
  for (const end = q + <usize>(32 * depth); q < end; q += 32, x += 32) {
    a = f64x2.add(a, f64x2.mul(v128.load(q), v128.load(x)));
    b = f64x2.add(b, f64x2.mul(v128.load(q + 16), v128.load(x + 16)));
  }
  v128.store(to, a);
  v128.store(to + 16, b);
}

/**
 * What `count` sources (a multiple of four) add to row panel r. From source `masked` on, row l sees those up to masked + l if `causal`,
 * otherwise none; `weights` are the sources' own, if they have any.
 */
function addTile(p: Parameters, w: Workspace, x: usize, r: i32, y: usize, count: i32, masked: i32, causal: i32, weights: usize): void {
  const state = w.states + STATE * r;
  const sums = w.sums + 32 * <usize>(r * w.depth);
  scoreTile(p, w, x, r, y, count);
  if (!isFalling(p)) raiseLargest(w.scores, count, masked, causal, state, sums, w.depth);
  weigh(w.scores, count, masked, causal, weights, state);
  addSources(w, x, y, count >> 2, sums);
}

/** scores ← UNITS·β⟨x, B(y − x)⟩. */
function scoreTile(p: Parameters, w: Workspace, x: usize, r: i32, y: usize, count: i32): void {
  const depth = w.depth;
  const query = queryOf(p, w, x, r);
  const panel = <usize>(32 * depth);
  for (let j = 0; j < count; j += 4, y += panel) {
    const to = w.scores + <usize>(32 * j);
    if (w.byProducts) {
      products(query, y, depth, to);
      continue;
    }
    squares(x, y, depth, to);
    if (!p.hasCross) continue;
    scaleVectors(to, 8, -0.5 * p.scale);
    addSlopes(query, x, y, depth, to);
  }
  if (w.byProducts) subtractOwn(w.scores, count, w.states + STATE * r + OWN);
  const slope = p.hasCross ? 1 : w.byProducts ? p.scale : -0.5 * p.scale; // else B is in the query, or was taken above
  scaleVectors(w.scores, 2 * count, slope * p.beta * UNITS);
}

function scaleVectors(at: usize, vectors: i32, by: f64): void {
  const factor = f64x2.splat(by);
  for (const end = at + 16 * <usize>vectors; at < end; at += 16) v128.store(at, f64x2.mul(factor, v128.load(at)));
}

function subtractOwn(scores: usize, count: i32, own: usize): void {
  const a = v128.load(own);
  const b = v128.load(own + 16);
  for (const end = scores + <usize>(32 * count); scores < end; scores += 32) {
    v128.store(scores, f64x2.sub(v128.load(scores), a));
    v128.store(scores + 16, f64x2.sub(v128.load(scores + 16), b));
  }
}

/** All ones for the rows l, l + 1 of a panel that see the source `beyond` places past the first masked one. */
// @ts-ignore: decorator
@inline
function seenBy(l: i32, beyond: i32, causal: i32): v128 {
  return i64x2(causal && l >= beyond ? -1 : 0, causal && l + 1 >= beyond ? -1 : 0);
}

/** Takes the tile into the rows' largest scores, and scales what was summed so far to them. */
function raiseLargest(scores: usize, count: i32, masked: i32, causal: i32, state: usize, sums: usize, depth: i32): void {
  for (let half = 0; half < 2; half++) {
    const before = v128.load(state + LARGEST + 16 * half);
    let largest = before;
    for (let j = 0; j < count; j++) {
      let score = v128.load(scores + 32 * <usize>j + 16 * half);
      if (j >= masked) score = v128.bitselect(score, before, seenBy(2 * half, j - masked, causal));
      largest = f64x2.pmax(largest, score);
    }
    if (!v128.any_true(f64x2.ne(largest, before))) continue;
    v128.store(state + LARGEST + 16 * half, largest);
    const factor = power2(f64x2.sub(before, largest));
    v128.store(state + 16 * half, f64x2.mul(factor, v128.load(state + 16 * half)));
    for (let i = 0; i < depth; i++) {
      const sum = sums + 32 * <usize>i + 16 * half;
      v128.store(sum, f64x2.mul(factor, v128.load(sum)));
    }
  }
}

/** scores ← the weights, 0 for sources that a row does not see; z ← z + their sum. */
function weigh(scores: usize, count: i32, masked: i32, causal: i32, weights: usize, state: usize): void {
  let za = f64x2.splat(0);
  let zb = f64x2.splat(0);
  for (let j = 0; j < count; j++, scores += 32) {
    let a = power2(f64x2.sub(v128.load(scores), v128.load(state + LARGEST)));
    let b = power2(f64x2.sub(v128.load(scores + 16), v128.load(state + LARGEST + 16)));
    if (weights) {
      const given = v128.load64_splat(weights + 8 * <usize>j);
      a = f64x2.mul(a, given);
      b = f64x2.mul(b, given);
    }
    if (j >= masked) {
      a = v128.and(a, seenBy(0, j - masked, causal));
      b = v128.and(b, seenBy(2, j - masked, causal));
    }
    v128.store(scores, a);
    v128.store(scores + 16, b);
    za = f64x2.add(za, a);
    zb = f64x2.add(zb, b);
  }
  v128.store(state, f64x2.add(v128.load(state), za));
  v128.store(state + 16, f64x2.add(v128.load(state + 16), zb));
}

/** sums ← sums + Σ w (y − x), or Σ w y by products. */
function addSources(w: Workspace, x: usize, y: usize, panels: i32, sums: usize): void {
  const depth = w.depth;
  const stride = <usize>(32 * depth);
  let i = 0;
  for (; i + 4 <= depth; i += 4) {
    const offset = <usize>(32 * i);
    if (w.byProducts) addFour(w.scores, y + offset, stride, panels, sums + offset);
    else addFourShifts(w.scores, x + offset, y + offset, stride, panels, sums + offset);
  }
  for (; i < depth; i++) {
    const offset = <usize>(32 * i);
    addOneShift(w.scores, x + offset, y + offset, stride, panels, sums + offset);
  }
}

/** out_k ← P( V shift + z W x )·factor for the four rows of a panel. */
function finishRows(p: Parameters, w: Workspace, x: usize, r: i32, k: i32, out: usize): void {
  const depth = w.depth;
  const state = w.states + STATE * r;
  const za = v128.load(state);
  const zb = v128.load(state + 16);
  let image = w.sums + 32 * <usize>(r * depth);
  if (w.byProducts) addMultiples(image, x, depth, f64x2.neg(za), f64x2.neg(zb));
  let factor = load<f64>(p.value); // V = λI
  if (p.hasRest) {
    const own = w.image + 32 * <usize>(depth + 4);
    multiply(w.value, image, p.d, depth, w.image);
    multiply(w.rest, x, p.d, depth, own);
    addMultiples(w.image, own, p.d, za, zb);
    image = w.image;
    factor = 1;
  }
  for (let l = 0; l < 4 && k + l < p.n; l++) {
    const at = <usize>(8 * l);
    const z = load<f64>(state + at);
    const scale = p.count ? factor * countFactor(p, w, x + at, queryOf(p, w, x, r) + at, load<f64>(state + LARGEST + at)) : factor / z;
    project(image + at, x + at, p.d, scale, out + 8 * <usize>((k + l) * p.d));
  }
}

/** to_i ← to_i + f x_i over `depth` coordinates of a panel, with the factors a, b of its two pairs of rows. */
function addMultiples(to: usize, x: usize, depth: i32, a: v128, b: v128): void {
  for (const end = to + <usize>(32 * depth); to < end; to += 32, x += 32) {
    v128.store(to, f64x2.add(v128.load(to), f64x2.mul(a, v128.load(x))));
    v128.store(to + 16, f64x2.add(v128.load(to + 16), f64x2.mul(b, v128.load(x + 16))));
  }
}

/** What stands in place of 1/z where the sum is divided by n: e^(β⟨x, Bx⟩ + largest)/n. */
function countFactor(p: Parameters, w: Workspace, x: usize, query: usize, largest: f64): f64 {
  let own = p.hasCross && w.byProducts ? 0 : p.scale;
  if (p.hasCross) for (let i: usize = 0; i < 32 * <usize>w.depth; i += 32) own += load<f64>(query + i) * load<f64>(x + i);
  return exponentialOf(p.beta * own + largest / UNITS) / <f64>p.n;
}

/** row ← P_x(scale·image). */
function project(image: usize, x: usize, d: i32, scale: f64, row: usize): void {
  let along: f64 = 0;
  for (let i = 0; i < d; i++) {
    const entry = scale * load<f64>(image + 32 * <usize>i);
    along += entry * load<f64>(x + 32 * <usize>i);
    store<f64>(row + 8 * <usize>i, entry);
  }
  for (let i = 0; i < d; i++) {
    const at = row + <usize>(8 * i);
    store<f64>(at, load<f64>(at) - along * load<f64>(x + 32 * <usize>i));
  }
}
