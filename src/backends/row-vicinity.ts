/** What is around one token, while all that it sees stand still: by the analytic Jacobian of its row. */

import type { Growth, Vicinity } from '../core/vicinity.ts';
import type { BoundedSlope, RowSlope } from '../dynamics/row-system.ts';
import { larger, smaller } from '../numerics/elementary.ts';
import { frobeniusNorm } from '../numerics/matrix.ts';
import { dot, norm } from '../numerics/sphere.ts';
import { growthRate, slowestDirection } from './tangential-growth.ts';

/** A Jacobian's eigenvalues are its entries' rounding errors off, and those sum up dozens of roundings. */
const NOISE = 1e-14;
/** So many times the distance of its place of rest is farther than anything that is asked about it. */
const FAR = 8;
/** One, two and three units in the last digit, either way. */
const ALTERATIONS = [1, -1, 2, -3].map((units) => units * 2.220446049250313e-16);

interface Row {
  /** At the token itself; computed once, since force, derivative and growth are all asked for there. */
  here(): RowSlope;
  /** The row at any unit vector; what it returns is overwritten by the next call. */
  linearize(u: Float64Array): RowSlope;
  /** At the token itself; null where no bound is known. */
  readonly bounded: (() => BoundedSlope) | null;
  /** How far the field can be followed by its first derivatives. */
  readonly widest: number;
  /** A bound of ‖∂²F‖. */
  readonly steepness: number;
}

/** @param u the token, a unit vector */
export function rowVicinity(u: Float64Array, { here, linearize, bounded, widest, steepness }: Row): Vicinity {
  const d = u.length;
  let rate: number | undefined;
  function growth(): number {
    rate ??= growthRate(here().jacobian, u, d);
    return rate;
  }
  /**
   * Whether a token that moves is drawn back from all sides, at a rate that the bend of the field between it and where
   * it would rest, and far beyond, cannot undo. Where it is not, what was found out is asked for next.
   */
  function isDrawnBack(): boolean {
    const { force, jacobian } = here();
    const square = dot(force, 0, force, 0, d);
    if (square === 0 || !(growth() < 0)) return false;
    const bend = norm(multiplied(jacobian, force), 0, d);
    const reach = smaller(widest, FAR * (square / bend));
    return -growth() > reach * steepness;
  }
  const at = (by: Float64Array): Float64Array => unit(u.map((entry, i) => entry + by[i]));
  const force = (place: Float64Array): Float64Array => linearize(place).force.slice();
  return {
    d,
    noise: NOISE,
    finest: 0,
    widest,
    steepness,
    plainlyFree(within) {
      if (bounded) {
        const { speed, steepest } = bounded();
        if (speed > steepest * larger(widest, within) || steepest === 0) return true;
      }
      return isDrawnBack();
    },
    growth: (): Growth => ({
      rate: growth(),
      size: frobeniusNorm(here().jacobian),
      slowest: () => slowestDirection(here().jacobian, u, d, growth()),
    }),
    derivative(by, along) {
      const { jacobian } = by ? linearize(at(by)) : here();
      return multiplied(jacobian, along);
    },
    force: (by) => (by ? force(at(by)) : here().force),
    rounding() {
      const unaltered = here().force;
      let largest = 0;
      for (const digits of ALTERATIONS) {
        const altered = unit(u.map((entry, i) => entry * (1 + (i % 2 === 0 ? digits : -digits))));
        largest = larger(largest, distance(unaltered, force(altered)));
      }
      return largest;
    },
  };
}

function multiplied(matrix: Float64Array, v: Float64Array): Float64Array {
  return v.map((_, i) => dot(matrix, i * v.length, v, 0, v.length));
}

function distance(a: Float64Array, b: Float64Array): number {
  const difference = a.map((entry, i) => entry - b[i]);
  return Math.sqrt(dot(difference, 0, difference, 0, difference.length));
}

function unit(v: Float64Array): Float64Array {
  const length = Math.sqrt(dot(v, 0, v, 0, v.length));
  return v.map((entry) => entry / length);
}
