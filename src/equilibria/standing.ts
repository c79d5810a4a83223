/**
 * How a state at rest, or nearly so, stands: whether an error of the tolerance's size changes where it goes. Theory:
 * docs/numerics.md, "Places of rest".
 */

import type { Awaitable } from '../core/state.ts';
import type { Vicinity } from '../core/vicinity.ts';
import { larger, smaller } from '../numerics/elementary.ts';
import { dot } from '../numerics/sphere.ts';
import { lengthOf } from './arnoldi.ts';

/**
 * free: it moves on, or is held. unstable: within the tolerance of an equilibrium with an expanding direction.
 * half-stable: near one that holds it from one side and lets it go on the other.
 */
type StandingKind = 'free' | 'unstable' | 'half-stable';

export interface Standing {
  readonly kind: StandingKind;
  /** The force is exactly zero. This and what follows is not asked of those that are plainly free. */
  readonly rests: boolean;
  readonly speed: number;
  /** How far the equilibrium is, to first order, in radians. */
  readonly distance: number;
  /** The rate at which it would be left; of half-stable ones, on the far side. */
  readonly rate: number;
  /** A change of the places in their last digits changes the force by so much. */
  readonly rounding: number;
  /** The rows that take part in what grows. */
  readonly rows: readonly number[];
}

/**
 * The far side of a double root is twice as far as its distance, which Newton's method takes for half of what it is; a
 * triple one is three times as far. Four times lies beyond either.
 */
const FAR_SIDE = 4;
/**
 * Where the force is restored on one side and not on the other by more than this share of what it grows there, the root
 * is no simple one.
 */
const ONE_SIDED = 0.1;

/** Rows take part in what grows that have this share of the one that moves most. */
const TAKES_PART = 0.1;

/** Where nothing is to be said. */
const FREE: Standing = { kind: 'free', rests: false, speed: NaN, distance: NaN, rate: 0, rounding: 0, rows: [] };

/**
 * At once where it is plainly free, as most are.
 * @param within the tolerance, in radians
 */
export function standingIn(vicinity: Vicinity, within: number): Awaitable<Standing> {
  return vicinity.plainlyFree(within) ? FREE : standingOf(vicinity, within);
}

async function standingOf(vicinity: Vicinity, within: number): Promise<Standing> {
  const force = await vicinity.force(null);
  const speed = lengthOf(force);
  const bend = speed === 0 ? 0 : lengthOf(await vicinity.derivative(null, force));
  const distance = speed === 0 ? 0 : (speed * speed) / bend;
  const free: Standing = { ...FREE, rests: speed === 0, speed, distance };
  const far = speed === 0 ? within : FAR_SIDE * distance;
  const reach = smaller(vicinity.widest, larger(far, vicinity.finest));
  const growth = vicinity.growth && (await vicinity.growth());
  if (growth && -growth.rate > reach * vicinity.steepness) return free; // it is drawn back all around
  const ways = [...(growth ? [growth.slowest()] : []), ...(speed > 0 ? [force.map((entry) => entry / speed)] : [])];
  for (const way of ways) {
    const rate = await oneSidedRate(vicinity, way, reach, growth?.size ?? 0);
    if (!(rate > 0 && speed <= rate * reach)) continue;
    const rounding = await vicinity.rounding();
    const rows = takingPart(way, vicinity.d);
    return { ...free, kind: 'half-stable', rate: rate * smaller(1, far / reach), rounding, rows };
  }
  if (!growth || !(growth.rate > vicinity.noise * growth.size)) return free;
  const rows = takingPart(growth.slowest(), vicinity.d);
  const speeds = rowLengths(force, vicinity.d);
  const stand = rows.every((i) => speeds[i] <= within * growth.rate);
  return stand
    ? { ...free, kind: 'unstable', rests: rows.every((i) => speeds[i] === 0), rate: growth.rate, rows }
    : free;
}

/** The rows that a direction takes along. */
function takingPart(way: Float64Array, d: number): number[] {
  const lengths = rowLengths(way, d);
  const most = lengths.reduce(larger, 0);
  return [...lengths.keys()].filter((i) => lengths[i] >= TAKES_PART * most);
}

function rowLengths(v: Float64Array, d: number): Float64Array {
  return Float64Array.from({ length: v.length / d }, (_, i) => lengthOf(v.subarray(i * d, i * d + d)));
}

/**
 * How fast the force grows along the way on one side at that distance, where the other side does not let it go; else 0.
 */
async function oneSidedRate(vicinity: Vicinity, way: Float64Array, reach: number, size: number): Promise<number> {
  const along = async (by: number): Promise<number> => {
    const there = await vicinity.derivative(
      way.map((entry) => by * entry),
      way,
    );
    return dot(there, 0, way, 0, way.length);
  };
  const [ahead, behind] = [await along(reach), await along(-reach)];
  const [slower, faster] = ahead < behind ? [ahead, behind] : [behind, ahead];
  const known = vicinity.noise * larger(size, larger(faster, -slower));
  return faster > known && slower <= ONE_SIDED * faster ? faster : 0;
}
