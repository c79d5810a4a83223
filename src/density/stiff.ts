/**
 * Implicit steps for densities that noise makes stiff: the highest degree decays at K²/κ, which explicit steps would
 * follow. ESDIRK4(3)6L[2]SA of Kennedy and Carpenter with Newton's method, its matrix dense.
 */
import { esdirk4Tableau } from '../integrators/esdirk4.ts';
import { larger, power, smaller } from '../numerics/elementary.ts';
import { factored, type Solve } from './factored.ts';

/** dy/dt = f(y), written into `out`. */
export type Rates = (y: Float64Array, out: Float64Array) => void;

export interface Tolerances {
  readonly rtol: number;
  readonly atol: number;
  /** Steps before a piece is given up. */
  readonly maxSteps: number;
}

const { gamma, a, embedded } = esdirk4Tableau;
const STAGES = a.length + 1;
const WEIGHTS = [...a[STAGES - 2], gamma];
const SAFETY = 0.9;
/** A matrix serves while steps keep within this factor of the one it was made for. */
const NEAR = 1.2;
const MOST_ITERATIONS = 7;
/** Of all stages of a step: beyond, a matrix made anew costs less than it saves. */
const MANY_ROUNDS = 18;
/** Of the tolerance, what Newton's method may leave. */
const LEFT = 0.05;

/** Remembers its step and its matrix from one call to the next. */
export interface StiffSolver {
  /** y(to) from y(from); NaN where it could not be followed. */
  advance(y: Float64Array, from: number, to: number): Float64Array;
}

export function stiffSolver(rates: Rates, size: number, { rtol, atol, maxSteps }: Tolerances): StiffSolver {
  const slopes = Array.from({ length: STAGES }, () => new Float64Array(size));
  const [base, place, change, next] = [0, 1, 2, 3].map(() => new Float64Array(size));
  let dt = 0;
  let jacobian: Float64Array | null = null;
  let solve: Solve | null = null;
  let madeFor = 0;
  let rounds = 0; // of Newton's method in the present step

  /** Root mean square in units of the tolerance. */
  function sizeOf(v: Float64Array, y: Float64Array): number {
    let sum = 0;
    for (let i = 0; i < size; i++) {
      const share = v[i] / (atol + rtol * Math.abs(y[i]));
      sum += share * share;
    }
    return Math.sqrt(sum / size);
  }

  function prepare(y: Float64Array, length: number): boolean {
    jacobian ??= jacobianAt(rates, y);
    if (solve && length < NEAR * madeFor && madeFor < NEAR * length) return true;
    const m = jacobian.map((entry) => -gamma * length * entry);
    for (let i = 0; i < size; i++) m[i * size + i] += 1;
    solve = factored(m, size);
    madeFor = length;
    return solve !== null;
  }

  /**
   * Stage `i`: slopes[i] = f(Y), Y = base + γ dt f(Y), left in `place`. False where Newton's method does not settle.
   */
  function stage(i: number, y: Float64Array, length: number): boolean {
    for (let c = 0; c < size; c++) {
      let sum = y[c];
      for (let j = 0; j < i; j++) sum += length * a[i - 1][j] * slopes[j][c];
      base[c] = sum;
      place[c] = sum + gamma * length * slopes[i - 1][c];
    }
    let before = Infinity;
    for (let round = 0; round < MOST_ITERATIONS; round++) {
      rates(place, slopes[i]);
      rounds++;
      for (let c = 0; c < size; c++) change[c] = base[c] + gamma * length * slopes[i][c] - place[c];
      solve?.(change);
      const left = sizeOf(change, y);
      for (let c = 0; c < size; c++) place[c] += change[c];
      if (left <= LEFT) {
        for (let c = 0; c < size; c++) slopes[i][c] = (place[c] - base[c]) / (gamma * length);
        return true;
      }
      if (!(left < 0.9 * before)) return false;
      before = left;
    }
    return false;
  }

  /** Error of a step in units of the tolerance, with its end in `next`; NaN where it could not be made. */
  function take(y: Float64Array, length: number): number {
    if (!prepare(y, length)) return Number.NaN;
    rates(y, slopes[0]);
    rounds = 0;
    for (let i = 1; i < STAGES; i++) if (!stage(i, y, length)) return Number.NaN;
    next.set(place); // stiffly accurate
    for (let c = 0; c < size; c++) {
      let sum = 0;
      for (let i = 0; i < STAGES; i++) sum += (WEIGHTS[i] - embedded[i]) * slopes[i][c];
      change[c] = length * sum;
    }
    return sizeOf(change, y);
  }

  function advance(start: Float64Array, from: number, to: number): Float64Array {
    const y = start.slice();
    let t = from;
    let fresh = false; // whether the matrix is of this place
    if (dt === 0) dt = 1e-3 * (to - from);
    for (let steps = 0; t < to; steps++) {
      if (steps > maxSteps || !(dt > 0)) return y.fill(Number.NaN);
      const remaining = to - t;
      const length = 1.01 * dt < remaining ? dt : remaining;
      if (jacobian === null) fresh = true;
      const error = take(y, length);
      if (Number.isNaN(error)) {
        if (fresh) dt = length / 4;
        jacobian = solve = null;
        continue;
      }
      const factor = smaller(5, larger(0.2, SAFETY / power(larger(error, 1e-10), 1 / 4)));
      if (error <= 1) {
        t = length === remaining ? to : t + length;
        y.set(next);
        if (rounds > MANY_ROUNDS && !fresh) jacobian = solve = null;
        fresh = false;
        const keep = factor >= 1 && factor < NEAR ? 1 : factor;
        dt = length < dt ? larger(dt, length * keep) : length * keep;
      } else dt = length * factor;
    }
    return y;
  }

  return { advance };
}

/** By differences, column by column: good enough for Newton's method. */
function jacobianAt(rates: Rates, y: Float64Array): Float64Array {
  const size = y.length;
  const [moved, plus, minus] = [y.slice(), new Float64Array(size), new Float64Array(size)];
  const jacobian = new Float64Array(size * size);
  const STEP = 1e-6;
  for (let j = 0; j < size; j++) {
    moved[j] = y[j] + STEP;
    rates(moved, plus);
    moved[j] = y[j] - STEP;
    rates(moved, minus);
    moved[j] = y[j];
    for (let i = 0; i < size; i++) jacobian[i * size + j] = (plus[i] - minus[i]) / (2 * STEP);
  }
  return jacobian;
}
