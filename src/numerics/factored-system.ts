/** A system of linear equations, factored once and solved often, whose rows may be of very different sizes. */

import { larger } from './elementary.ts';

export interface FactoredSystem {
  /** The sign of the determinant, 0 for a singular matrix. */
  readonly sign: number;
  /** v ← M⁻¹ v. */
  solve(v: Float64Array): void;
}

/**
 * P M = L U by elimination, the n×n matrix overwritten. Pivots are compared by their share of the largest entry of
 * their row, as if all rows had been divided by it first (scaled partial pivoting; Golub & Van Loan, §3.4): rows of
 * 10⁻²⁰ beside rows of 1 keep their relative accuracy.
 */
export function factorSystem(m: Float64Array, n: number): FactoredSystem {
  const order = new Int32Array(n);
  const sizes = new Float64Array(n);
  for (let i = 0; i < n; i++) {
    order[i] = i;
    for (let j = 0; j < n; j++) sizes[i] = larger(sizes[i], Math.abs(m[i * n + j]));
  }
  let sign = 1;
  for (let column = 0; column < n && sign !== 0; column++) {
    const pivot = pivotOf(m, n, column, sizes);
    if (pivot !== column) {
      exchange(m, n, pivot, column);
      [order[pivot], order[column]] = [order[column], order[pivot]];
      [sizes[pivot], sizes[column]] = [sizes[column], sizes[pivot]];
      sign = -sign;
    }
    const top = m[column * n + column];
    if (!(Math.abs(top) > 0)) sign = 0;
    else if (top < 0) sign = -sign;
    if (sign !== 0) eliminate(m, n, column);
  }
  const permuted = new Float64Array(n);
  return {
    sign,
    solve(v) {
      for (let i = 0; i < n; i++) permuted[i] = v[order[i]];
      for (let i = 1; i < n; i++) permuted[i] -= product(m, i * n, permuted, 0, i);
      for (let i = n - 1; i >= 0; i--) {
        permuted[i] = (permuted[i] - product(m, i * n, permuted, i + 1, n)) / m[i * n + i];
      }
      v.set(permuted);
    },
  };
}

function pivotOf(m: Float64Array, n: number, column: number, sizes: Float64Array): number {
  let pivot = column;
  let most = 0;
  for (let i = column; i < n; i++) {
    const share = Math.abs(m[i * n + column]) / sizes[i];
    if (share > most) {
      most = share;
      pivot = i;
    }
  }
  return pivot;
}

function exchange(m: Float64Array, n: number, a: number, b: number): void {
  const row = m.slice(a * n, a * n + n);
  m.copyWithin(a * n, b * n, b * n + n);
  m.set(row, b * n);
}

function eliminate(m: Float64Array, n: number, column: number): void {
  const from = column * n;
  const top = m[from + column];
  for (let i = column + 1; i < n; i++) {
    const to = i * n;
    const factor = m[to + column] / top;
    m[to + column] = factor;
    if (factor === 0) continue;
    for (let j = column + 1; j < n; j++) m[to + j] -= factor * m[from + j];
  }
}

/** Σ_{from ≤ j < to} m[at + j] v[j]. */
function product(m: Float64Array, at: number, v: Float64Array, from: number, to: number): number {
  let sum = 0;
  for (let j = from; j < to; j++) sum += m[at + j] * v[j];
  return sum;
}
