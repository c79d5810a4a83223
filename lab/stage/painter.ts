/** What paints scenes: a 2-D canvas, or WebGL where there is one. */
import type { Camera } from './camera.ts';
import type { Disk } from './gatherings.ts';
import type { Scene } from './scene.ts';

/** Where a place is on the stage, in CSS pixels, and how far towards the eye, in radii. */
export interface Spot {
  readonly x: number;
  readonly y: number;
  readonly depth: number;
}

export interface Painter {
  /** Said to people who ask what paints: `2-D canvas`, `WebGL` with its renderer. */
  readonly name: string;
  /** @param disks on their way to where the gatherings of the scene are; by default there */
  paint(scene: Scene, camera: Camera, disks?: readonly Disk[]): void;
  resize(width: number, height: number, pixelRatio: number): void;
  dispose(): void;
}

/** How places are seen: the circle from above, the sphere from afar. */
export interface Optics {
  readonly cx: number;
  readonly cy: number;
  readonly radius: number;
  readonly frame: readonly number[];
  readonly shown: 2 | 3;
}

/** The largest disk of tokens that stand together, in radii of the circle. */
export const LARGEST_DISK = 0.14;
/** Room for the numbers beside disks, in CSS pixels. */
const NUMBERS = 18;

export function opticsOf(
  width: number,
  height: number,
  camera: Camera,
  frame: readonly number[],
  shown: 2 | 3,
): Optics {
  const fitting = (Math.min(width, height) / 2 - NUMBERS) / (1 + LARGEST_DISK);
  const radius = Math.max(20, fitting) * (shown === 3 ? camera.zoom : 1);
  return { cx: width / 2, cy: height / 2, radius, frame, shown };
}

export function spotOf({ cx, cy, radius, frame, shown }: Optics, places: ArrayLike<number>, at: number): Spot {
  if (shown === 2) return { x: cx + radius * places[at], y: cy - radius * places[at + 1], depth: 1 };
  const [x, y, z] = [places[at], places[at + 1], places[at + 2]];
  return {
    x: cx + radius * (frame[0] * x + frame[1] * y + frame[2] * z),
    y: cy - radius * (frame[3] * x + frame[4] * y + frame[5] * z),
    depth: frame[6] * x + frame[7] * y + frame[8] * z,
  };
}

/** Spots of many places, in memory that is used again. */
export interface Spots {
  x: Float32Array;
  y: Float32Array;
  depth: Float32Array;
}

export function noSpots(): Spots {
  return { x: new Float32Array(0), y: new Float32Array(0), depth: new Float32Array(0) };
}

/** into ← the spots of the first n places; `spotOf` for each. */
export function spotsOf({ cx, cy, radius, frame, shown }: Optics, places: Float32Array, n: number, into: Spots): Spots {
  if (into.x.length < n) {
    for (const name of ['x', 'y', 'depth'] as const) into[name] = new Float32Array(n);
  }
  const [rx, ry, rz, ux, uy, uz, ex, ey, ez] = frame;
  for (let k = 0, at = 0; k < n; k++, at += shown) {
    const [x, y] = [places[at], places[at + 1]];
    if (shown === 2) {
      into.x[k] = cx + radius * x;
      into.y[k] = cy - radius * y;
      into.depth[k] = 1;
      continue;
    }
    const z = places[at + 2];
    into.x[k] = cx + radius * (rx * x + ry * y + rz * z);
    into.y[k] = cy - radius * (ux * x + uy * y + uz * z);
    into.depth[k] = ex * x + ey * y + ez * z;
  }
  return into;
}

/** The point of circle or sphere under a spot of the stage, on the side towards the eye; null beside it. */
export function placeUnder({ cx, cy, radius, frame, shown }: Optics, x: number, y: number): number[] | null {
  const [u, v] = [(x - cx) / radius, (cy - y) / radius];
  const r = Math.hypot(u, v);
  if (shown === 2) return r === 0 ? null : [u / r, v / r];
  const depth = Math.sqrt(Math.max(0, 1 - r * r));
  const k = r > 1 ? 1 / r : 1;
  return [0, 1, 2].map((i) => k * (u * frame[i] + v * frame[3 + i]) + depth * frame[6 + i]);
}

/**
 * Where a token is that is dragged to a spot. In more than three dimensions it need not lie on the surface: it keeps how
 * far it is towards the eye, as far as it stays within the ball.
 */
export function placeDragged(
  optics: Optics,
  from: readonly number[],
  x: number,
  y: number,
  inside: boolean,
): number[] | null {
  if (optics.shown === 2 || !inside) return placeUnder(optics, x, y);
  const { cx, cy, radius, frame } = optics;
  const [u, v] = [(x - cx) / radius, (cy - y) / radius];
  const r = Math.hypot(u, v);
  if (r >= 1) return placeUnder(optics, x, y);
  const most = Math.sqrt(1 - r * r);
  const depth = frame[6] * from[0] + frame[7] * from[1] + frame[8] * from[2];
  const kept = Math.max(-most, Math.min(most, depth));
  return [0, 1, 2].map((i) => u * frame[i] + v * frame[3 + i] + kept * frame[6 + i]);
}
