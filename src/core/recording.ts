/** Tokens recorded at a few times: along a run, in a file, through the layers of a model. */
import type { Shape, Space, State } from './state.ts';

/** Row-major numbers with their shape. */
export interface NumberArray {
  readonly shape: readonly number[];
  readonly data: Float64Array;
}

/** What measuring, drawing and exporting need to know of tokens; how they came about they need not. */
export interface Recording {
  readonly shape: Shape;
  /**
   * On the sphere all rows are of unit length. In R^d tokens have lengths, and measurements look at their directions.
   */
  readonly space: Space;
  /** The times recorded, ascending: those of an equation, or the numbers of layers. */
  readonly ts: Float64Array;
  /** [T, n, d]: the tokens at those times. Empty where only the times were kept. */
  readonly xs: Float64Array;
  /** [n, d]: the tokens in the beginning, whether or not that is a time recorded. */
  readonly initial: State;
  /** Inverse temperature β ≥ 0 of the attention that moved them, where it is known: some measurements depend on it. */
  readonly beta?: number | undefined;
}

/** The tokens at time number `index` (from 0), a view of [n, d]. */
export function tokensAt({ xs, shape }: Pick<Recording, 'xs' | 'shape'>, index: number): State {
  const size = shape.n * shape.d;
  return xs.subarray(index * size, (index + 1) * size);
}

/** Whether the tokens themselves were kept at every time. */
export function hasTokens({ ts, xs, shape }: Pick<Recording, 'xs' | 'shape'> & { ts: ArrayLike<number> }): boolean {
  return ts.length > 0 && xs.length === ts.length * shape.n * shape.d;
}
