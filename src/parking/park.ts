/** Rényi centers and strong Rényi centers of long token sequences, without comparing every token with every other. */
import { type CenterIndices, finished, parkedTokens, strongOf } from '../analysis/parked.ts';
import { separationLimit } from '../analysis/renyi-centers.ts';
import type { Shape, State } from '../core/state.ts';
import type { TokenSequence } from '../initial/initial.ts';
import { placesWithin } from '../numerics/boxes/places.ts';
import { circleTable } from './circle-table.ts';

export interface Parked extends CenterIndices {
  /** The Rényi centers themselves, [renyi.length, d]. */
  readonly places: State;
}

/**
 * Both kinds of centers of the first n tokens of a sequence: the very indices that `renyiCenters` and
 * `strongRenyiCenters` find, by the same comparisons of squared chords, but only with points in cells near a token.
 * Tokens are looked at as they come and not kept; memory grows with the number of centers.
 *
 * @param separation δ in radians, 0 < δ < π
 * @throws ParkadeError InvalidParameter if separation is outside (0, π)
 *
 * @example park(uniform.sequence({}, 2, 1), { n: 1e7, d: 2 }, 0.001).renyi.length
 */
export function park(tokens: TokenSequence, shape: Shape, separation: number): Parked {
  return finished(parking(tokens, shape, separation));
}

/** The same in pieces: yields now and then how many tokens were looked at. */
export function* parking(tokens: TokenSequence, { n, d }: Shape, separation: number): Generator<number, Parked> {
  const limit = separationLimit(separation);
  const points = (d === 2 ? circleTable(separation, limit, n) : null) ?? placesWithin(d, limit);
  const renyi = yield* parkedTokens(tokens, n, d, points);
  const strong = yield* strongOf(renyi, tokens, n, d, points);
  return { renyi, strong, places: points.rows() };
}
