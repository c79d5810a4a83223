/** Sums over all pairs of tokens on S² by spherical harmonics. */
import { sphericalBessel } from '../numerics/spherical-bessel.ts';

/** What may be left out of Σ_l (2l + 1) e^{−β} i_l(β) = 1, and so of the energy at most. */
const TAIL = 1e-13;
/** Tokens whose harmonics are summed before they join the total. */
const BLOCK = 1024;

/** The coefficients of e^{β(cos γ − 1)} = Σ_l a_l P_l(cos γ) that matter: a_l = (2l + 1) e^{−β} i_l(β). */
function energyDegrees(beta: number): Float64Array {
  const { values } = sphericalBessel(beta, Math.floor(32 + 9 * Math.sqrt(beta)));
  const weights = values.map((value, l) => (2 * l + 1) * value);
  let count = weights.length;
  for (let tail = 0; count > 1 && tail + weights[count - 1] < TAIL; count--) tail += weights[count - 1];
  return weights.slice(0, count);
}

/** Normalised Legendre functions Q_lm(z), P_lm(cos θ) e^{imφ} = (x + iy)^m Q_lm(z), by order m, then degree l. */
interface Recurrence {
  /** L: degrees 0 … L − 1. */
  readonly degrees: number;
  /** Q_mm. */
  readonly first: Float64Array;
  /** Q_l = rise_l (z Q_{l−1} − fall_l Q_{l−2}). */
  readonly rise: Float64Array;
  readonly fall: Float64Array;
}

/** Normalised so that Σ_m (2 − δ_m0) |Σ_j P_lm(x_j) e^{imφ_j}|² = Σ_{jk} P_l(⟨x_j, x_k⟩). */
function recurrenceOf(degrees: number): Recurrence {
  const modes = (degrees * (degrees + 1)) / 2;
  const [first, rise, fall] = [new Float64Array(degrees), new Float64Array(modes), new Float64Array(modes)];
  let square = 1; // of what makes Q_mm, with the factor 2l + 1 of orthonormal functions
  let at = 0;
  for (let m = 0; m < degrees; m++) {
    if (m > 0) square *= (2 * m + 1) / (2 * m);
    first[m] = Math.sqrt(square);
    for (let l = m; l < degrees; l++, at++) {
      if (l === m) continue;
      rise[at] = Math.sqrt((4 * l * l - 1) / (l * l - m * m));
      fall[at] = Math.sqrt(((l - 1) * (l - 1) - m * m) / (4 * (l - 1) * (l - 1) - 1));
    }
  }
  return { degrees, first, rise, fall };
}

/**
 * Σ_{jk} e^{β(⟨x_j, x_k⟩ − 1)}/n² = Σ_l a_l Σ_m |Σ_j Y_lm(x_j)|², scaled. O(nβ). Absolute error below 10^−12 for
 * β ≤ 10³.
 *
 * @param x tokens, [n, 3], unit rows
 */
export function sphereEnergy(x: Float64Array, beta: number): number {
  const weights = energyDegrees(beta);
  const n = x.length / 3;
  const { re, im } = harmonicSums(x, recurrenceOf(weights.length));
  let energy = 0;
  let at = 0;
  for (let m = 0; m < weights.length; m++) {
    for (let l = m; l < weights.length; l++, at++) {
      const square = re[at] * re[at] + im[at] * im[at];
      energy += ((m === 0 ? 1 : 2) * weights[l] * square) / (2 * l + 1);
    }
  }
  return energy / (n * n);
}

function harmonicSums(
  x: Float64Array,
  recurrence: Recurrence,
): { readonly re: Float64Array; readonly im: Float64Array } {
  const n = x.length / 3;
  const modes = recurrence.rise.length;
  const [re, im] = [new Float64Array(modes), new Float64Array(modes)];
  const [blockRe, blockIm] = [new Float64Array(modes), new Float64Array(modes)];
  for (let from = 0; from < n; from += BLOCK) {
    const to = from + BLOCK < n ? from + BLOCK : n;
    blockRe.fill(0);
    blockIm.fill(0);
    for (let k = from; k < to; k += 2) addTwo(x, k, k + 1 < to ? k + 1 : -1, recurrence, blockRe, blockIm);
    for (let i = 0; i < modes; i++) {
      re[i] += blockRe[i];
      im[i] += blockIm[i];
    }
  }
  return { re, im };
}

/** The harmonics of token j, and of token k unless that is −1. */
function addTwo(
  x: Float64Array,
  j: number,
  k: number,
  { degrees, first, rise, fall }: Recurrence,
  re: Float64Array,
  im: Float64Array,
): void {
  const [a, b, c] = unit(x, j);
  const [u, v, w] = unit(x, k < 0 ? j : k);
  let p = 1; // p + iq = (a + ib)^m
  let q = 0;
  let r = k < 0 ? 0 : 1; // r + is = (u + iv)^m
  let s = 0;
  let at = 0;
  for (let m = 0; m < degrees; m++) {
    let f = first[m];
    let g = first[m];
    let fBefore = 0;
    let gBefore = 0;
    for (let l = m; l < degrees; l++, at++) {
      if (l > m) {
        const fNext = rise[at] * (c * f - fall[at] * fBefore);
        const gNext = rise[at] * (w * g - fall[at] * gBefore);
        fBefore = f;
        gBefore = g;
        f = fNext;
        g = gNext;
      }
      re[at] += f * p + g * r;
      im[at] += f * q + g * s;
    }
    const turned = p * a - q * b;
    q = p * b + q * a;
    p = turned;
    const other = r * u - s * v;
    s = r * v + s * u;
    r = other;
  }
}

function unit(x: Float64Array, k: number): [number, number, number] {
  const [a, b, c] = [x[3 * k], x[3 * k + 1], x[3 * k + 2]];
  const norm = Math.sqrt(a * a + b * b + c * c);
  return [a / norm, b / norm, c / norm];
}
