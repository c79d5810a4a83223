/** Explicit Runge–Kutta methods from their tableaus; the sphere is returned to at the end of the step. */
import type { Integrator } from './integrator.ts';
import { isLater } from './later.ts';

interface Tableau {
  readonly name: string;
  readonly title: string;
  readonly order: number;
  readonly source: string;
  /** a[i] are the coefficients of stage i + 1 (from 0) on the stages before it. */
  readonly a: readonly (readonly number[])[];
  readonly b: readonly number[];
  readonly c: readonly number[];
  /** b − b̂, with the order of b̂: makes the method embedded. The last stage is then f(t + dt, y). */
  readonly embedded?: { readonly errorOrder: number; readonly difference: readonly number[] };
  /** dense[i] are the coefficients of θ, θ², … in b_i(θ): a continuous extension. */
  readonly dense?: readonly (readonly number[])[];
}

export function rungeKutta({ name, title, order, source, a, b, c, embedded, dense }: Tableau): Integrator {
  const stages = embedded ? b.length + 1 : b.length;
  const scaled = (coefficients: readonly number[], dt: number) => coefficients.map((coefficient) => dt * coefficient);

  const method: Integrator = {
    name,
    title,
    order,
    errorOrder: embedded ? embedded.errorOrder : null,
    source,
    stages,
    firstSameAsLast: embedded !== undefined,
    async step(engine, t, dt, { x, y, error, slopes }) {
      for (let i = 1; i < b.length; i++) {
        const stage = engine.combine(y, x, scaled(a[i - 1], dt), slopes);
        if (isLater(stage)) await stage;
        const slope = engine.field(t + c[i] * dt, y, slopes[i]);
        if (isLater(slope)) await slope;
      }
      const sum = engine.combine(y, x, scaled(b, dt), slopes);
      if (isLater(sum)) await sum;
      const end = engine.normalize(y, x);
      if (isLater(end)) await end;
      if (!embedded) return;
      const slope = engine.field(t + dt, y, slopes[b.length]);
      if (isLater(slope)) await slope;
      await engine.combine(error, null, scaled(embedded.difference, dt), slopes);
    },
  };
  if (!dense) return method;
  return {
    ...method,
    async interpolate(engine, theta, dt, { x, slopes }, out) {
      const weights = dense.map((powers) => dt * theta * powers.reduceRight((sum, power) => sum * theta + power, 0));
      await engine.combine(out, x, weights, slopes);
      await engine.normalize(out, x);
    },
  };
}
