/**
 * exp, log, sin, cos and atan2 from IEEE additions, multiplications, divisions and square roots alone, so that the same
 * bits come out in every engine: ECMAScript leaves Math.exp and its kin implementation-approximated.
 *
 * Constants and tables were rounded from 400-bit values. Largest errors measured against such values are in
 * test/elementary.test.ts (below 1 ulp, 1.5 for atan2).
 */

// ---- exp: x = (32 m + j) ln2/32 + r, |r| ≤ ln2/64; e^x = 2^m · 2^(j/32) · e^r. The first part of ln2/32 has 36 bits:
// its product with an integer below 2^16 is exact.
const LN2_32_HI = 0.021660849392446835;
const LN2_32_LO = 5.145609244655338e-14;
const INV_LN2_32 = 46.16624130844683;
/** 2^(j/32), rounded, and what rounding left. */
const EXP_HI = new Float64Array([
  1.0, 1.0218971486541166, 1.0442737824274138, 1.0671404006768237, 1.0905077326652577, 1.1143867425958924,
  1.1387886347566916, 1.1637248587775775, 1.189207115002721, 1.215247359980469, 1.241857812073484, 1.2690509571917332,
  1.2968395546510096, 1.3252366431597413, 1.3542555469368927, 1.383909881963832, 1.4142135623730951, 1.4451808069770467,
  1.4768261459394993, 1.5091644275934228, 1.5422108254079407, 1.5759808451078865, 1.6104903319492543, 1.645755478153965,
  1.681792830507429, 1.718619298122478, 1.7562521603732995, 1.7947090750031072, 1.8340080864093424, 1.8741676341103,
  1.9152065613971474, 1.9571441241754002,
]);
const EXP_LO = new Float64Array([
  0.0, 5.109225028973444e-17, 8.551889705537965e-17, -7.899853966841582e-17, -3.046782079812471e-17,
  1.0410278456845571e-16, 8.912812676025408e-17, 3.8292048369240935e-17, 3.982015231465646e-17, -7.712630692681488e-17,
  4.658027591836937e-17, 2.667932131342186e-18, 2.5382502794888315e-17, -2.8587312100388614e-17, 7.70094837980299e-17,
  -6.770511658794786e-17, -9.667293313452913e-17, -3.0237581349939873e-17, -3.483994556892796e-17,
  -1.016455327754295e-16, 7.949834809697621e-17, -1.0136916471278304e-17, 2.4707192569797888e-17,
  -1.0125679913674773e-16, 8.199010020581497e-17, -1.851380418263111e-17, 2.960140695448873e-17, 1.8227458427912087e-17,
  3.283107224245627e-17, -6.122763413004143e-17, -1.0619946056195963e-16, 8.960767791036668e-17,
]);
/** 2^m for m = −1022 … 1023. */
const POWER_OF_TWO = powersOfTwo();
const POWER_ZERO = 1022;

function powersOfTwo(): Float64Array {
  const table = new Float64Array(2046);
  table[1022] = 1;
  for (let m = 1; m <= 1023; m++) table[1022 + m] = table[1021 + m] * 2;
  for (let m = 1; m <= 1022; m++) table[1022 - m] = table[1023 - m] * 0.5;
  return table;
}

/** e^x. Overflows to Infinity above 709.78, underflows gradually to 0 below −708.4. */
export function exp(x: number): number {
  if (!(x > -746)) return Number.isNaN(x) ? NaN : 0;
  if (x > 709.782712893384) return Infinity;
  const k = Math.floor(x * INV_LN2_32 + 0.5);
  const r = x - k * LN2_32_HI - k * LN2_32_LO;
  const j = k & 31;
  const m = k >> 5;
  const p =
    r +
    r *
      r *
      (0.5 +
        r * (0.16666666666666666 + r * (0.041666666666666664 + r * (0.008333333333333333 + r * 0.001388888888888889))));
  const y = EXP_HI[j] + (EXP_LO[j] + EXP_HI[j] * p);
  if (m > 1023) return y * POWER_OF_TWO[2045] * 2; // the last half octave before overflow
  if (m >= -1022) return y * POWER_OF_TWO[m + POWER_ZERO];
  return y * POWER_OF_TWO[m + 60 + POWER_ZERO] * POWER_OF_TWO[POWER_ZERO - 60]; // subnormal: rounded once, at the end
}

// ---- log: x = 2^e m, m in [√½, √2), s = (m−1)/(m+1), log m = 2 atanh s.
const LN2_HI = 0.6931471803691238;
const LN2_LO = 1.9082149292705877e-10;
/** (2 atanh s − 2s)/s³ in powers of s². */
const LOG_TAIL = [2 / 3, 2 / 5, 2 / 7, 2 / 9, 2 / 11, 2 / 13, 2 / 15, 2 / 17, 2 / 19, 2 / 21];
const SQRT2 = 1.4142135623730951;
const double = new Float64Array(1);
const words = new Uint32Array(double.buffer);
const HIGH = new Uint8Array(new Uint32Array([1]).buffer)[0] === 1 ? 1 : 0;

/** Natural logarithm; −Infinity at 0, NaN below. */
export function log(x: number): number {
  if (!(x > 0)) return x === 0 ? -Infinity : NaN;
  if (x === Infinity) return x;
  let e = 0;
  if (x < 2.2250738585072014e-308) {
    x *= 18014398509481984; // 2^54
    e = -54;
  }
  double[0] = x;
  const high = words[HIGH];
  e += (high >>> 20) - 1023;
  words[HIGH] = (high & 0xfffff) | 0x3ff00000;
  let m = double[0];
  if (m > SQRT2) {
    m *= 0.5;
    e += 1;
  }
  const f = m - 1;
  const s = f / (2 + f);
  const z = s * s;
  const tail = z * polynomial(z, LOG_TAIL);
  // 2s = f − s·f, so that the leading term f is exact.
  return e * LN2_HI + (f - (s * (f - tail) - e * LN2_LO));
}

/**
 * x^a = e^(a log x) for x > 0; relative error about (1 + |a log x|)·2e-16. For step sizes and grids, not for tight
 * identities.
 */
export function power(x: number, a: number): number {
  return exp(a * log(x));
}

// ---- sin, cos: π/2 in three parts of 33, 33 and 53 bits; products with an integer below 2^20 are exact for the first
// two.
const HALF_PI_1 = 1.5707963267341256;
const HALF_PI_2 = 6.077100506303966e-11;
const HALF_PI_3 = 2.0222662487959506e-21;
const TWO_OVER_PI = 0.6366197723675814;
/** Beyond it the reduction loses bits; no angle of parkade comes near. */
const LARGEST_ANGLE = 1e6;

/** (sin r − r)/r³ in powers of r². */
const SIN_TAIL = [
  -0.16666666666666666, 0.008333333333333333, -0.0001984126984126984, 2.7557319223985893e-6, -2.505210838544172e-8,
  1.6059043836821613e-10, -7.647163731819816e-13, 2.8114572543455206e-15,
];
/** (cos r − 1 + r²/2)/r⁴ in powers of r². */
const COS_TAIL = [
  0.041666666666666664, -0.001388888888888889, 2.48015873015873e-5, -2.755731922398589e-7, 2.08767569878681e-9,
  -1.1470745597729725e-11, 4.779477332387385e-14,
];

/** Σ coefficients[i]·z^i, by Horner's rule. */
function polynomial(z: number, coefficients: readonly number[]): number {
  let sum = 0;
  for (let i = coefficients.length - 1; i >= 0; i--) sum = sum * z + coefficients[i];
  return sum;
}

/** sin(r + tail) for |r| ≤ π/4 and a tail of at most an ulp of r. */
function sinReduced(r: number, tail: number): number {
  const z = r * r;
  return r + (r * z * polynomial(z, SIN_TAIL) + tail * (1 - 0.5 * z));
}

/** cos(r + tail) likewise; 1 − r²/2 is carried with what rounding left of it. */
function cosReduced(r: number, tail: number): number {
  const z = r * r;
  const half = 0.5 * z;
  const w = 1 - half;
  return w + (1 - w - half + (z * z * polynomial(z, COS_TAIL) - r * tail));
}

/** sin(x + quarter·π/2) for |x| ≤ 1e6. */
function sinQuarter(x: number, quarter: number): number {
  if (!(x >= -LARGEST_ANGLE && x <= LARGEST_ANGLE)) return NaN;
  const k = Math.floor(x * TWO_OVER_PI + 0.5);
  const first = x - k * HALF_PI_1; // exact
  const second = k * HALF_PI_2; // exact
  const rough = first - second;
  const rest = k * HALF_PI_3 - (first - rough - second);
  const r = rough - rest;
  const tail = rough - r - rest;
  switch ((k + quarter) & 3) {
    case 0:
      return sinReduced(r, tail);
    case 1:
      return cosReduced(r, tail);
    case 2:
      return -sinReduced(r, tail);
    default:
      return -cosReduced(r, tail);
  }
}

/** Sine of an angle in radians, |x| ≤ 1e6 (NaN beyond). */
export function sin(x: number): number {
  return sinQuarter(x, 0);
}

/** Cosine of an angle in radians, |x| ≤ 1e6 (NaN beyond). */
export function cos(x: number): number {
  return sinQuarter(x, 1);
}

// ---- atan2: atan(y/x) = atan(j/16) + atan(z), z = (16 y − j x)/(16 x + j y), |z| ≤ 1/16.
/** atan(j/16), j = 0 … 16. */
const ATAN = new Float64Array([
  0.0, 0.06241880999595735, 0.12435499454676144, 0.18534794999569476, 0.24497866312686414, 0.3028848683749714,
  0.35877067027057225, 0.4124104415973873, 0.4636476090008061, 0.5123894603107377, 0.5585993153435624,
  0.6022873461349642, 0.6435011087932844, 0.6823165548747481, 0.7188299996216245, 0.7531512809621944,
  0.7853981633974483,
]);
/** What rounding left of them. */
const ATAN_LO = new Float64Array([
  0.0, -1.5490756308295046e-18, -3.1253241424539383e-18, 4.180692268843079e-18, 1.0698755618734451e-17,
  -1.1010827903001369e-17, -2.4623815582638635e-17, -1.587652227770689e-17, 2.2698777452961687e-17,
  -2.5462781472855804e-17, -5.4556305485916264e-18, 2.950430737228402e-17, 1.5834785051444286e-17,
  6.943223671560008e-18, -2.1478388444456983e-17, -2.4256934659182068e-17, 3.061616997868383e-17,
]);
/** (atan z − z)/z³ in powers of z². */
const ATAN_TAIL = [-1 / 3, 1 / 5, -1 / 7, 1 / 9, -1 / 11, 1 / 13, -1 / 15];
export const PI = 3.141592653589793;
const PI_LO = 1.2246467991473532e-16;
const HALF_PI = PI / 2;

/** The angle of the point (x, y), in (−π, π]; 0 at the origin. */
export function atan2(y: number, x: number): number {
  const a = Math.abs(x);
  const b = Math.abs(y);
  if (a === 0 && b === 0) return 0;
  let angle = a >= b ? atanRatio(b, a) : HALF_PI - (atanRatio(a, b) - PI_LO / 2);
  if (x < 0) angle = PI - (angle - PI_LO);
  return y < 0 ? -angle : angle;
}

/** atan(y/x) for 0 ≤ y ≤ x, x > 0. */
function atanRatio(y: number, x: number): number {
  // Below 1/16 the series serves alone: beside a table value, the rounding of z would show in a small sum.
  const j = y < 0.0625 * x ? 0 : Math.floor((16 * y) / x + 0.5);
  const z = (16 * y - j * x) / (16 * x + j * y);
  const w = z * z;
  return ATAN[j] + (ATAN_LO[j] + (z + z * w * polynomial(w, ATAN_TAIL)));
}

/** The larger of two numbers; NaN if either is. */
export function larger(a: number, b: number): number {
  return a > b || Number.isNaN(a) ? a : b;
}

/** The smaller of two numbers; NaN if either is. */
export function smaller(a: number, b: number): number {
  return a < b || Number.isNaN(a) ? a : b;
}
