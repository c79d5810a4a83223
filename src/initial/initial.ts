/** The plug-in contract of a law of initial tokens. */
import type * as z from 'zod/mini';
import type { Shape, State } from '../core/state.ts';

/**
 * Writes token k (from 0) of an endless sequence into a row of d numbers: a unit vector, the same however many tokens
 * are looked at, and in whatever order.
 */
export type TokenSequence = (k: number, row: Float64Array) => void;

export interface InitialLaw<Parameters> {
  readonly kind: string;
  readonly title: string;
  /** The keys that this law adds to a run specification. */
  readonly parameters: z.core.$ZodShape;
  /**
   * The tokens [n, d], unit rows; token k is the same whatever n is, unless the law says otherwise.
   * @throws ParkadeError InvalidParameter
   */
  sample(parameters: Parameters, shape: Shape, seed: number): State;
  /**
   * The tokens one by one, where token k does not depend on n: the rows of `sample`, bit by bit, without keeping them.
   * @throws ParkadeError InvalidParameter
   */
  sequence?(parameters: Parameters, d: number, seed: number): TokenSequence;
}

/** The first n tokens of a sequence, [n, d]. */
export function tokensOf(sequence: TokenSequence, { n, d }: Shape): State {
  const x = new Float64Array(n * d);
  const row = new Float64Array(d);
  for (let k = 0; k < n; k++) {
    sequence(k, row);
    for (let i = 0; i < d; i++) x[k * d + i] = row[i];
  }
  return x;
}
