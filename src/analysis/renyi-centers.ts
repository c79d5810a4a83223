/** Rényi centers of a token sequence: tokens that park at a distance from those before them. */
import { PI } from '../core/elementary.ts';
import { ParkadeError, shown } from '../core/errors.ts';
import { squaredChord, squaredChordOfAngle } from '../core/sphere.ts';
import type { Shape, State } from '../core/state.ts';
import type { MeasurementParameters, Observable } from './observable.ts';

/**
 * Rényi centers: scanning the tokens in order, a token becomes a center when its geodesic distance to every earlier center
 * exceeds δ (strictly).
 *
 * @param x tokens, [n, d], unit rows
 * @param separation δ in radians, 0 < δ < π
 * @returns increasing token indices (from 0); the first is always 0
 * @throws ParkadeError InvalidParameter if separation is outside (0, π)
 *
 * Cost O(n·m·d) for m centers. Karagodin, Polyanskiy & Rigollet, arXiv:2411.04990, §5.1.
 */
export function renyiCenters(x: State, shape: Shape, separation: number): number[] {
  const limit = separationLimit(separation);
  const centers: number[] = [];
  for (let k = 0; k < shape.n; k++) {
    if (centers.every((center) => farther(x, k, center, shape, limit))) centers.push(k);
  }
  return centers;
}

/**
 * Strong Rényi centers: tokens whose geodesic distance to every earlier token, not only to earlier centers, exceeds δ.
 * A subset of the Rényi centers. Cost at most O(n²d), little more than O(n·m·d) in practice: most tokens fail early.
 *
 * @param separation δ in radians, 0 < δ < π
 * @returns increasing token indices (from 0); the first is always 0
 */
export function strongRenyiCenters(x: State, shape: Shape, separation: number): number[] {
  const limit = separationLimit(separation);
  const centers: number[] = [];
  for (let k = 0; k < shape.n; k++) {
    let alone = true;
    for (let j = 0; j < k && alone; j++) alone = farther(x, k, j, shape, limit);
    if (alone) centers.push(k);
  }
  return centers;
}

/**
 * δ as a squared chord, which orders pairs as the geodesic distance does: they are farther apart than δ when theirs is larger.
 * @throws ParkadeError InvalidParameter if separation is outside (0, π)
 */
export function separationLimit(separation: number): number {
  if (!(separation > 0 && separation < PI)) {
    throw new ParkadeError(
      'InvalidParameter',
      `"delta" should be a separation strictly between 0 and π radians, but came as ${shown(separation)}; 4β^{−1/2} is usual.`,
    );
  }
  return squaredChordOfAngle(separation);
}

function farther(x: State, k: number, j: number, { d }: Shape, limit: number): boolean {
  return squaredChord(x, k * d, x, j * d, d) > limit;
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
    start({ shape, initial }) {
      const result = {
        delta,
        renyi: renyiCenters(initial, shape, delta),
        strong: strongRenyiCenters(initial, shape, delta),
      };
      return { sample: () => {}, result: () => result };
    },
  };
}
