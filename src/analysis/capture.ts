/** How many tokens the centers have gathered: the share within a radius of the nearest center. */
import { geodesicDistance, squaredChord, squaredChordOfAngle } from '../core/sphere.ts';
import type { Shape, State } from '../core/state.ts';
import type { MeasurementParameters, Observable } from './observable.ts';
import { renyiCenters, strongRenyiCenters } from './renyi-centers.ts';

/**
 * The share of tokens at geodesic distance < radius of the nearest of the given centers, in [0, 1]. Centers are tokens too
 * and count as captured where they lie near a center.
 *
 * @param x tokens, [n, d]
 * @param places where the centers are: the tokens themselves (moving centers) or their initial positions
 * @param centers token indices (from 0)
 */
export function capturedShare(
  x: State,
  shape: Shape,
  places: State,
  centers: readonly number[],
  radius: number,
): number {
  const { n, d } = shape;
  const limit = squaredChordOfAngle(radius);
  let captured = 0;
  for (let k = 0; k < n; k++) {
    if (centers.some((center) => squaredChord(x, k * d, places, center * d, d) < limit)) captured++;
  }
  return captured / n;
}

export interface CaptureAtRadius {
  readonly radius: number;
  /** Shares over time; "moving": distance to where the center is now; "initial": to where it began. */
  readonly renyiMoving: number[];
  readonly renyiInitial: number[];
  readonly strongMoving: number[];
  readonly strongInitial: number[];
}

export interface CaptureMeasurement {
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
    start({ shape, initial }) {
      const renyi = renyiCenters(initial, shape, delta);
      const strong = strongRenyiCenters(initial, shape, delta);
      const radii: CaptureAtRadius[] = radius.map((r) => ({
        radius: r,
        renyiMoving: [],
        renyiInitial: [],
        strongMoving: [],
        strongInitial: [],
      }));
      const renyiShift: number[] = [];
      const strongShift: number[] = [];
      const largestShift = (x: State, centers: readonly number[]) =>
        Math.max(...centers.map((k) => geodesicDistance(x, k * shape.d, initial, k * shape.d, shape.d)));
      return {
        sample(_, x) {
          for (const at of radii) {
            at.renyiMoving.push(capturedShare(x, shape, x, renyi, at.radius));
            at.renyiInitial.push(capturedShare(x, shape, initial, renyi, at.radius));
            at.strongMoving.push(capturedShare(x, shape, x, strong, at.radius));
            at.strongInitial.push(capturedShare(x, shape, initial, strong, at.radius));
          }
          renyiShift.push(largestShift(x, renyi));
          strongShift.push(largestShift(x, strong));
        },
        result: () => ({ delta, radii, renyiShift, strongShift }),
      };
    },
  };
}
