/** Tokens at equal angles, and how equal they are. */

import type { State } from '../../core/state.ts';
import { dot } from '../../numerics/sphere.ts';

/** n unit vectors of R^n with ⟨x_i, x_j⟩ = ρ: √(1−ρ) e_i plus one common vector. */
export function equiangularTokens(n: number, rho: number): number[][] {
  const own = Math.sqrt(1 - rho);
  const common = (Math.sqrt(1 + (n - 1) * rho) - own) / n;
  return Array.from({ length: n }, (_, i) => Array.from({ length: n }, (_, c) => common + (c === i ? own : 0)));
}

/** Mean and range of ⟨x_i, x_j⟩ over pairs, as 1 minus it: |x_i − x_j|²/2 keeps its digits. */
export function gapsOf(x: State, n: number): { readonly mean: number; readonly spread: number } {
  const d = x.length / n;
  const difference = new Float64Array(d);
  let [sum, least, most] = [0, 2, 0];
  for (let i = 0; i < n; i++) {
    for (let j = 0; j < i; j++) {
      for (let c = 0; c < d; c++) difference[c] = x[i * d + c] - x[j * d + c];
      const gap = dot(difference, 0, difference, 0, d) / 2;
      sum += gap;
      if (gap < least) least = gap;
      if (gap > most) most = gap;
    }
  }
  return { mean: (2 * sum) / (n * (n - 1)), spread: most - least };
}
