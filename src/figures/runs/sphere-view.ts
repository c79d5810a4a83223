/** A sphere seen from afar: where its points are on paper, and which of them are behind. */
import { coarse } from '../drawing/pen.ts';

/** Right, up and towards the eye: an orthonormal frame. */
export type View = readonly [readonly number[], readonly number[], readonly number[]];

/** On paper, and how far towards the eye, in radii. */
export type Seen = readonly [x: number, y: number, depth: number];
export type See = (place: ArrayLike<number>) => Seen;

/** What is behind is smaller and fainter. */
export const BACK_SIZE = 0.72;
export const BACK_OPACITY = 0.38;
const DEGREE = Math.PI / 180;

/** A direction near that of the first token, off it by some 25° and never along the axis: the sphere looks round. */
export function facing(initial: ArrayLike<number>): number[] {
  const longitude = Math.atan2(initial[1], initial[0]) - 22 * DEGREE;
  const latitude = Math.asin(Math.max(-1, Math.min(1, initial[2])));
  const tilt = 0.6 * latitude;
  const least = 15 * DEGREE;
  const height = Math.abs(tilt) < least ? (latitude < 0 ? -least : least) : Math.max(-0.7, Math.min(0.7, tilt));
  return [Math.cos(height) * Math.cos(longitude), Math.cos(height) * Math.sin(longitude), Math.sin(height)];
}

export function viewFrom(from: readonly number[]): View {
  const front = normalized(from);
  // The pole is up, unless the eye is above it.
  const pole = Math.hypot(front[0], front[1]) > 1e-6 ? [0, 0, 1] : [0, 1, 0];
  const right = normalized(cross(pole, front));
  return [right, cross(front, right), front];
}

/** How a sphere of that centre and radius on paper is seen. */
export function seeing([right, up, front]: View, cx: number, cy: number, radius: number): See {
  return (place) => [cx + radius * along(right, place), cy - radius * along(up, place), along(front, place)];
}

function normalized(v: readonly number[]): number[] {
  const norm = Math.hypot(...v);
  return norm > 0 ? v.map((value) => value / norm) : [1, 0, 0];
}

function cross([a, b, c]: readonly number[], [x, y, z]: readonly number[]): number[] {
  return [b * z - c * y, c * x - a * z, a * y - b * x];
}

export function along(direction: readonly number[], place: ArrayLike<number>): number {
  return direction[0] * place[0] + direction[1] * place[1] + direction[2] * place[2];
}

/** Path data of curves, or of parts of them, by the side on which they lie. */
export interface TwoSides {
  readonly ahead: string;
  readonly behind: string;
}

/** Lines through the places of each curve, in order. A piece belongs to the side where it ends. */
export function twoSides(curves: Iterable<readonly Seen[]>): TwoSides {
  const paths = { ahead: '', behind: '' };
  for (const curve of curves) {
    let last: Seen | null = null;
    let drawing = '';
    for (const here of curve) {
      const side = here[2] >= 0 ? 'ahead' : 'behind';
      if (last) {
        if (drawing !== side) paths[side] += `M${coarse(last[0])},${coarse(last[1])}`;
        paths[side] += `L${coarse(here[0])},${coarse(here[1])}`;
        drawing = side;
      }
      last = here;
    }
  }
  return paths;
}

/** Meridians and parallels every 30°. */
export function graticule(see: See): TwoSides {
  const curves: Seen[][] = [];
  const at = (longitude: number, latitude: number) =>
    see([
      Math.cos(latitude * DEGREE) * Math.cos(longitude * DEGREE),
      Math.cos(latitude * DEGREE) * Math.sin(longitude * DEGREE),
      Math.sin(latitude * DEGREE),
    ]);
  const steps = (from: number, to: number) => Array.from({ length: (to - from) / 6 + 1 }, (_, i) => from + 6 * i);
  for (let longitude = -180; longitude < 180; longitude += 30) {
    curves.push(steps(-90, 90).map((latitude) => at(longitude, latitude)));
  }
  for (let latitude = -60; latitude <= 60; latitude += 30) {
    curves.push(steps(-180, 180).map((longitude) => at(longitude, latitude)));
  }
  return twoSides(curves);
}
