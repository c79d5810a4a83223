/**
 * The BLAS backend: attention as products of matrices by a library of the system, for large d, where 128-bit vectors
 * hold WebAssembly back. Its bits are those of the library and its processor, so `auto` never takes it. What calls the
 * library lies outside of this part of the project, which knows of no system: whoever can tells by `provideBlas`.
 */
import type { Engine } from '../../core/engine.ts';
import { mistake, type ParkadeError } from '../../core/errors.ts';
import type { Equation } from '../../dynamics/equation.ts';
import { type Backend, type FieldOptions, UNIT_ROUNDOFF } from '../backend.ts';

/** Makes an engine as a backend does, with a BLAS that it finds. */
type PrepareBlas = (equation: Equation, slots: number, options: FieldOptions) => Promise<Engine>;

let provided: PrepareBlas | undefined;

/** Tells how an engine is made where a BLAS can be called; asked only when a problem wants it. */
export function provideBlas(given: PrepareBlas): void {
  provided = given;
}

export const blas: Backend = {
  name: 'blas',
  unitRoundoff: UNIT_ROUNDOFF,
  ofMachine: true,
  /** Whether there is a BLAS is asked when a problem is prepared: the answer takes time, and deserves a sentence. */
  supports: ({ attention }) => attention !== null,
  async prepare(equation, slots, options = {}) {
    const { field = 'auto', precision = 'double' } = options;
    if (field !== 'auto' && field !== 'direct') throw ofWasm('field', field);
    if (precision === 'single') throw ofWasm('precision', precision);
    if (!provided) {
      throw unavailable('be called from Node', 'a browser cannot call libraries of the system', 'use backend "auto"');
    }
    return provided(equation, slots, options);
  },
};

/** "backend" blas …: what a machine may lack. */
export function unavailable(expected: string, came: string, advice: string, cause?: unknown): ParkadeError {
  return mistake('InvalidParameter', { key: 'backend', subject: '"backend" blas', expected, came, advice }, cause);
}

function ofWasm(key: string, word: string): ParkadeError {
  return mistake('InvalidParameter', {
    key,
    subject: `"${key}" ${word}`,
    expected: 'be asked of the wasm backend',
    came: 'the blas backend was taken, which sums directly, by products in double precision',
    advice: 'drop one of the two',
  });
}
