/**
 * One order m of spherical harmonics for a block of tokens. With P_lm(cos θ) = N sin^m θ q_lm(cos θ) for m ≥ 1 and
 * p = sin^{m−1} θ q:
 *
 *   q_{l+1} = 2 cos θ q_l − B_l q_{l−1},   sin θ ∂_θ (sin^m θ q_l) = sin^m θ ( (l/2) q_{l+1} − ((l+1)/2) B_l q_{l−1} ),
 *
 * so that neither p nor ∂_θ is singular at the poles, and sums Σ_l c_l ∂_θ P_lm are Σ_l d_l p_l with other
 * coefficients.
 */
import { Degree, Lot, LOTS, SphereHarmonics } from './sphere-block';

/**
 * From the sums over all before the block: coefficients c, d of each degree of order m; adds to the power of each
 * degree.
 */
export function prepareOrder(h: SphereHarmonics, m: i32, mode: i32): void {
  const size = offsetof<Degree>();
  let before = f64x2.splat(0); // c_{l−2}, c_{l−1}
  let last = f64x2.splat(0);
  for (let l = m; l < h.degrees; l++, mode++) {
    const record = changetype<Degree>(h.records + size * <usize>(l - m + 1));
    const sum = f64x2.add(v128.load(h.high + 16 * mode), v128.load(h.low + 16 * mode));
    const c = f64x2.mul(v128.load64_splat(h.weights + 8 * mode), sum);
    record.c = c;
    record.slope = f64x2.mul(v128.load64_splat(h.slopes + 8 * l), c);
    const power = h.power + 16 * l;
    v128.store(power, f64x2.add(v128.load(power), f64x2.mul(c, sum)));
    const up = f64x2.mul(f64x2.splat(0.5 * <f64>(l - 2)), before);
    const down = f64x2.mul(f64x2.splat(0.5 * <f64>(l + 1)), f64x2.mul(v128.load64_splat(h.recurrence + 8 * mode), c));
    changetype<Degree>(changetype<usize>(record) - size).d = f64x2.sub(up, down);
    before = last;
    last = c;
  }
  const end = changetype<Degree>(h.records + size * <usize>(h.degrees - m));
  end.d = f64x2.mul(f64x2.splat(0.5 * <f64>(h.degrees - 2)), before);
  changetype<Degree>(changetype<usize>(end) + size).d = f64x2.mul(f64x2.splat(0.5 * <f64>(h.degrees - 1)), last);
}

/** Forgets what a block has added. */
export function clearOrder(h: SphereHarmonics, m: i32): void {
  for (let l = m; l < h.degrees; l++) {
    const record = changetype<Degree>(h.records + offsetof<Degree>() * <usize>(l - m + 1));
    record.re = f64x2.splat(0);
    record.im = f64x2.splat(0);
  }
}

/**
 * C_lm ← C_lm + what the block has added, compensated (Knuth's TwoSum): rounding does not grow with the number of
 * blocks.
 */
export function foldOrder(h: SphereHarmonics, m: i32, mode: i32): void {
  for (let l = m; l < h.degrees; l++, mode++) {
    const record = changetype<Degree>(h.records + offsetof<Degree>() * <usize>(l - m + 1));
    const total = f64x2.add(v128.shuffle<f64>(record.re, record.im, 0, 2), v128.shuffle<f64>(record.re, record.im, 1, 3));
    const high = v128.load(h.high + 16 * mode);
    const sum = f64x2.add(high, total);
    const added = f64x2.sub(sum, high);
    const lost = f64x2.add(f64x2.sub(high, f64x2.sub(sum, added)), f64x2.sub(total, added));
    v128.store(h.high + 16 * mode, sum);
    v128.store(h.low + 16 * mode, f64x2.add(v128.load(h.low + 16 * mode), lost));
  }
}

/** Order m ≥ 1 of every lot, and e^{imφ}, sin^{m−1} θ made ready for the next. */
export function sweepOrder(h: SphereHarmonics, m: i32, mode: i32, slope: bool): void {
  for (let i = 0; i < LOTS; i++) {
    const lot = changetype<Lot>(h.lots + offsetof<Lot>() * <usize>i);
    if (!lot.active) continue;
    if (lot.accumulate) runLot(h, lot, m, mode, true);
    else runLot(h, lot, m, mode, false);
    if (lot.evaluate) {
      sumLot(h, lot, m);
      if (slope) sumSlope(h, lot, m);
    }
    advance(lot, load<f64>(h.floors + 8 * (m + 1)));
  }
}

/** To order m + 1. What is below `floor` counts for nothing, and would become subnormal numbers, which are slow. */
// @ts-ignore: decorator
@inline
function advance(lot: Lot, floor: f64): void {
  const cosA = f64x2.sub(f64x2.mul(lot.cosMA, lot.cosA), f64x2.mul(lot.sinMA, lot.sinA));
  const cosB = f64x2.sub(f64x2.mul(lot.cosMB, lot.cosB), f64x2.mul(lot.sinMB, lot.sinB));
  lot.sinMA = f64x2.add(f64x2.mul(lot.cosMA, lot.sinA), f64x2.mul(lot.sinMA, lot.cosA));
  lot.sinMB = f64x2.add(f64x2.mul(lot.cosMB, lot.sinB), f64x2.mul(lot.sinMB, lot.cosB));
  lot.cosMA = cosA;
  lot.cosMB = cosB;
  const a = f64x2.mul(lot.startA, lot.sineA);
  const b = f64x2.mul(lot.startB, lot.sineB);
  lot.startA = v128.and(a, f64x2.ge(a, f64x2.splat(floor)));
  lot.startB = v128.and(b, f64x2.ge(b, f64x2.splat(floor)));
  lot.active = i32(v128.any_true(v128.or(lot.startA, lot.startB)));
}

/**
 * p_l for l = m … L at h.polynomials, two vectors a degree; added to the sums of the block if `accumulate`, a constant
 * where it is called.
 */
// @ts-ignore: decorator
@inline
function runLot(h: SphereHarmonics, lot: Lot, m: i32, mode: i32, accumulate: bool): void {
  const xa = lot.xa;
  const xb = lot.xb;
  const lowA = f64x2.mul(f64x2.splat(2), lot.lowA);
  const lowB = f64x2.mul(f64x2.splat(2), lot.lowB);
  const weightA = f64x2.mul(lot.weightA, lot.sineA);
  const weightB = f64x2.mul(lot.weightB, lot.sineB);
  const cosA = f64x2.mul(weightA, lot.cosMA);
  const cosB = f64x2.mul(weightB, lot.cosMB);
  const sinA = f64x2.mul(weightA, lot.sinMA);
  const sinB = f64x2.mul(weightB, lot.sinMB);
  let pa = lot.startA;
  let pb = lot.startB;
  let lastA = f64x2.splat(0);
  let lastB = lastA;
  let record = h.records + offsetof<Degree>();
  let recurrence = h.recurrence + 8 * <usize>mode;
  let to = h.polynomials;
  const end = to + 32 * <usize>(h.degrees - m);
  // Two degrees at a time, the second with the correction of 2 cos θ for both; what lies beyond degree L is not read
  // again.
  for (; to < end; to += 64, record += 2 * offsetof<Degree>(), recurrence += 16) {
    v128.store(to, pa);
    v128.store(to, pb, 16);
    const b = v128.load64_splat(recurrence);
    lastA = f64x2.sub(f64x2.mul(xa, pa), f64x2.mul(b, lastA));
    lastB = f64x2.sub(f64x2.mul(xb, pb), f64x2.mul(b, lastB));
    v128.store(to, lastA, 32);
    v128.store(to, lastB, 48);
    if (accumulate) {
      addTo(record, pa, pb, cosA, cosB, sinA, sinB);
      addTo(record + offsetof<Degree>(), lastA, lastB, cosA, cosB, sinA, sinB);
    }
    const c = v128.load64_splat(recurrence, 8);
    const nextA = f64x2.sub(f64x2.mul(xa, lastA), f64x2.sub(f64x2.mul(c, pa), f64x2.mul(lowA, lastA)));
    const nextB = f64x2.sub(f64x2.mul(xb, lastB), f64x2.sub(f64x2.mul(c, pb), f64x2.mul(lowB, lastB)));
    // Two steps on, p is next and the last is what it was in between.
    pa = nextA;
    pb = nextB;
  }
  v128.store(to, pa);
  v128.store(to, pb, 16);
}

/** Adds the tokens' p e^{imφ} sin θ to the sums of one degree. */
// @ts-ignore: decorator
@inline
function addTo(record: usize, pa: v128, pb: v128, cosA: v128, cosB: v128, sinA: v128, sinB: v128): void {
  const re = f64x2.add(f64x2.mul(pa, cosA), f64x2.mul(pb, cosB));
  const im = f64x2.add(f64x2.mul(pa, sinA), f64x2.mul(pb, sinB));
  v128.store(record, f64x2.add(v128.load(record, 48), re), 48);
  v128.store(record, f64x2.add(v128.load(record, 64), im), 64);
}

/** Adds order m to Z and its derivatives by θ and φ. */
function sumLot(h: SphereHarmonics, lot: Lot, m: i32): void {
  // Σ c_l p_l and Σ d_l p_l, real and imaginary parts.
  let reA = f64x2.splat(0);
  let reB = reA;
  let imA = reA;
  let imB = reA;
  let thetaReA = reA;
  let thetaReB = reA;
  let thetaImA = reA;
  let thetaImB = reA;
  let record = h.records + offsetof<Degree>();
  let from = h.polynomials;
  const end = from + 32 * <usize>(h.degrees - m);
  for (; from < end; from += 32, record += offsetof<Degree>()) {
    const pa = v128.load(from);
    const pb = v128.load(from + 16);
    const re = v128.load64_splat(record);
    reA = f64x2.add(reA, f64x2.mul(re, pa));
    reB = f64x2.add(reB, f64x2.mul(re, pb));
    const im = v128.load64_splat(record, 8);
    imA = f64x2.add(imA, f64x2.mul(im, pa));
    imB = f64x2.add(imB, f64x2.mul(im, pb));
    const thetaRe = v128.load64_splat(record, 16);
    thetaReA = f64x2.add(thetaReA, f64x2.mul(thetaRe, pa));
    thetaReB = f64x2.add(thetaReB, f64x2.mul(thetaRe, pb));
    const thetaIm = v128.load64_splat(record, 24);
    thetaImA = f64x2.add(thetaImA, f64x2.mul(thetaIm, pa));
    thetaImB = f64x2.add(thetaImB, f64x2.mul(thetaIm, pb));
  }
  const pa = v128.load(from);
  const pb = v128.load(from + 16);
  const lastRe = v128.load64_splat(record, 16);
  const lastIm = v128.load64_splat(record, 24);
  thetaReA = f64x2.add(thetaReA, f64x2.mul(lastRe, pa));
  thetaReB = f64x2.add(thetaReB, f64x2.mul(lastRe, pb));
  thetaImA = f64x2.add(thetaImA, f64x2.mul(lastIm, pa));
  thetaImB = f64x2.add(thetaImB, f64x2.mul(lastIm, pb));
  lot.zA = f64x2.add(lot.zA, real(reA, imA, lot.cosMA, lot.sinMA));
  lot.zB = f64x2.add(lot.zB, real(reB, imB, lot.cosMB, lot.sinMB));
  lot.thetaA = f64x2.add(lot.thetaA, real(thetaReA, thetaImA, lot.cosMA, lot.sinMA));
  lot.thetaB = f64x2.add(lot.thetaB, real(thetaReB, thetaImB, lot.cosMB, lot.sinMB));
  const order = f64x2.splat(<f64>m);
  lot.phiA = f64x2.add(lot.phiA, f64x2.mul(order, imaginary(reA, imA, lot.cosMA, lot.sinMA)));
  lot.phiB = f64x2.add(lot.phiB, f64x2.mul(order, imaginary(reB, imB, lot.cosMB, lot.sinMB)));
}

/** Adds order m to the derivative of Z by κ. */
function sumSlope(h: SphereHarmonics, lot: Lot, m: i32): void {
  let reA = f64x2.splat(0);
  let reB = reA;
  let imA = reA;
  let imB = reA;
  let record = h.records + offsetof<Degree>();
  let from = h.polynomials;
  const end = from + 32 * <usize>(h.degrees - m);
  for (; from < end; from += 32, record += offsetof<Degree>()) {
    const pa = v128.load(from);
    const pb = v128.load(from + 16);
    const re = v128.load64_splat(record, 32);
    reA = f64x2.add(reA, f64x2.mul(re, pa));
    reB = f64x2.add(reB, f64x2.mul(re, pb));
    const im = v128.load64_splat(record, 40);
    imA = f64x2.add(imA, f64x2.mul(im, pa));
    imB = f64x2.add(imB, f64x2.mul(im, pb));
  }
  lot.slopeA = f64x2.add(lot.slopeA, real(reA, imA, lot.cosMA, lot.sinMA));
  lot.slopeB = f64x2.add(lot.slopeB, real(reB, imB, lot.cosMB, lot.sinMB));
}

/** Re of (re + i im) e^{−imφ}, and the same of its derivative by mφ. */
// @ts-ignore: decorator
@inline
function real(re: v128, im: v128, cos: v128, sin: v128): v128 {
  return f64x2.add(f64x2.mul(re, cos), f64x2.mul(im, sin));
}

// @ts-ignore: decorator
@inline
function imaginary(re: v128, im: v128, cos: v128, sin: v128): v128 {
  return f64x2.sub(f64x2.mul(im, cos), f64x2.mul(re, sin));
}

/**
 * Order 0 of one lot: degrees by q_l0 and, for ∂_θ q_l0 = −2l sin θ q_l1, by q_l1; `recurrence` of order 1 follows that
 * of order 0. Coefficients are in the records of `prepareOrder(h, 0, 0)`, degree 0 apart since its weight is the mean.
 */
export function sweepZonal(h: SphereHarmonics, lot: Lot): void {
  let pa = f64x2.splat(1);
  let pb = pa;
  let lastA = f64x2.splat(0);
  let lastB = lastA;
  let qa = lastA; // q_l1
  let qb = lastA;
  let lastQA = lastA;
  let lastQB = lastA;
  let sumA = lastA;
  let sumB = lastA;
  let slopeA = lastA;
  let slopeB = lastA;
  let thetaA = lastA;
  let thetaB = lastA;
  for (let l = 0; l < h.degrees; l++) {
    const record = changetype<Degree>(h.records + offsetof<Degree>() * <usize>(l + 1));
    const at = changetype<usize>(record);
    const c = v128.load64_splat(at);
    sumA = f64x2.add(sumA, f64x2.mul(c, pa));
    sumB = f64x2.add(sumB, f64x2.mul(c, pb));
    const slope = v128.load64_splat(at + 32);
    slopeA = f64x2.add(slopeA, f64x2.mul(slope, pa));
    slopeB = f64x2.add(slopeB, f64x2.mul(slope, pb));
    const theta = f64x2.mul(f64x2.splat(-2 * <f64>l), c);
    thetaA = f64x2.add(thetaA, f64x2.mul(theta, qa));
    thetaB = f64x2.add(thetaB, f64x2.mul(theta, qb));
    const re = f64x2.add(f64x2.mul(pa, lot.weightA), f64x2.mul(pb, lot.weightB));
    if (lot.accumulate) record.re = f64x2.add(record.re, re);
    const b = v128.load64_splat(h.recurrence + 8 * l);
    const nextA = f64x2.sub(f64x2.mul(lot.xa, pa), f64x2.sub(f64x2.mul(b, lastA), f64x2.mul(lot.lowA, pa)));
    const nextB = f64x2.sub(f64x2.mul(lot.xb, pb), f64x2.sub(f64x2.mul(b, lastB), f64x2.mul(lot.lowB, pb)));
    lastA = pa;
    lastB = pb;
    pa = nextA;
    pb = nextB;
    const b1 = l == 0 ? f64x2.splat(0) : v128.load64_splat(h.recurrence + 8 * (h.degrees + l - 1));
    const nextQA = l == 0 ? f64x2.splat(1) : f64x2.sub(f64x2.mul(lot.xa, qa), f64x2.sub(f64x2.mul(b1, lastQA), f64x2.mul(lot.lowA, qa)));
    const nextQB = l == 0 ? nextQA : f64x2.sub(f64x2.mul(lot.xb, qb), f64x2.sub(f64x2.mul(b1, lastQB), f64x2.mul(lot.lowB, qb)));
    lastQA = qa;
    lastQB = qb;
    qa = nextQA;
    qb = nextQB;
  }
  lot.zonalA = sumA;
  lot.zonalB = sumB;
  lot.zonalSlopeA = slopeA;
  lot.zonalSlopeB = slopeB;
  lot.thetaA = f64x2.mul(lot.sineA, thetaA);
  lot.thetaB = f64x2.mul(lot.sineB, thetaB);
}
