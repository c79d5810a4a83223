/**
 * The harmonic path on the circle: the tables of its kernels (assembly/circle-sums.ts, circle-harmonics.ts,
 * circle-general.ts).
 */

import type { AttentionFieldParameters } from '../../dynamics/attention-field.ts';
import { scaledBessel } from '../../numerics/bessel.ts';
import { exp, larger, smaller } from '../../numerics/elementary.ts';
import { frobeniusNorm, type Matrix, splitIdentity } from '../../numerics/matrix.ts';
import { UNIT_ROUNDOFF } from '../backend.ts';
import { prefixCuts } from './cuts.ts';
import { directBound } from './direct-bound.ts';
import { type Plan, putNumbers, type WebAssemblyMemory } from './memory.ts';
import type { PathDefinition, PathSetting, PlacedPath } from './path.ts';

/** What may be left out of Σ a_m = 1, and of the coefficients (2m/x) I_m = I_{m−1} − I_{m+1} of the forces: 2^−56. */
const TAIL = 1.3877787807814457e-17;

/**
 * A number of modes m ≥ 1 that is enough for any argument up to x: e^{−x} I_m falls like e^{−m²/(2x)}, faster for small
 * x.
 */
function modesUpTo(x: number): number {
  return Math.floor(10 + 8.8 * Math.sqrt(x));
}

/** The modes m ≥ 1 of e^{x cos θ} that matter. */
export function modesOf(x: number): number {
  const most = modesUpTo(x) + 40;
  const bessel = scaledBessel(x, most + 2);
  let tail = 0;
  let m = most;
  for (; m > 1; m--) {
    tail += 2 * bessel[m] + (bessel[m - 1] - bessel[m + 1]);
    if (tail > TAIL) break;
  }
  return m;
}

/** The same for a problem: with any B, rows have arguments of their own, and the kernel goes by modesUpTo. */
function modesFor(attention: AttentionFieldParameters): number {
  const x = largestArgument(attention);
  return splitIdentity(attention.queryKey, 2).rest ? modesUpTo(x) : modesOf(x);
}

/** More modes than this, and the direct path is faster up to n = 10⁴: β = 5·10⁴. */
const MOST_MODES = 2000;
/** Errors seen stay below 2 units of the gauges for B = bI, below 3 in general (test/backends/accuracy.test.ts). */
const BOUND_FACTOR = 4;
const BOUND_FACTOR_GENERAL = 6;
/**
 * Beyond it, errors are no longer proportional to rounding, and a row is done directly whatever accuracy is asked for.
 */
const WORST_BOUND = 1e-11;

/** What adding a token to the sums costs, as a share of a row. */
const SUM_SHARE = 0.45;

/** Bytes of the records and blocks of assembly/circle-sums.ts. */
const RECORD = 176;
const BLOCK = 144;

/**
 * Coefficients of 1, cos mΔ … in e^{X cos Δ − |X|} (a), in that times sin Δ (b), times cos Δ (c), for m = 0 … count
 * − 1.
 */
export function harmonicCoefficients(signed: number, count: number): Record<'a' | 'b' | 'c', Float64Array> {
  const x = Math.abs(signed);
  const sign = signed < 0 ? -1 : 1;
  const bessel = scaledBessel(x, count + 2);
  const a = new Float64Array(count);
  const b = new Float64Array(count);
  const c = new Float64Array(count);
  let parity = 1; // sign^m: I_m(−x) = (−1)^m I_m(x)
  for (let m = 0; m < count; m++, parity *= sign) {
    const before = bessel[m === 0 ? 1 : m - 1];
    a[m] = parity * (m === 0 ? 1 : 2) * bessel[m];
    // (2m/x) I_m = I_{m−1} − I_{m+1}: each form where it loses nothing.
    b[m] = m === 0 ? 0 : sign * parity * (x < 1 ? before - bessel[m + 1] : (2 * m * bessel[m]) / x);
    c[m] = sign * parity * (m === 0 ? bessel[1] : before + bessel[m + 1]);
  }
  return { a, b, c };
}

interface Addresses {
  readonly block: number;
  readonly records: number;
  readonly start: number;
  readonly coefficients: number;
  readonly factors: number;
}

/** β‖B‖: no row sees a larger argument of the Bessel functions. */
function largestArgument({ beta, queryKey }: AttentionFieldParameters): number {
  const { scale, rest } = splitIdentity(queryKey, 2);
  if (!rest) return beta * Math.abs(scale);
  return beta * frobeniusNorm(queryKey);
}

/** Records and gauges for B = bI. */
function coefficientsOf(x: number, pairs: number, rest: boolean) {
  const { a, b, c } = harmonicCoefficients(x, 2 * pairs + 1);
  const records = new Float64Array((RECORD / 8) * pairs);
  let perToken1 = 0;
  let perToken2 = 0;
  for (let m = 1; m <= 2 * pairs; m++) {
    const at = (RECORD / 8) * Math.floor((m - 1) / 2) + ((m - 1) & 1);
    const loss = 1 + Math.sqrt(m) / 4; // rounding of the m-th power is a random walk of m/2 steps
    const gauge1 = (Math.abs(b[m]) + (rest ? Math.abs(c[m]) : 0)) * loss;
    const gauge2 = Math.abs(a[m]) * loss;
    records[at + 8] = a[m];
    records[at + 10] = b[m];
    records[at + 12] = c[m];
    records[at + 14] = gauge1 * gauge1;
    records[at + 16] = gauge2 * gauge2;
    perToken1 += gauge1 * gauge1;
    perToken2 += gauge2 * gauge2;
  }
  return { records, zeroA: a[0], zeroC: c[0], perToken1: Math.sqrt(perToken1), perToken2: Math.sqrt(perToken2) };
}

/**
 * Σ_j a_j e^{imθ_j} over the frozen centers, as the kernels keep it: real and imaginary vector of each pair of modes.
 */
function centerSums({ centers, weights }: AttentionFieldParameters, pairs: number): Float64Array {
  const sums = new Float64Array(4 * pairs);
  weights.forEach((weight, j) => {
    const norm = Math.sqrt(centers[2 * j] * centers[2 * j] + centers[2 * j + 1] * centers[2 * j + 1]);
    const x = centers[2 * j] / norm;
    const y = centers[2 * j + 1] / norm;
    let re = weight * x;
    let im = weight * y;
    for (let m = 1; m <= 2 * pairs; m++) {
      const at = 4 * Math.floor((m - 1) / 2) + ((m - 1) & 1);
      sums[at] += re;
      sums[at + 2] += im;
      [re, im] = [re * x - im * y, re * y + im * x];
    }
  });
  return sums;
}

/** A number that ‖V‖ does not exceed. */
function normOf(value: Matrix): number {
  return splitIdentity(value, 2).rest ? frobeniusNorm(value) : Math.abs(value[0]);
}

function fill(memory: WebAssemblyMemory, setting: PathSetting, pairs: number, at: Addresses): void {
  const { attention, shape, accuracy } = setting;
  const { scale, rest: cross } = splitIdentity(attention.queryKey, 2);
  const { rest } = splitIdentity(attention.value, 2);
  const x = attention.beta * scale;
  const table = coefficientsOf(cross ? 0 : x, pairs, rest !== null);
  const view = new DataView(memory.buffer, at.block);
  const { block: _, ...places } = at;
  [pairs, cross === null ? 0 : 1, ...Object.values(places)].forEach(
    (value, i) => void view.setInt32(4 * i, value, true),
  );
  const numbers = [
    attention.weights.reduce((sum, weight) => sum + weight, 0),
    x < 0 ? exp(2 * x) : 1,
    exp(Math.abs(x)) / shape.n,
    table.zeroA,
    table.zeroC,
    normOf(attention.value),
    table.perToken1,
    table.perToken2,
    (cross ? BOUND_FACTOR_GENERAL : BOUND_FACTOR) * UNIT_ROUNDOFF,
    x < 0 ? -2 * x : 0,
    smaller(
      accuracy,
      attention.normalization === 'count' ? WORST_BOUND * exp(largestArgument(attention)) : WORST_BOUND,
    ),
    0,
    0,
  ];
  numbers.forEach((value, i) => void view.setFloat64(24 + 8 * i, value, true));
  putNumbers(memory, at.records, table.records);
  putNumbers(memory, at.start, centerSums(attention, pairs));
}

function place(plan: Plan, setting: PathSetting): PlacedPath {
  const pairs = Math.floor((modesFor(setting.attention) + 1) / 2);
  const at: Addresses = {
    block: plan.place(BLOCK),
    records: plan.place(RECORD * pairs),
    start: plan.place(32 * pairs),
    coefficients: plan.place(4 * 8 * (2 * pairs + 4)),
    factors: plan.place(64),
  };
  const directly = directBound(setting, UNIT_ROUNDOFF);
  const number = (memory: WebAssemblyMemory, offset: number) =>
    new DataView(memory.buffer, at.block).getFloat64(offset, true);
  return {
    fill: (memory) => fill(memory, setting, pairs, at),
    kernel: 'circleHarmonics',
    block: at.block,
    report(memory) {
      const [errorBound, directRows] = [number(memory, 24 + 88), number(memory, 24 + 96)];
      return { errorBound: directRows > 0 ? larger(errorBound, directly) : errorBound, directRows };
    },
  };
}

export const circleHarmonics: PathDefinition = {
  name: 'harmonic',
  dimension: 2,
  refusal(attention) {
    const modes = modesUpTo(largestArgument(attention));
    return modes > MOST_MODES ? `it would need ${modes} modes, more than ${MOST_MODES}` : null;
  },
  leastBound: ({ value }) => 8 * UNIT_ROUNDOFF * normOf(value),
  sumShare: SUM_SHARE,
  cost(attention, _shape, costs) {
    const modes = modesFor(attention);
    const general = splitIdentity(attention.queryKey, 2).rest !== null;
    const row = costs.circleRow + modes * (general ? costs.circleModeGeneral : costs.circleMode);
    return () => (1 - SUM_SHARE) * row; // a row that goes another way is added to the sums all the same
  },
  cuts: (from, to, threads, mask) => prefixCuts(from, to, threads, mask, SUM_SHARE),
  place,
};
