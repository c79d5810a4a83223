/** How the last clusters of causal attention merge at large β: a heuristic from the initial tokens alone. */
import type { Shape, State } from '../core/state.ts';
import { demand } from '../numerics/domain.ts';

/** A token that joins an earlier one; tokens count from 0. */
interface Coarsening {
  readonly token: number;
  readonly into: number;
  /** e = 1 − ⟨x_token, x_into⟩: it takes a time of about e^{βe}. */
  readonly exponent: number;
}

/**
 * Again and again, of the tokens that are left, the later one of the pair with the smallest e = 1 − ⟨x_k, x_j⟩ is
 * removed, until the first is alone. Exponents never fall, so the last is the largest: β^{−1} log T ≈ max e for the
 * time T of collapse, β → ∞, Q = K = V = I. A heuristic of ours, exact in that limit for two tokens only. Of equal
 * pairs the one with the earliest later token goes first.
 *
 * @param x [n, d] row-major, unit rows
 * @returns n − 1 removals in order
 *
 * Cost O(n² d), up to O(n³ d) where one token is the nearest of all.
 */
export function coarsening(x: State, { n, d }: Shape): Coarsening[] {
  demand(n >= 1 && x.length === n * d, 'x', 'n × d numbers; give one row per token', x.length);
  const left = new Uint8Array(n).fill(1);
  const nearest = new Int32Array(n).fill(-1);
  const exponents = new Float64Array(n).fill(Infinity);
  const look = (k: number) => {
    exponents[k] = Infinity;
    for (let j = 0; j < k; j++) {
      if (left[j] === 0) continue;
      const e = exponentOf(x, d, k, j);
      if (e < exponents[k]) {
        exponents[k] = e;
        nearest[k] = j;
      }
    }
  };
  for (let k = 1; k < n; k++) look(k);
  const removed: Coarsening[] = [];
  for (let count = 1; count < n; count++) {
    let token = 0;
    for (let k = 1; k < n; k++) if (exponents[k] < exponents[token]) token = k;
    removed.push({ token, into: nearest[token], exponent: exponents[token] });
    left[token] = 0;
    exponents[token] = Infinity;
    for (let k = token + 1; k < n; k++) if (left[k] === 1 && nearest[k] === token) look(k);
  }
  return removed;
}

/** max e of the removals, 0 for one token: β^{−1} log T of the collapse, as β → ∞. */
export function collapseExponent(x: State, shape: Shape): number {
  return coarsening(x, shape).at(-1)?.exponent ?? 0;
}

/** 1 − ⟨x_k, x_j⟩ = |x_k − x_j|²/2, which keeps small values. */
function exponentOf(x: State, d: number, k: number, j: number): number {
  let sum = 0;
  for (let i = 0; i < d; i++) {
    const difference = x[k * d + i] - x[j * d + i];
    sum += difference * difference;
  }
  return sum / 2;
}
