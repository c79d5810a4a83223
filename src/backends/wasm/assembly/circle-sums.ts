/**
 * Prefix sums of harmonics on the circle: C_m(k) = Σ_{j<k} e^{imθ_j} for m ≥ 1, two modes in the lanes of a vector.
 *
 * C_m = carry + run. `run` sums the tokens of the current block of 16; at the block's end it is folded into the carry
 * with TwoSum, so that rounding does not grow with the number of tokens: a plain running sum over 10⁶ coincident tokens
 * would be off by 10⁵ units of roundoff. Powers e^{imθ} come from multiplying by (e^{iθ})² again and again; the
 * rounding error of that one factor, which would add up, is found by Dekker's exact products and taken out every 16
 * modes.
 */
import { Parameters } from './parameters';

export const BLOCK: i32 = 16;
export const UNIT_ROUNDOFF: f64 = 1.1102230246251565e-16;

@unmanaged
export class CircleSums {
  pairs: i32; // of modes: m = 2p + 1 and 2p + 2
  general: i32; // B is no multiple of the identity
  records: usize; // one record a pair of modes
  start: usize; // sums of the frozen centers: two vectors a pair
  coefficients: usize; // four arrays of 2·pairs + 3 numbers: Bessel functions of four tokens (general B)
  factors: usize; // room for four vectors: see keepSquares
  total: f64; // Σ a_j, the weight of the frozen centers
  self: f64; // weight of a token for itself
  scale: f64; // of the sums when dividing by n: e^{|βb|}/n
  zeroA: f64; // a_0
  zeroC: f64; // c_0
  norm: f64; // ‖V‖, for the bound
  perToken1: f64; // √Σ g_m²: what one more token can add to the gauges
  perToken2: f64;
  factor: f64; // of the gauges in the bound
  turn: f64; // > 0 when B = bI with b < 0: what an error in the angle is multiplied by
  accuracy: f64; // rows whose bound exceeds it are done directly
  largestBound: f64; // over all rows and calls
  directRows: f64;
}

/** Offsets in bytes in the record of a pair of modes, each of a vector. */
export const CARRY_RE: usize = 0;
export const CARRY_IM: usize = 16;
export const RUN_RE: usize = 32;
export const RUN_IM: usize = 48;
export const A: usize = 64; // coefficients of the weights …
export const B: usize = 80; // … their sines …
export const C: usize = 96; // … and cosines
export const GAUGE1: usize = 112; // squared coefficients of the error gauges
export const GAUGE2: usize = 128;
export const LOW_RE: usize = 144;
export const LOW_IM: usize = 160;
export const RECORD: usize = 176;

/** Pairs of modes after which powers are corrected. */
export const STRIDE: i32 = 8;

/** Of two tokens in lanes: (e^{iθ})² as computed, and STRIDE times its relative error. */
export let squareRe: v128 = f64x2.splat(0);
export let squareIm: v128 = f64x2.splat(0);
export let driftRe: v128 = f64x2.splat(0);
export let driftIm: v128 = f64x2.splat(0);

/**
 * √Σ_m (g_m |C_m|)² at the beginning of the block, for two sets of coefficients: what rounding errors are proportional
 * to, those of different modes being independent.
 */
export let gauge1: f64 = 0;
export let gauge2: f64 = 0;

/** The upper 26 bits (Dekker). */
// @ts-ignore: decorator
@inline
function high(x: v128): v128 {
  const c = f64x2.mul(f64x2.splat(134217729.0), x);
  return f64x2.sub(c, f64x2.sub(c, x));
}

/** Squares x + iy; the direction of (x, y) is taken as exact, its length as 1. */
export function prepareSquares(x: v128, y: v128): void {
  const xh = high(x);
  const xl = f64x2.sub(x, xh);
  const yh = high(y);
  const yl = f64x2.sub(y, yh);
  const xx = f64x2.mul(x, x);
  const yy = f64x2.mul(y, y);
  const xy = f64x2.mul(x, y);
  const xhl = f64x2.mul(xh, xl);
  const yhl = f64x2.mul(yh, yl);
  // What rounding took from the products.
  const lostXx = f64x2.add(f64x2.add(f64x2.sub(f64x2.mul(xh, xh), xx), f64x2.add(xhl, xhl)), f64x2.mul(xl, xl));
  const lostYy = f64x2.add(f64x2.add(f64x2.sub(f64x2.mul(yh, yh), yy), f64x2.add(yhl, yhl)), f64x2.mul(yl, yl));
  const middle = f64x2.add(f64x2.mul(xh, yl), f64x2.mul(xl, yh));
  const lostXy = f64x2.add(f64x2.add(f64x2.sub(f64x2.mul(xh, yh), xy), middle), f64x2.mul(xl, yl));
  const re = f64x2.sub(xx, yy);
  const im = f64x2.add(xy, xy);
  const b = f64x2.sub(re, xx);
  const lostDifference = f64x2.sub(f64x2.sub(xx, f64x2.sub(re, b)), f64x2.add(yy, b));
  const lostRe = f64x2.add(lostDifference, f64x2.sub(lostXx, lostYy));
  const lostIm = f64x2.add(lostXy, lostXy);
  const sum = f64x2.add(xx, yy);
  const c = f64x2.sub(sum, xx);
  const lostSum = f64x2.add(f64x2.sub(xx, f64x2.sub(sum, c)), f64x2.sub(yy, c));
  const excess = f64x2.add(f64x2.sub(sum, f64x2.splat(1)), f64x2.add(lostSum, f64x2.add(lostXx, lostYy))); // |z|² − 1
  const stride = f64x2.splat(<f64>STRIDE);
  const along = f64x2.sub(f64x2.add(f64x2.mul(lostRe, re), f64x2.mul(lostIm, im)), excess);
  const across = f64x2.sub(f64x2.mul(lostIm, re), f64x2.mul(lostRe, im));
  squareRe = re;
  squareIm = im;
  driftRe = f64x2.mul(stride, along);
  driftIm = f64x2.mul(stride, across);
}

/** The given lane in both lanes. */
// @ts-ignore: decorator
@inline
export function splatLane(v: v128, second: bool): v128 {
  return second ? v128.shuffle<f64>(v, v, 1, 1) : v128.shuffle<f64>(v, v, 0, 0);
}
/** (a, b) of one lane: the first two powers of a token. */
// @ts-ignore: decorator
@inline
export function firstPowers(a: v128, b: v128, second: bool): v128 {
  return second ? v128.shuffle<f64>(a, b, 1, 3) : v128.shuffle<f64>(a, b, 0, 2);
}
// @ts-ignore: decorator
@inline
export function sumLanes(v: v128): f64 {
  return f64x2.extract_lane(v, 0) + f64x2.extract_lane(v, 1);
}

/**
 * The squares of both tokens, each number in both lanes, in memory: real and imaginary part of the first, then of the
 * second. Loops load them from there, where else the engine would make the vectors anew for every pair of modes.
 */
// @ts-ignore: decorator
@inline
export function keepSquares(h: CircleSums): void {
  v128.store(h.factors, splatLane(squareRe, false));
  v128.store(h.factors, splatLane(squareIm, false), 16);
  v128.store(h.factors, splatLane(squareRe, true), 32);
  v128.store(h.factors, splatLane(squareIm, true), 48);
}

/** Makes the sums those of the frozen centers alone. */
export function resetSums(h: CircleSums): void {
  const zero = f64x2.splat(0);
  let r = h.records;
  for (let p = 0; p < h.pairs; p++, r += RECORD) {
    v128.store(r + CARRY_RE, v128.load(h.start + 32 * <usize>p));
    v128.store(r + CARRY_IM, v128.load(h.start + 32 * <usize>p + 16));
    v128.store(r + LOW_RE, zero);
    v128.store(r + LOW_IM, zero);
    v128.store(r + RUN_RE, zero);
    v128.store(r + RUN_IM, zero);
  }
}

/** Ends a block: carry ← carry + run, run ← 0, and the gauges anew. */
export function foldSums(h: CircleSums): void {
  let first = f64x2.splat(0);
  let second = f64x2.splat(0);
  let r = h.records;
  for (let p = 0; p < h.pairs; p++, r += RECORD) {
    const re = foldInto(r + CARRY_RE, r + LOW_RE, r + RUN_RE);
    const im = foldInto(r + CARRY_IM, r + LOW_IM, r + RUN_IM);
    const square = f64x2.add(f64x2.mul(re, re), f64x2.mul(im, im));
    first = f64x2.add(first, f64x2.mul(v128.load(r, GAUGE1), square));
    second = f64x2.add(second, f64x2.mul(v128.load(r, GAUGE2), square));
  }
  gauge1 = sqrt(sumLanes(first));
  gauge2 = sqrt(sumLanes(second));
}

/** TwoSum of carry and low + run; returns the new carry. */
// @ts-ignore: decorator
@inline
function foldInto(carry: usize, low: usize, run: usize): v128 {
  const a = v128.load(carry);
  const b = f64x2.add(v128.load(low), v128.load(run));
  const s = f64x2.add(a, b);
  const c = f64x2.sub(s, a);
  v128.store(low, f64x2.add(f64x2.sub(a, f64x2.sub(s, c)), f64x2.sub(b, c)));
  v128.store(carry, s);
  v128.store(run, f64x2.splat(0));
  return s;
}

/** Adds the first of the two tokens whose powers were prepared. */
function addToken(h: CircleSums, x: v128, y: v128): void {
  addPowers(
    h.records,
    h.records + RECORD * <usize>h.pairs,
    firstPowers(x, squareRe, false),
    firstPowers(y, squareIm, false),
    splatLane(squareRe, false),
    splatLane(squareIm, false),
    splatLane(driftRe, false),
    splatLane(driftIm, false),
  );
}

/** Adds both tokens whose powers were prepared, one after the other: their chains of multiplications overlap. */
function addTwo(h: CircleSums, x: v128, y: v128): void {
  keepSquares(h);
  let aRe = firstPowers(x, squareRe, false);
  let aIm = firstPowers(y, squareIm, false);
  let bRe = firstPowers(x, squareRe, true);
  let bIm = firstPowers(y, squareIm, true);
  let r = h.records;
  const factors = h.factors;
  const end = r + RECORD * <usize>h.pairs;
  while (r < end) {
    const stop = min(r + RECORD * <usize>STRIDE, end);
    for (; r < stop; r += RECORD) {
      v128.store(r, f64x2.add(f64x2.add(v128.load(r, RUN_RE), aRe), bRe), RUN_RE);
      v128.store(r, f64x2.add(f64x2.add(v128.load(r, RUN_IM), aIm), bIm), RUN_IM);
      const vRe = v128.load(factors);
      const vIm = v128.load(factors, 16);
      const nextA = f64x2.sub(f64x2.mul(aRe, vRe), f64x2.mul(aIm, vIm));
      aIm = f64x2.add(f64x2.mul(aRe, vIm), f64x2.mul(aIm, vRe));
      aRe = nextA;
      const wRe = v128.load(factors, 32);
      const wIm = v128.load(factors, 48);
      const nextB = f64x2.sub(f64x2.mul(bRe, wRe), f64x2.mul(bIm, wIm));
      bIm = f64x2.add(f64x2.mul(bRe, wIm), f64x2.mul(bIm, wRe));
      bRe = nextB;
    }
    if (r == end) break;
    const dRe = splatLane(driftRe, false);
    const dIm = splatLane(driftIm, false);
    const eRe = splatLane(driftRe, true);
    const eIm = splatLane(driftIm, true);
    const rightA = f64x2.add(aRe, f64x2.sub(f64x2.mul(aRe, dRe), f64x2.mul(aIm, dIm)));
    aIm = f64x2.add(aIm, f64x2.add(f64x2.mul(aRe, dIm), f64x2.mul(aIm, dRe)));
    aRe = rightA;
    const rightB = f64x2.add(bRe, f64x2.sub(f64x2.mul(bRe, eRe), f64x2.mul(bIm, eIm)));
    bIm = f64x2.add(bIm, f64x2.add(f64x2.mul(bRe, eIm), f64x2.mul(bIm, eRe)));
    bRe = rightB;
  }
}

/** run ← run + powers, from one record to another; a is the power at the first, w the factor between records. */
export function addPowers(from: usize, end: usize, re: v128, im: v128, wRe: v128, wIm: v128, dRe: v128, dIm: v128): void {
  let aRe = re;
  let aIm = im;
  let r = from;
  while (r < end) {
    const stop = min(r + RECORD * <usize>STRIDE, end);
    for (; r < stop; r += RECORD) {
      v128.store(r, f64x2.add(v128.load(r, RUN_RE), aRe), RUN_RE);
      v128.store(r, f64x2.add(v128.load(r, RUN_IM), aIm), RUN_IM);
      const next = f64x2.sub(f64x2.mul(aRe, wRe), f64x2.mul(aIm, wIm));
      aIm = f64x2.add(f64x2.mul(aRe, wIm), f64x2.mul(aIm, wRe));
      aRe = next;
    }
    const corrected = f64x2.add(aRe, f64x2.sub(f64x2.mul(aRe, dRe), f64x2.mul(aIm, dIm)));
    aIm = f64x2.add(aIm, f64x2.add(f64x2.mul(aRe, dIm), f64x2.mul(aIm, dRe)));
    aRe = corrected;
  }
}

/** The sums over the tokens 0 … count − 1, count a multiple of the block or n; all blocks are folded. */
export function sumTokens(p: Parameters, h: CircleSums, count: i32): void {
  for (let k = 0; k < count; k += 2) {
    if (k > 0 && (k & (BLOCK - 1)) == 0) foldSums(h);
    const x = v128.load(p.tokens + 8 * k);
    const y = v128.load(p.tokens + p.tokenStride + 8 * k);
    prepareSquares(x, y);
    if (k + 1 < count) addTwo(h, x, y);
    else addToken(h, x, y);
  }
  foldSums(h);
}

/**
 * What rounding of angles adds to the error of a row of weight-averaged tokens. Its derivative by the own angle is at
 * most 1 + β Var(sin), and with a weight of one for itself among k others a token has β Var(sin) ≤ 2 ln(1 + k), nearly.
 */
export function angleError(others: f64, turn: f64): f64 {
  const bits = <f64>((reinterpret<i64>(others + 1) >> 52) - 1023) + 1; // ⌈log₂⌉, more than ln
  return UNIT_ROUNDOFF * (2 + (turn > 0 ? turn : 0.5 * bits));
}
