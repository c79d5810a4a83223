/** How many tokens the centers have gathered: the share within a radius of the nearest center. */

import type { Shape, State } from '../core/state.ts';
import { placesWithin } from '../numerics/boxes/places.ts';
import { larger } from '../numerics/elementary.ts';
import { geodesicDistance, squaredChordUpTo } from '../numerics/sphere.ts';
import { angleOfSquare, reachOf } from '../numerics/ties.ts';
import { countNear } from './circle-cover.ts';
import type { MeasurementParameters, Observable } from './observable.ts';

/**
 * The share of tokens at geodesic distance < radius of the nearest of the given centers, in [0, 1]; a tie
 * (numerics/ties.ts) is not nearer. Centers are tokens too and count as captured where they lie near a center.
 * Near-linear for d ≤ 3, O(n·m) for m centers in high dimension.
 *
 * @param x tokens, [n, d]
 * @param places where the centers are: the tokens themselves (moving centers) or their initial positions
 * @param centers token indices (from 0)
 */
export function capturedShare(
  x: State,
  { n, d }: Shape,
  places: State,
  centers: readonly number[],
  radius: number,
): number {
  const { nearer } = reachOf(radius);
  const own = new Uint8Array(n); // centers near their own place need not look further
  let captured = 0;
  for (const center of centers) {
    if (own[center] === 1 || squaredChordUpTo(nearer, x, center * d, places, center * d, d) > nearer) continue;
    own[center] = 1;
    captured++;
  }
  if (captured === n) return 1;
  const points = placesWithin(d, nearer);
  const row = new Float64Array(d);
  for (const center of centers) {
    for (let i = 0; i < d; i++) row[i] = places[center * d + i];
    points.add(row);
  }
  for (let k = 0; k < n; k++) {
    if (own[k] === 1) continue;
    for (let i = 0; i < d; i++) row[i] = x[k * d + i];
    if (points.find(row) >= 0) captured++;
  }
  return captured / n;
}

/** The same of tokens on the circle, from their sorted angles: O(m log n). */
function circleShare(sorted: Float64Array, places: State, centers: readonly number[], radius: number): number {
  const rows = Float64Array.from({ length: 2 * centers.length }, (_, i) => places[2 * centers[i >> 1] + (i & 1)]);
  return countNear(sorted, rows, angleOfSquare(reachOf(radius).nearer)) / sorted.length;
}

/** The largest geodesic distance of a center from its initial position. */
export function largestShift(x: State, { d }: Shape, initial: State, centers: readonly number[]): number {
  let largest = 0;
  for (const k of centers) largest = larger(largest, geodesicDistance(x, k * d, initial, k * d, d));
  return largest;
}

export interface CaptureAtRadius {
  readonly radius: number;
  /** Shares over time; "moving": distance to where the center is now; "initial": to where it began. */
  readonly renyiMoving: number[];
  readonly renyiInitial: number[];
  readonly strongMoving: number[];
  readonly strongInitial: number[];
}

interface CaptureMeasurement {
  readonly delta: number;
  readonly radii: CaptureAtRadius[];
  /** Largest geodesic distance of a center from its initial position, over time. */
  readonly renyiShift: number[];
  readonly strongShift: number[];
}

export function captureObservable({ delta, radius }: MeasurementParameters): Observable<CaptureMeasurement> {
  return {
    name: 'capture',
    title: 'share of tokens captured by centers',
    unit: 'share of tokens; shifts in radians',
    source: 'our definition of "consumed" in arXiv:2411.04990, Figure 3, which does not give one',
    cost: ({ n, d }) => radius.length * n * (d === 2 ? 20 : d < 6 ? 600 : 10 * n),
    start({ initial }, view) {
      const { renyi, strong } = view.centers(delta);
      const radii: CaptureAtRadius[] = radius.map((r) => ({
        radius: r,
        renyiMoving: [],
        renyiInitial: [],
        strongMoving: [],
        strongInitial: [],
      }));
      const renyiShift: number[] = [];
      const strongShift: number[] = [];
      return {
        sample(_t, x, _state, view) {
          const { shape } = view;
          const [all, firm] = [renyi, strong].map((centers) => centers.filter((k) => k < shape.n));
          const share = (places: State, centers: readonly number[], r: number) =>
            shape.d === 2
              ? circleShare(view.sortedAngles(), places, centers, r)
              : capturedShare(x, shape, places, centers, r);
          for (const at of radii) {
            at.renyiMoving.push(share(x, all, at.radius));
            at.renyiInitial.push(share(initial, all, at.radius));
            at.strongMoving.push(share(x, firm, at.radius));
            at.strongInitial.push(share(initial, firm, at.radius));
          }
          renyiShift.push(largestShift(x, shape, initial, all));
          strongShift.push(largestShift(x, shape, initial, firm));
        },
        result: () => ({ delta, radii, renyiShift, strongShift }),
      };
    },
  };
}
