/** Rényi centers of a token sequence: tokens that park at a distance from those before them. */

import { invalid, quoted } from '../core/errors.ts';
import type { Shape, State } from '../core/state.ts';
import { placesWithin } from '../numerics/boxes/places.ts';
import { withinByCosines } from '../numerics/cosines.ts';
import { PI } from '../numerics/elementary.ts';
import { reachOf } from '../numerics/ties.ts';
import type { MeasurementParameters, Observable, RunContext, RunView, SampleView } from './observable.ts';
import { type CenterIndices, finished, parkedTokens, strongOf, type TokenRows } from './parked.ts';

/**
 * Rényi centers: scanning the tokens in order, a token becomes a center when its geodesic distance to every earlier
 * center exceeds δ (strictly: a tie, numerics/ties.ts, is none).
 *
 * @param x tokens, [n, d], unit rows
 * @param separation δ in radians, 0 < δ < π
 * @returns increasing token indices (from 0); the first is always 0
 * @throws ParkadeError InvalidParameter if separation is outside (0, π)
 *
 * Near-linear for d ≤ 3, O(n·m·d) for m centers in high dimension. Karagodin, Polyanskiy & Rigollet, arXiv:2411.04990,
 * §5.1.
 */
export function renyiCenters(x: State, shape: Shape, separation: number): number[] {
  return finished(parkedTokens(rowsOf(x, shape), shape.n, shape.d, placesWithin(shape.d, separationLimit(separation))));
}

/**
 * Strong Rényi centers: tokens whose geodesic distance to every earlier token, not only to earlier centers, exceeds δ.
 * A subset of the Rényi centers.
 *
 * @param separation δ in radians, 0 < δ < π
 * @returns increasing token indices (from 0); the first is always 0
 */
export function strongRenyiCenters(x: State, shape: Shape, separation: number): number[] {
  return centersOf(x, shape, separation).strong;
}

/** Both kinds. */
export function centersOf(x: State, shape: Shape, separation: number): { renyi: number[]; strong: number[] } {
  const { n, d } = shape;
  const points = placesWithin(d, separationLimit(separation));
  const tokens = rowsOf(x, shape);
  const renyi = finished(parkedTokens(tokens, n, d, points));
  return { renyi, strong: finished(strongOf(renyi, tokens, n, d, points)) };
}

/** The same from the cosines of all pairs. */
function centersByCosines(x: State, shape: Shape, separation: number, cosines: Float64Array): CenterIndices {
  const near = withinByCosines(x, shape, separationLimit(separation), cosines);
  const renyi: number[] = [];
  for (let k = 0; k < shape.n; k++) if (!renyi.some((j) => near(k, j))) renyi.push(k);
  const strong = renyi.filter((k) => {
    for (let j = 0; j < k; j++) if (near(k, j)) return false;
    return true;
  });
  return { renyi, strong };
}

function rowsOf(x: State, { d }: Shape): TokenRows {
  return (k, row) => {
    for (let i = 0; i < d; i++) row[i] = x[k * d + i];
  };
}

/**
 * The squared chord up to which a token is in the way of another: farther apart than δ are pairs with a larger one.
 * @throws ParkadeError InvalidParameter if separation is outside (0, π)
 */
export function separationLimit(separation: number): number {
  if (!(separation > 0 && separation < PI)) {
    throw invalid(
      'delta',
      'be a separation strictly between 0 and π radians',
      `came as ${quoted(separation)}`,
      '4β^{−1/2} is usual',
    );
  }
  return reachOf(separation).within;
}

/**
 * For the measurements of one run.
 *
 * @param view of the initial tokens
 */
export function runView({ initial, shape }: Pick<RunContext, 'initial' | 'shape'>, view: SampleView): RunView {
  const found = new Map<number, CenterIndices>();
  function centersAt(delta: number): CenterIndices {
    const cosines = view.cosines();
    return cosines ? centersByCosines(initial, shape, delta, cosines) : centersOf(initial, shape, delta);
  }
  return {
    centers(delta) {
      const centers = found.get(delta) ?? centersAt(delta);
      found.set(delta, centers);
      return centers;
    },
  };
}

export interface CenterMeasurement {
  readonly delta: number;
  /** Token indices (from 0), on the initial positions. */
  readonly renyi: number[];
  readonly strong: number[];
}

export function centerObservable({ delta }: MeasurementParameters): Observable<CenterMeasurement> {
  return {
    name: 'centers',
    title: 'Rényi and strong Rényi centers of the initial tokens',
    unit: 'token indices from 0',
    source: 'arXiv:2411.04990, §5.1',
    cost: () => 0, // once, whatever is saved
    start(_context, view) {
      const { renyi, strong } = view.centers(delta);
      const result = { delta, renyi: [...renyi], strong: [...strong] };
      return { sample: () => {}, result: () => result };
    },
  };
}
