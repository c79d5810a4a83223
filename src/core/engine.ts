/**
 * The contract between the way to step (integrators) and the place where arithmetic happens (backends): one problem made
 * ready on one backend, with state-sized slots and the few operations that an integrator needs.
 */
import type { Awaitable, State } from './state.ts';

/** A state-sized place inside an engine, by number. */
export type Slot = number & { readonly slot: unique symbol };

/** Error tolerances of a step, per token: |e_k| ≤ absolute + relative·|x_k|, with |x_k| = 1. */
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

export interface Engine {
  write(slot: Slot, x: State): Awaitable<void>;
  read(slot: Slot, into: State): Awaitable<void>;
  /** out ← f(t, x), tangent; the field is evaluated at x/|x|, so that stages off the sphere mean the same everywhere. */
  field(t: number, x: Slot, out: Slot): Awaitable<void>;
  /** out ← x + Σ_i coefficients[i]·slots[i], summed in order, zero coefficients skipped. `out` may be `x`. */
  combine(out: Slot, x: Slot | null, coefficients: ArrayLike<number>, slots: readonly Slot[]): Awaitable<void>;
  /** Rows of x ← x/|x|; rows with the bits of their row in `from` are kept. */
  normalize(x: Slot, from: Slot): Awaitable<void>;
  /** out ← exp_x(v), row by row. */
  exponential(out: Slot, x: Slot, v: Slot): Awaitable<void>;
  /** max_k |e_k| / (atol + rtol): a maximum over tokens, so independent of order and threads. NaN if any entry is. */
  errorNorm(e: Slot, tolerance: Tolerance): Awaitable<number>;
  /** Whether every entry is a finite number. */
  finite(x: Slot): Awaitable<boolean>;
  /** How the fields were computed, where there is more than one way. */
  report?(): FieldReport;
  dispose(): void;
}
