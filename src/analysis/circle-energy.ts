/** Sums over all pairs of tokens on the circle by Fourier modes. */
import { scaledBessel } from '../numerics/bessel.ts';

/** What may be left out of Σ a_m = 1: 2^−56. */
const TAIL = 1.3877787807814457e-17;
/**
 * Tokens whose powers are summed before they join the total: errors grow with this and with n over this, not with n.
 */
const BLOCK = 1024;

/** The coefficients of e^{β(cos Δ − 1)} = Σ_m a_m cos mΔ that matter: a_m = (2 − δ_m0) e^{−β} I_m(β). */
function energyModes(beta: number): Float64Array {
  const bessel = scaledBessel(beta, Math.floor(12 + 9 * Math.sqrt(beta)));
  let count = bessel.length;
  for (let tail = 0; count > 1 && tail + 2 * bessel[count - 1] < TAIL; count--) tail += 2 * bessel[count - 1];
  return bessel.slice(0, count).map((value, m) => (m === 0 ? value : 2 * value));
}

/**
 * Σ_{jk} e^{β(cos(θ_j − θ_k) − 1)}/n² = Σ_m a_m |Σ_j e^{imθ_j}|²/n². O(n√β). Absolute error below 10^−12 for β ≤ 10⁴.
 *
 * @param x tokens, [n, 2], unit rows
 */
export function circleEnergy(x: Float64Array, beta: number): number {
  const modes = energyModes(beta);
  const n = x.length / 2;
  const sums = powerSums(x, modes.length);
  let energy = modes[0] * n * n;
  for (let m = 1; m < modes.length; m++) {
    const [re, im] = [sums.re[m], sums.im[m]];
    energy += modes[m] * (re * re + im * im);
  }
  return energy / (n * n);
}

/** Σ_j e^{imθ_j} for m = 1 … count − 1. */
function powerSums(x: Float64Array, count: number): { readonly re: Float64Array; readonly im: Float64Array } {
  const n = x.length / 2;
  const [re, im] = [new Float64Array(count), new Float64Array(count)];
  const [blockRe, blockIm] = [new Float64Array(count), new Float64Array(count)];
  for (let from = 0; from < n; from += BLOCK) {
    const to = from + BLOCK < n ? from + BLOCK : n;
    blockRe.fill(0);
    blockIm.fill(0);
    for (let k = from; k < to; k += 4) addFour(x, k, to, blockRe, blockIm);
    for (let m = 1; m < count; m++) {
      re[m] += blockRe[m];
      im[m] += blockIm[m];
    }
  }
  return { re, im };
}

/** The powers of tokens k … k + 3, of those before `to`. */
function addFour(x: Float64Array, k: number, to: number, re: Float64Array, im: Float64Array): void {
  const [s0, s1, s2, s3] = [
    inverseLength(x, k, to),
    inverseLength(x, k + 1, to),
    inverseLength(x, k + 2, to),
    inverseLength(x, k + 3, to),
  ];
  const [i0, i1, i2, i3] = [2 * k, 2 * (s1 > 0 ? k + 1 : k), 2 * (s2 > 0 ? k + 2 : k), 2 * (s3 > 0 ? k + 3 : k)];
  const [c0, c1, c2, c3] = [x[i0] * s0, x[i1] * s1, x[i2] * s2, x[i3] * s3];
  const [d0, d1, d2, d3] = [x[i0 + 1] * s0, x[i1 + 1] * s1, x[i2 + 1] * s2, x[i3 + 1] * s3];
  let [p0, p1, p2, p3] = [c0, c1, c2, c3];
  let [q0, q1, q2, q3] = [d0, d1, d2, d3];
  for (let m = 1; m < re.length; m++) {
    re[m] += p0 + p1 + (p2 + p3);
    im[m] += q0 + q1 + (q2 + q3);
    const t0 = p0 * c0 - q0 * d0;
    const t1 = p1 * c1 - q1 * d1;
    const t2 = p2 * c2 - q2 * d2;
    const t3 = p3 * c3 - q3 * d3;
    q0 = p0 * d0 + q0 * c0;
    q1 = p1 * d1 + q1 * c1;
    q2 = p2 * d2 + q2 * c2;
    q3 = p3 * d3 + q3 * c3;
    p0 = t0;
    p1 = t1;
    p2 = t2;
    p3 = t3;
  }
}

/** 1/|x_k|, or 0 from `to` on: powers of 0 add nothing. */
function inverseLength(x: Float64Array, k: number, to: number): number {
  return k < to ? 1 / Math.sqrt(x[2 * k] * x[2 * k] + x[2 * k + 1] * x[2 * k + 1]) : 0;
}
