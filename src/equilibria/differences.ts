/**
 * The Jacobian of any field by central differences over smaller and smaller steps, extrapolated to the step 0
 * (Richardson; Ridders chooses where to end: when rounding makes the next value worse).
 */

import type { Shape, Space, State } from '../core/state.ts';
import { larger, smaller } from '../numerics/elementary.ts';
import { dot } from '../numerics/sphere.ts';
import { type Frame, movedAlong } from './frame.ts';

export interface Slopes {
  /** N columns of N numbers, in coordinates of the frame. */
  readonly columns: Float64Array[];
  /** A bound, as far as it is known, of the norm of what is wrong with them. */
  readonly error: number;
}

/** Steps are halved at most so many times. */
const LEVELS = 9;
/** In radians; the first step is no longer than this. */
const LONGEST = 0.1;
/** Where a column is known to this share of the field's size, no more digits are sought. */
const ENOUGH = 1e-13;
/** Beyond the best value, this many times its error is what rounding looks like. */
const WORSE = 2;

/**
 * @param scale of the field: a velocity of usual size
 * @param breathe is called before every column with the share that is done
 */
export async function jacobianByDifferences(
  force: (x: State) => Float64Array,
  x: State,
  frame: Frame,
  shape: Shape,
  space: Space,
  scale: number,
  breathe: (share: number) => Promise<void> | undefined,
): Promise<Slopes> {
  const { size, each, basis } = frame;
  const { d } = shape;
  const columns: Float64Array[] = [];
  const direction = new Float64Array(x.length);
  let longest = LONGEST / 2;
  let square = 0;
  for (let column = 0; column < size; column++) {
    await breathe(column / size);
    const offset = Math.floor(column / each) * d;
    direction.fill(0);
    direction.set(basis.subarray(column * d, column * d + d), offset);
    const slope = (h: number): Float64Array => {
      const ahead = force(movedAlong(x, direction, h, shape, space));
      const behind = force(movedAlong(x, direction, -h, shape, space));
      return frame.down(ahead.map((entry, i) => (entry - behind[i]) / (2 * h)));
    };
    const { value, error, level } = extrapolated(slope, longest, ENOUGH * scale);
    columns.push(value);
    square += error * error;
    if (level >= 5) longest /= 2;
    else if (level <= 2) longest = smaller(LONGEST, 2 * longest);
  }
  return { columns, error: Math.sqrt(square) };
}

interface Extrapolated {
  readonly value: Float64Array;
  readonly error: number;
  /** How often the step was halved for it. */
  readonly level: number;
}

/** Neville's scheme in h²: each entry from its left neighbour and the one above that. */
function extrapolated(slope: (h: number) => Float64Array, longest: number, enough: number): Extrapolated {
  let above = [slope(longest)];
  let best: Extrapolated = { value: above[0], error: Infinity, level: 0 };
  for (let level = 1, h = longest / 2; level <= LEVELS; level++, h /= 2) {
    const row = [slope(h)];
    for (let i = 1, power = 4; i <= level; i++, power *= 4) {
      const [left, up] = [row[i - 1], above[i - 1]];
      const value = left.map((entry, l) => (power * entry - up[l]) / (power - 1));
      const error = larger(apart(value, left), apart(value, up));
      if (!(error > best.error)) best = { value, error, level };
      row.push(value);
    }
    if (best.error <= enough || apart(row[level], above[level - 1]) >= WORSE * best.error) break;
    above = row;
  }
  return best;
}

function apart(a: Float64Array, b: Float64Array): number {
  const difference = a.map((entry, i) => entry - b[i]);
  return Math.sqrt(dot(difference, 0, difference, 0, difference.length));
}
