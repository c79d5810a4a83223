/** Tokens at equal angles, as starts of statements about them; and cosines. */

import type { Shape, State } from '../../core/state.ts';
import { larger } from '../../numerics/elementary.ts';
import { dot, squaredChord } from '../../numerics/sphere.ts';
import type { Setting } from '../kit/setting.ts';

/**
 * n unit vectors of R^n with ⟨x_i, x_j⟩ = ρ for i ≠ j: √(1 − ρ) e_i plus a multiple of (1, …, 1); ρ from −1/(n−1) to 1.
 */
export function equiangularRows(n: number, rho: number): number[][] {
  const spread = Math.sqrt(1 - rho);
  const common = (Math.sqrt(larger(0, 1 + (n - 1) * rho)) - spread) / n;
  return Array.from({ length: n }, (_, i) => Array.from({ length: n }, (_, j) => common + (i === j ? spread : 0)));
}

/** ⟨x_i, x_j⟩ of all pairs j < i. */
export function pairCosines(x: State, { n, d }: Shape): number[] {
  return Array.from({ length: n }, (_, i) => Array.from({ length: i }, (_, j) => dot(x, i * d, x, j * d, d))).flat();
}

/** 1 − ⟨x_1, x_2⟩ without cancellation. */
export function firstGap(x: State, d: number): number {
  return squaredChord(x, 0, x, d, d) / 2;
}

/** d⟨x_1, x_2⟩/dt of the first two tokens. */
export function firstCosineRate({ shape: { d }, x, velocity }: Setting): number {
  return dot(velocity, 0, x, d, d) + dot(x, 0, velocity, d, d);
}

/** Attention of three kinds, as a run has them. */
export const MASKS = {
  SA: { mask: 'full', normalization: 'softmax' },
  USA: { mask: 'full', normalization: 'count' },
  CSA: { mask: 'causal', normalization: 'softmax' },
} as const;

export type Full = 'SA' | 'USA';
