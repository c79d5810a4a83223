/**
 * One head of attention for scores of any kind: the building block of the equations that no kernel computes.
 *
 *   A_k = Σ_j P_kj V x_j,   P_kj = e^{s_kj}/Z_k over the tokens j that k sees,   s_kj = ⟨q_k, κ_j⟩ + bias(k, j),
 *
 * with queries q_k and keys κ_j that an equation makes from the tokens. As in attention-field.ts it is summed by
 * differences and with scores relative to the token's own, so that a token that sees nothing but its own place gathers
 * exactly nothing, and the largest score is subtracted, so that no exponential overflows.
 */

import type { AttentionShares, Shape, State, VectorField } from '../core/state.ts';
import { exp } from '../numerics/elementary.ts';
import { type Matrix, multiplyVector, splitIdentity } from '../numerics/matrix.ts';
import { dot, normalizeRows, projectTangent } from '../numerics/sphere.ts';

/** Queries [n, d], which include β, and keys [n, d] of the tokens x at time t. */
export type Projections = (t: number, x: State, queries: Float64Array, keys: Float64Array) => void;

interface HeadOptions {
  readonly value: Matrix;
  readonly mask: 'causal' | 'full';
  /** softmax: Z_k is the sum of the weights. count: Z_k is n. */
  readonly normalization: 'softmax' | 'count';
  /** Token k sees the j with |k − j| < window; by default all. */
  readonly window?: number;
  /** Added to the score of token j for token k; 0 for k = j. */
  readonly bias?: (k: number, j: number) => number;
}

export interface Head {
  /** The tokens that are attended to from now on; `x` is kept, not copied. */
  place(t: number, x: State): void;
  /** Token k looks around: `output` and `pull` then speak of it. */
  attend(k: number): void;
  /** out ← A_k, d numbers. */
  output(out: Float64Array): void;
  /** out ← Σ_j P_kj V (x_j − x_k). */
  shift(out: Float64Array): void;
  /**
   * out ← A_k − c x_k, tangential where A_k is; c is such that a token that sees its own place only has 0 for V = λI.
   */
  pull(out: Float64Array): void;
  /** out ← P_k1 … P_kn, divided by their sum. */
  shares(out: Float64Array): void;
}

/** q_k = βQx_k, κ_j = Kx_j. */
export function linearProjections(beta: number, query: Matrix, key: Matrix, { n, d }: Shape): Projections {
  const row = new Float64Array(d);
  return (_t, x, queries, keys) => {
    for (let k = 0; k < n; k++) {
      multiplyVector(query, x, k * d, row, d);
      for (let i = 0; i < d; i++) queries[k * d + i] = beta * row[i];
      multiplyVector(key, x, k * d, row, d);
      keys.set(row, k * d);
    }
  };
}

/** Scores that overflow are taken times the square of this, which makes products of any two doubles finite. */
const TINY = 2.913414348125081e-157; // 2⁻⁵²⁰

/** Sums run over tokens in index order: under the causal mask and softmax a token has the same bits whatever n is. */
export function attentionHead(project: Projections, options: HeadOptions, { n, d }: Shape): Head {
  const { value, mask, normalization, window = n, bias } = options;
  const { rest: w } = splitIdentity(value, d);
  const queries = new Float64Array(n * d);
  const keys = new Float64Array(n * d);
  const scores = new Float64Array(n);
  const mean = new Float64Array(d); // Σ_j P_kj (x_j − x_k)
  const place = new Float64Array(d); // mass·x_k, and mean + mass·x_k
  const own = new Float64Array(d);
  let x: State = new Float64Array(0);
  let current = 0;
  let mass = 1; // Σ_j P_kj
  const seen = { from: 0, to: 0, z: 1 };

  /** ⟨q_k, κ_j − κ_k⟩ + bias(k, j), times scale²: relative to the token's own score, which the softmax cancels. */
  function relativeScore(k: number, j: number, scale: number): number {
    let sum = 0;
    for (let i = 0; i < d; i++) sum += queries[k * d + i] * scale * ((keys[j * d + i] - keys[k * d + i]) * scale);
    return bias ? sum + bias(k, j) * scale * scale : sum;
  }

  /** Fills in the scores, each times scale², and returns the largest; NaN where one is none, as ∞ − ∞. */
  function score(k: number, from: number, to: number, scale: number): number {
    let largest = 0;
    for (let j = from; j < to; j++) {
      scores[j] = relativeScore(k, j, scale);
      if (Number.isNaN(scores[j])) return NaN;
      if (scores[j] > largest) largest = scores[j];
    }
    return largest;
  }

  return {
    place(t, tokens) {
      x = tokens;
      project(t, x, queries, keys);
    },
    attend(k) {
      const from = k >= window ? k - window + 1 : 0;
      const to = mask === 'causal' ? k + 1 : k + window < n ? k + window : n;
      let largest = score(k, from, to, 1);
      const overflows = !(largest < Infinity);
      if (overflows) largest = score(k, from, to, TINY);
      let z = 0;
      mean.fill(0);
      for (let j = from; j < to; j++) {
        const below = scores[j] - largest;
        const weight = exp(overflows ? below / TINY / TINY : below);
        z += weight;
        scores[j] = weight;
        for (let i = 0; i < d; i++) mean[i] += weight * (x[j * d + i] - x[k * d + i]);
      }
      Object.assign(seen, { from, to, z });
      const factor = normalization === 'softmax' ? 1 / z : exp(dot(queries, k * d, keys, k * d, d) + largest) / n;
      for (let i = 0; i < d; i++) mean[i] *= factor;
      mass = normalization === 'softmax' ? 1 : factor * z;
      current = k;
    },
    output(out) {
      for (let i = 0; i < d; i++) place[i] = mean[i] + mass * x[current * d + i];
      multiplyVector(value, place, 0, out, d);
    },
    shift: (out) => multiplyVector(value, mean, 0, out, d),
    pull(out) {
      multiplyVector(value, mean, 0, out, d);
      if (w === null) return;
      for (let i = 0; i < d; i++) place[i] = mass * x[current * d + i];
      multiplyVector(w, place, 0, own, d);
      for (let i = 0; i < d; i++) out[i] += own[i];
    },
    shares(out) {
      out.fill(0);
      for (let j = seen.from; j < seen.to; j++) out[j] = scores[j] / seen.z;
    },
  };
}

/** The shares of one head at tokens as they are: on the sphere these have length 1 but for rounding. */
export function sharesOf({ place, attend, shares }: Head): AttentionShares {
  return (t, x, k, out) => {
    place(t, x);
    attend(k);
    shares(out);
  };
}

/**
 * The field of an equation on the sphere: ẋ_k = P_k y_k at the directions of all rows.
 *
 * @param place is told the time and the directions
 * @param row writes y_k, or y_k − c x_k, into d numbers
 */
export function fieldOnSphere(
  shape: Shape,
  place: (t: number, x: State) => void,
  row: (k: number, t: number, y: Float64Array) => void,
): VectorField {
  const { n, d } = shape;
  const directions = new Float64Array(n * d);
  const y = new Float64Array(d);
  return (t, x, out) => {
    normalizeRows(x, directions, shape);
    place(t, directions);
    for (let k = 0; k < n; k++) {
      row(k, t, y);
      projectTangent(directions, k * d, y, 0, d);
      out.set(y, k * d);
    }
  };
}
