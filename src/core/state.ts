/** What the whole project computes with: n tokens on the unit sphere of R^d, or in R^d itself, in one flat array. */

/** Where tokens live: on S^{d−1}, or anywhere in R^d, where a token has a direction and a length. */
export type Space = 'sphere' | 'euclidean';

/** n tokens on the unit sphere S^{d−1} of R^d, or in R^d; n ≥ 1, d ≥ 2. */
export interface Shape {
  readonly n: number;
  readonly d: number;
}

/** (S^{d−1})^n or (R^d)^n, row-major: token k (from 0) is entries k·d … k·d + d − 1. */
export type State = Float64Array;

/** Noise on the sphere along Wiener paths (wiener.ts): private, common, or both. */
export interface Noise {
  /** κ > 0, the larger, the weaker: √(2/κ) on every token along a path of its own. */
  readonly kappa?: number;
  /** κ₀ > 0: √(2/κ₀) on all tokens along the same path. */
  readonly commonKappa?: number;
  readonly seed: number;
}

/** A value now or later: devices answer later, the processor at once. */
export type Awaitable<T> = T | Promise<T>;

/**
 * out ← f(t, x); on the sphere tangent for unit rows and evaluated at x/|x|, in R^d evaluated at x. Never allocates.
 */
export type VectorField = (t: number, x: State, out: State) => void;

/**
 * out ← the shares of its attention that token k gives to each of the n tokens at time t: what stands before the V x_j
 * in its sum, divided by the sum of that. 0 for those that it does not see.
 */
export type AttentionShares = (t: number, x: State, k: number, out: Float64Array) => void;
