/**
 * The direct field for d ≥ 4, by blocks: rows and sources in panels of four (panels.ts), sources in tiles of TILE at
 * fixed indices. For each tile the scores, their exponentials, and what they add to the sums. A row's operations depend
 * on its index and its predecessors only, so its bits do not depend on n.
 *
 * By differences it has the accuracy of src/dynamics/attention-field.ts. By products, which cost two operations where
 * those cost three, scores are β(⟨Bᵀx, y⟩ − ⟨Bᵀx, x⟩) and shifts Σ w y − z x: errors are absolute, and tokens with the
 * same bits attract each other by rounding noise.
 */
import { power2, UNITS } from './exp';
import { LOG2_E, power4 } from './exp-single';
import { exponentialOf } from './finish';
import { addFour, addOneShift, addSlopes, addTwoShifts, products, squares } from './panels';
import { at, isFalling, Parameters } from './parameters';

const TILE: i32 = 32;
/** Rows that share a tile of sources while it is in the cache. */
const ROWS: i32 = 32;
/**
 * Coordinates that are gone through at once, so that those of all rows and of a panel of sources stay in the fastest
 * cache.
 */
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
export function blockedRows<T>(p: Parameters, w: Workspace, from: i32, to: i32, out: usize): void {
  packTokens<T>(p, w, p.causal ? to : p.n);
  for (let k = from; k < to; k += ROWS) rowBlock<T>(p, w, k, min(k + ROWS, to), out);
}

/** Tokens in a panel. */
// @ts-ignore: decorator
@inline
function width<T>(): i32 {
  return 32 / sizeof<T>();
}

/**
 * Tokens 0 … count − 1 into panels; a started panel is filled with what follows, or with the last token again and
 * again.
 */
function packTokens<T>(p: Parameters, w: Workspace, count: i32): void {
  for (let j = 0; j < count; j += width<T>()) {
    let to = panelAt(w, w.panels, j / width<T>());
    for (let i = 0; i < p.d; i++, to += 32) {
      const from = at(p.tokens, p.tokenStride, i, j);
      if (sizeof<T>() == 8) {
        v128.store(to, v128.load(from));
        v128.store(to, v128.load(from, 16), 16);
      } else {
        for (let l = 0; l < width<T>(); l++) {
          store<T>(to + sizeof<T>() * <usize>l, <T>load<f64>(from + 8 * <usize>min(l, p.n - 1 - j)));
        }
      }
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

function rowBlock<T>(p: Parameters, w: Workspace, k: i32, end: i32, out: usize): void {
  const count = (end - k + width<T>() - 1) / width<T>();
  for (let r = 0; r < count; r++) prepareRows<T>(p, w, panelAt(w, w.panels, k / width<T>() + r), r);
  const last = p.causal ? k + width<T>() * count : roundUp<T>(p.n);
  for (let t = 0; t < last; t += TILE) {
    addTile<T>(p, w, k, count, panelAt(w, w.panels, t / width<T>()), min(TILE, last - t), p.causal ? k - t : FAR, p.n - t, 0);
  }
  for (let t = 0; t < p.m; t += TILE) {
    const sources = min(TILE, roundUp<T>(p.m) - t);
    addTile<T>(p, w, k, count, panelAt(w, w.centers, t / width<T>()), sources, FAR, p.m - t, w.weights + sizeof<T>() * <usize>t);
  }
  for (let r = 0; r < count; r++) finishRows<T>(p, w, panelAt(w, w.panels, k / width<T>() + r), r, k + width<T>() * r, out);
}

/** The queries of a row panel x; sums and weights begin at zero, the largest score at the tokens' own. */
function prepareRows<T>(p: Parameters, w: Workspace, x: usize, r: i32): void {
  const depth = w.depth;
  const state = w.states + STATE * r;
  memory.fill(panelAt(w, w.sums, r), 0, 32 * depth);
  memory.fill(state, 0, STATE);
  const query = queryOf(p, w, x, r);
  if (p.hasCross) {
    multiply<T>(w, w.cross, x, p.d, query);
    if (w.byProducts) addMultiples<T>(query, x, depth, v128.splat<T>(<T>p.scale), v128.splat<T>(<T>p.scale));
  }
  if (w.byProducts) ownProducts<T>(query, x, depth, state + OWN);
}

/** The query of row panel r: without C the tokens themselves, by products. */
// @ts-ignore: decorator
@inline
function queryOf(p: Parameters, w: Workspace, x: usize, r: i32): usize {
  return p.hasCross ? panelAt(w, w.queries, r) : x;
}

/** to ← M x for a panel x, M in panels of its rows. */
function multiply<T>(w: Workspace, matrix: usize, x: usize, d: i32, to: usize): void {
  memory.fill(to, 0, 32 * ((d + 3) & ~3));
  for (let i = 0; i < d; i += 4, to += 128) {
    products<T>(x, panelAt(w, matrix, i / width<T>()) + sizeof<T>() * <usize>(i % width<T>()), w.depth, to);
  }
}

/**
 * to ← ⟨q, x⟩ of the four rows, by the operations of `products`, so that a token's score relative to its own is exactly
 * zero.
 */
function ownProducts<T>(q: usize, x: usize, depth: i32, to: usize): void {
  let a = v128.splat<T>(0);
  let b = v128.splat<T>(0);
  for (const end = q + <usize>(32 * depth); q < end; q += 32, x += 32) {
    a = v128.add<T>(a, v128.mul<T>(v128.load(q), v128.load(x)));
    b = v128.add<T>(b, v128.mul<T>(v128.load(q + 16), v128.load(x + 16)));
  }
  v128.store(to, a);
  v128.store(to + 16, b);
}

/**
 * What `count` sources y (a multiple of four) add to the rows of the block at k. Row l sees source j if
 * j ≤ l + distance; of the sources, `known` exist; `weights` are their own, if they have any.
 */
function addTile<T>(
  p: Parameters, w: Workspace, k: i32, rows: i32, y: usize, count: i32, distance: i32, known: i32, weights: usize,
): void {
  scoreTile<T>(p, w, k, rows, y, count, distance);
  for (let r = 0; r < rows; r++) {
    const seen = min(count, distance + width<T>() * (r + 1));
    if (seen <= 0) continue;
    const state = w.states + STATE * r;
    const scores = w.scores + SCORES * r;
    if (w.byProducts) subtractOwn<T>(scores, seen, state + OWN);
    scaleVectors<T>(scores, 2 * seen, slopeOf(p, w) * p.beta * units<T>());
    if (!isFalling(p)) raiseLargest<T>(scores, seen, distance + width<T>() * r, known, state, panelAt(w, w.sums, r), w.depth);
    weigh<T>(scores, seen, distance + width<T>() * r, known, weights, state);
  }
  addSources<T>(w, k, rows, y, count, distance);
}

/** What a computed score is multiplied by, besides β: B may be in the query, or taken in already. */
function slopeOf(p: Parameters, w: Workspace): f64 {
  return p.hasCross ? 1 : w.byProducts ? p.scale : -0.5 * p.scale;
}

/** scores ← ⟨x, B(y − x)⟩ up to the factor slopeOf; by products, without the own score. */
function scoreTile<T>(p: Parameters, w: Workspace, k: i32, rows: i32, y: usize, count: i32, distance: i32): void {
  memory.fill(w.scores, 0, SCORES * rows);
  if (w.byProducts) return scoreChunks<T>(p, w, k, rows, y, count, distance, PRODUCTS);
  scoreChunks<T>(p, w, k, rows, y, count, distance, SQUARES);
  if (!p.hasCross) return;
  scaleVectors<T>(w.scores, 2 * TILE * rows, -0.5 * p.scale);
  scoreChunks<T>(p, w, k, rows, y, count, distance, SLOPES);
}

const PRODUCTS: i32 = 0;
const SQUARES: i32 = 1;
const SLOPES: i32 = 2;

/** Adds that to the scores of all rows and the sources that they see, CHUNK coordinates after CHUNK. */
function scoreChunks<T>(p: Parameters, w: Workspace, k: i32, rows: i32, y: usize, count: i32, distance: i32, what: i32): void {
  for (let i = 0; i < w.depth; i += CHUNK) {
    const depth = min(CHUNK, w.depth - i);
    const offset = <usize>(32 * i);
    for (let j = 0; j < count; j += 4) {
      const source = panelAt(w, y, j / width<T>()) + offset + sizeof<T>() * <usize>(j % width<T>());
      for (let r = max(0, j - distance) / width<T>(); r < rows; r++) {
        const x = panelAt(w, w.panels, k / width<T>() + r);
        const query = queryOf(p, w, x, r) + offset;
        const to = w.scores + SCORES * r + <usize>(32 * j);
        if (what == PRODUCTS) products<T>(query, source, depth, to);
        else if (what == SQUARES) squares<T>(x + offset, source, depth, to);
        else addSlopes<T>(query, x + offset, source, depth, to);
      }
    }
  }
}

function scaleVectors<T>(at: usize, vectors: i32, by: f64): void {
  const factor = v128.splat<T>(<T>by);
  for (const end = at + 16 * <usize>vectors; at < end; at += 16) v128.store(at, v128.mul<T>(factor, v128.load(at)));
}

function subtractOwn<T>(scores: usize, count: i32, own: usize): void {
  const a = v128.load(own);
  const b = v128.load(own + 16);
  for (const end = scores + <usize>(32 * count); scores < end; scores += 32) {
    v128.store(scores, v128.sub<T>(v128.load(scores), a));
    v128.store(scores + 16, v128.sub<T>(v128.load(scores + 16), b));
  }
}

/** All ones for the rows l, l + 1, … of a register that see source j: j ≤ their own place, and j is no pad. */
// @ts-ignore: decorator
@inline
function seenBy<T>(l: i32, j: i32, known: i32): v128 {
  const beyond = j < known ? j - l : 4;
  if (sizeof<T>() == 8) return i64x2.gt_s(i64x2(1, 2), i64x2.splat(beyond));
  return i32x4.gt_s(i32x4(1, 2, 3, 4), i32x4.splat(beyond));
}

/** Scores are in these units, so that weights are power<T> of them. */
// @ts-ignore: decorator
@inline
function units<T>(): f64 {
  return sizeof<T>() == 8 ? UNITS : LOG2_E;
}

// @ts-ignore: decorator
@inline
function power<T>(score: v128): v128 {
  return sizeof<T>() == 8 ? power2(score) : power4(score);
}

/** The next multiple of a panel's width. */
// @ts-ignore: decorator
@inline
function roundUp<T>(count: i32): i32 {
  return (count + width<T>() - 1) & -width<T>();
}

/** Takes the tile into the rows' largest scores, and scales what was summed so far to them. */
function raiseLargest<T>(scores: usize, count: i32, place: i32, known: i32, state: usize, sums: usize, depth: i32): void {
  for (let half = 0; half < 2; half++) {
    const before = v128.load(state + LARGEST + 16 * half);
    let largest = before;
    for (let j = 0; j < count; j++) {
      let score = v128.load(scores + 32 * <usize>j + 16 * half);
      if (j > place || j >= known) score = v128.bitselect(score, before, seenBy<T>(place + half * (width<T>() / 2), j, known));
      largest = v128.pmax<T>(largest, score);
    }
    if (!v128.any_true(v128.ne<T>(largest, before))) continue;
    v128.store(state + LARGEST + 16 * half, largest);
    const factor = power<T>(v128.sub<T>(before, largest));
    v128.store(state + 16 * half, v128.mul<T>(factor, v128.load(state + 16 * half)));
    for (let i = 0; i < depth; i++) {
      const sum = sums + 32 * <usize>i + 16 * half;
      v128.store(sum, v128.mul<T>(factor, v128.load(sum)));
    }
  }
}

/**
 * scores ← the weights, 0 for sources that a row does not see; z ← z + their sum. The panel's first row has place
 * `place`.
 */
function weigh<T>(scores: usize, count: i32, place: i32, known: i32, weights: usize, state: usize): void {
  let za = v128.splat<T>(0);
  let zb = v128.splat<T>(0);
  for (let j = 0; j < count; j++, scores += 32) {
    let a = power<T>(v128.sub<T>(v128.load(scores), v128.load(state + LARGEST)));
    let b = power<T>(v128.sub<T>(v128.load(scores + 16), v128.load(state + LARGEST + 16)));
    if (weights) {
      const given = v128.load_splat<T>(weights + sizeof<T>() * <usize>j);
      a = v128.mul<T>(a, given);
      b = v128.mul<T>(b, given);
    }
    if (j > place || j >= known) {
      a = v128.and(a, seenBy<T>(place, j, known));
      b = v128.and(b, seenBy<T>(place + width<T>() / 2, j, known));
    }
    v128.store(scores, a);
    v128.store(scores + 16, b);
    za = v128.add<T>(za, a);
    zb = v128.add<T>(zb, b);
  }
  v128.store(state, v128.add<T>(v128.load(state), za));
  v128.store(state + 16, v128.add<T>(v128.load(state + 16), zb));
}

/** sums ← sums + Σ w (y − x), or Σ w y by products; a few coordinates after another, for all rows. */
function addSources<T>(w: Workspace, k: i32, rows: i32, y: usize, count: i32, distance: i32): void {
  const together = w.byProducts ? 4 : 2;
  for (let i = 0; i < w.depth; i += together) {
    const offset = <usize>(32 * i);
    for (let r = 0; r < rows; r++) {
      const panels = min(count, distance + width<T>() * (r + 1)) / width<T>();
      if (panels <= 0) continue;
      const x = panelAt(w, w.panels, k / width<T>() + r) + offset;
      const sums = panelAt(w, w.sums, r) + offset;
      const weights = w.scores + SCORES * r;
      if (w.byProducts) addFour<T>(weights, y + offset, w.stride, panels, sums);
      else if (i + 1 < w.depth) addTwoShifts<T>(weights, x, y + offset, w.stride, panels, sums);
      else addOneShift<T>(weights, x, y + offset, w.stride, panels, sums);
    }
  }
}

/** out_k ← P( V shift + z W x )·factor for the four rows of a panel. */
function finishRows<T>(p: Parameters, w: Workspace, x: usize, r: i32, k: i32, out: usize): void {
  const depth = w.depth;
  const state = w.states + STATE * r;
  const za = v128.load(state);
  const zb = v128.load(state + 16);
  let image = panelAt(w, w.sums, r);
  if (w.byProducts) addMultiples<T>(image, x, depth, v128.neg<T>(za), v128.neg<T>(zb));
  let factor = load<f64>(p.value); // V = λI
  if (p.hasRest) {
    const own = w.image + w.stride;
    multiply<T>(w, w.value, image, p.d, w.image);
    multiply<T>(w, w.rest, x, p.d, own);
    addMultiples<T>(w.image, own, p.d, za, zb);
    image = w.image;
    factor = 1;
  }
  for (let l = 0; l < width<T>() && k + l < p.n; l++) {
    const lane = sizeof<T>() * <usize>l;
    const z = <f64>load<T>(state + lane);
    const scale = p.count ? countFactor<T>(p, w, x + lane, queryOf(p, w, x, r) + lane, load<T>(state + LARGEST + lane)) : 1 / z;
    project<T>(p, k + l, image + lane, factor * scale, out);
  }
}

/** to_i ← to_i + f x_i over `depth` coordinates of a panel, with the factors a, b of its two pairs of rows. */
function addMultiples<T>(to: usize, x: usize, depth: i32, a: v128, b: v128): void {
  for (const end = to + <usize>(32 * depth); to < end; to += 32, x += 32) {
    v128.store(to, v128.add<T>(v128.load(to), v128.mul<T>(a, v128.load(x))));
    v128.store(to + 16, v128.add<T>(v128.load(to + 16), v128.mul<T>(b, v128.load(x + 16))));
  }
}

/** What stands in place of 1/z where the sum is divided by n: e^(β⟨x, Bx⟩ + largest)/n. */
function countFactor<T>(p: Parameters, w: Workspace, x: usize, query: usize, largest: f64): f64 {
  let own = p.hasCross && w.byProducts ? 0 : p.scale;
  if (p.hasCross) for (let i: usize = 0; i < 32 * <usize>w.depth; i += 32) own += load<T>(query + i) * load<T>(x + i);
  return exponentialOf(p.beta * own + largest / units<T>()) / <f64>p.n;
}

/** out_k ← P(scale·image). */
function project<T>(p: Parameters, k: i32, image: usize, scale: f64, out: usize): void {
  const row = out + 8 * <usize>(k * p.d);
  let along: f64 = 0;
  for (let i = 0; i < p.d; i++) {
    const entry = scale * load<T>(image + 32 * <usize>i);
    along += entry * load<f64>(at(p.tokens, p.tokenStride, i, k));
    store<f64>(row + 8 * <usize>i, entry);
  }
  for (let i = 0; i < p.d; i++) {
    const to = row + 8 * <usize>i;
    store<f64>(to, load<f64>(to) - along * load<f64>(at(p.tokens, p.tokenStride, i, k)));
  }
}
