/** What is around a place in a space of states: what is asked before one says that a state at rest stays there. */
import type { Awaitable } from './state.ts';

/** How a state leaves its place: of the Jacobian there, what grows most. */
export interface Growth {
  /** The largest real part of the eigenvalues. */
  readonly rate: number;
  /** The Jacobian's size; rates below `noise` of it are rounding. */
  readonly size: number;
  /** A unit vector along which the state grows most, or falls most slowly. */
  slowest(): Float64Array;
}

/** One token among others that are held fixed, or some tokens together. Vectors hold a row for each of them. */
export interface Vicinity {
  /** Derivatives are known to this share of the Jacobian's size. */
  readonly noise: number;
  /** Places shall not be compared that are closer than this, in radians. */
  readonly finest: number;
  /** How far the field can be followed by its first derivatives: 1/(β‖B‖) and less. */
  readonly widest: number;
  /** A bound of the field's second derivative; Infinity where none is known. */
  readonly steepness: number;
  /**
   * Cheap, and no only where it cannot tell: the force is more than its derivatives, within `widest` and the tolerance,
   * can undo.
   */
  plainlyFree(within: number): boolean;
  /** The length of a row. */
  readonly d: number;
  /** The force at the place displaced by a vector; null for the place itself. */
  force(by: Float64Array | null): Awaitable<Float64Array>;
  /** How the force changes along a vector, at the displaced place. */
  derivative(by: Float64Array | null, along: Float64Array): Awaitable<Float64Array>;
  /** At the place itself; null where it is not asked. */
  readonly growth: (() => Awaitable<Growth>) | null;
  /** The largest change of the force when every coordinate is altered in its last digits. */
  rounding(): Awaitable<number>;
}
