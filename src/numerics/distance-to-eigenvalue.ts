/** How small a change of a real matrix makes a given number one of its eigenvalues. */
import { larger } from './elementary.ts';

/** A pivot that vanishes counts as this share of the largest entry. */
const ROUNDOFF = 2.220446049250313e-16;
/** Of the power iteration, whose estimate falls to the smallest singular value: a factor of 2 is enough here. */
const STEPS = 4;

/** A complex vector or matrix: real and imaginary parts. */
interface Complex {
  readonly re: Float64Array;
  readonly im: Float64Array;
}

interface Factors extends Complex {
  /** Row i of the factored matrix was this row of M. */
  readonly order: Int32Array;
}

/**
 * An estimate, from above, of the smallest singular value of M − zI: of the norm of the least E such that z is an
 * eigenvalue of M + E. Two computed eigenvalues are one within an error ε of M if every z between them has an E below
 * ε: they lie in one component of its ε-pseudospectrum. O(d³), by inverse iteration on (M − zI)ᴴ(M − zI).
 *
 * @param m d×d row-major, finite; kept
 *
 * L. N. Trefethen & M. Embree, Spectra and Pseudospectra, §2 and §39.
 */
export function distanceToEigenvalue(m: Float64Array, d: number, re: number, im: number): number {
  const factors = factored(m, d, re, im);
  const v = start(d);
  makeUnit(v, d);
  let grown = 0;
  for (let step = 0; step < STEPS; step++) {
    solve(factors, v, d);
    grown = makeUnit(v, d);
    solveAdjoint(factors, v, d);
    grown = larger(grown, makeUnit(v, d));
  }
  return 1 / grown;
}

/** Numbers of one size without a pattern that an eigenvector could be at right angles to. */
function start(d: number): Complex {
  const re = Float64Array.from({ length: d }, (_, i) => 1 + (((i + 1) * 0.6180339887498949) % 1));
  return { re, im: new Float64Array(d) };
}

/** P(M − zI) = LU, by elimination with partial pivots. */
function factored(m: Float64Array, d: number, zRe: number, zIm: number): Factors {
  const re = m.slice();
  const im = new Float64Array(d * d);
  for (let i = 0; i < d; i++) {
    re[i * d + i] -= zRe;
    im[i * d + i] = -zIm;
  }
  const order = Int32Array.from({ length: d }, (_, i) => i);
  const least = ROUNDOFF * m.reduce((most, entry) => larger(most, Math.abs(entry)), 0);
  const size = (at: number) => Math.abs(re[at]) + Math.abs(im[at]);
  for (let column = 0; column < d; column++) {
    let pivot = column;
    for (let i = column + 1; i < d; i++) if (size(i * d + column) > size(pivot * d + column)) pivot = i;
    if (pivot !== column) {
      for (let j = 0; j < d; j++) {
        swap(re, pivot * d + j, column * d + j);
        swap(im, pivot * d + j, column * d + j);
      }
      [order[pivot], order[column]] = [order[column], order[pivot]];
    }
    const top = column * d + column;
    if (!(size(top) > least)) [re[top], im[top]] = [least === 0 ? 1 : least, 0];
    eliminate(re, im, d, column, zIm !== 0);
  }
  return { re, im, order };
}

function swap(a: Float64Array, i: number, j: number): void {
  [a[i], a[j]] = [a[j], a[i]];
}

/** Rows below a pivot lose their entry under it; what they lost by stands in its place. */
function eliminate(re: Float64Array, im: Float64Array, d: number, column: number, complex: boolean): void {
  const top = column * d;
  for (let i = column + 1; i < d; i++) {
    const row = i * d;
    const [a, b] = quotient(re[row + column], im[row + column], re[top + column], im[top + column]);
    re[row + column] = a;
    im[row + column] = b;
    if (a === 0 && b === 0) continue;
    for (let j = column + 1; j < d; j++) re[row + j] -= a * re[top + j] - b * im[top + j];
    if (complex) for (let j = column + 1; j < d; j++) im[row + j] -= a * im[top + j] + b * re[top + j];
  }
}

/** (a + ib)/(p + iq), by the larger part first (Smith). */
function quotient(a: number, b: number, p: number, q: number): [re: number, im: number] {
  if (Math.abs(p) >= Math.abs(q)) {
    const ratio = q / p;
    const bottom = p + q * ratio;
    return [(a + b * ratio) / bottom, (b - a * ratio) / bottom];
  }
  const ratio = p / q;
  const bottom = p * ratio + q;
  return [(a * ratio + b) / bottom, (b * ratio - a) / bottom];
}

/** v ← (M − zI)⁻¹ v. */
function solve({ re, im, order }: Factors, v: Complex, d: number): void {
  const given = { re: v.re.slice(), im: v.im.slice() };
  for (let i = 0; i < d; i++) {
    v.re[i] = given.re[order[i]];
    v.im[i] = given.im[order[i]];
    for (let j = 0; j < i; j++) subtract(v, i, re[i * d + j], im[i * d + j], j);
  }
  for (let i = d - 1; i >= 0; i--) {
    for (let j = i + 1; j < d; j++) subtract(v, i, re[i * d + j], im[i * d + j], j);
    [v.re[i], v.im[i]] = quotient(v.re[i], v.im[i], re[i * d + i], im[i * d + i]);
  }
}

/** v ← (M − zI)⁻ᴴ v. */
function solveAdjoint({ re, im, order }: Factors, v: Complex, d: number): void {
  for (let i = 0; i < d; i++) {
    for (let j = 0; j < i; j++) subtract(v, i, re[j * d + i], -im[j * d + i], j);
    [v.re[i], v.im[i]] = quotient(v.re[i], v.im[i], re[i * d + i], -im[i * d + i]);
  }
  for (let i = d - 1; i >= 0; i--) {
    for (let j = i + 1; j < d; j++) subtract(v, i, re[j * d + i], -im[j * d + i], j);
  }
  const permuted = { re: v.re.slice(), im: v.im.slice() };
  for (let i = 0; i < d; i++) {
    v.re[order[i]] = permuted.re[i];
    v.im[order[i]] = permuted.im[i];
  }
}

/** v_i ← v_i − (a + ib) v_j. */
function subtract(v: Complex, i: number, a: number, b: number, j: number): void {
  v.re[i] -= a * v.re[j] - b * v.im[j];
  v.im[i] -= a * v.im[j] + b * v.re[j];
}

/** Returns what its length was. */
function makeUnit(v: Complex, d: number): number {
  let most = 0;
  for (let i = 0; i < d; i++) most = larger(most, larger(Math.abs(v.re[i]), Math.abs(v.im[i])));
  let sum = 0;
  for (let i = 0; i < d; i++) {
    v.re[i] /= most;
    v.im[i] /= most;
    sum += v.re[i] * v.re[i] + v.im[i] * v.im[i];
  }
  const length = Math.sqrt(sum);
  for (let i = 0; i < d; i++) {
    v.re[i] /= length;
    v.im[i] /= length;
  }
  return most * length;
}
