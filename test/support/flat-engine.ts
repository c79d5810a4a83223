/** An engine over plain R^m: no sphere, any f(t, y), so that integrators can be tried on textbook equations. */
import type { Engine, Slot } from '../../src/core/engine.ts';
import type { Integrator, StepSlots } from '../../src/integrators/integrator.ts';

export type Slope = (t: number, y: Float64Array) => number[];

export function flatEngine(f: Slope, size: number, slotCount: number): Engine {
  const slots = Array.from({ length: slotCount }, () => new Float64Array(size));
  return {
    write: (slot, x) => slots[slot].set(x),
    read: (slot, into) => into.set(slots[slot]),
    field: (t, x, out) => slots[out].set(f(t, slots[x])),
    output: (t, x, out) => slots[out].set(f(t, slots[x])),
    combine(out, x, coefficients, terms) {
      const sum = x === null ? new Float64Array(size) : slots[x].slice();
      for (let s = 0; s < coefficients.length; s++) {
        if (coefficients[s] !== 0) for (let i = 0; i < size; i++) sum[i] += coefficients[s] * slots[terms[s]][i];
      }
      slots[out].set(sum);
    },
    normalize: () => {},
    exponential: (out, x, v) => slots[out].set(slots[x].map((entry, i) => entry + slots[v][i])),
    errorNorm: (e, { rtol, atol }) => Math.max(...slots[e].map(Math.abs)) / (atol + rtol),
    finite: (x) => slots[x].every(Number.isFinite),
    dispose: () => {},
  };
}

export interface FlatStep {
  /** The state after the step. */
  readonly y: Float64Array;
  /** The error estimate, where the integrator makes one. */
  readonly error: Float64Array;
  /** What is judged, for a tolerance of 1. */
  readonly errorNorm: number;
  /** The continuous extension, where there is one. */
  interpolate(theta: number): Promise<Float64Array>;
}

/** One step of dt from y at time t. */
export async function flatStep(
  integrator: Integrator,
  f: Slope,
  t: number,
  y: readonly number[],
  dt: number,
): Promise<FlatStep> {
  const engine = flatEngine(f, y.length, 4 + Math.max(2, integrator.stages));
  const [x, next, error, out, ...slopes] = Array.from(
    { length: 4 + Math.max(2, integrator.stages) },
    (_, i) => i as Slot,
  );
  const slots: StepSlots = { x, y: next, error, slopes, unit: 1 };
  const contents = async (slot: Slot) => {
    const into = new Float64Array(y.length);
    await engine.read(slot, into);
    return into;
  };
  await engine.write(x, Float64Array.from(y));
  await engine.field(t, x, slopes[0]);
  await integrator.step(engine, t, dt, slots);
  const estimate = await contents(error);
  const all = { rtol: 0, atol: 1 };
  const own = integrator.errorNorm?.(engine, dt, slots, all);
  let extended = false;
  return {
    y: await contents(next),
    error: estimate,
    errorNorm: await (own ?? engine.errorNorm(error, all, next)),
    async interpolate(theta) {
      if (!extended) await integrator.extend?.(engine, t, dt, slots, out);
      extended = true;
      await integrator.interpolate?.(engine, theta, dt, slots, out);
      return contents(out);
    },
  };
}
