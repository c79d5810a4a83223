/** The registry of laws of initial tokens. To add one: a file beside this, and a line here. */
import { equispaced } from './equispaced.ts';
import { uniform } from './uniform.ts';
import { vonMisesFisher } from './von-mises-fisher.ts';

export const initialRegistry = {
  uniform,
  equispaced,
  'von-mises-fisher': vonMisesFisher,
} as const;

export type InitialKind = keyof typeof initialRegistry;

type ParametersOf<L> = L extends { sample(parameters: infer P, shape: never, seed: never): unknown } ? P : never;

/** The parameters of any of the laws. */
export type InitialParameters = ParametersOf<(typeof initialRegistry)[InitialKind]>;
