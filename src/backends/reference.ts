/** The reference backend: every operation in plain TypeScript over Float64Arrays. It defines correct; others must agree. */
import type { Shape, VectorField } from '../core/state.ts';
import type { DynamicsDefinition } from '../dynamics/dynamics.ts';
import { type Dynamics, dynamicsRegistry } from '../dynamics/index.ts';
import type { Backend } from './backend.ts';
import { slotEngine } from './slot-engine.ts';

/** The reference field of an equation with its parameters. */
export function referenceField({ kind, parameters }: Dynamics, shape: Shape): VectorField {
  const definition = dynamicsRegistry[kind] as DynamicsDefinition<typeof parameters>;
  return definition.field(parameters, shape);
}

export const reference: Backend = {
  name: 'reference',
  unitRoundoff: 1.1102230246251565e-16,
  supports: () => true,
  prepare(dynamics, shape, count) {
    const slots = Array.from({ length: count }, () => new Float64Array(shape.n * shape.d));
    return slotEngine(referenceField(dynamics, shape), shape, slots);
  },
};
