/** Tokens recorded at a few times: along a run, in a file, through the layers of a model. */
import type { Shape, Space, State } from './state.ts';

/** Row-major numbers with their shape. */
export interface NumberArray {
  readonly shape: readonly number[];
  readonly data: Float64Array;
}

/** Tokens recorded elsewhere, as arrays; a recording is made of them. */
export interface RecordedArrays {
  /** [T, n, d], or [n, d] of a single time. */
  readonly tokens: NumberArray;
  /** [T], ascending; by default 0, 1, 2, …. */
  readonly times?: NumberArray | undefined;
  /** [n, d]: the tokens in the beginning; by default the first recorded ones. */
  readonly initial?: NumberArray | undefined;
  /** [T]: how many of the tokens are there at each time, the first so many of them; by default all. */
  readonly present?: NumberArray | undefined;
  /** β ≥ 0 of the attention that moved the tokens, where it is known. */
  readonly beta?: number | undefined;
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
  /**
   * [n, d]: the tokens in the beginning, whether or not that is a time recorded; of those that come later their first
   * place.
   */
  readonly initial: State;
  /**
   * [T]: how many tokens are there at each time recorded, the first so many rows, where that changes; then n is the
   * largest number that ever is there. Rows of tokens that are not there yet hold their first place, of those that are
   * gone their last one.
   */
  readonly present?: Int32Array | undefined;
  /** Inverse temperature β ≥ 0 of the attention that moved them, where it is known: some measurements depend on it. */
  readonly beta?: number | undefined;
}

type Rows = Pick<Recording, 'xs' | 'shape' | 'present'>;

/** The tokens that are there at time number `index` (from 0), a view of [n, d] with n of `shapeAt`. */
export function tokensAt(recording: Rows, index: number): State {
  const { xs, shape } = recording;
  const from = index * shape.n * shape.d;
  return xs.subarray(from, from + shapeAt(recording, index).n * shape.d);
}

/** How many tokens are there at time number `index` (from 0), and of which dimension. */
export function shapeAt({ shape, present }: Pick<Recording, 'shape' | 'present'>, index: number): Shape {
  return present && present[index] !== shape.n ? { n: present[index], d: shape.d } : shape;
}

/** Whether the tokens themselves were kept at every time. */
export function hasTokens({ ts, xs, shape }: Pick<Recording, 'xs' | 'shape'> & { ts: ArrayLike<number> }): boolean {
  return ts.length > 0 && xs.length === ts.length * shape.n * shape.d;
}
