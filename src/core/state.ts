/** What the whole project computes with: n tokens on the unit sphere of R^d, in one flat array. */

/** n tokens on the unit sphere S^{d−1} of R^d; n ≥ 1, d ≥ 2. */
export interface Shape {
  readonly n: number;
  readonly d: number;
}

/** (S^{d−1})^n, row-major: token k (from 0) is entries k·d … k·d + d − 1. */
export type State = Float64Array;

/** Noise √(2/κ) on the sphere for every token, each on a Wiener path of its own (wiener.ts). */
export interface Noise {
  /** κ > 0: the larger, the weaker. */
  readonly kappa: number;
  readonly seed: number;
}

/** A value now or later: devices answer later, the processor at once. */
export type Awaitable<T> = T | Promise<T>;

/** out ← f(t, x): tangent for unit rows, evaluated at x/|x|. Never allocates. */
export type VectorField = (t: number, x: State, out: State) => void;
