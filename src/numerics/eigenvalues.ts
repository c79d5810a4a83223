/** Eigenvalues of real matrices, and how fast they can make something grow. */
import { larger } from './elementary.ts';

/** Sweeps for one eigenvalue before the matrix is given up; the shifted iteration mostly needs two or three. */
const MOST_SWEEPS = 60;
const ROUNDOFF = 2.220446049250313e-16;

/** d complex numbers. Those with an imaginary part come in pairs, the one above the real axis first. */
export interface Eigenvalues {
  readonly re: Float64Array;
  readonly im: Float64Array;
}

/**
 * The largest real part of the eigenvalues of a d×d matrix, which is overwritten: how fast ẋ = Mx can grow in the long
 * run. NaN where `eigenvalues` gives up.
 */
export function largestRealPart(m: Float64Array, d: number): number {
  return eigenvalues(m, d).re.reduce(larger, -Infinity);
}

/** The real parts of all eigenvalues, in the order of `eigenvalues`; the matrix is overwritten. */
export function realParts(m: Float64Array, d: number): Float64Array {
  return eigenvalues(m, d).re;
}

/**
 * All eigenvalues of a d×d matrix, which is overwritten, each as often as its algebraic multiplicity, in no order.
 * By Gaussian similarity to Hessenberg form and the double-shift QR iteration, O(10 d³).
 * All NaN if the iteration does not settle, or an entry is not finite.
 *
 * Golub & Van Loan, Matrix Computations, §7.4–7.5; Wilkinson & Reinsch, Handbook for Automatic Computation II (elmhes,
 * hqr).
 */
export function eigenvalues(m: Float64Array, d: number): Eigenvalues {
  const re = new Float64Array(d);
  const im = new Float64Array(d);
  const none = () => ({ re: re.fill(NaN), im: im.fill(NaN) });
  if (!hasFiniteEntries(m, d)) return none();
  const unit = toModestSize(m, d);
  toHessenberg(m, d);
  let shift = 0; // subtracted from the diagonal so far, by exceptional shifts
  for (let end = d - 1; end >= 0; ) {
    let sweeps = 0;
    for (;;) {
      const start = lastSmallSubdiagonal(m, d, end);
      if (start === end) {
        re[end] = m[end * d + end] + shift;
        end -= 1;
        break;
      }
      if (start === end - 1) {
        const { middle, discriminant } = ofBlock(m, d, end);
        const root = Math.sqrt(Math.abs(discriminant));
        const [apart, above] = discriminant > 0 ? [root, 0] : [0, root];
        re[end - 1] = middle + apart + shift;
        re[end] = middle - apart + shift;
        im[end - 1] = above;
        im[end] = -above + 0;
        end -= 2;
        break;
      }
      if (++sweeps > MOST_SWEEPS) return none();
      if (sweeps % 10 === 0) shift += exceptionalShift(m, d, end);
      qrSweep(m, d, start, end, sweeps % 10 === 0);
    }
  }
  for (let i = 0; i < d; i++) {
    re[i] *= unit;
    im[i] *= unit;
  }
  return { re, im };
}

/** Entries up to this, and down to its inverse, are squared without a thought. */
const MODEST = 2.037035976334486e90; // 2³⁰⁰

/**
 * Multiplies a matrix of huge or tiny entries by a power of two, so that products neither overflow nor vanish; returns
 * its inverse.
 */
function toModestSize(m: Float64Array, d: number): number {
  let most = 0;
  for (let i = 0; i < d * d; i++) most = larger(most, Math.abs(m[i]));
  let factor = 1;
  if (most > 0) {
    while (most * factor > MODEST) factor /= MODEST;
    while (most * factor < 1 / MODEST) factor *= MODEST;
  }
  if (factor !== 1) for (let i = 0; i < d * d; i++) m[i] *= factor;
  return 1 / factor;
}

function hasFiniteEntries(m: Float64Array, d: number): boolean {
  for (let i = 0; i < d * d; i++) if (!(Math.abs(m[i]) < Infinity)) return false;
  return true;
}

/** M ← L⁻¹ M L with zeros below the first subdiagonal, by elimination with pivots. */
function toHessenberg(m: Float64Array, d: number): void {
  for (let column = 0; column < d - 2; column++) {
    let pivot = column + 1;
    for (let i = column + 2; i < d; i++) {
      if (Math.abs(m[i * d + column]) > Math.abs(m[pivot * d + column])) pivot = i;
    }
    const top = m[pivot * d + column];
    if (top === 0) continue;
    if (pivot !== column + 1) {
      for (let j = 0; j < d; j++) swap(m, pivot * d + j, (column + 1) * d + j);
      for (let i = 0; i < d; i++) swap(m, i * d + pivot, i * d + column + 1);
    }
    for (let i = column + 2; i < d; i++) {
      const factor = m[i * d + column] / top;
      if (factor === 0) continue;
      for (let j = column; j < d; j++) m[i * d + j] -= factor * m[(column + 1) * d + j];
      for (let j = 0; j < d; j++) m[j * d + column + 1] += factor * m[j * d + i];
      m[i * d + column] = 0;
    }
  }
}

function swap(m: Float64Array, a: number, b: number): void {
  [m[a], m[b]] = [m[b], m[a]];
}

/** The row at which the undivided block that ends at `end` begins. */
function lastSmallSubdiagonal(m: Float64Array, d: number, end: number): number {
  for (let i = end; i > 0; i--) {
    const neighbours = Math.abs(m[(i - 1) * d + i - 1]) + Math.abs(m[i * d + i]);
    if (Math.abs(m[i * d + i - 1]) <= ROUNDOFF * neighbours) {
      m[i * d + i - 1] = 0;
      return i;
    }
  }
  return 0;
}

/** The eigenvalues of the 2×2 block that ends at `end` are middle ± √discriminant. */
function ofBlock(m: Float64Array, d: number, end: number): { middle: number; discriminant: number } {
  const a = m[(end - 1) * d + end - 1];
  const b = m[end * d + end];
  const half = (a - b) / 2;
  return { middle: b + half, discriminant: half * half + m[(end - 1) * d + end] * m[end * d + end - 1] };
}

/** Breaks a cycle of the iteration: the block's diagonal moves by its last entry. */
function exceptionalShift(m: Float64Array, d: number, end: number): number {
  const by = m[end * d + end];
  for (let i = 0; i <= end; i++) m[i * d + i] -= by;
  return by;
}

/** One implicit double-shift sweep over rows start … end. */
function qrSweep(m: Float64Array, d: number, start: number, end: number, exceptional: boolean): void {
  let trace = m[end * d + end] + m[(end - 1) * d + end - 1];
  let determinant = m[end * d + end] * m[(end - 1) * d + end - 1] - m[end * d + end - 1] * m[(end - 1) * d + end];
  if (exceptional) {
    const size = Math.abs(m[end * d + end - 1]) + Math.abs(m[(end - 1) * d + end - 2]);
    trace = 1.5 * size;
    determinant = size * size;
  }
  const h = (i: number, j: number) => m[i * d + j];
  let p = h(start, start) * (h(start, start) - trace) + determinant + h(start, start + 1) * h(start + 1, start);
  let q = h(start + 1, start) * (h(start, start) + h(start + 1, start + 1) - trace);
  let r = h(start + 1, start) * h(start + 2, start + 1);
  for (let k = start; k < end; k++) {
    const three = k < end - 1;
    if (k > start) {
      p = h(k, k - 1);
      q = h(k + 1, k - 1);
      r = three ? h(k + 2, k - 1) : 0;
    }
    const size = Math.abs(p) + Math.abs(q) + Math.abs(r);
    if (size === 0) continue;
    reflect(m, d, start, end, k, p / size, q / size, three ? r / size : 0, size);
  }
}

/**
 * The Householder reflection that takes (p, q, r)·size to a multiple of the first axis, on rows and columns k, k + 1,
 * k + 2.
 */
function reflect(
  m: Float64Array,
  d: number,
  start: number,
  end: number,
  k: number,
  p: number,
  q: number,
  r: number,
  size: number,
): void {
  const length = Math.sqrt(p * p + q * q + r * r) * (p < 0 ? -1 : 1);
  if (k > start) m[k * d + k - 1] = -length * size;
  const three = k < end - 1;
  const u0 = p + length;
  const [v0, v1, v2] = [u0 / length, q / length, r / length];
  const [w1, w2] = [q / u0, r / u0];
  for (let j = k; j <= end; j++) {
    const sum = m[k * d + j] + w1 * m[(k + 1) * d + j] + (three ? w2 * m[(k + 2) * d + j] : 0);
    m[k * d + j] -= sum * v0;
    m[(k + 1) * d + j] -= sum * v1;
    if (three) m[(k + 2) * d + j] -= sum * v2;
  }
  const last = k + 3 < end ? k + 3 : end;
  for (let i = start; i <= last; i++) {
    const sum = v0 * m[i * d + k] + v1 * m[i * d + k + 1] + (three ? v2 * m[i * d + k + 2] : 0);
    m[i * d + k] -= sum;
    m[i * d + k + 1] -= sum * w1;
    if (three) m[i * d + k + 2] -= sum * w2;
  }
  if (k > start) {
    m[(k + 1) * d + k - 1] = 0;
    if (three) m[(k + 2) * d + k - 1] = 0;
  }
}
