/** Who may be told beforehand to lead a cluster? Sets of the initial tokens. */
import { centersOf } from '../../analysis/renyi-centers.ts';
import type { Shape, State } from '../../core/state.ts';

export const kinds = ['renyi', 'strong', 'leaders', 'hard', 'earliest'] as const;
export type Kind = (typeof kinds)[number];

/**
 * @param x initial tokens, [n, d]
 * @param queryKey diagonal of QᵀK
 * @param separation δ of centers, radians
 * @returns token indices, ascending
 */
export function predicted(
  x: State,
  shape: Shape,
  { beta, queryKey, separation }: { beta: number; queryKey: readonly number[]; separation: number },
): Readonly<Record<Kind, readonly number[]>> {
  const { renyi, strong } = centersOf(x, shape, separation);
  const { leaders, hard } = leadersOf(x, shape, beta, queryKey);
  return { renyi, strong, leaders, hard, earliest: renyi.map((_, i) => i) };
}

/**
 * hard: tokens k that, as β → ∞, look at themselves alone, ⟨Qx_k, Kx_k⟩ ≥ ⟨Qx_k, Kx_j⟩ for all j < k: their own
 * nearest among those they see. leaders: tokens that at this β give themselves half of their attention at least, A_kk
 * ≥ ½, that is Σ_{j<k} e^{β⟨Qx_k, Kx_j − Kx_k⟩} ≤ 1. As β → ∞ the second are the first.
 */
export function leadersOf(
  x: State,
  { n, d }: Shape,
  beta: number,
  queryKey: readonly number[],
): { readonly leaders: number[]; readonly hard: number[] } {
  const [leaders, hard]: number[][] = [[], []];
  for (let k = 0; k < n; k++) {
    let sum = 0;
    let most = 0;
    for (let j = 0; j < k; j++) {
      let score = 0;
      for (let i = 0; i < d; i++) score += x[k * d + i] * queryKey[i] * (x[j * d + i] - x[k * d + i]);
      sum += Math.exp(beta * score);
      if (score > most) most = score;
    }
    if (sum <= 1) leaders.push(k);
    if (most === 0) hard.push(k);
  }
  return { leaders, hard };
}
