/** What is around one token, while all that it sees stand still: by the analytic Jacobian of its row. */

import type { Growth, Vicinity } from '../core/vicinity.ts';
import type { RowSlope } from '../dynamics/attention-jacobian.ts';
import type { BoundedSlope } from '../dynamics/slope-bound.ts';
import { larger } from '../numerics/elementary.ts';
import { frobeniusNorm } from '../numerics/matrix.ts';
import { dot } from '../numerics/sphere.ts';
import { growthRate, slowestDirection } from './tangential-growth.ts';

/** A Jacobian's eigenvalues are its entries' rounding errors off, and those sum up dozens of roundings. */
const NOISE = 1e-14;
/** One, two and three units in the last digit, either way. */
const ALTERATIONS = [1, -1, 2, -3].map((units) => units * 2.220446049250313e-16);

interface Row {
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
export function rowVicinity(u: Float64Array, { linearize, bounded, widest, steepness }: Row): Vicinity {
  const d = u.length;
  const at = (by: Float64Array | null): Float64Array => (by ? unit(u.map((entry, i) => entry + by[i])) : u);
  const force = (place: Float64Array): Float64Array => linearize(place).force.slice();
  return {
    d,
    noise: NOISE,
    finest: 0,
    widest,
    steepness,
    plainlyFree(within) {
      if (!bounded) return false;
      const { speed, steepest } = bounded();
      return speed > steepest * larger(widest, within) || steepest === 0;
    },
    growth(): Growth {
      const { jacobian } = linearize(u);
      const rate = growthRate(jacobian, u, d);
      const kept = jacobian.slice();
      return { rate, size: frobeniusNorm(kept), slowest: () => slowestDirection(kept, u, d, rate) };
    },
    derivative(by, along) {
      const { jacobian } = linearize(at(by));
      return along.map((_, i) => dot(jacobian, i * d, along, 0, d));
    },
    force: (by) => force(at(by)),
    rounding() {
      const here = force(u);
      let largest = 0;
      for (const digits of ALTERATIONS) {
        const altered = unit(u.map((entry, i) => entry * (1 + (i % 2 === 0 ? digits : -digits))));
        largest = larger(largest, distance(here, force(altered)));
      }
      return largest;
    },
  };
}

function distance(a: Float64Array, b: Float64Array): number {
  const difference = a.map((entry, i) => entry - b[i]);
  return Math.sqrt(dot(difference, 0, difference, 0, difference.length));
}

function unit(v: Float64Array): Float64Array {
  const length = Math.sqrt(dot(v, 0, v, 0, v.length));
  return v.map((entry) => entry / length);
}
