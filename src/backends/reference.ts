/** The reference backend: every operation in plain TypeScript over Float64Arrays. It defines correct; others must agree. */
import { larger } from '../core/elementary.ts';
import type { Engine } from '../core/engine.ts';
import { dot, exponential, normalizeMovedRows } from '../core/sphere.ts';
import type { Shape } from '../core/state.ts';
import type { DynamicsDefinition, VectorField } from '../dynamics/dynamics.ts';
import { type Dynamics, dynamicsRegistry } from '../dynamics/index.ts';
import type { Backend } from './backend.ts';

/** The reference field of an equation with its parameters. */
export function referenceField({ kind, parameters }: Dynamics, shape: Shape): VectorField {
  const definition = dynamicsRegistry[kind] as DynamicsDefinition<typeof parameters>;
  return definition.field(parameters, shape);
}

function referenceEngine(field: VectorField, shape: Shape, slotCount: number): Engine {
  const { n, d } = shape;
  const size = n * d;
  const slots = Array.from({ length: slotCount }, () => new Float64Array(size));
  return {
    write: (slot, x) => slots[slot].set(x),
    read: (slot, into) => into.set(slots[slot]),
    field: (t, x, out) => field(t, slots[x], slots[out]),
    combine(out, x, coefficients, terms) {
      const target = slots[out];
      if (x === null) target.fill(0);
      else if (x !== out) target.set(slots[x]);
      for (let s = 0; s < coefficients.length; s++) {
        const coefficient = coefficients[s];
        const term = slots[terms[s]];
        if (coefficient !== 0) for (let i = 0; i < size; i++) target[i] += coefficient * term[i];
      }
    },
    normalize: (x, from) => normalizeMovedRows(slots[x], slots[from], shape),
    exponential: (out, x, v) => exponential(slots[x], slots[v], slots[out], shape),
    errorNorm(e, { rtol, atol }) {
      const error = slots[e];
      let largest = 0;
      for (let k = 0; k < n; k++) largest = larger(largest, dot(error, k * d, error, k * d, d));
      return Math.sqrt(largest) / (atol + rtol);
    },
    finite: (x) => slots[x].every(Number.isFinite),
    dispose: () => {},
  };
}

export const reference: Backend = {
  name: 'reference',
  unitRoundoff: 1.1102230246251565e-16,
  supports: () => true,
  prepare: (dynamics, shape, slots) => referenceEngine(referenceField(dynamics, shape), shape, slots),
};
