/**
 * One head of attention for scores of any kind: the building block of compositions.
 *
 *   A_k = Σ_j P_kj V u_j,   P_kj = φ(s_kj)/Z_k over the tokens j that k sees,   s_kj = ⟨q_k, κ_j⟩ + b(k, j),
 *
 * with queries q_k and keys κ_j that are made from the tokens. As in attention-field.ts it is summed by differences and
 * with scores relative to the token's own, so that a token that sees nothing but its own place gathers exactly nothing,
 * and for φ = exp the largest score is subtracted, so that no exponential overflows.
 */

import type { AttentionShares, Shape, State, VectorField } from '../core/state.ts';
import { exp, larger } from '../numerics/elementary.ts';
import { type Matrix, multiplyVector, splitIdentity } from '../numerics/matrix.ts';
import { dot, normalizeRows, projectTangent } from '../numerics/sphere.ts';
import type { Mask } from './block/mask.ts';
import { softmax, type Weighing } from './block/weighing.ts';

/** Queries [n, w], which include β, and keys [n, w] of the tokens x at time t. */
export type Projections = (t: number, x: State, queries: Float64Array, keys: Float64Array) => void;

interface HeadOptions {
  /** What gathered tokens are multiplied by, d×d. */
  readonly value: Matrix;
  readonly mask: Mask;
  /** softmax by default. */
  readonly weighing?: Weighing;
  /** Numbers of a query, w; d by default. */
  readonly width?: number;
  /** Added to the score of token j for token k; 0 for k = j. */
  readonly bias?: ((k: number, j: number) => number) | null;
}

export interface Head {
  /** The tokens that are attended to from now on; `x` is kept, not copied. */
  place(t: number, x: State): void;
  /** Token k looks around: `output` and `pull` then speak of it. */
  attend(k: number): void;
  /** out ← A_k, d numbers. */
  output(out: Float64Array): void;
  /** out ← Σ_j P_kj V (u_j − u_k). */
  shift(out: Float64Array): void;
  /**
   * out ← A_k − c u_k, tangential where A_k is; c is such that a token that sees its own place only has 0 for V = λI.
   */
  pull(out: Float64Array): void;
  /** out ← P_k1 … P_kn, divided by their sum. */
  shares(out: Float64Array): void;
}

/** q_k = βQu_k, κ_j = Ku_j, with Q and K of `width` rows, d by default. */
export function linearProjections(
  beta: number,
  query: Matrix,
  key: Matrix,
  { n, d }: Shape,
  width: number = d,
): Projections {
  return (_t, x, queries, keys) => {
    for (let k = 0; k < n; k++) {
      for (let i = 0; i < width; i++) {
        queries[k * width + i] = beta * dot(query, i * d, x, k * d, d);
        keys[k * width + i] = dot(key, i * d, x, k * d, d);
      }
    }
  };
}

/** Scores that overflow are taken times the square of this, which makes products of any two doubles finite. */
const TINY = 2.913414348125081e-157; // 2⁻⁵²⁰
/** Scores closer to the greatest than this, relative to its size or 1, share hard attention with it. */
const TIE = 1e-12;

/** Sums run over tokens in index order: under a causal mask a token has the same bits whatever n is, but for count. */
export function attentionHead(project: Projections, options: HeadOptions, { n, d }: Shape): Head {
  const { value, mask, weighing = softmax, width = d, bias = null } = options;
  const { kernel, hard, divide } = weighing;
  const { rest: w } = splitIdentity(value, d);
  const queries = new Float64Array(n * width);
  const keys = new Float64Array(n * width);
  const weights = new Float64Array(n); // scores, then weights
  const ranges = new Int32Array(2 * mask.most);
  const mean = new Float64Array(d); // Σ_j P_kj (u_j − u_k)
  const place = new Float64Array(d); // mass·u_k, and mean + mass·u_k
  const own = new Float64Array(d);
  let x: State = new Float64Array(0);
  let current = 0;
  let mass = 1; // Σ_j P_kj
  let z = 1;
  let count = 0; // of ranges

  /** ⟨q_k, κ_j − κ_k⟩ + b(k, j), times scale²: relative to the token's own score, which the softmax cancels. */
  function relativeScore(k: number, j: number, scale: number): number {
    let sum = 0;
    for (let i = 0; i < width; i++) {
      sum += queries[k * width + i] * scale * ((keys[j * width + i] - keys[k * width + i]) * scale);
    }
    return bias ? sum + bias(k, j) * scale * scale : sum;
  }

  /** Fills in the scores, each times scale², and returns the largest; NaN where one is none, as ∞ − ∞. */
  function score(k: number, scale: number): number {
    let largest = -Infinity;
    for (let r = 0; r < count; r++) {
      for (let j = ranges[2 * r]; j < ranges[2 * r + 1]; j++) {
        weights[j] = relativeScore(k, j, scale);
        if (Number.isNaN(weights[j])) return NaN;
        if (weights[j] > largest) largest = weights[j];
      }
    }
    return largest;
  }

  /** mean ← Σ_j w_j (u_j − u_k) with w_j = weigh(score), which takes its place; returns Σ_j w_j. */
  function gather(k: number, weigh: (score: number) => number): number {
    let sum = 0;
    mean.fill(0);
    for (let r = 0; r < count; r++) {
      for (let j = ranges[2 * r]; j < ranges[2 * r + 1]; j++) {
        const weight = weigh(weights[j]);
        weights[j] = weight;
        if (weight === 0) continue;
        sum += weight;
        for (let i = 0; i < d; i++) mean[i] += weight * (x[j * d + i] - x[k * d + i]);
      }
    }
    return sum;
  }

  /** The token's own score, which the others are relative to. */
  const ownScore = (k: number): number => dot(queries, k * width, keys, k * width, width);

  /** Sums up, and returns what weights are multiplied by. */
  function weighed(k: number): number {
    let largest = score(k, 1);
    if (hard) return hardened(k, largest);
    if (kernel) {
      const at = ownScore(k);
      z = gather(k, (relative) => kernel(at + relative));
      return divide === 'count' ? 1 / n : z > 0 ? 1 / z : 0;
    }
    const overflows = !(largest < Infinity);
    if (overflows) largest = score(k, TINY);
    z = gather(k, (relative) => exp(overflows ? (relative - largest) / TINY / TINY : relative - largest));
    return divide === 'sum' ? 1 / z : exp(ownScore(k) + largest) / n;
  }

  /** Those that tie share evenly. */
  function hardened(k: number, largest: number): number {
    const at = ownScore(k);
    let size = 1;
    for (let r = 0; r < count; r++) {
      for (let j = ranges[2 * r]; j < ranges[2 * r + 1]; j++) size = larger(size, Math.abs(at + weights[j]));
    }
    z = gather(k, (relative) => (relative >= largest - TIE * size ? 1 : 0));
    return 1 / z;
  }

  return {
    place(t, tokens) {
      x = tokens;
      project(t, x, queries, keys);
    },
    attend(k) {
      count = mask.ranges(k, ranges);
      const factor = weighed(k);
      for (let i = 0; i < d; i++) mean[i] *= factor;
      mass = divide === 'sum' ? 1 : factor * z;
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
      for (let r = 0; r < count; r++) {
        for (let j = ranges[2 * r]; j < ranges[2 * r + 1]; j++) out[j] = weights[j] / z;
      }
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
