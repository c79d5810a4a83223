/**
 * Attention on the circle by prefix sums of harmonics (circle-sums.ts) for any B = QᵀK. With q = Bᵀx_k = r e^{iψ},
 *
 *   e^{β⟨q, x_j⟩} = Σ_{m∈ℤ} I_m(βr) e^{im(θ_j − ψ)},
 *
 * so every row reads the same sums C_m in its own direction ψ and with its own Bessel functions, which Miller's
 * recurrence gives up to a factor that the softmax cancels. Sums are over predecessors; a token's own term is added
 * exactly.
 */
import {
  addPowers, BLOCK, CARRY_IM, CARRY_RE, CircleSums, driftIm, driftRe, firstPowers, foldSums, prepareSquares, RECORD, resetSums,
  RUN_IM, RUN_RE, splatLane, squareIm, squareRe, STRIDE, sumLanes, sumTokens, UNIT_ROUNDOFF,
} from './circle-sums';
import { tangential } from './circle-harmonics';
import { directRow } from './direct-row';
import { exponentialOf } from './finish';
import { Parameters } from './parameters';

/** Below it all modes but the zeroth vanish anyway, and reciprocals would overflow. */
const LEAST_ARGUMENT: f64 = 1e-18;
/** The recurrence starts here and grows by 1e17 to 1e190: its squares neither overflow nor vanish. */
const SEED: f64 = 1e-100;

/** Of the pair of rows at hand: β|q|, the direction of q, and the sum of the Bessel functions over all integers m. */
let argument: v128 = f64x2.splat(0);
let directionX: v128 = f64x2.splat(0);
let directionY: v128 = f64x2.splat(0);
let norm: v128 = f64x2.splat(0);

/** out_k for the rows from `from` (a multiple of the block) to `to`. */
export function circleGeneralRows(p: Parameters, h: CircleSums, from: i32, to: i32, out: usize): void {
  resetSums(h);
  sumTokens(p, h, p.causal ? from : p.n);
  for (let k = from; k < to; k += 2) {
    if (p.causal && k > from && (k & (BLOCK - 1)) == 0) foldSums(h);
    const x = v128.load(p.tokens + 8 * k);
    const y = v128.load(p.tokens + p.tokenStride + 8 * k);
    prepareQueries(p, x, y);
    prepareBessel(h);
    row(p, h, x, y, k, false, out);
    if (k + 1 < to) row(p, h, x, y, k + 1, true, out);
  }
}

/** q = Bᵀx for two tokens in lanes. */
function prepareQueries(p: Parameters, x: v128, y: v128): void {
  const c = p.cross;
  const scale = f64x2.splat(p.scale);
  const qx = f64x2.add(
    f64x2.mul(scale, x),
    f64x2.add(f64x2.mul(v128.load64_splat(c), x), f64x2.mul(v128.load64_splat(c + 8), y)),
  );
  const qy = f64x2.add(
    f64x2.mul(scale, y),
    f64x2.add(f64x2.mul(v128.load64_splat(c + 16), x), f64x2.mul(v128.load64_splat(c + 24), y)),
  );
  const r = f64x2.sqrt(f64x2.add(f64x2.mul(qx, qx), f64x2.mul(qy, qy)));
  const none = f64x2.lt(r, f64x2.splat(1e-150)); // then any direction will do
  directionX = v128.bitselect(f64x2.splat(1), f64x2.div(qx, r), none);
  directionY = v128.bitselect(f64x2.splat(0), f64x2.div(qy, r), none);
  argument = f64x2.max(f64x2.mul(f64x2.splat(p.beta), r), f64x2.splat(LEAST_ARGUMENT));
}

/** Modes that a row with this argument of the Bessel functions needs; modesUpTo of the caller. */
// @ts-ignore: decorator
@inline
function modesOf(x: v128): v128 {
  return f64x2.floor(f64x2.add(f64x2.splat(10), f64x2.mul(f64x2.splat(8.8), f64x2.sqrt(x))));
}

/** T_m ∝ I_m(x) of the two rows, downwards: T_{m−1} = T_{m+1} + (2m/x) T_m; and Σ_{m∈ℤ} T_m. */
function prepareBessel(h: CircleSums): void {
  const last = 2 * h.pairs + 1;
  const second = h.coefficients + 8 * <usize>(last + 1);
  const top = f64x2.min(modesOf(argument), f64x2.splat(<f64>(last - 1)));
  const twoOverX = f64x2.div(f64x2.splat(2), argument);
  const seed = f64x2.splat(SEED);
  let above = f64x2.splat(0); // T_{m+2}
  let here = f64x2.splat(0); // T_{m+1}
  let sum = f64x2.splat(0);
  for (let m = last; m >= 0; m--) {
    const factor = f64x2.mul(f64x2.splat(<f64>(m + 1)), twoOverX);
    let next = f64x2.add(above, f64x2.mul(factor, here));
    next = v128.bitselect(seed, next, f64x2.eq(top, f64x2.splat(<f64>m))); // zero before, the recurrence from there on
    above = here;
    here = next;
    sum = f64x2.add(sum, next);
    v128.store64_lane(h.coefficients + 8 * <usize>m, next, 0);
    v128.store64_lane(second + 8 * <usize>m, next, 1);
  }
  norm = f64x2.sub(f64x2.add(sum, sum), here);
}

function row(p: Parameters, h: CircleSums, x: v128, y: v128, k: i32, second: bool, out: usize): void {
  prepareSquares(directionX, directionY);
  let eRe = firstPowers(directionX, squareRe, second);
  let eIm = firstPowers(directionY, squareIm, second);
  const ewRe = splatLane(squareRe, second);
  const ewIm = splatLane(squareIm, second);
  const edRe = splatLane(driftRe, second);
  const edIm = splatLane(driftIm, second);
  prepareSquares(x, y);
  let aRe = firstPowers(x, squareRe, second);
  let aIm = firstPowers(y, squareIm, second);
  const awRe = splatLane(squareRe, second);
  const awIm = splatLane(squareIm, second);
  const adRe = splatLane(driftRe, second);
  const adIm = splatLane(driftIm, second);
  const table = h.coefficients + (second ? 8 * <usize>(2 * h.pairs + 2) : 0);
  const modes = second ? f64x2.extract_lane(modesOf(argument), 1) : f64x2.extract_lane(modesOf(argument), 0);
  const needed = min(h.pairs, (((<i32>modes + 1) / 2 + STRIDE - 1) / STRIDE) * STRIDE); // whole strides
  const add = p.causal != 0;
  let z = f64x2.splat(0);
  let c = f64x2.splat(0);
  let s = f64x2.splat(0);
  let squares = f64x2.splat(0); // Σ (T_m |C_m|)², what rounding errors are proportional to
  let r = h.records;
  let t = table;
  const last = h.records + RECORD * <usize>h.pairs;
  const end = h.records + RECORD * <usize>needed;
  while (r < end) {
    const stop = min(r + RECORD * <usize>STRIDE, end);
    for (; r < stop; r += RECORD) {
      const runRe = v128.load(r + RUN_RE);
      const runIm = v128.load(r + RUN_IM);
      const cRe = f64x2.add(v128.load(r + CARRY_RE), runRe);
      const cIm = f64x2.add(v128.load(r + CARRY_IM), runIm);
      const cosines = f64x2.add(f64x2.mul(eRe, cRe), f64x2.mul(eIm, cIm));
      const sines = f64x2.sub(f64x2.mul(eRe, cIm), f64x2.mul(eIm, cRe));
      const below = v128.load(t);
      const above = v128.load(t + 16);
      const weighted = f64x2.add(f64x2.mul(cRe, cRe), f64x2.mul(cIm, cIm));
      const here = v128.load(t + 8);
      z = f64x2.add(z, f64x2.mul(here, cosines));
      squares = f64x2.add(squares, f64x2.mul(f64x2.mul(here, here), weighted));
      c = f64x2.add(c, f64x2.mul(f64x2.add(below, above), cosines));
      s = f64x2.add(s, f64x2.mul(f64x2.sub(below, above), sines));
      t += 16;
      const nextE = f64x2.sub(f64x2.mul(eRe, ewRe), f64x2.mul(eIm, ewIm));
      eIm = f64x2.add(f64x2.mul(eRe, ewIm), f64x2.mul(eIm, ewRe));
      eRe = nextE;
      if (add) {
        v128.store(r + RUN_RE, f64x2.add(runRe, aRe));
        v128.store(r + RUN_IM, f64x2.add(runIm, aIm));
        const next = f64x2.sub(f64x2.mul(aRe, awRe), f64x2.mul(aIm, awIm));
        aIm = f64x2.add(f64x2.mul(aRe, awIm), f64x2.mul(aIm, awRe));
        aRe = next;
      }
    }
    const correctedE = f64x2.add(eRe, f64x2.sub(f64x2.mul(eRe, edRe), f64x2.mul(eIm, edIm)));
    eIm = f64x2.add(eIm, f64x2.add(f64x2.mul(eRe, edIm), f64x2.mul(eIm, edRe)));
    eRe = correctedE;
    const corrected = f64x2.add(aRe, f64x2.sub(f64x2.mul(aRe, adRe), f64x2.mul(aIm, adIm)));
    aIm = f64x2.add(aIm, f64x2.add(f64x2.mul(aRe, adIm), f64x2.mul(aIm, adRe)));
    aRe = corrected;
  }
  if (add && r < last) addPowers(r, last, aRe, aIm, awRe, awIm, adRe, adIm);
  finish(p, h, k, second, table, sumLanes(z), sumLanes(c), sumLanes(s), sqrt(sumLanes(squares)), out);
}

/** out_k from the sums of row k in the direction of its q, or the row done directly when its bound is too large. */
function finish(
  p: Parameters, h: CircleSums, k: i32, second: bool, t: usize, zSum: f64, cSum: f64, sSum: f64, gauge: f64, out: usize,
): void {
  const x = load<f64>(p.tokens + 8 * k);
  const y = load<f64>(p.tokens + p.tokenStride + 8 * k);
  const beta = second ? f64x2.extract_lane(argument, 1) : f64x2.extract_lane(argument, 0);
  const ex = second ? f64x2.extract_lane(directionX, 1) : f64x2.extract_lane(directionX, 0);
  const ey = second ? f64x2.extract_lane(directionY, 1) : f64x2.extract_lane(directionY, 0);
  const whole = second ? f64x2.extract_lane(norm, 1) : f64x2.extract_lane(norm, 0);
  const along = ex * x + ey * y; // cos(θ_k − ψ)
  const across = ex * y - ey * x;
  const before: f64 = (p.causal ? <f64>k : <f64>p.n) + h.total;
  const self = p.causal ? whole * exponentialOf(beta * (along - 1)) : 0;
  const z = self + load<f64>(t) * before + 2 * zSum;
  const c = self * along + load<f64>(t + 8) * before + cSum; // Σ w cos(θ_j − ψ)
  const s = self * across + sSum; // Σ w sin(θ_j − ψ)
  const factor = p.count ? exponentialOf(beta) / (whole * <f64>p.n) : 1 / z;
  const radial = c * along + s * across;
  const sideways = s * along - c * across; // ⟨x^⊥, Σ w x_j⟩
  const speed = factor * (p.hasRest ? tangential(p, x, y, radial - z, sideways, z) : load<f64>(p.value) * sideways);
  const mx = factor * c;
  const my = factor * s;
  const size = mx * mx + my * my;
  // Rounding of q shifts all scores; what counts is how far the tokens that share the weight lie apart.
  const spread = p.count ? sqrt(size) : max(0, 1 - size) + 4 * UNIT_ROUNDOFF;
  const level = load<f64>(t) * before;
  const sums = abs(factor) * 4 * (gauge * (1 + 0.25 * sqrt(sqrt(beta))) + level); // √β modes count
  const bound = h.norm * (h.factor * sums + UNIT_ROUNDOFF * (8 * max(sqrt(size), 1) + 3 * beta * spread));
  if (!(bound <= h.accuracy)) {
    h.directRows += 1;
    directRow(p, k, out);
    return;
  }
  if (bound > h.largestBound) h.largestBound = bound;
  store<f64>(out + 16 * k, -speed * y);
  store<f64>(out + 16 * k + 8, speed * x);
}
