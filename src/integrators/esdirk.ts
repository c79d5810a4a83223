/**
 * Explicit-first-stage, singly diagonally implicit Runge–Kutta methods, L-stable and stiffly accurate: the last stage
 * is the step's end.
 *
 * What is carried from stage to stage are increments z_i = γ h k_i, what the solver finds, never slopes k_i = f(Y_i):
 * multiplied by a step of 10⁴⁰ the rounding noise of f would be fatal, and at 10³⁰⁰ slopes are subnormal. The first
 * stage's increment is the last one of the step before, scaled by the ratio of the steps.
 */
import type { Engine, Slot, Stages } from '../core/engine.ts';
import type { ImplicitIntegrator } from './integrator.ts';

export interface ImplicitTableau {
  readonly name: string;
  readonly title: string;
  readonly order: number;
  readonly errorOrder: number;
  readonly source: string;
  readonly gamma: number;
  /**
   * a[i] are the coefficients of stage i + 1 (from 0) on the stages before it; its own is γ. The last row is b without
   * its γ.
   */
  readonly a: readonly (readonly number[])[];
  readonly c: readonly number[];
  /** Of the embedded method. */
  readonly embedded: readonly number[];
}

export function esdirk(tableau: ImplicitTableau): ImplicitIntegrator {
  const { name, title, order, errorOrder, source, gamma, a, c, embedded } = tableau;
  const stages = c.length;
  const scaled = a.map((row) => row.map((coefficient) => coefficient / gamma));
  const guesses = a.map((_, i) => guessWeights(c, i + 1));
  const b = [...a[stages - 2], gamma];
  const difference = b.map((weight, i) => (weight - embedded[i]) / gamma);
  return {
    name,
    title,
    order,
    errorOrder,
    source,
    stages,
    firstSameAsLast: true,
    gamma,
    async step(engine, _t, dt, { x, y, error, slopes, unit }, { accuracy, undecided }) {
      const { stages: solver } = engine as Engine & { stages: Stages };
      const first = (gamma * dt) / unit; // slopes[0] is the increment over `unit`
      const base: Slot = error; // free until the end
      let evaluations = 0;
      for (let i = 1; i < stages; i++) {
        await engine.combine(base, x, withFirst(scaled[i - 1], first), slopes);
        await engine.combine(y, base, withFirst(guesses[i - 1], first), slopes);
        const last = i === stages - 1;
        const outcome = await solver.solve(gamma * dt, base, y, slopes[i], {
          accuracy,
          assess: last ? undecided : null,
        });
        evaluations += outcome.evaluations;
        if (!outcome.solved || last) {
          if (outcome.solved) {
            await engine.combine(error, null, withFirst(difference, first), slopes);
            await engine.normalize(y, x);
          }
          return { ...outcome, evaluations };
        }
      }
      throw new Error('unreachable: a method has a last stage');
    },
  };
}

function withFirst(coefficients: readonly number[], first: number): number[] {
  return coefficients.map((coefficient, i) => (i === 0 ? coefficient * first : coefficient));
}

/** Weights by which the increment of stage i is foreseen from those before it: the polynomial through them, at c_i. */
function guessWeights(c: readonly number[], i: number): number[] {
  return c.slice(0, i).map((node, j) => {
    let weight = 1;
    for (let l = 0; l < i; l++) if (l !== j) weight *= (c[i] - c[l]) / (node - c[l]);
    return weight;
  });
}
