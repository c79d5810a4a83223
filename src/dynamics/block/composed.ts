/** A composition as an equation resolves to it. */
import type { Resolved } from '../dynamics.ts';
import { type Composition, fieldOf, outputOf, sharesOfBlock } from './composition.ts';

export function composed(composition: Composition): Resolved {
  return {
    field: (shape) => fieldOf(composition, shape),
    output: (shape) => outputOf(composition, shape),
    shares: (shape) => sharesOfBlock(composition, shape),
    rows: async (shape) => (await import('./rows.ts')).rowsOf(composition, shape), // few runs ask, and it is 2 kB
  };
}
