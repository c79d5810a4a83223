/** Starting points spread over the circle, or over the sphere by longitude and latitude. */

import type { State } from '../core/state.ts';
import { cos, PI, sin } from '../numerics/elementary.ts';

export type StartGrid =
  | { readonly kind: 'circle'; readonly count: number }
  | { readonly kind: 'sphere'; readonly longitudes: number; readonly latitudes: number };

/** Radians: on the circle [angle], on the sphere [longitude, latitude], of the middle of tile i. */
export function placeOnGrid(grid: StartGrid, i: number): readonly [number] | readonly [number, number] {
  if (grid.kind === 'circle') return [(2 * PI * i) / grid.count];
  const row = Math.floor(i / grid.longitudes);
  const column = i - row * grid.longitudes;
  return [(2 * PI * (column + 0.5)) / grid.longitudes - PI, (PI * (row + 0.5)) / grid.latitudes - PI / 2];
}

/** Unit rows, one for each tile: on the sphere by rows of equal latitude, the southernmost first. */
export function startsOn(grid: StartGrid): State {
  const count = sizeOf(grid);
  const d = grid.kind === 'circle' ? 2 : 3;
  const x = new Float64Array(count * d);
  for (let i = 0; i < count; i++) {
    const [longitude, latitude = 0] = placeOnGrid(grid, i);
    x[i * d] = cos(latitude) * cos(longitude);
    x[i * d + 1] = cos(latitude) * sin(longitude);
    if (d === 3) x[i * d + 2] = sin(latitude);
  }
  return x;
}

export function sizeOf(grid: StartGrid): number {
  return grid.kind === 'circle' ? grid.count : grid.longitudes * grid.latitudes;
}

/** The share of the whole circle or sphere that tile i covers. */
export function shareOf(grid: StartGrid, i: number): number {
  if (grid.kind === 'circle') return 1 / grid.count;
  const half = PI / (2 * grid.latitudes);
  const [, latitude = 0] = placeOnGrid(grid, i);
  return (cos(latitude) * sin(half)) / grid.longitudes; // (sin(φ + half) − sin(φ − half)) / 2
}
