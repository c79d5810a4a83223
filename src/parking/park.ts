/** Rényi centers and strong Rényi centers of long token sequences, without comparing every token with every other. */
import { separationLimit } from '../analysis/renyi-centers.ts';
import type { Shape, State } from '../core/state.ts';
import type { TokenSequence } from '../initial/initial.ts';
import { circleCells } from './circle-cells.ts';
import { circleTable } from './circle-table.ts';
import { places } from './places.ts';
import { spaceCells } from './space-cells.ts';

export interface Parked {
  /** Indices (from 0) of the Rényi centers, ascending. */
  readonly renyi: readonly number[];
  /** Those that are strong. */
  readonly strong: readonly number[];
  /** The Rényi centers themselves, [renyi.length, d]. */
  readonly places: State;
}

/** Tokens between two reports of progress. */
const STRIDE = 8192;

/**
 * Both kinds of centers of the first n tokens of a sequence: the very indices that `renyiCenters` and `strongRenyiCenters` find,
 * by the same comparisons of squared chords, but only with points in cells near a token. Tokens are looked at as they come and
 * not kept; memory grows with the number of centers.
 *
 * @param separation δ in radians, 0 < δ < π
 * @throws ParkadeError InvalidParameter if separation is outside (0, π)
 *
 * @example park(uniform.sequence({}, 2, 1), { n: 1e7, d: 2 }, 0.001).renyi.length
 */
export function park(tokens: TokenSequence, shape: Shape, separation: number): Parked {
  const steps = parking(tokens, shape, separation);
  for (;;) {
    const { done, value } = steps.next();
    if (done) return value;
  }
}

/**
 * The same in pieces: yields now and then how many tokens were looked at.
 *
 * Strong centers are Rényi centers (a token far from all before it is far from the centers among them), so the first pass, which
 * parks tokens, leaves few candidates. A second pass looks at the tokens again and strikes out the later candidates within δ of
 * each. It ends when every candidate is struck out or reached: after about 1/p · log(1/p) tokens, p the measure of a cap of radius
 * δ, not after n.
 */
export function* parking(tokens: TokenSequence, { n, d }: Shape, separation: number): Generator<number, Parked> {
  const limit = separationLimit(separation);
  const parked =
    (d === 2 ? circleTable(separation, limit, n) : null) ??
    places(d, limit, (most) => (d === 2 ? circleCells(separation, most) : spaceCells(Math.sqrt(limit), most)));
  const row = new Float64Array(d);
  const renyi: number[] = [];
  for (let k = 0; k < n; k++) {
    tokens(k, row);
    if (parked.park(row)) renyi.push(k);
    if ((k + 1) % STRIDE === 0) yield k + 1;
  }
  const strong: number[] = [];
  let undecided = renyi.length;
  for (let k = 0; k < n && undecided > 0; k++) {
    tokens(k, row);
    parked.remove(row, (candidate) => {
      undecided--;
      // Earlier candidates are gone, so whatever is still there and not the token itself comes later.
      if (renyi[candidate] === k) strong.push(k);
    });
    if ((k + 1) % STRIDE === 0) yield n;
  }
  return { renyi, strong, places: parked.rows() };
}
