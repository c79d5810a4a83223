/**
 * Attention on the circle by prefix sums of harmonics (circle-sums.ts), O(M) a row. With x_k = e^{iθ_k} and B = bI,
 *
 *   e^{βb cos Δ} = e^{|βb|} Σ_{m≥0} a_m cos mΔ,   … · sin Δ = e^{|βb|} Σ b_m sin mΔ,   … · cos Δ = e^{|βb|} Σ c_m cos
 *   mΔ,
 *
 * so that Z_k, F_k = Σ_j w_j sin(θ_j − θ_k) and M_k = Σ_j w_j cos(θ_j − θ_k) come from C_m e^{−imθ_k}. The sums are
 * over predecessors; a token's own term is added exactly (weight `self`, no force), so a first token stands still.
 */
import {
  A, angleError, B, BLOCK, C, CARRY_IM, CARRY_RE, CircleSums, driftIm, driftRe, firstPowers, foldSums, gauge1, gauge2,
  keepSquares, prepareSquares, RECORD, resetSums, RUN_IM, RUN_RE, splatLane, squareIm, squareRe, STRIDE, sumLanes, sumTokens, UNIT_ROUNDOFF,
} from './circle-sums';
import { directRow } from './direct-row';
import { Parameters } from './parameters';

/** Σ a_m cos, Σ b_m sin and Σ c_m cos of the row just swept. */
let sumA: f64 = 0;
let sumB: f64 = 0;
let sumC: f64 = 0;

/** out_k for the rows from `from` (a multiple of the block) to `to`. */
export function circleHarmonicRows(p: Parameters, h: CircleSums, from: i32, to: i32, out: usize): void {
  resetSums(h);
  sumTokens(p, h, p.causal ? from : p.n);
  for (let k = from; k < to; k += 2) {
    if (p.causal && k > from && (k & (BLOCK - 1)) == 0) foldSums(h);
    const x = v128.load(p.tokens + 8 * k);
    const y = v128.load(p.tokens + p.tokenStride + 8 * k);
    prepareSquares(x, y);
    if (p.causal && !p.hasRest && k + 1 < to) {
      sweepTwo(h, x, y);
      if (!p.count && finishTwo(p, h, x, y, k, out)) continue;
      sumA = f64x2.extract_lane(twoA, 0);
      sumB = f64x2.extract_lane(twoB, 0);
      finish(p, h, k, out);
      sumA = f64x2.extract_lane(twoA, 1);
      sumB = f64x2.extract_lane(twoB, 1);
      finish(p, h, k + 1, out);
      continue;
    }
    row(p, h, x, y, k, false, out);
    if (k + 1 < to) row(p, h, x, y, k + 1, true, out);
  }
}

/** sumA and sumB of two rows swept together, in the lanes. */
let twoA: v128 = f64x2.splat(0);
let twoB: v128 = f64x2.splat(0);

/**
 * `sweepAdd` for the tokens k and k + 1 at once, with the bits of one after the other: their powers form independent
 * chains of multiplications, which overlap, and the sums are read and written once for both.
 */
function sweepTwo(h: CircleSums, x: v128, y: v128): void {
  let aRe = firstPowers(x, squareRe, false);
  let aIm = firstPowers(y, squareIm, false);
  let bRe = firstPowers(x, squareRe, true);
  let bIm = firstPowers(y, squareIm, true);
  const factors = h.factors;
  keepSquares(h);
  let fa = f64x2.splat(0);
  let fb = fa;
  let za = fa;
  let zb = fa;
  let r = h.records;
  const end = r + RECORD * <usize>h.pairs;
  while (r < end) {
    const stop = min(r + RECORD * <usize>STRIDE, end);
    for (; r < stop; r += RECORD) {
      // In this order the engine finds registers for nearly all.
      let runRe = v128.load(r, RUN_RE);
      let runIm = v128.load(r, RUN_IM);
      let cRe = f64x2.add(v128.load(r, CARRY_RE), runRe);
      let cIm = f64x2.add(v128.load(r, CARRY_IM), runIm);
      const sineA = f64x2.sub(f64x2.mul(aRe, cIm), f64x2.mul(aIm, cRe));
      const cosineA = f64x2.add(f64x2.mul(aRe, cRe), f64x2.mul(aIm, cIm));
      runRe = f64x2.add(runRe, aRe);
      runIm = f64x2.add(runIm, aIm);
      v128.store(r, f64x2.add(runRe, bRe), RUN_RE);
      v128.store(r, f64x2.add(runIm, bIm), RUN_IM);
      cRe = f64x2.add(v128.load(r, CARRY_RE), runRe);
      cIm = f64x2.add(v128.load(r, CARRY_IM), runIm);
      const sineB = f64x2.sub(f64x2.mul(bRe, cIm), f64x2.mul(bIm, cRe));
      const ofSines = v128.load(r, B);
      fa = f64x2.add(fa, f64x2.mul(ofSines, sineA));
      fb = f64x2.add(fb, f64x2.mul(ofSines, sineB));
      const cosineB = f64x2.add(f64x2.mul(bRe, cRe), f64x2.mul(bIm, cIm));
      const ofCosines = v128.load(r, A);
      za = f64x2.add(za, f64x2.mul(ofCosines, cosineA));
      zb = f64x2.add(zb, f64x2.mul(ofCosines, cosineB));
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
  twoA = sumsOfLanes(za, zb);
  twoB = sumsOfLanes(fa, fb);
}

/** (a_0 + a_1, b_0 + b_1). */
// @ts-ignore: decorator
@inline
function sumsOfLanes(a: v128, b: v128): v128 {
  return f64x2.add(v128.shuffle<f64>(a, b, 0, 2), v128.shuffle<f64>(a, b, 1, 3));
}

/**
 * `finish` for the rows k and k + 1 with V = λI under softmax, with the same bits; false when a bound is too large,
 * nothing written.
 */
// @ts-ignore: decorator
@inline
function finishTwo(p: Parameters, h: CircleSums, x: v128, y: v128, k: i32, out: usize): bool {
  const before = f64x2(<f64>k, <f64>(k + 1));
  const run = f64x2(<f64>(k & (BLOCK - 1)), <f64>((k + 1) & (BLOCK - 1)));
  const all = f64x2.add(before, f64x2.splat(h.total));
  const z = f64x2.add(f64x2.add(f64x2.splat(h.self), f64x2.mul(f64x2.splat(h.zeroA), all)), twoA);
  const factor = f64x2.div(f64x2.splat(1), z);
  let speed = f64x2.mul(factor, twoB);
  const length = f64x2.abs(speed);
  speed = f64x2.mul(speed, v128.load64_splat(p.value));
  const level = f64x2.mul(f64x2.splat(0.5 * abs(h.zeroA)), all);
  const grown = f64x2.add(run, level);
  const error1 = f64x2.add(f64x2.splat(gauge1), f64x2.mul(f64x2.splat(h.perToken1), grown));
  const error2 = f64x2.add(f64x2.add(f64x2.splat(gauge2), f64x2.mul(f64x2.splat(h.perToken2), grown)), level);
  const error = f64x2.add(error1, f64x2.mul(error2, f64x2.pmin(length, f64x2.splat(2))));
  const sums = f64x2.mul(f64x2.abs(factor), error);
  const turned = f64x2(angleError(f64x2.extract_lane(all, 0), h.turn), angleError(f64x2.extract_lane(all, 1), h.turn));
  const bound = f64x2.mul(f64x2.splat(h.norm), f64x2.add(f64x2.mul(f64x2.splat(h.factor), sums), turned));
  if (!i64x2.all_true(f64x2.le(bound, f64x2.splat(h.accuracy)))) return false;
  const most = max(f64x2.extract_lane(bound, 0), f64x2.extract_lane(bound, 1));
  if (most > h.largestBound) h.largestBound = most;
  const re = f64x2.neg(f64x2.mul(speed, y));
  const im = f64x2.mul(speed, x);
  v128.store(out + 16 * <usize>k, v128.shuffle<f64>(re, im, 0, 2));
  v128.store(out + 16 * <usize>k, v128.shuffle<f64>(re, im, 1, 3), 16);
  return true;
}

function row(p: Parameters, h: CircleSums, x: v128, y: v128, k: i32, second: bool, out: usize): void {
  const re = firstPowers(x, squareRe, second);
  const im = firstPowers(y, squareIm, second);
  const wRe = splatLane(squareRe, second);
  const wIm = splatLane(squareIm, second);
  const dRe = splatLane(driftRe, second);
  const dIm = splatLane(driftIm, second);
  if (p.hasRest) {
    if (p.causal) sweepAddRest(h, re, im, wRe, wIm, dRe, dIm);
    else sweepRest(h, re, im, wRe, wIm, dRe, dIm);
  } else if (p.causal) sweepAdd(h, re, im, wRe, wIm, dRe, dIm);
  else sweepOnly(h, re, im, wRe, wIm, dRe, dIm);
  finish(p, h, k, out);
}

function sweepAdd(h: CircleSums, re: v128, im: v128, wRe: v128, wIm: v128, dRe: v128, dIm: v128): void {
  sweep(h, re, im, wRe, wIm, dRe, dIm, true, false);
}
function sweepAddRest(h: CircleSums, re: v128, im: v128, wRe: v128, wIm: v128, dRe: v128, dIm: v128): void {
  sweep(h, re, im, wRe, wIm, dRe, dIm, true, true);
}
function sweepOnly(h: CircleSums, re: v128, im: v128, wRe: v128, wIm: v128, dRe: v128, dIm: v128): void {
  sweep(h, re, im, wRe, wIm, dRe, dIm, false, false);
}
function sweepRest(h: CircleSums, re: v128, im: v128, wRe: v128, wIm: v128, dRe: v128, dIm: v128): void {
  sweep(h, re, im, wRe, wIm, dRe, dIm, false, true);
}

/** Reads the sums at one token and, under the causal mask, adds it to them. */
// @ts-ignore: decorator
@inline
function sweep(h: CircleSums, re: v128, im: v128, wRe: v128, wIm: v128, dRe: v128, dIm: v128, add: bool, rest: bool): void {
  let aRe = re;
  let aIm = im;
  let z = f64x2.splat(0);
  let f = f64x2.splat(0);
  let m = f64x2.splat(0);
  let r = h.records;
  const end = r + RECORD * <usize>h.pairs;
  while (r < end) {
    const stop = min(r + RECORD * <usize>STRIDE, end);
    for (; r < stop; r += RECORD) {
      const runRe = v128.load(r, RUN_RE);
      const runIm = v128.load(r, RUN_IM);
      const cRe = f64x2.add(v128.load(r, CARRY_RE), runRe);
      const cIm = f64x2.add(v128.load(r, CARRY_IM), runIm);
      const cosines = f64x2.add(f64x2.mul(aRe, cRe), f64x2.mul(aIm, cIm));
      const sines = f64x2.sub(f64x2.mul(aRe, cIm), f64x2.mul(aIm, cRe));
      z = f64x2.add(z, f64x2.mul(v128.load(r, A), cosines));
      f = f64x2.add(f, f64x2.mul(v128.load(r, B), sines));
      if (rest) m = f64x2.add(m, f64x2.mul(v128.load(r, C), cosines));
      if (add) {
        v128.store(r, f64x2.add(runRe, aRe), RUN_RE);
        v128.store(r, f64x2.add(runIm, aIm), RUN_IM);
      }
      const next = f64x2.sub(f64x2.mul(aRe, wRe), f64x2.mul(aIm, wIm));
      aIm = f64x2.add(f64x2.mul(aRe, wIm), f64x2.mul(aIm, wRe));
      aRe = next;
    }
    const corrected = f64x2.add(aRe, f64x2.sub(f64x2.mul(aRe, dRe), f64x2.mul(aIm, dIm)));
    aIm = f64x2.add(aIm, f64x2.add(f64x2.mul(aRe, dIm), f64x2.mul(aIm, dRe)));
    aRe = corrected;
  }
  sumA = sumLanes(z);
  sumB = sumLanes(f);
  if (rest) sumC = sumLanes(m);
}

/** out_k = speed·x_k^⊥ from the sums of row k, or the row done directly when its bound is too large. */
function finish(p: Parameters, h: CircleSums, k: i32, out: usize): void {
  const before: f64 = p.causal ? <f64>k : <f64>p.n;
  const self: f64 = p.causal ? h.self : 0; // under the full mask the sums hold the token itself
  const z = self + h.zeroA * (before + h.total) + sumA;
  const x = load<f64>(p.tokens + 8 * k);
  const y = load<f64>(p.tokens + p.tokenStride + 8 * k);
  const factor = p.count ? h.scale : 1 / z;
  let speed = factor * sumB;
  let length = abs(speed);
  if (p.hasRest) {
    const radial = self + h.zeroC * (before + h.total) + sumC - z; // Σ w (cos − 1)
    length = factor * (abs(sumB) + abs(radial));
    speed = factor * tangential(p, x, y, radial, sumB, z);
  } else speed *= load<f64>(p.value);
  // Within a block the sums grow by at most one a token.
  const run: f64 = p.causal ? <f64>(k & (BLOCK - 1)) : 0;
  const all = before + h.total;
  // Half the Z of uniform tokens: sums that cancel still leave their terms' rounding
  const level = 0.5 * abs(h.zeroA) * all;
  const error1 = gauge1 + h.perToken1 * (run + level);
  const error2 = gauge2 + h.perToken2 * (run + level) + level;
  const sums = abs(factor) * (p.count ? error1 : error1 + error2 * min(length, 2.0));
  // Of V x_k too
  const turned = angleError(all, h.turn) * (p.count ? abs(factor) * z : 1) + (p.hasRest ? 8 * UNIT_ROUNDOFF : 0);
  const bound = h.norm * (h.factor * sums + turned);
  if (!(bound <= h.accuracy)) {
    h.directRows += 1;
    directRow(p, k, out);
    return;
  }
  if (bound > h.largestBound) h.largestBound = bound;
  store<f64>(out + 16 * k, -speed * y);
  store<f64>(out + 16 * k + 8, speed * x);
}

/** ⟨x^⊥, V s + z W x⟩ for the shift s = radial·x + across·x^⊥. */
export function tangential(p: Parameters, x: f64, y: f64, radial: f64, across: f64, z: f64): f64 {
  const sx = radial * x - across * y;
  const sy = radial * y + across * x;
  const vx = load<f64>(p.value) * sx + load<f64>(p.value + 8) * sy;
  const vy = load<f64>(p.value + 16) * sx + load<f64>(p.value + 24) * sy;
  const wx = load<f64>(p.rest) * x + load<f64>(p.rest + 8) * y;
  const wy = load<f64>(p.rest + 16) * x + load<f64>(p.rest + 24) * y;
  return x * (vy + z * wy) - y * (vx + z * wx);
}
