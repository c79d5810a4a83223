/** What WebGL draws, as buffers: the same rows of places for trails and tokens, copied once a picture. */
import {
  BufferAttribute,
  BufferGeometry,
  DynamicDrawUsage,
  InstancedBufferAttribute,
  InstancedBufferGeometry,
  InstancedInterleavedBuffer,
  InterleavedBufferAttribute,
  type Mesh,
} from 'three';
import { MOST_LINES } from './pace.ts';
import { rgbOf } from './rgb.ts';
import type { Scene } from './scene.ts';
import { trailSteps } from './trail.ts';

const CORNERS = Float32Array.of(0, -1, 1, -1, 0, 1, 1, 1);
const TRIANGLES = [0, 1, 2, 2, 1, 3];

/** A square, of which shaders make a disk. */
export function squareGeometry(): BufferGeometry {
  const geometry = new BufferGeometry();
  geometry.setAttribute('corner', new BufferAttribute(CORNERS, 2));
  geometry.setIndex(TRIANGLES);
  return geometry;
}

/** Buffers of lines: instance i goes from place i to the place a row later. */
interface Rows {
  readonly n: number;
  readonly rows: number;
  readonly places: Float32Array;
  readonly buffer: InstancedInterleavedBuffer;
  readonly colours: InstancedBufferAttribute;
  readonly opacity: InstancedBufferAttribute;
  hues: Uint8Array;
  palette: readonly string[];
}

const rowsOf = new WeakMap<BufferGeometry, Rows>();

export function lineGeometry(n: number, rows: number): InstancedBufferGeometry {
  const geometry = new InstancedBufferGeometry();
  geometry.setAttribute('corner', new BufferAttribute(CORNERS, 2));
  geometry.setIndex(TRIANGLES);
  const places = new Float32Array((rows + 1) * n * 3);
  const buffer = new InstancedInterleavedBuffer(places, 3);
  buffer.setUsage(DynamicDrawUsage);
  geometry.setAttribute('start', new InterleavedBufferAttribute(buffer, 3, 0));
  geometry.setAttribute('end', new InterleavedBufferAttribute(buffer, 3, 3 * n));
  const colours = new InstancedBufferAttribute(new Uint8Array(rows * n * 3), 3, true);
  const opacity = new InstancedBufferAttribute(new Float32Array(rows * n), 1);
  geometry.setAttribute('colour', colours);
  geometry.setAttribute('opacity', opacity);
  geometry.instanceCount = 0;
  rowsOf.set(geometry, { n, rows, places, buffer, colours, opacity, hues: new Uint8Array(0), palette: [] });
  return geometry;
}

/** Dots at the first row of lines. */
export function dotGeometry(lines: BufferGeometry): InstancedBufferGeometry {
  const { buffer, colours, n } = rowsOf.get(lines) as Rows;
  const geometry = new InstancedBufferGeometry();
  geometry.setAttribute('corner', new BufferAttribute(CORNERS, 2));
  geometry.setIndex(TRIANGLES);
  geometry.setAttribute('place', new InterleavedBufferAttribute(buffer, 3, 0));
  geometry.setAttribute('colour', colours);
  geometry.instanceCount = n;
  return geometry;
}

/** Puts the tokens of a scene and their trail into buffers; true where these had to be made anew. */
export function fillTrail(mesh: Mesh, scene: Scene): boolean {
  const { n } = scene;
  const most = trailSteps(n, MOST_LINES);
  const before = rowsOf.get(mesh.geometry);
  const isNew = before?.n !== n || before.rows !== most;
  if (isNew) {
    mesh.geometry.dispose();
    mesh.geometry = lineGeometry(n, most);
  }
  const rows = rowsOf.get(mesh.geometry) as Rows;
  rows.places.set(scene.places.subarray(0, 3 * n));
  scene.trail.forEach(({ age, places }, i) => {
    rows.places.set(places.subarray(0, 3 * n), (i + 1) * 3 * n);
    (rows.opacity.array as Float32Array).fill(0.5 * (1 - age), i * n, (i + 1) * n);
  });
  rows.buffer.needsUpdate = rows.opacity.needsUpdate = true;
  (mesh.geometry as InstancedBufferGeometry).instanceCount = scene.trail.length * n;
  if (rows.palette !== scene.palette || rows.hues.some((hue, k) => hue !== scene.hues[k])) paint(rows, scene);
  return isNew;
}

function paint(rows: Rows, { n, hues, palette }: Scene): void {
  const into = rows.colours.array as Uint8Array;
  const numbers = palette.map((colour) => rgbOf(colour).map((value) => Math.round(255 * value)));
  for (let k = 0; k < n; k++) into.set(numbers[hues[k]], 3 * k);
  for (let row = 1; row < rows.rows; row++) into.copyWithin(row * 3 * n, 0, 3 * n);
  rows.colours.needsUpdate = true;
  rows.hues = hues.slice(0, n);
  rows.palette = palette;
}

/** Meridians and parallels, 30° apart, of so many pieces each. */
const LINES = 6;
const PIECES = 72;

export function graticuleGeometry(): InstancedBufferGeometry {
  const starts: number[] = [];
  const ends: number[] = [];
  const add = (at: (s: number) => readonly number[]) => {
    for (let i = 0; i < PIECES; i++) {
      starts.push(...at((2 * Math.PI * i) / PIECES));
      ends.push(...at((2 * Math.PI * (i + 1)) / PIECES));
    }
  };
  for (let i = 0; i < LINES; i++) {
    const angle = (Math.PI * i) / LINES;
    add((s) => [Math.cos(s) * Math.cos(angle), Math.cos(s) * Math.sin(angle), Math.sin(s)]);
    const [r, z] = [Math.sin(angle), -Math.cos(angle)];
    if (i > 0) add((s) => [r * Math.cos(s), r * Math.sin(s), z]);
  }
  const geometry = new InstancedBufferGeometry();
  geometry.setAttribute('corner', new BufferAttribute(CORNERS, 2));
  geometry.setIndex(TRIANGLES);
  geometry.setAttribute('start', new InstancedBufferAttribute(Float32Array.from(starts), 3));
  geometry.setAttribute('end', new InstancedBufferAttribute(Float32Array.from(ends), 3));
  geometry.setAttribute('opacity', new InstancedBufferAttribute(new Float32Array(starts.length / 3).fill(0.8), 1));
  geometry.instanceCount = starts.length / 3;
  return geometry;
}
