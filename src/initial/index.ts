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
