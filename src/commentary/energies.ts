/** The ensemble energy along a recording, up to the time looked at: as it was measured, or computed if cheap. */
import { energyObservable, ensembleEnergy } from '../analysis/energy.ts';
import { shapeAt, tokensAt } from '../core/recording.ts';
import type { State } from '../core/state.ts';
import type { View } from './view.ts';

/** Energies that are not known yet may cost so many nanoseconds at one look; the next look computes more of them. */
const AFFORDED = 4e6;

/** By the stored tokens: a recording that grows is given with new ones. */
const known = new WeakMap<State, Float64Array>();

/**
 * Φ at times 0 … index; null where β is unknown or 0 (it is then 1 whatever tokens do), where tokens live in R^d, and
 * as long as too many are missing for one look.
 */
export function energiesOf({ recording, index, measurements }: View): ArrayLike<number> | null {
  const { beta, space, shape, ts, xs } = recording;
  if (beta === undefined || beta === 0 || space !== 'sphere') return null;
  if (measurements?.energy && measurements.energy.length > index) return measurements.energy.slice(0, index + 1);
  const values = known.get(xs) ?? new Float64Array(ts.length).fill(Number.NaN);
  known.set(xs, values);
  const cost = energyObservable().cost(shape, beta);
  let budget = AFFORDED;
  for (let i = index; i >= 0; i--) {
    if (!Number.isNaN(values[i])) continue;
    budget -= cost;
    if (budget < 0) return null;
    values[i] = ensembleEnergy(tokensAt(recording, i), shapeAt(recording, i), beta);
  }
  return values.subarray(0, index + 1);
}

interface Fall {
  /** By how much, ≥ 0; 0 where it never fell. */
  readonly fall: number;
  /** From which time on, by number. */
  readonly from: number;
}

/** The largest fall from one time to the next. */
export function largestFall(values: ArrayLike<number>): Fall {
  let best: Fall = { fall: 0, from: 0 };
  for (let i = 1; i < values.length; i++) {
    const fall = values[i - 1] - values[i];
    if (fall > best.fall) best = { fall, from: i - 1 };
  }
  return best;
}
