/**
 * Attention under the full mask, where every row feels every other: forces, and how each turns with every place.
 *
 * Rows may stand for several tokens that are at one place and move together, c_j of them. With u the place of row k,
 * w_j = c_j e^{β⟨u, B(x_j − u)⟩ − largest} and f, S, G, W as in attention-jacobian.ts, where α is now the share of the
 * tokens elsewhere, the derivative of F_k along a tangent η of another row j is, with q = Bᵀu,
 *
 *   P_u( f w_j V( η + β⟨q, η⟩ (x_j − u − S) ) )                                      (softmax),
 *   P_u( f w_j( V( η + β⟨q, η⟩ (x_j − u) ) + β⟨q, η⟩ W u ) )                         (count).
 */

import type { Shape, State } from '../core/state.ts';
import { exp } from '../numerics/elementary.ts';
import { multiplyVector, splitIdentity, transpose } from '../numerics/matrix.ts';
import { dot } from '../numerics/sphere.ts';
import type { AttentionFieldParameters } from './attention-field.ts';
import { attentionJacobian, type RowSums } from './attention-jacobian.ts';
import type { RowSlope } from './row-system.ts';

export interface JointRow {
  /** Of every row j, f w_j: its share of what row k gathers; 0 for k itself. */
  readonly shares: Float64Array;
  /** S = f Σ_j w_j (x_j − u). */
  readonly shift: Float64Array;
  /** Bᵀu. */
  readonly query: Float64Array;
  /** W u under count, where V = λI + W has a W; else null. */
  readonly own: Float64Array | null;
}

/** What one computes with; results are overwritten by the next call. */
export interface JointAttention {
  /** Looks from row k of the unit rows x, which stay as they are until the last question about them. */
  look(x: State, k: number, withSpread: boolean): JointRow;
  /** out[at …] ← F_k, of the row looked from. */
  force(out: Float64Array, at: number): void;
  /** F_k and ∂F_k/∂x_k, while the other rows stand still: after a look with the spread. */
  slope(): RowSlope;
  /** ∂F/∂x at the place of row k of a token that is added there, while all rows stand still. */
  ofAnother(): RowSlope;
}

/**
 * @param counts of every row, how many tokens it stands for
 * @param tokens how many there are in all: what `count` divides by
 */
export function jointAttention(
  parameters: AttentionFieldParameters,
  { n, d }: Shape,
  counts: ArrayLike<number>,
  tokens: number,
): JointAttention {
  const { beta, queryKey, value, normalization, centers, weights } = parameters;
  const m = weights.length;
  const softmax = normalization === 'softmax';
  const { scale: b, rest: c } = splitIdentity(queryKey, d);
  const { rest: w } = splitIdentity(value, d);
  const cTransposed = c && transpose(c, d);
  const bTransposed = transpose(queryKey, d);
  const linearize = attentionJacobian(parameters, { n: tokens, d });
  const u = new Float64Array(d);
  const crossQuery = new Float64Array(d);
  const scores = new Float64Array(n + m);
  const difference = new Float64Array(d);
  const wu = new Float64Array(d);
  const pull = new Float64Array(d);
  const sums: RowSums = { largest: 0, others: 0, shift: new Float64Array(d), spread: new Float64Array(d * d) };
  const row: JointRow = {
    shares: new Float64Array(n),
    shift: new Float64Array(d),
    query: new Float64Array(d),
    own: w && !softmax ? wu : null,
  };
  let k = 0;
  let z = 1; // f Z

  function score(rows: Float64Array, j: number): number {
    let square = 0;
    let cross = 0;
    for (let i = 0; i < d; i++) {
      const apart = rows[j * d + i] - u[i];
      square += apart * apart;
      if (cTransposed) cross += crossQuery[i] * apart;
    }
    return beta * (cross - 0.5 * b * square);
  }

  function add(rows: Float64Array, j: number, weight: number, withSpread: boolean): void {
    sums.others += weight;
    for (let i = 0; i < d; i++) difference[i] = rows[j * d + i] - u[i];
    for (let i = 0; i < d; i++) {
      sums.shift[i] += weight * difference[i];
      if (!withSpread) continue;
      for (let l = 0; l < d; l++) sums.spread[i * d + l] += weight * difference[i] * difference[l];
    }
  }

  function sum(x: State, withSpread: boolean): void {
    sums.largest = 0;
    for (let j = 0; j < n; j++) scores[j] = j === k ? 0 : score(x, j);
    for (let j = 0; j < m; j++) scores[n + j] = score(centers, j);
    for (let j = 0; j < n + m; j++) if (scores[j] > sums.largest) sums.largest = scores[j];
    sums.others = 0;
    sums.shift.fill(0);
    if (withSpread) sums.spread.fill(0);
    for (let j = 0; j < n; j++) {
      row.shares[j] = j === k ? 0 : counts[j] * exp(scores[j] - sums.largest);
      if (j !== k) add(x, j, row.shares[j], withSpread);
    }
    for (let j = 0; j < m; j++) add(centers, j, weights[j] * exp(scores[n + j] - sums.largest), withSpread);
  }

  return {
    look(x, from, withSpread) {
      k = from;
      for (let i = 0; i < d; i++) u[i] = x[k * d + i];
      if (cTransposed) multiplyVector(cTransposed, u, 0, crossQuery, d);
      multiplyVector(bTransposed, u, 0, row.query, d);
      sum(x, withSpread);
      const whole = sums.others + counts[k] * exp(-sums.largest);
      const f = softmax ? 1 / whole : exp(beta * dot(row.query, 0, u, 0, d) + sums.largest) / tokens;
      z = softmax ? 1 : f * whole;
      for (let j = 0; j < n; j++) row.shares[j] *= f;
      for (let i = 0; i < d; i++) row.shift[i] = f * sums.shift[i];
      if (w) multiplyVector(w, u, 0, wu, d);
      return row;
    },
    force(out, at) {
      multiplyVector(value, row.shift, 0, pull, d);
      if (w) for (let i = 0; i < d; i++) pull[i] += z * wu[i];
      const along = dot(u, 0, pull, 0, d);
      for (let i = 0; i < d; i++) out[at + i] = pull[i] - along * u[i];
    },
    slope: () => linearize(u, sums, counts[k]),
    ofAnother: () => linearize(u, { ...sums, others: sums.others + counts[k] * exp(-sums.largest) }, 0),
  };
}
