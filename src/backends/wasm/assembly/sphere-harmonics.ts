/**
 * The field of attention for d = 3 and B = bI by prefix sums of spherical harmonics, in time n L²: with κ = βb,
 *
 *   e^{κ cos γ − |κ|} = Σ_l (2l + 1) e^{−|κ|} i_l(κ) P_l(cos γ),   P_l(cos γ) = Σ_m (l − m)!/(l + m)! P_lm P_lm′
 *   e^{im(φ − φ′)},
 *
 * so Z_k and its derivatives by θ_k, φ_k and κ are sums over (l, m) of C_lm = Σ_j q_lm(x_j) sin^m θ_j e^{imφ_j}. Under
 * the causal mask the sums run over the blocks before the token's own; pairs within a block, and the token itself, are
 * done by differences. Accuracy is absolute: every row has a bound, and a row whose bound is too large is done
 * directly.
 */
import { directRow } from './direct';
import { power2, UNITS } from './exp';
import { finishRow } from './finish';
import { at, Parameters } from './parameters';
import { BLOCK, Lot, LOTS, SphereHarmonics } from './sphere-block';
import { clearOrder, foldOrder, prepareOrder, sweepOrder, sweepZonal } from './sphere-orders';

/** out_k for from ≤ k < to; `from` is a multiple of four. */
export function sphereRows(h: SphereHarmonics, from: i32, to: i32, out: usize): void {
  const p = h.parameters;
  startSums(h);
  if (p.causal) {
    for (let first = 0; first < to; first += BLOCK) {
      sweepTokens(h, first, from, to, first + BLOCK < to);
      finishBlock(h, first, from, to, out);
    }
    return;
  }
  for (let first = 0; first < p.n; first += BLOCK) sweepTokens(h, first, p.n, p.n, true);
  for (let first = from - from % BLOCK; first < to; first += BLOCK) {
    sweepTokens(h, first, from, to, false);
    finishBlock(h, first, from, to, out);
  }
}

/** C_lm ← the sums over the centers, 0 where there are none. */
function startSums(h: SphereHarmonics): void {
  const bytes = <usize>(8 * h.degrees * (h.degrees + 1));
  if (h.centers && h.ready) {
    memory.copy(h.high, h.initialHigh, bytes);
    memory.copy(h.low, h.initialLow, bytes);
    return;
  }
  memory.fill(h.high, 0, bytes);
  memory.fill(h.low, 0, bytes);
  if (!h.centers) return;
  for (let first = 0; first < h.centers; first += BLOCK) {
    for (let i = 0; i < LOTS; i++) {
      const lot = lotOf(h, i);
      lot.accumulate = i32(first + 4 * i < h.centers);
      lot.evaluate = 0;
      if (lot.accumulate) placeLot(lot, first + 4 * i, h.centerRows, 8 * h.centers, h.centerRows + 24 * h.centers, h.centers);
    }
    sweepBlock(h);
  }
  memory.copy(h.initialHigh, h.high, bytes);
  memory.copy(h.initialLow, h.low, bytes);
  h.ready = 1;
}

// @ts-ignore: decorator
@inline
function lotOf(h: SphereHarmonics, i: i32): Lot {
  return changetype<Lot>(h.lots + offsetof<Lot>() * <usize>i);
}

/** The block from `first` on: rows from ≤ k < to are evaluated, and all added to the sums if `accumulate`. */
function sweepTokens(h: SphereHarmonics, first: i32, from: i32, to: i32, accumulate: bool): void {
  const p = h.parameters;
  for (let i = 0; i < LOTS; i++) {
    const k = first + 4 * i;
    const lot = lotOf(h, i);
    lot.accumulate = i32(accumulate && k < p.n);
    lot.evaluate = i32(k >= from && k < to);
    if (lot.accumulate || lot.evaluate) placeLot(lot, k, p.tokens, p.tokenStride, 0, p.n);
  }
  sweepBlock(h);
}

/** All orders of the lots. */
function sweepBlock(h: SphereHarmonics): void {
  let evaluate = 0;
  let accumulate = 0;
  for (let i = 0; i < LOTS; i++) {
    const lot = lotOf(h, i);
    lot.active = lot.evaluate | lot.accumulate;
    evaluate |= lot.evaluate;
    accumulate |= lot.accumulate;
  }
  h.held = load<f64>(h.high) + load<f64>(h.low);
  memory.fill(h.power, 0, 16 * h.degrees);
  const slope = h.parameters.hasRest != 0;
  let mode = 0;
  for (let m = 0; m < h.degrees; m++) {
    if (evaluate) prepareOrder(h, m, mode);
    if (accumulate) clearOrder(h, m);
    if (m > 0) sweepOrder(h, m, mode, slope);
    else for (let i = 0; i < LOTS; i++) if (lotOf(h, i).active) sweepZonal(h, lotOf(h, i));
    if (accumulate) foldOrder(h, m, mode);
    mode += h.degrees - m;
  }
}

/**
 * The tokens k … k + 3 of `count` rows by coordinate, ready for order 0; they count their weights, 1 where there are
 * none.
 */
function placeLot(lot: Lot, k: i32, rows: usize, stride: usize, weights: usize, count: i32): void {
  const zero = f64x2.splat(0);
  lot.first = k;
  for (let i = 0; i < 4; i += 2) {
    placeAngles(
      changetype<usize>(lot) + 8 * i,
      v128.load(at(rows, stride, 0, k + i)),
      v128.load(at(rows, stride, 1, k + i)),
      v128.load(at(rows, stride, 2, k + i)),
    );
  }
  lot.weightA = weights ? v128.load(weights + 8 * k) : present(k, count);
  lot.weightB = weights ? v128.load(weights + 8 * k + 16) : present(k + 2, count);
  lot.startA = f64x2.splat(1);
  lot.startB = f64x2.splat(1);
  lot.cosMA = lot.cosA;
  lot.cosMB = lot.cosB;
  lot.sinMA = lot.sinA;
  lot.sinMB = lot.sinB;
  lot.zA = zero;
  lot.zB = zero;
  lot.slopeA = zero;
  lot.slopeB = zero;
  lot.phiA = zero;
  lot.phiB = zero;
}

/**
 * θ and φ of two tokens of a lot. cos θ = z is known to a roundoff, which near the poles is much in θ: there 1 − |cos
 * θ| comes from sin² θ = x² + y². The poles have φ = 0, as has what is too near for x² + y².
 */
// @ts-ignore: decorator
@inline
function placeAngles(lot: usize, x: v128, y: v128, z: v128): void {
  const square = f64x2.add(f64x2.mul(x, x), f64x2.mul(y, y));
  const away = f64x2.ge(square, f64x2.splat(1e-280));
  const sine = f64x2.sqrt(square);
  const height = f64x2.abs(z);
  const twice = f64x2.splat(2);
  const gap = f64x2.div(f64x2.mul(twice, square), f64x2.add(f64x2.splat(1), height)); // 2 − 2|cos θ|
  const low = f64x2.sub(f64x2.sub(twice, f64x2.mul(twice, height)), gap);
  v128.store(lot, f64x2.mul(twice, z), offsetof<Lot>('xa'));
  v128.store(lot, v128.xor(low, v128.and(z, f64x2.splat(-0.0))), offsetof<Lot>('lowA'));
  v128.store(lot, v128.and(sine, away), offsetof<Lot>('sineA'));
  v128.store(lot, v128.bitselect(f64x2.div(x, sine), f64x2.splat(1), away), offsetof<Lot>('cosA'));
  v128.store(lot, v128.and(f64x2.div(y, sine), away), offsetof<Lot>('sinA'));
}

/** 1 in the lanes of tokens k, k + 1 that are among the first `count`, 0 in others. */
// @ts-ignore: decorator
@inline
function present(k: i32, count: i32): v128 {
  return f64x2(k < count ? 1 : 0, k + 1 < count ? 1 : 0);
}

/** Rows of the block from `first` on. */
function finishBlock(h: SphereHarmonics, first: i32, from: i32, to: i32, out: usize): void {
  let square = h.mean * h.held * h.mean * h.held;
  for (let l = 1; l < h.degrees; l++) {
    const power = v128.load(h.power + 16 * l);
    square += load<f64>(h.gauge + 8 * l) * abs(f64x2.extract_lane(power, 0) + f64x2.extract_lane(power, 1));
  }
  const gauge = sqrt(square);
  for (let i = 0; i < LOTS; i++) {
    const lot = lotOf(h, i);
    if (!lot.evaluate) continue;
    addNear(h, lot, first);
    finishPair(h, lot, 0, gauge, out);
    finishPair(h, lot, 16, gauge, out);
  }
}

/**
 * What the tokens of the lot see of their own block, themselves included; nothing under the full mask, whose sums have
 * them.
 */
function addNear(h: SphereHarmonics, lot: Lot, first: i32): void {
  const p = h.parameters;
  const base = f64x2.splat(UNITS * (h.kappa - abs(h.kappa))); // of a token's own score, which is largest or smallest
  const c = f64x2.splat(-0.5 * UNITS * h.kappa);
  const k = lot.first;
  const xa = v128.load(at(p.tokens, p.tokenStride, 0, k));
  const ya = v128.load(at(p.tokens, p.tokenStride, 1, k));
  const qa = v128.load(at(p.tokens, p.tokenStride, 2, k));
  const xb = v128.load(at(p.tokens, p.tokenStride, 0, k + 2));
  const yb = v128.load(at(p.tokens, p.tokenStride, 1, k + 2));
  const qb = v128.load(at(p.tokens, p.tokenStride, 2, k + 2));
  let za = f64x2.splat(0);
  let zb = za;
  let ra = za;
  let sa = za;
  let ta = za;
  let rb = za;
  let sb = za;
  let tb = za;
  const seen = p.causal ? k + 4 : 0;
  for (let j = first; j < seen; j++) {
    const x = v128.load64_splat(at(p.tokens, p.tokenStride, 0, j));
    const y = v128.load64_splat(at(p.tokens, p.tokenStride, 1, j));
    const q = v128.load64_splat(at(p.tokens, p.tokenStride, 2, j));
    const dxa = f64x2.sub(x, xa);
    const dya = f64x2.sub(y, ya);
    const dqa = f64x2.sub(q, qa);
    const dxb = f64x2.sub(x, xb);
    const dyb = f64x2.sub(y, yb);
    const dqb = f64x2.sub(q, qb);
    const squareA = f64x2.add(f64x2.add(f64x2.mul(dxa, dxa), f64x2.mul(dya, dya)), f64x2.mul(dqa, dqa));
    const squareB = f64x2.add(f64x2.add(f64x2.mul(dxb, dxb), f64x2.mul(dyb, dyb)), f64x2.mul(dqb, dqb));
    const wa = v128.and(power2(f64x2.add(base, f64x2.mul(c, squareA))), visible(j, k));
    const wb = v128.and(power2(f64x2.add(base, f64x2.mul(c, squareB))), visible(j, k + 2));
    za = f64x2.add(za, wa);
    ra = f64x2.add(ra, f64x2.mul(wa, dxa));
    sa = f64x2.add(sa, f64x2.mul(wa, dya));
    ta = f64x2.add(ta, f64x2.mul(wa, dqa));
    zb = f64x2.add(zb, wb);
    rb = f64x2.add(rb, f64x2.mul(wb, dxb));
    sb = f64x2.add(sb, f64x2.mul(wb, dyb));
    tb = f64x2.add(tb, f64x2.mul(wb, dqb));
  }
  lot.nearZA = za;
  lot.nearZB = zb;
  lot.near0A = ra;
  lot.near0B = rb;
  lot.near1A = sa;
  lot.near1B = sb;
  lot.near2A = ta;
  lot.near2B = tb;
}

/** All ones in the lanes of the tokens k, k + 1 that see token j: those with j ≤ their own index. */
// @ts-ignore: decorator
@inline
function visible(j: i32, k: i32): v128 {
  return i64x2(j <= k ? -1 : 0, j <= k + 1 ? -1 : 0);
}

/** Two rows of a lot, those of the vectors at `vector` (0 or 16), from all their sums. */
function finishPair(h: SphereHarmonics, lot: Lot, vector: usize, gauge: f64, out: usize): void {
  const p = h.parameters;
  const from = changetype<usize>(lot) + vector;
  const sine = v128.load(from, offsetof<Lot>('sineA'));
  const cosine = f64x2.mul(f64x2.splat(0.5), v128.load(from, offsetof<Lot>('xa')));
  const cos = v128.load(from, offsetof<Lot>('cosA'));
  const sin = v128.load(from, offsetof<Lot>('sinA'));
  const tesseral = f64x2.mul(sine, v128.load(from, offsetof<Lot>('zA')));
  const harmonic = f64x2.add(v128.load(from, offsetof<Lot>('zonalA')), tesseral);
  const far = f64x2.add(f64x2.splat(h.mean * h.held), f64x2.mul(f64x2.splat(h.kappa), harmonic));
  // Σ w P_x(x_j) = (∂_θ Z e_θ + ∂_φ Z e_φ/sin θ)/κ.
  const theta = v128.load(from, offsetof<Lot>('thetaA'));
  const phi = v128.load(from, offsetof<Lot>('phiA'));
  const outward = f64x2.mul(theta, cosine);
  let u0 = f64x2.sub(f64x2.mul(outward, cos), f64x2.mul(phi, sin));
  let u1 = f64x2.add(f64x2.mul(outward, sin), f64x2.mul(phi, cos));
  let u2 = f64x2.neg(f64x2.mul(theta, sine));
  u0 = f64x2.add(u0, v128.load(from, offsetof<Lot>('near0A')));
  u1 = f64x2.add(u1, v128.load(from, offsetof<Lot>('near1A')));
  u2 = f64x2.add(u2, v128.load(from, offsetof<Lot>('near2A')));
  if (p.hasRest) {
    // The radial part of Σ w (x_j − x_k), which V turns: ∂_κ Z − Z.
    const tesseralSlope = f64x2.mul(sine, v128.load(from, offsetof<Lot>('slopeA')));
    const harmonicSlope = f64x2.add(v128.load(from, offsetof<Lot>('zonalSlopeA')), tesseralSlope);
    const radial = f64x2.sub(f64x2.add(f64x2.splat(h.meanSlope * h.held), harmonicSlope), far);
    const k = lot.first + <i32>(vector >> 3);
    u0 = f64x2.add(u0, f64x2.mul(radial, v128.load(at(p.tokens, p.tokenStride, 0, k))));
    u1 = f64x2.add(u1, f64x2.mul(radial, v128.load(at(p.tokens, p.tokenStride, 1, k))));
    u2 = f64x2.add(u2, f64x2.mul(radial, v128.load(at(p.tokens, p.tokenStride, 2, k))));
  }
  const z = f64x2.add(far, v128.load(from, offsetof<Lot>('nearZA')));
  v128.store(p.shift, u0);
  v128.store(p.shift + 16, u1);
  v128.store(p.shift + 32, u2);
  const k = lot.first + <i32>(vector >> 3);
  const zSecond = f64x2.extract_lane(z, 1);
  const length = f64x2.sqrt(f64x2.add(f64x2.add(f64x2.mul(u0, u0), f64x2.mul(u1, u1)), f64x2.mul(u2, u2)));
  const directly = exceeds(h, k, f64x2.extract_lane(z, 0), f64x2.extract_lane(length, 0), gauge);
  if (!directly) finishRow(p, k, f64x2.extract_lane(z, 0), abs(h.kappa) - h.kappa, p.shift, out);
  if (!exceeds(h, k + 1, zSecond, f64x2.extract_lane(length, 1), gauge)) finishRow(p, k + 1, zSecond, abs(h.kappa) - h.kappa, p.shift + 8, out);
  else directRow(p, k + 1, out);
  if (directly) directRow(p, k, out); // last, since it writes to p.shift
}

/** Notes the bound of a row with these z = Σ w and |Σ w (x_j − x_k)|, or that it has to be done directly: then true. */
function exceeds(h: SphereHarmonics, k: i32, z: f64, shift: f64, gauge: f64): bool {
  const p = h.parameters;
  if (k >= p.n) return false;
  const error = h.ownError * z + h.sumsError * gauge; // of either sum
  const bound = h.norm * error * (1 + shift / z) * (p.count ? h.countFactor : 1 / z);
  // A sum that is small against its error has no bound worth the name.
  if (bound > h.accuracy || 4 * error > z) {
    h.directRows += 1;
    return true;
  }
  if (bound > h.errorBound) h.errorBound = bound;
  return false;
}
