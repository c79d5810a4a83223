/** The eigenvalue of V with the largest real part, λ_max, on which the final configuration depends: arXiv:2411.04990, §4. */
import { type Eigenvalues, eigenvalues } from '../core/eigenvalues.ts';
import { larger } from '../core/elementary.ts';
import { demand } from './domain.ts';

export interface LeadingEigenvalue {
  /** λ_max; of several that cannot be told apart, the mean. */
  readonly re: number;
  /** 0 for a real one; the largest of its kind for complex ones, which come in pairs re ± i·im. */
  readonly im: number;
  readonly kind: 'real' | 'complex';
  /** Of the real part; 0 where it cannot be told from zero. */
  readonly sign: 1 | 0 | -1;
  /** How many eigenvalues have this real part, each as often as its algebraic multiplicity; 2 for one complex pair. */
  readonly multiplicity: number;
  /** The dimension of the eigenspace of a real λ_max, below `multiplicity` where there are Jordan blocks; null for a complex one. */
  readonly eigenspace: number | null;
}

export interface Spectrum extends Eigenvalues {
  readonly leading: LeadingEigenvalue;
}

/**
 * Numbers nearer than this to each other, as a share of the Frobenius norm of V, count as equal: a double eigenvalue of a Jordan block
 * comes apart by some 1e-8 of it when it is computed in double precision.
 */
export const DEFAULT_TOLERANCE = 1e-6;

/**
 * All eigenvalues of V and the leading one, or null where they cannot be found (an entry that is not finite, or an iteration that does
 * not settle).
 *
 * @param v V, d×d row-major; kept
 * @throws ParkadeError InvalidParameter where V is not d×d
 */
export function spectrumOf(v: Float64Array, d: number, tolerance = DEFAULT_TOLERANCE): Spectrum | null {
  demand(
    Number.isInteger(d) && d >= 1 && v.length === d * d,
    'V',
    'd × d numbers; give rows one after the other',
    Array.from(v),
  );
  demand(tolerance >= 0 && tolerance < Infinity, 'tolerance', 'a finite number ≥ 0', tolerance);
  const all = eigenvalues(v.slice(), d);
  if (Number.isNaN(all.re[0])) return null;
  const near = tolerance * frobeniusNorm(v);
  const largest = all.re.reduce(larger, -Infinity);
  const members = Array.from(all.re.keys()).filter((i) => largest - all.re[i] <= near);
  const im = members.reduce((most, i) => larger(most, Math.abs(all.im[i])), 0);
  const re = members.reduce((sum, i) => sum + all.re[i], 0) / members.length;
  const real = im <= near;
  return {
    ...all,
    leading: {
      re,
      im: real ? 0 : im,
      kind: real ? 'real' : 'complex',
      sign: re > near ? 1 : re < -near ? -1 : 0,
      multiplicity: members.length,
      eigenspace: real ? nullity(v, d, re, near, members.length) : null,
    },
  };
}

/** √Σ v_i², taken relative to the largest entry, whose square may overflow. */
function frobeniusNorm(v: Float64Array): number {
  const most = v.reduce((a, entry) => larger(a, Math.abs(entry)), 0);
  if (most === 0) return 0;
  return most * Math.sqrt(v.reduce((sum, entry) => sum + (entry / most) * (entry / most), 0));
}

/** The dimension of the kernel of V − λI: by elimination with complete pivots, entries up to `near` counting as zero. */
function nullity(v: Float64Array, d: number, lambda: number, near: number, multiplicity: number): number {
  if (multiplicity === 1) return 1;
  const m = v.slice();
  for (let i = 0; i < d; i++) m[i * d + i] -= lambda;
  for (let rank = 0; rank < d; rank++) {
    const [row, column] = largestEntry(m, d, rank);
    const pivot = m[row * d + column];
    if (Math.abs(pivot) <= near) return d - rank;
    for (let j = 0; j < d; j++) [m[row * d + j], m[rank * d + j]] = [m[rank * d + j], m[row * d + j]];
    for (let i = 0; i < d; i++) [m[i * d + column], m[i * d + rank]] = [m[i * d + rank], m[i * d + column]];
    for (let i = rank + 1; i < d; i++) {
      const factor = m[i * d + rank] / pivot;
      for (let j = rank; j < d; j++) m[i * d + j] -= factor * m[rank * d + j];
    }
  }
  return 0;
}

/** Among rows and columns from `from` on. */
function largestEntry(m: Float64Array, d: number, from: number): [row: number, column: number] {
  let [row, column] = [from, from];
  for (let i = from; i < d; i++) {
    for (let j = from; j < d; j++) {
      if (Math.abs(m[i * d + j]) > Math.abs(m[row * d + column])) [row, column] = [i, j];
    }
  }
  return [row, column];
}
