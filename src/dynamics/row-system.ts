/**
 * The rows of a causal equation on the sphere, one after another: what each feels of those before it, and how that
 * turns with its own place. It is what implicit steps are solved with.
 */
import type { State } from '../core/state.ts';

/** Of one row: F, tangent at u, and the tangential Jacobian P_u ∂F P_u, d×d. Overwritten by the next call. */
export interface RowSlope {
  readonly force: Float64Array;
  readonly jacobian: Float64Array;
}

/** What a row is bounded by (slope-bound.ts). */
export interface BoundedSlope {
  /** |F| at u. */
  readonly speed: number;
  /** ‖∂F‖ is no more than that within the reach. */
  readonly steepest: number;
}

/** A row while all that it sees stands still. */
interface RowAround {
  /** At the row itself; its arrays stay as they are. */
  here(): RowSlope;
  /** At any unit vector; what it returns is overwritten by the next call. */
  linearize(v: Float64Array): RowSlope;
  /** At the row itself; null where no bound is known. */
  readonly bounded: (() => BoundedSlope) | null;
}

export interface RowSystem {
  /** F bends on angles of the inverse of this: what a Newton iteration leaves is this times its correction squared. */
  readonly bend: number;
  /** A bound of ‖∂²F‖. */
  readonly steepness: number;
  /** How far the field can be followed by its first derivatives, radians. */
  readonly widest: number;
  /** Row k ← u, for the rows after it to see. */
  place(k: number, u: Float64Array): void;
  /** All rows ← x/|x|, where x is a state of the engine's own; where that is quicker than one by one. */
  placeAll?(x: State): void;
  /** Row k at u, among the rows before it. */
  linearize(k: number, u: Float64Array): RowSlope;
  around(k: number, place: Float64Array): RowAround;
}
