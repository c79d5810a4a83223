/** The plug-in contract of a law of initial tokens. */
import type { z } from 'zod';
import type { Shape, State } from '../core/state.ts';

export interface InitialLaw<Parameters> {
  readonly kind: string;
  readonly title: string;
  /** The keys that this law adds to a run specification. */
  readonly parameters: z.ZodRawShape;
  /**
   * The tokens [n, d], unit rows; token k is the same whatever n is, unless the law says otherwise.
   * @throws ParkadeError InvalidParameter
   */
  sample(parameters: Parameters, shape: Shape, seed: number): State;
}
