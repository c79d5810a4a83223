/** Equations that jump in time: pieces of one length, each with an equation of its own that does not depend on time. */
import { ParkadeError, partsOf } from '../core/errors.ts';
import type { VectorField } from '../core/state.ts';
import type { Resolved } from './dynamics.ts';

type Piece = ReturnType<NonNullable<Resolved['pieces']>['equation']>;

/** Of a piece: times closer than this to its beginning are it, so that 3 · 0.1 and 0.3 are one time. */
const HAIR = 1e-9;

/**
 * The piece that was asked for last is kept, since matrices are large.
 *
 * @param lasts how long a piece lasts
 * @param checked pieces that are made once to see that they can be
 */
export function piecewise(lasts: number, pieceAt: (index: number) => Piece, checked: readonly number[]): Resolved {
  let last = { index: 0, piece: pieceAt(0) };
  for (const index of checked) if (index > 0) pieceAt(index);
  const indexAt = (t: number) => Math.floor(t / lasts + HAIR);
  const equation = (index: number) => {
    if (index !== last.index) last = { index, piece: pieceAt(index) };
    return last.piece;
  };
  return {
    pieces: { indexAt, endOf: (i) => (i + 1) * lasts, equation },
    field: (tokens) => fieldByPiece(indexAt, (i) => equation(i).resolved.field(tokens)),
    shares: (tokens) => (t, x, k, out) => equation(indexAt(t)).resolved.shares(tokens)(t, x, k, out),
  };
}

function fieldByPiece(indexAt: (t: number) => number, fieldOf: (i: number) => VectorField): VectorField {
  let current = 0;
  let field = fieldOf(current);
  return (t, x, out) => {
    const index = indexAt(t);
    if (index !== current) field = fieldOf(index);
    current = index;
    field(t, x, out);
  };
}

/** @throws ParkadeError InvalidParameter, with the layer where they are listed */
export function inLayer<Result>(layer: number, listed: boolean, work: () => Result): Result {
  try {
    return work();
  } catch (error) {
    if (!(error instanceof ParkadeError) || !listed) throw error;
    throw new ParkadeError(error.code, `In layer ${layer} (from 0): ${error.message}`, partsOf(error));
  }
}
