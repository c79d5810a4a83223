/**
 * The tables that the kernel of spherical harmonics (assembly/sphere-harmonics.ts) reads: functions of κ = βb alone.
 */
import { type SphericalBessel, sphericalBessel } from '../../numerics/spherical-bessel.ts';

/** What is left out of Σ_l (2l + 1) e^{−|κ|} i_l(|κ|) max(1, l/|κ|), which is of order 1. */
const TAIL = 6.938893903907228e-18; // 2^−57
/** What orders leave out of the same sum near the poles, each. */
const NEGLIGIBLE = 8.673617379884035e-19; // 2^−60

export interface SphereTables {
  /** L: degrees 0 … L − 1 are summed. */
  readonly degrees: number;
  /** e^{−|κ|} i_0(|κ|), and the same of i_0′(κ). */
  readonly mean: number;
  readonly meanSlope: number;
  /**
   * H_lm by order m, then degree l = m … L − 1: (2l + 1) e^{−|κ|} i_l(κ)/κ · (2 − δ_m0) (l − m)!/(l + m)! times the
   * square of what makes P_lm from sin^m θ q_lm. Entry l = 0 is 0.
   */
  readonly weights: Float64Array;
  /** B_lm = 4 (l² − m²)/(4l² − 1) in the same order: q_{l+1} = 2 cos θ q_l − B_l q_{l−1}, q_m = 1. */
  readonly recurrence: Float64Array;
  /** κ i_l′(κ)/i_l(κ) for each degree. */
  readonly slopes: Float64Array;
  /** For each degree ≥ 1: what Σ_m |H_lm| |C_lm|² counts in the square of the gauge of rounding errors. */
  readonly gauge: Float64Array;
  /** For each order ≥ 1: sin^{m−1} θ below which the order and all further ones are negligible. */
  readonly floors: Float64Array;
}

/** Modes (l, m), l < L and 0 ≤ m ≤ l, that are summed. */
export function modesFor(kappa: number): number {
  const degrees = degreesOf(besselFor(kappa));
  return (degrees * (degrees + 1)) / 2;
}

/** Beyond degree 9√|κ| + 32 nothing reaches TAIL. */
function besselFor(kappa: number): SphericalBessel {
  const x = Math.abs(kappa);
  return sphericalBessel(x, Math.floor(9 * Math.sqrt(x)) + 32);
}

export function sphereTables(kappa: number): SphereTables {
  const bessel = besselFor(kappa);
  const degrees = degreesOf(bessel);
  const modes = (degrees * (degrees + 1)) / 2;
  const weights = new Float64Array(modes);
  const recurrence = new Float64Array(modes);
  const floors = new Float64Array(degrees);
  let square = 1; // of the normalisation of q_mm
  let at = 0;
  for (let m = 0; m < degrees; m++) {
    if (m > 0) square *= ((2 * m - 1) / (2 * m)) * (m === 1 ? 2 : 1);
    floors[m] = fillOrder(m, square, bessel, weights.subarray(at, at + degrees - m), recurrence.subarray(at));
    at += degrees - m;
  }
  // Until here weights hold normalisations; i_l(κ)/κ has the sign (−1)^{l+1} for κ < 0.
  at = 0;
  for (let m = 0; m < degrees; m++) {
    for (let l = m; l < degrees; l++) {
      const sign = kappa < 0 && (l & 1) === 0 ? -1 : 1;
      weights[at++] *= sign * (2 * l + 1) * bessel.quotients[l];
    }
  }
  return {
    degrees,
    mean: bessel.values[0],
    meanSlope: kappa < 0 ? -bessel.values[1] : bessel.values[1],
    weights,
    recurrence,
    slopes: bessel.slopes.slice(0, degrees),
    gauge: Float64Array.from({ length: degrees }, (_, l) => gaugeOf(bessel, l)),
    floors,
  };
}

/** The part of degree l of the sum of absolute values, for one token. */
function shareOf({ values, quotients }: SphericalBessel, l: number): number {
  const force = l * quotients[l];
  return (2 * l + 1) * (force > values[l] ? force : values[l]);
}

/** The smallest number of degrees that leaves out no more than TAIL. */
function degreesOf(bessel: SphericalBessel): number {
  let tail = 0;
  let degrees = bessel.values.length;
  while (tail <= TAIL) tail += shareOf(bessel, --degrees);
  return degrees + 1;
}

/** Σ_m |H_lm| |C_lm|² = k² (2l + 1) i_l/|κ| for k tokens in one place, whose share this makes (k shareOf(l))². */
function gaugeOf(bessel: SphericalBessel, l: number): number {
  const share = shareOf(bessel, l);
  return l === 0 ? 0 : (share * share) / ((2 * l + 1) * bessel.quotients[l]);
}

/**
 * Squares of the normalisation, and B, of one order from degree m on. Returns the floor of sin^{m−1} θ: |P_lm| is at
 * most sin^m θ q_lm(1) times the normalisation, and less than 1 for the other token of a pair, so there all degrees
 * together are negligible.
 */
function fillOrder(
  m: number,
  square: number,
  bessel: SphericalBessel,
  squares: Float64Array,
  recurrence: Float64Array,
): number {
  let [pole, before] = [1, 0]; // q_lm at θ = 0, where it is largest
  let sum = 0;
  for (let l = m; l < m + squares.length; l++) {
    const b = (4 * (l * l - m * m)) / (4 * l * l - 1);
    if (l > m) square *= (2 * l - 1) / ((2 * l + 1) * b);
    squares[l - m] = square;
    recurrence[l - m] = b;
    sum += shareOf(bessel, l) * Math.sqrt(square) * pole;
    [pole, before] = [2 * pole - b * before, pole];
  }
  return NEGLIGIBLE / sum;
}
