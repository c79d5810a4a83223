/**
 * The first token of causal attention, which sees itself only: ẋ = P_x(Vx), so that x(t) = e^{tV}x/|e^{tV}x| for any V.
 * Lemma 3.1 of arXiv:2411.04990 says where it goes.
 */

import { demand } from '../numerics/domain.ts';
import { larger } from '../numerics/elementary.ts';
import { frobeniusNorm } from '../numerics/sphere.ts';
import { spectrumOf } from './leading-eigenvalue.ts';

/** ‖hV‖ up to which the series of e^{hV} below is exact to rounding: 0.5^19/19! ≈ 1e-23. */
const LARGEST_ARGUMENT = 0.5;
const TERMS = 18;
/** Where |Mx| is less than this share of ‖M‖, its digits have gone and two half steps are taken. */
const LEAST_SHARE = 1e-3;
const MOST_STEPS = 1e6;

/**
 * x(t) = e^{tV}x/|e^{tV}x|, by powers e^{hV}, e^{2hV}, e^{4hV}, … each divided by its norm: nothing overflows. Where a
 * power would wipe out x, as for x in a subspace that others outgrow, smaller steps are taken. Error about (1 + |t|‖V
 * − tr V/d‖) roundoffs, times the condition of e^{tV}.
 *
 * @param v V, d×d row-major
 * @param x unit, or any length but 0
 * @param t any finite time; negative times go back
 * @throws ParkadeError InvalidParameter where V is not d×d, an entry or t is not finite, or more than 10⁶ steps are
 *   needed
 *
 * Cost O(d³ log(t‖V‖)); for x in a subspace that others outgrow, up to t times the difference of their growth.
 */
export function firstTokenAt(v: ArrayLike<number>, x: ArrayLike<number>, t: number): Float64Array {
  const d = x.length;
  check(v, d);
  demand(Number.isFinite(t), 't', 'a finite time; give another', t);
  const exponent = withoutTrace(v, d).map((entry) => t * entry);
  let levels = 0;
  for (let size = frobeniusNorm(exponent); size > LARGEST_ARGUMENT; size /= 2) levels += 1;
  let scale = 1;
  for (let i = 0; i < levels; i++) scale /= 2;
  const powers = [
    normalised(
      series(
        exponent.map((entry) => entry * scale),
        d,
      ),
    ),
  ];
  for (let i = 0; i < levels; i++) powers.push(normalised(product(powers[i], powers[i], d)));
  let steps = 0;
  const go = (level: number, from: Float64Array): Float64Array => {
    demand(++steps < MOST_STEPS, 't', `nearer to 0, as more than ${MOST_STEPS} steps are needed from there`, t);
    const to = applied(powers[level], from, d);
    const length = frobeniusNorm(to);
    if (level === 0 || length > LEAST_SHARE) return to.map((entry) => entry / length);
    return go(level - 1, go(level - 1, from));
  };
  const size = frobeniusNorm(x);
  demand(size > 0 && size < Infinity, 'x', 'a finite vector other than 0; its length does not matter', Array.from(x));
  return go(
    levels,
    Float64Array.from(x, (entry) => entry / size),
  );
}

/** Where the first token goes, and how fast. */
interface FirstTokenDecay {
  /** The largest real part of an eigenvalue of V. */
  readonly growth: number;
  /** dim L′: how many eigenvalues have it, up to `tolerance`. */
  readonly dimension: number;
  /**
   * The distance to the next real part; Infinity if there is none. For almost every start the distance to L′ falls like
   * e^{−gap·t}, up to a power of t if V has Jordan blocks. Within L′, the distance to the part L of the largest blocks
   * falls like 1/t.
   */
  readonly gap: number;
}

/**
 * The rates of Lemma 3.1.
 *
 * @param tolerance real parts this near the largest count as equal to it, as a share of ‖V‖, and those that rounding
 *   may have parted from it: see `spectrumOf`. NaN where the eigenvalues cannot be found.
 * @throws ParkadeError InvalidParameter as firstTokenAt
 */
export function firstTokenDecay(v: ArrayLike<number>, d: number, tolerance = 1e-6): FirstTokenDecay {
  check(v, d);
  const spectrum = spectrumOf(Float64Array.from(v), d, tolerance);
  if (spectrum === null) return { growth: NaN, dimension: 0, gap: NaN };
  const { leading, members, re } = spectrum;
  const others = re.filter((_, i) => !members.includes(i));
  return { growth: leading.re, dimension: members.length, gap: leading.re - others.reduce(larger, -Infinity) };
}

function check(v: ArrayLike<number>, d: number): void {
  const entries = Array.from(v);
  const good = entries.length === d * d && entries.every(Number.isFinite);
  demand(good, 'v', `${d}×${d} finite numbers, as the token has ${d}; give rows one after the other`, entries);
}

/** V − (tr V/d) I: e^{tV} changes by a factor only. The mean is exact for multiples of I. */
function withoutTrace(v: ArrayLike<number>, d: number): Float64Array {
  let excess = 0;
  for (let i = 0; i < d; i++) excess += v[i * d + i] - v[0];
  const mean = v[0] + excess / d;
  return Float64Array.from(v, (entry, at) => (at % (d + 1) === 0 ? entry - mean : entry));
}

/** e^M = I + M(I + M/2(I + M/3(…))). */
function series(m: Float64Array, d: number): Float64Array {
  let sum = identity(d);
  for (let k = TERMS; k >= 1; k--) {
    sum = product(m, sum, d).map((entry) => entry / k);
    for (let i = 0; i < d; i++) sum[i * d + i] += 1;
  }
  return sum;
}

function identity(d: number): Float64Array {
  return Float64Array.from({ length: d * d }, (_, at) => (at % (d + 1) === 0 ? 1 : 0));
}

function product(a: Float64Array, b: Float64Array, d: number): Float64Array {
  const out = new Float64Array(d * d);
  for (let i = 0; i < d; i++) {
    for (let l = 0; l < d; l++) for (let j = 0; j < d; j++) out[i * d + j] += a[i * d + l] * b[l * d + j];
  }
  return out;
}

function applied(m: Float64Array, x: Float64Array, d: number): Float64Array {
  return x.map((_, i) => {
    let sum = 0;
    for (let j = 0; j < d; j++) sum += m[i * d + j] * x[j];
    return sum;
  });
}

function normalised(m: Float64Array): Float64Array {
  const size = frobeniusNorm(m);
  return m.map((entry) => entry / size);
}
