/**
 * Distances compared with an angle. A distance that rounding cannot tell from the angle is a *tie*, in every dimension
 * and however the tokens are rotated: it counts as at most the angle (linked, parked away), and not as less than it
 * (captured).
 */
import { atan2, sin } from './elementary.ts';
import { UNIT_TOLERANCE } from './points.ts';

/** Rows may be off unit length by UNIT_TOLERANCE, and then chords between two of them by twice that. */
const RELATIVE = 2 * UNIT_TOLERANCE;
/** Coordinates are rounded to 2^−53, so no chord is known better than some of these. */
const ABSOLUTE = 1e-15;

/** Squared chords that distances are compared by. */
interface Reach {
  /** Of the angle itself. */
  readonly level: number;
  /** Up to it a pair is at most the angle apart, ties among them. */
  readonly within: number;
  /** Below it a pair is nearer than the angle, ties not among them; −1 where nothing is. */
  readonly nearer: number;
}

/** @param angle radians, in (0, π) */
export function reachOf(angle: number): Reach {
  const chord = 2 * sin(angle / 2);
  const most = chord * (1 + RELATIVE) + ABSOLUTE;
  const least = chord * (1 - RELATIVE) - ABSOLUTE;
  return { level: chord * chord, within: most * most, nearer: least > 0 ? least * least : -1 };
}

/** The largest angle whose squared chord is at most `square`; Infinity where all are. */
export function angleOfSquare(square: number): number {
  return square >= 4 ? Infinity : 2 * atan2(Math.sqrt(square), Math.sqrt(4 - square));
}

/** |x − y|² less its level, for roots in time: not above 0 within the angle, where a tie is just below it. */
export function beyond(square: number, { level, within }: Reach): number {
  return square >= level && square <= within ? -Number.MIN_VALUE : square - level;
}

/** The same, below 0 only nearer than the angle: a tie is just above it. */
export function outside(square: number, { level, nearer }: Reach): number {
  return square >= nearer && square <= level ? Number.MIN_VALUE : square - level;
}
