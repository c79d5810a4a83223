/**
 * The contract between the way to step (integrators) and the place where arithmetic happens (backends): one problem
 * made ready on one backend, with state-sized slots and the few operations that an integrator needs.
 */
import type { Awaitable, State } from './state.ts';
import type { Vicinity } from './vicinity.ts';

/** A state-sized place inside an engine, by number. */
export type Slot = number & { readonly slot: unique symbol };

/** Error tolerances of a step, per token: |e_k| ≤ absolute + relative·|x_k|, with |x_k| = 1 on the sphere. */
export interface Tolerance {
  readonly rtol: number;
  readonly atol: number;
}

/** What an engine can say about the fields it has computed. */
export interface FieldReport {
  /** The paths taken, in row order: `direct`, or `direct to row 48, then harmonic`. */
  readonly path: string;
  /** Largest stated bound on |error of ẋ_k| over all rows and calls. */
  readonly errorBound: number;
  /** Rows, of `rows` in all calls, that were done directly because the bound of a faster path failed. */
  readonly directRows: number;
  readonly rows: number;
  /** Threads that shared the work; the bits do not depend on them. */
  readonly threads?: number;
}

/** Of an engine that sums directly, in doubles, and states no bound. */
export const DIRECT_FIELD: FieldReport = { path: 'direct', errorBound: 0, directRows: 0, rows: 0 };

export interface StageOptions {
  /** Largest error of a row, in radians, that the iteration may leave. */
  readonly accuracy: number;
  /** Also tell how the rows stand at the solution: undecided within so many radians. Null for no. */
  readonly assess: number | null;
}

/** What came of solving a stage. */
export interface StageOutcome {
  /** Whether every row was solved, on the branch that begins at base. */
  readonly solved: boolean;
  /** False where the field was no number: weights that overflowed. */
  readonly finite: boolean;
  /** Fields computed, in units of whole ones: rows over n. */
  readonly evaluations: number;
  /**
   * The largest rate at which tokens that move leave their places: max Re of the eigenvalues of ∂f, or 0. Where tokens
   * see their predecessors only those are the eigenvalues of the ∂f_k/∂x_k.
   */
  readonly growth: number;
  /** The largest |∂f_k/∂x_k|, as a Frobenius norm; 0 where the rows were not assessed. */
  readonly steepest: number;
  /** Tokens on an expanding direction, closer to their equilibrium than was asked: which way they go is not decided. */
  readonly undecided: readonly number[];
  /**
   * Of every row, the largest rate at which a token beside it leaves while all else stands still, or a negative bound
   * above it; empty where the rows were not assessed.
   */
  readonly rates: Float64Array;
}

/** What implicit methods ask of an engine. */
export interface Stages {
  /** y ← base + c f(y), from the first guess in y; `increment` ← y − base. */
  solve(c: number, base: Slot, y: Slot, increment: Slot, options: StageOptions): Awaitable<StageOutcome>;
  /** How the rows of x stand: undecided within so many radians of an equilibrium. */
  assess(x: Slot, within: number): Awaitable<StageOutcome>;
  /** `steepest` of an assessment of x, of some tokens, where that of all would take long. */
  steepest?(x: Slot): Awaitable<number>;
  /**
   * How fast tokens that feel each other leave x together, where a stage of size c can tell: asked before the first
   * step, which nothing else limits, since a stage of 10³⁰ would hold tokens where they ought to part. Where tokens are
   * solved for one by one no stage passes over that, and it is not asked.
   */
  growth?(x: Slot, c: number): Awaitable<number>;
  /**
   * What is around each token of x, while those that it sees stand still: to be asked before anything else happens.
   * Where tokens feel each other there is no such thing.
   */
  around?(x: Slot): (token: number) => Vicinity;
  /**
   * As `errorNorm`, of the tangents of the angles between y_k and y_k − e_k, ∞ from a right one on: errors may be as
   * long as rows.
   */
  angularErrorNorm(e: Slot, y: Slot, tolerance: Tolerance): Awaitable<number>;
  /** About as many explicit steps take the time of an implicit one; where it is not said, three. */
  readonly cost?: number;
}

/** Tokens that have come together, computed as one. */
interface Merging {
  /**
   * Merges the tokens that the implicit step of dt from x to y kept together; `rates` as assessed at y. What every slot
   * holds is kept.
   */
  merge(x: Slot, y: Slot, dt: number, rates: Float64Array): Awaitable<void>;
  /** Where tokens merge by themselves: merges those that x shows together, before the first implicit step. */
  mergeAt?(x: Slot): Awaitable<void>;
  /** How many are computed. */
  particles(): number;
}

export interface Engine {
  write(slot: Slot, x: State): Awaitable<void>;
  read(slot: Slot, into: State): Awaitable<void>;
  /**
   * out ← f(t, x). On the sphere tangent, and evaluated at x/|x|, so that stages off the sphere mean the same
   * everywhere.
   */
  field(t: number, x: Slot, out: Slot): Awaitable<void>;
  /** out ← x + Σ_i coefficients[i]·slots[i], summed in order, zero coefficients skipped. `out` may be `x`. */
  combine(out: Slot, x: Slot | null, coefficients: ArrayLike<number>, slots: readonly Slot[]): Awaitable<void>;
  /**
   * Rows of x ← x/|x|; rows with the bits of their row in `from` are kept. Nothing happens to tokens that live in R^d.
   */
  normalize(x: Slot, from: Slot): Awaitable<void>;
  /** out ← exp_x(v), row by row. */
  exponential(out: Slot, x: Slot, v: Slot): Awaitable<void>;
  /**
   * max_k |e_k| / (atol + rtol |x_k|), where |x_k| = 1 on the sphere: a maximum over tokens, so independent of order
   * and threads. NaN if any entry is.
   */
  errorNorm(e: Slot, tolerance: Tolerance, x: Slot): Awaitable<number>;
  /** For attention, on backends whose slots are arrays: out ← Σ_j A_kj V x_j at x/|x|, not projected. */
  output?(t: number, x: Slot, out: Slot): Awaitable<void>;
  /**
   * For equations that jump in time: from now on the field is that of the piece that t lies in, or begins. Returns
   * where it ends; steps shall end there, and t enter again. Of the slots, x alone is kept.
   */
  enter?(t: number, x: Slot): Awaitable<number>;
  /**
   * For problems with noise: out ← the tokens of x moved by noise alone from t to t + dt, along the Wiener paths and
   * right in law however long dt is. What does not commute is done in one order, or reversed.
   */
  diffuse?(t: number, dt: number, x: Slot, out: Slot, reversed: boolean): Awaitable<void>;
  /** With noise: how fast forces change along the motion, as a rate (backends/steepness.ts). */
  steepness?(): number;
  /**
   * For problems with private noise: out ← √(2/κ) times the increment of the Wiener path from t0 to t1, as tangents at
   * x/|x|.
   */
  noise?(t0: number, t1: number, x: Slot, out: Slot): Awaitable<void>;
  /** For problems whose implicit stages can be solved: attention, on backends of double precision. */
  readonly stages?: Stages;
  /** For engines whose tokens may merge: slots are read and written as tokens all the same. */
  readonly merging?: Merging;
  /** Whether every entry is a finite number. */
  finite(x: Slot): Awaitable<boolean>;
  /** How the fields were computed, where there is more than one way. */
  report?(): FieldReport;
  dispose(): void;
}
