/**
 * Unit costs that the choice among paths rests on, in nanoseconds; only their ratios matter. `parkade tune` measures
 * them anew.
 */
export interface Costs {
  /** A pair of tokens on the direct path, falling scores and no centers: on the circle, on the sphere. */
  readonly pairCircle: number;
  readonly pairSphere: number;
  /** A pair on the direct path by blocks, and each coordinate of it. */
  readonly pairBlocked: number;
  readonly pairCoordinate: number;
  /** A row of the harmonic path on the circle, and each mode of it, for B = bI and in general. */
  readonly circleRow: number;
  readonly circleMode: number;
  readonly circleModeGeneral: number;
  /** A row of the harmonic path on the sphere, and each of its modes. */
  readonly sphereRow: number;
  readonly sphereMode: number;
  /** A row of the local path, whatever it sees, and each coordinate of a cell that it looks at. */
  readonly localRow: number;
  readonly cellCoordinate: number;
  /** A pair in a cell relative to a pair on the direct path (d ≤ 3), and each coordinate of one (d ≥ 4). */
  readonly cellPair: number;
  readonly cellPairCoordinate: number;
}

/**
 * Rounded from `parkade tune` and from fields of 500 to 20,000 tokens, on two cores of an AMD EPYC without AVX-512,
 * Node 20.
 */
export const shippedCosts: Costs = {
  pairCircle: 2.6,
  pairSphere: 3.3,
  pairBlocked: 2.2,
  pairCoordinate: 0.37,
  circleRow: 30,
  circleMode: 1.6,
  circleModeGeneral: 5.5,
  sphereRow: 150,
  sphereMode: 1.7,
  localRow: 300,
  cellCoordinate: 0.6,
  cellPair: 1.5,
  cellPairCoordinate: 1.8,
};
