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
import { addFour, addOneShift, addSlopes, addTwoShifts, products, squares } from './panels';
import { at, isFalling, Parameters } from './parameters';

const TILE: i32 = 32;
/** Rows that share a tile of sources while it is in the cache. */
const ROWS: i32 = 32;
/** Coordinates that are gone through at once, so that those of all rows and of a panel of sources stay in the fastest cache. */
const CHUNK: i32 = 64;

/** Where the blocked kernels work. Matrices are in panels of their rows; all panels lie `stride` bytes apart. */
@unmanaged
export class Workspace {
  depth: i32; // d, or more: entries beyond d are zero
  stride: usize; // 32·depth, or a little more so that panels do not compete for the same places in the cache
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
  scores: usize; // of ROWS tokens and TILE sources
  image: usize; // two panels, for the images of four tokens
}

/** Parts of a panel's state, 32 bytes each. */
const LARGEST: usize = 32;
const OWN: usize = 64;
const STATE: usize = 96;

/** Bytes of a panel's scores. */
const SCORES: usize = 32 * TILE;

/** out_k for the rows from `from` (a multiple of four) to `to`. */
export function blockedRows(p: Parameters, w: Workspace, from: i32, to: i32, out: usize): void {
  packTokens(p, w, p.causal ? to : p.n);
  for (let k = from; k < to; k += ROWS) rowBlock(p, w, k, min(k + ROWS, to), out);
}

/** Tokens 0 … count − 1 into panels; a started panel is filled with what follows, or with the pads. */
function packTokens(p: Parameters, w: Workspace, count: i32): void {
  for (let j = 0; j < count; j += 4) {
    let to = panelAt(w, w.panels, j >> 2);
    for (let i = 0; i < p.d; i++, to += 32) {
      const from = at(p.tokens, p.tokenStride, i, j);
      v128.store(to, v128.load(from));
      v128.store(to, v128.load(from, 16), 16);
    }
  }
}

// @ts-ignore: decorator
@inline
function panelAt(w: Workspace, base: usize, index: i32): usize {
  return base + w.stride * <usize>index;
}

/** As the distance from a tile's first source to a block's first row: all rows see all of the tile. */
const FAR: i32 = 0x10000000;

function rowBlock(p: Parameters, w: Workspace, k: i32, end: i32, out: usize): void {
  const count = (end - k + 3) >> 2;
  for (let r = 0; r < count; r++) prepareRows(p, w, panelAt(w, w.panels, (k >> 2) + r), r);
  const last = p.causal ? k + 4 * count : (p.n + 3) & ~3;
  for (let t = 0; t < last; t += TILE) {
    addTile(p, w, k, count, panelAt(w, w.panels, t >> 2), min(TILE, last - t), p.causal ? k - t : FAR, p.n - t, 0);
  }
  for (let t = 0; t < p.m; t += TILE) {
    const sources = min(TILE, ((p.m + 3) & ~3) - t);
    addTile(p, w, k, count, panelAt(w, w.centers, t >> 2), sources, FAR, p.m - t, w.weights + 8 * <usize>t);
  }
  for (let r = 0; r < count; r++) finishRows(p, w, panelAt(w, w.panels, (k >> 2) + r), r, k + 4 * r, out);
}

/** The queries of a row panel x; sums and weights begin at zero, the largest score at the tokens' own. */
function prepareRows(p: Parameters, w: Workspace, x: usize, r: i32): void {
  const depth = w.depth;
  const state = w.states + STATE * r;
  memory.fill(panelAt(w, w.sums, r), 0, 32 * depth);
  memory.fill(state, 0, STATE);
  const query = queryOf(p, w, x, r);
  if (p.hasCross) {
    multiply(w, w.cross, x, p.d, query);
    if (w.byProducts) addMultiples(query, x, depth, f64x2.splat(p.scale), f64x2.splat(p.scale));
  }
  if (w.byProducts) ownProducts(query, x, depth, state + OWN);
}

/** The query of row panel r: without C the tokens themselves, by products. */
// @ts-ignore: decorator
@inline
function queryOf(p: Parameters, w: Workspace, x: usize, r: i32): usize {
  return p.hasCross ? panelAt(w, w.queries, r) : x;
}

/** to ← M x for a panel x, M in panels of its rows. */
function multiply(w: Workspace, matrix: usize, x: usize, d: i32, to: usize): void {
  memory.fill(to, 0, 32 * ((d + 3) & ~3));
  for (let i = 0; i < d; i += 4, matrix += w.stride, to += 128) products(x, matrix, w.depth, to);
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
 * What `count` sources y (a multiple of four) add to the rows of the block at k. Row l sees source j if j ≤ l + distance; of the
 * sources, `known` exist; `weights` are their own, if they have any.
 */
function addTile(
  p: Parameters, w: Workspace, k: i32, rows: i32, y: usize, count: i32, distance: i32, known: i32, weights: usize,
): void {
  scoreTile(p, w, k, rows, y, count, distance);
  for (let r = 0; r < rows; r++) {
    const seen = min(count, distance + 4 * r + 4);
    if (seen <= 0) continue;
    const state = w.states + STATE * r;
    const scores = w.scores + SCORES * r;
    if (w.byProducts) subtractOwn(scores, seen, state + OWN);
    scaleVectors(scores, 2 * seen, slopeOf(p, w) * p.beta * UNITS);
    if (!isFalling(p)) raiseLargest(scores, seen, distance + 4 * r, known, state, panelAt(w, w.sums, r), w.depth);
    weigh(scores, seen, distance + 4 * r, known, weights, state);
  }
  addSources(w, k, rows, y, count, distance);
}

/** What a computed score is multiplied by, besides β: B may be in the query, or taken in already. */
function slopeOf(p: Parameters, w: Workspace): f64 {
  return p.hasCross ? 1 : w.byProducts ? p.scale : -0.5 * p.scale;
}

/** scores ← ⟨x, B(y − x)⟩ up to the factor slopeOf; by products, without the own score. */
function scoreTile(p: Parameters, w: Workspace, k: i32, rows: i32, y: usize, count: i32, distance: i32): void {
  memory.fill(w.scores, 0, SCORES * rows);
  if (w.byProducts) return scoreChunks(p, w, k, rows, y, count, distance, PRODUCTS);
  scoreChunks(p, w, k, rows, y, count, distance, SQUARES);
  if (!p.hasCross) return;
  scaleVectors(w.scores, 2 * TILE * rows, -0.5 * p.scale);
  scoreChunks(p, w, k, rows, y, count, distance, SLOPES);
}

const PRODUCTS: i32 = 0;
const SQUARES: i32 = 1;
const SLOPES: i32 = 2;

/** Adds that to the scores of all rows and the sources that they see, CHUNK coordinates after CHUNK. */
function scoreChunks(p: Parameters, w: Workspace, k: i32, rows: i32, y: usize, count: i32, distance: i32, what: i32): void {
  for (let i = 0; i < w.depth; i += CHUNK) {
    const depth = min(CHUNK, w.depth - i);
    const offset = <usize>(32 * i);
    for (let j = 0; j < count; j += 4) {
      const source = panelAt(w, y, j >> 2) + offset;
      for (let r = max(0, (j - distance) >> 2); r < rows; r++) {
        const x = panelAt(w, w.panels, (k >> 2) + r);
        const query = queryOf(p, w, x, r) + offset;
        const to = w.scores + SCORES * r + <usize>(32 * j);
        if (what == PRODUCTS) products(query, source, depth, to);
        else if (what == SQUARES) squares(x + offset, source, depth, to);
        else addSlopes(query, x + offset, source, depth, to);
      }
    }
  }
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

/** All ones for the rows l, l + 1 that see source j: j ≤ their own place, and j is no pad. */
// @ts-ignore: decorator
@inline
function seenBy(l: i32, j: i32, known: i32): v128 {
  return i64x2(j <= l && j < known ? -1 : 0, j <= l + 1 && j < known ? -1 : 0);
}

/** Takes the tile into the rows' largest scores, and scales what was summed so far to them. */
function raiseLargest(scores: usize, count: i32, place: i32, known: i32, state: usize, sums: usize, depth: i32): void {
  for (let half = 0; half < 2; half++) {
    const before = v128.load(state + LARGEST + 16 * half);
    let largest = before;
    for (let j = 0; j < count; j++) {
      let score = v128.load(scores + 32 * <usize>j + 16 * half);
      if (j > place || j >= known) score = v128.bitselect(score, before, seenBy(place + 2 * half, j, known));
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

/** scores ← the weights, 0 for sources that a row does not see; z ← z + their sum. The panel's first row has place `place`. */
function weigh(scores: usize, count: i32, place: i32, known: i32, weights: usize, state: usize): void {
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
    if (j > place || j >= known) {
      a = v128.and(a, seenBy(place, j, known));
      b = v128.and(b, seenBy(place + 2, j, known));
    }
    v128.store(scores, a);
    v128.store(scores + 16, b);
    za = f64x2.add(za, a);
    zb = f64x2.add(zb, b);
  }
  v128.store(state, f64x2.add(v128.load(state), za));
  v128.store(state + 16, f64x2.add(v128.load(state + 16), zb));
}

/** sums ← sums + Σ w (y − x), or Σ w y by products; a few coordinates after another, for all rows. */
function addSources(w: Workspace, k: i32, rows: i32, y: usize, count: i32, distance: i32): void {
  const together = w.byProducts ? 4 : 2;
  for (let i = 0; i < w.depth; i += together) {
    const offset = <usize>(32 * i);
    for (let r = 0; r < rows; r++) {
      const panels = min(count, distance + 4 * r + 4) >> 2;
      if (panels <= 0) continue;
      const x = panelAt(w, w.panels, (k >> 2) + r) + offset;
      const sums = panelAt(w, w.sums, r) + offset;
      const weights = w.scores + SCORES * r;
      if (w.byProducts) addFour(weights, y + offset, w.stride, panels, sums);
      else if (i + 1 < w.depth) addTwoShifts(weights, x, y + offset, w.stride, panels, sums);
      else addOneShift(weights, x, y + offset, w.stride, panels, sums);
    }
  }
}

/** out_k ← P( V shift + z W x )·factor for the four rows of a panel. */
function finishRows(p: Parameters, w: Workspace, x: usize, r: i32, k: i32, out: usize): void {
  const depth = w.depth;
  const state = w.states + STATE * r;
  const za = v128.load(state);
  const zb = v128.load(state + 16);
  let image = panelAt(w, w.sums, r);
  if (w.byProducts) addMultiples(image, x, depth, f64x2.neg(za), f64x2.neg(zb));
  let factor = load<f64>(p.value); // V = λI
  if (p.hasRest) {
    const own = w.image + w.stride;
    multiply(w, w.value, image, p.d, w.image);
    multiply(w, w.rest, x, p.d, own);
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
