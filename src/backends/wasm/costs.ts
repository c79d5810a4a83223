/**
 * Unit costs that the choice among paths rests on, in nanoseconds on the machine of docs/benchmarks.md; only their ratios matter.
 * `parkade tune` measures them anew.
 */
export interface Costs {
  /** A pair of tokens on the direct path: on the circle, on the sphere, and d times `pairCoordinate` beyond. */
  readonly pairCircle: number;
  readonly pairSphere: number;
  readonly pairCoordinate: number;
  /** More for a pair when B is no multiple of the identity or there are frozen centers. */
  readonly pairGeneral: number;
  /** A row of the harmonic path on the circle, and each mode of it, for B = bI and in general. */
  readonly circleRow: number;
  readonly circleMode: number;
  readonly circleModeGeneral: number;
  /** A row of the harmonic path on the sphere, and each of its modes. */
  readonly sphereRow: number;
  readonly sphereMode: number;
  /** A row of the local path, whatever it sees. */
  readonly localRow: number;
  /** A cell of the local path that a row looks at, d times, and a pair in a cell relative to a pair on the direct path. */
  readonly cellCoordinate: number;
  readonly cellPair: number;
}

export const shippedCosts: Costs = {
  pairCircle: 3.5,
  pairSphere: 4.5,
  pairCoordinate: 1.5,
  pairGeneral: 3,
  circleRow: 20,
  circleMode: 1.5,
  circleModeGeneral: 4,
  sphereRow: 100,
  sphereMode: 1.2,
  localRow: 150,
  cellCoordinate: 0.25,
  cellPair: 1.1,
};
