/** Whether Node can call a BLAS here: the optional package koffi, and a library of the system. */
import '../../src/node/threads/blas.ts';
import { blas } from '../../src/backends/blas/backend.ts';
import { resolveEquation } from '../../src/dynamics/equation.ts';
import { equation } from './problems.ts';

async function probe(): Promise<string | null> {
  try {
    const engine = await blas.prepare(resolveEquation(equation({ beta: 1 }), { n: 1, d: 2 }), 1);
    engine.dispose();
    return null;
  } catch (refusal) {
    return (refusal as Error).message;
  }
}

/** Why there is none, in the sentence that is told; null where there is one. */
export const noBlas: string | null = await probe();
