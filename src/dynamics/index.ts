/** The registry of equations. To add one: a file beside this, and a line here. */
import type { Shape } from '../core/state.ts';
import { attention } from './attention.ts';
import type { AttentionFieldParameters } from './attention-field.ts';
import type { DynamicsDefinition, Pieces } from './dynamics.ts';
import { frozenCenters } from './frozen-centers.ts';
import { layers } from './layers.ts';

export const dynamicsRegistry = {
  attention,
  'frozen-centers': frozenCenters,
  layers,
} as const;

export type DynamicsKind = keyof typeof dynamicsRegistry;

type ParametersOf<D> = D extends { validate(parameters: infer P, shape: never): void } ? P : never;

/** One equation with its parameters: plain JSON. */
export type Dynamics = {
  [K in DynamicsKind]: { readonly kind: K; readonly parameters: ParametersOf<(typeof dynamicsRegistry)[K]> };
}[DynamicsKind];

/** What kernels compute an equation from, or null when it is not attention. */
export function attentionOf({ kind, parameters }: Dynamics, shape: Shape): AttentionFieldParameters | null {
  const definition = dynamicsRegistry[kind] as DynamicsDefinition<typeof parameters>;
  return definition.attention?.(parameters, shape) ?? null;
}

/** The pieces of an equation that jumps in time, or null. */
export function piecesOf({ kind, parameters }: Dynamics): Pieces<Dynamics> | null {
  const definition = dynamicsRegistry[kind] as DynamicsDefinition<typeof parameters>;
  return (definition.pieces?.(parameters) ?? null) as Pieces<Dynamics> | null;
}
