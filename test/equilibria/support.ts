/** Rests and waves of an equation in few words. */
import { resolveEquation } from '../../src/dynamics/equation.ts';
import type { Dynamics } from '../../src/dynamics/index.ts';
import { type Equilibrium, findEquilibrium } from '../../src/equilibria/find-equilibrium.ts';
import { type Equation, equation } from '../support/problems.ts';

/** Looks for one near x, and insists that it is there. */
export async function found(dynamics: Dynamics, x: Float64Array, d: number): Promise<Equilibrium> {
  const result = await findEquilibrium(resolveEquation(dynamics, { n: x.length / d, d }), x);
  if (result.status === 'not found') throw new Error(`nothing was found; the tokens move at ${result.speed}`);
  return result;
}

export function foundOf(given: Equation, x: Float64Array, d: number): Promise<Equilibrium> {
  return found(equation(given), x, d);
}

/** The real parts of eigenvalues that decide, by falling size. */
export function rates({ spectrum }: Equilibrium): number[] {
  return spectrum.eigenvalues.flatMap(({ re, neutral }) => (neutral === null ? [re] : []));
}

/** How many eigenvalues are neutral, by why. */
export function neutral({ spectrum }: Equilibrium): { symmetry: number; family: number } {
  const of = (why: string) => spectrum.eigenvalues.filter((one) => one.neutral === why).length;
  return { symmetry: of('symmetry'), family: of('family') };
}

/** n tokens about one place, each within `spread` of it. */
export function beside(place: readonly number[], n: number, spread = 0.01): Float64Array {
  const d = place.length;
  const x = Float64Array.from({ length: n * d }, (_, i) => place[i % d] + spread * (((i * i * 0.618) % 1) - 0.5));
  for (let k = 0; k < n; k++) {
    const length = Math.hypot(...x.subarray(k * d, k * d + d));
    for (let i = 0; i < d; i++) x[k * d + i] /= length;
  }
  return x;
}
