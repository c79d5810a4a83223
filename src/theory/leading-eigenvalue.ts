/**
 * The eigenvalue of V with the largest real part, λ_max, on which the final configuration depends: arXiv:2411.04990,
 * §4.
 */
import { distanceToEigenvalue } from '../numerics/distance-to-eigenvalue.ts';
import { demand } from '../numerics/domain.ts';
import { type Eigenvalues, eigenvalues } from '../numerics/eigenvalues.ts';
import { larger } from '../numerics/elementary.ts';
import { frobeniusNorm, norm } from '../numerics/sphere.ts';

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
  /**
   * The dimension of the eigenspace of a real λ_max, below `multiplicity` where there are Jordan blocks; null for a
   * complex one.
   */
  readonly eigenspace: number | null;
  /**
   * Whether λ_max is multiple, or real, within rounding only: its eigenvalues lie apart, but some matrix as near to V
   * as rounding leaves it has one where they meet. V may then have a single eigenvalue, or several as they were found.
   */
  readonly blurred: boolean;
}

export interface Spectrum extends Eigenvalues {
  readonly leading: LeadingEigenvalue;
  /** Which eigenvalues λ_max stands for. */
  readonly members: readonly number[];
}

/**
 * Numbers nearer than this to each other, as a share of the Frobenius norm of V, count as equal: a double eigenvalue of
 * a Jordan block comes apart by some 1e-8 of it when it is computed in double precision.
 */
export const DEFAULT_TOLERANCE = 1e-6;

const ROUNDOFF = 2.220446049250313e-16;
/**
 * Computed eigenvalues are those of a matrix within this times d roundoffs of ‖V‖. Of 3,200 Jordan blocks of 2 to 5
 * none needed more than 0.6 behind random orthogonal frames and frames of condition 10, and 5.4 behind those of
 * condition 10⁵, which round V itself.
 */
const BACKWARD_ERROR = 10;
/** Of ‖V‖: what lies farther apart no rounding has parted; a block of eight comes apart by some 0.01. */
const FARTHEST = 0.1;
/** Neighbours in a row that are found to be apart before the others are taken to be so, since each takes O(d³). */
const MOST_REFUSED = 3;

/**
 * All eigenvalues of V and the leading one, or null where they cannot be found (an entry that is not finite, or an
 * iteration that does not settle).
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
  if (![...all.re, ...all.im].every(Number.isFinite)) return null;
  const size = frobeniusNorm(v);
  const near = tolerance * size;
  const largest = all.re.reduce(larger, -Infinity);
  const equal = Array.from(all.re.keys()).filter((i) => largest - all.re[i] <= near);
  const error = BACKWARD_ERROR * d * ROUNDOFF * size;
  const members = withBlurred(v, d, all, equal, error, size);
  const im = members.reduce((most, i) => larger(most, Math.abs(all.im[i])), 0);
  const re = members.reduce((sum, i) => sum + all.re[i], 0) / members.length;
  const turning = im > near && distanceToEigenvalue(v, d, re, 0) > error;
  return {
    ...all,
    members,
    leading: {
      re,
      im: turning ? im : 0,
      kind: turning ? 'complex' : 'real',
      sign: re > near ? 1 : re < -near ? -1 : 0,
      multiplicity: members.length,
      eigenspace: turning ? null : nullity(v, d, re, near, members.length),
      blurred: members.length > equal.length || (im > near && !turning),
    },
  };
}

/**
 * The members, and every other eigenvalue that rounding may have parted from one of them: some matrix within the error
 * of V has one between the two. A block of m equal ones comes apart by some (ε‖V‖)^{1/m}, far more than any tolerance
 * for equal numbers.
 */
function withBlurred(
  v: Float64Array,
  d: number,
  { re, im }: Eigenvalues,
  equal: readonly number[],
  error: number,
  size: number,
): number[] {
  const members = [...equal];
  const others = new Set(Array.from(re.keys()).filter((i) => !members.includes(i)));
  const apart = (i: number, j: number) => norm([re[i] - re[j], im[i] - im[j]], 0, 2);
  const nearestTo = (i: number) => members.reduce((best, j) => (apart(i, j) < apart(i, best) ? j : best));
  for (let refused = 0; refused < MOST_REFUSED && others.size > 0; ) {
    const pairs = [...others].map((i) => ({ i, j: nearestTo(i) }));
    const { i, j } = pairs.reduce((best, pair) => (apart(pair.i, pair.j) < apart(best.i, best.j) ? pair : best));
    if (!(apart(i, j) <= FARTHEST * size)) break;
    others.delete(i);
    if (distanceToEigenvalue(v, d, (re[i] + re[j]) / 2, (im[i] + im[j]) / 2) <= error) members.push(i);
    else refused++;
  }
  return members;
}

/**
 * The dimension of the kernel of V − λI: by elimination with complete pivots, entries up to `near` counting as zero.
 */
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
