/** How many tokens the centers have gathered: the share within a radius of the nearest center. */

import type { Shape, State } from '../core/state.ts';
import { placesWithin } from '../numerics/boxes/places.ts';
import { larger } from '../numerics/elementary.ts';
import { geodesicDistance, squaredChordUpTo } from '../numerics/sphere.ts';
import { angleOfSquare, reachOf } from '../numerics/ties.ts';
import { anglesOf } from './circle.ts';
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

/** Of the angles of all tokens those of the centers, ascending. */
function centerAngles(angles: Float64Array, centers: readonly number[]): Float64Array {
  const found = new Float64Array(centers.length);
  for (let i = 0; i < found.length; i++) found[i] = angles[centers[i]];
  return found.sort();
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
    start({ initial, shape: whole }, view) {
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
      const reaches = radius.map((r) => angleOfSquare(reachOf(r).nearer));
      const first = whole.d === 2 ? anglesOf(initial) : new Float64Array(0);
      return {
        sample(_t, x, _state, view) {
          const { shape } = view;
          const there = (centers: readonly number[]) =>
            shape.n === whole.n ? centers : centers.filter((k) => k < shape.n);
          const [all, firm] = [there(renyi), there(strong)];
          /** By radius; on the circle from sorted angles, O(m log n). */
          function shares(centers: readonly number[], places: State): number[] {
            if (shape.d !== 2) return radius.map((r) => capturedShare(x, shape, places, centers, r));
            const angles = centerAngles(places === initial ? first : view.angles(), centers);
            return reaches.map((reach) => countNear(view.sortedAngles(), angles, reach) / shape.n);
          }
          const renyiMoving = shares(all, x);
          const renyiInitial = shares(all, initial);
          const strongMoving = shares(firm, x);
          const strongInitial = shares(firm, initial);
          radii.forEach((at, i) => {
            at.renyiMoving.push(renyiMoving[i]);
            at.renyiInitial.push(renyiInitial[i]);
            at.strongMoving.push(strongMoving[i]);
            at.strongInitial.push(strongInitial[i]);
          });
          renyiShift.push(largestShift(x, shape, initial, all));
          strongShift.push(largestShift(x, shape, initial, firm));
        },
        result: () => ({ delta, radii, renyiShift, strongShift }),
      };
    },
  };
}
