/** What paints scenes: a 2-D canvas, or WebGL where there is one. */
import type { Camera } from './camera.ts';
import type { Scene } from './scene.ts';

/** Where a place is on the stage, in CSS pixels, and how far towards the eye, in radii. */
export interface Spot {
  readonly x: number;
  readonly y: number;
  readonly depth: number;
}

export interface Painter {
  /** Said to people who ask what paints: `2-D canvas`, `WebGL`. */
  readonly name: string;
  paint(scene: Scene, camera: Camera): void;
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

/** Room around the circle, in CSS pixels, for the numbers beside it. */
const MARGIN = 40;

export function opticsOf(
  width: number,
  height: number,
  camera: Camera,
  frame: readonly number[],
  shown: 2 | 3,
): Optics {
  const radius = Math.max(20, Math.min(width, height) / 2 - MARGIN) * (shown === 3 ? camera.zoom : 1);
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

/** The point of circle or sphere under a spot of the stage, on the side towards the eye; null beside it. */
export function placeUnder({ cx, cy, radius, frame, shown }: Optics, x: number, y: number): number[] | null {
  const [u, v] = [(x - cx) / radius, (cy - y) / radius];
  const r = Math.hypot(u, v);
  if (shown === 2) return r === 0 ? null : [u / r, v / r];
  const depth = Math.sqrt(Math.max(0, 1 - r * r));
  const k = r > 1 ? 1 / r : 1;
  return [0, 1, 2].map((i) => k * (u * frame[i] + v * frame[3 + i]) + depth * frame[6 + i]);
}
