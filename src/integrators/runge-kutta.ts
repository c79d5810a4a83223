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
  /** b − b̂, with the order of b̂: makes the method embedded. The last slope is then f(t + dt, y). */
  readonly embedded?: {
    readonly errorOrder: number;
    readonly difference: readonly number[];
    /** A second estimate, of lower order: what is judged is |first|²/√(|first|² + |second|²/100). */
    readonly lower?: readonly number[];
  };
  readonly extension?: Extension;
  readonly stiffFrom?: number;
}

/** A continuous extension: the solution at t + θ dt is x + dt Σ b_i(θ) f_i. */
interface Extension {
  /** b_i(θ)/θ of every slope, the last one included. */
  readonly weights: (theta: number) => readonly number[];
  /** Slopes that nothing else needs, after the stages and before the last slope: their a and c as in the tableau. */
  readonly extra?: { readonly a: readonly (readonly number[])[]; readonly c: readonly number[] };
}

const scaled = (coefficients: readonly number[], dt: number) => coefficients.map((coefficient) => dt * coefficient);

export function rungeKutta({
  name,
  title,
  order,
  source,
  a,
  b,
  c,
  embedded,
  extension,
  stiffFrom,
}: Tableau): Integrator {
  const last = b.length + (extension?.extra?.c.length ?? 0);
  return {
    ...{ name, title, order, source, stiffFrom },
    errorOrder: embedded ? embedded.errorOrder : null,
    stages: embedded ? last + 1 : last,
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
      const slope = engine.field(t + dt, y, slopes[last]);
      if (isLater(slope)) await slope;
      await engine.combine(error, null, scaled(embedded.difference, dt), slopes);
    },
    ...(embedded?.lower && { errorNorm: normOfTwo(embedded.difference, embedded.lower) }),
    ...(extension && interpolation(extension, b.length)),
  };
}

/** `error` holds the first estimate when a step ends, and holds it again afterwards. */
function normOfTwo(difference: readonly number[], lower: readonly number[]): NonNullable<Integrator['errorNorm']> {
  return async (engine, dt, { y, error, slopes }, tolerance) => {
    const first = await engine.errorNorm(error, tolerance, y);
    await engine.combine(error, null, scaled(lower, dt), slopes);
    const second = await engine.errorNorm(error, tolerance, y);
    await engine.combine(error, null, scaled(difference, dt), slopes);
    return first === 0 ? 0 : (first * first) / Math.sqrt(first * first + 0.01 * (second * second));
  };
}

function interpolation({ weights, extra }: Extension, stages: number): Pick<Integrator, 'interpolate' | 'extend'> {
  return {
    ...(extra && {
      async extend(engine, t, dt, { x, slopes }, scratch) {
        const known = [...slopes.slice(0, stages), slopes[stages + extra.c.length]];
        for (const [i, coefficients] of extra.a.entries()) {
          await engine.combine(scratch, x, scaled(coefficients, dt), known);
          await engine.field(t + extra.c[i] * dt, scratch, slopes[stages + i]);
          known.push(slopes[stages + i]);
        }
      },
    }),
    async interpolate(engine, theta, dt, { x, slopes }, out) {
      await engine.combine(out, x, scaled(weights(theta), dt * theta), slopes);
      await engine.normalize(out, x);
    },
  };
}
