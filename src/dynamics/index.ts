/** The registry of equations. To add one: a file beside this, and a line here. */
import type { Space } from '../core/state.ts';
import { attention } from './attention.ts';
import { block } from './block/block.ts';
import type { DynamicsDefinition } from './dynamics.ts';
import { frozenCenters } from './frozen-centers.ts';
import { kineticDecay } from './kinetic-decay.ts';
import { layers } from './layers.ts';
import { mlpDrift } from './mlp.ts';
import { multiHead } from './multi-head.ts';
import { normalizationScheme } from './normalization.ts';
import { positionalBias } from './positional-bias.ts';
import { rotary } from './rotary.ts';
import { unnormalized } from './unnormalized.ts';

export const dynamicsRegistry = {
  attention,
  block,
  'frozen-centers': frozenCenters,
  layers,
  normalization: normalizationScheme,
  unnormalized,
  'positional-bias': positionalBias,
  'kinetic-decay': kineticDecay,
  rotary,
  'multi-head': multiHead,
  mlp: mlpDrift,
} as const;

export type DynamicsKind = keyof typeof dynamicsRegistry;

type ParametersOf<D> = D extends { resolve(parameters: infer P, shape: never): unknown } ? P : never;

/** One equation with its parameters: plain JSON. */
export type Dynamics = {
  [K in DynamicsKind]: { readonly kind: K; readonly parameters: ParametersOf<(typeof dynamicsRegistry)[K]> };
}[DynamicsKind];

/** Where the tokens of an equation live. */
export function spaceOf({ kind, parameters }: Dynamics): Space {
  const definition = dynamicsRegistry[kind] as DynamicsDefinition<typeof parameters>;
  return definition.space?.(parameters) ?? 'sphere';
}

/** Of equations of R^d: what initial tokens, unit rows, are multiplied by. */
export function radiusOf({ kind, parameters }: Dynamics): number {
  const definition = dynamicsRegistry[kind] as DynamicsDefinition<typeof parameters>;
  const { initialRadius = 1 } = { initialRadius: undefined, ...parameters };
  return definition.radius?.(parameters) ?? initialRadius;
}

/** Whom tokens see, in a word: `other` for masks of blocks that are neither. */
export function maskWordOf({ parameters: { mask } }: Dynamics): 'causal' | 'full' | 'other' {
  return typeof mask === 'string' ? mask : 'other';
}

/** An equation in a few words. */
export function labelOf({ kind, parameters }: Dynamics): string {
  const definition = dynamicsRegistry[kind] as DynamicsDefinition<typeof parameters>;
  return definition.label?.(parameters) ?? kind;
}

/**
 * Whether the ensemble energy is a potential of the equation: full attention with Q = K = V = I, which never lowers it
 * but by noise (arXiv:2312.10794, §3; see analysis/energy.ts). Elsewhere it is a number about the tokens.
 */
export function energyIsPotential({ kind, parameters }: Dynamics): boolean {
  if (kind !== 'attention' || parameters.mask !== 'full') return false;
  return [parameters.query, parameters.key, parameters.value].every((matrix) => matrix === 'identity');
}
