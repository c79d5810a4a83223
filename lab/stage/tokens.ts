/** Tokens as dots, and as disks where many stand together. */
import { type Brush, disk, opacityAt, outwards } from './brush.ts';
import { LARGEST_DISK } from './painter.ts';
import type { Scene } from './scene.ts';

/** Tokens up to which those in front hide those behind, whatever their colours. */
const MOST_SORTED = 500;
/** Sizes below this are seen without a number. */
const LEAST_NUMBER = 3;

export function haloOf(dot: number, root: number, radius: number): number {
  return Math.min(LARGEST_DISK * radius, dot * (1 + 0.9 * root));
}

/** One disk for each gathering, beneath its dots. */
export function paintDisks({ c, optics, dot, spots, disks }: Brush, { palette, hues, n, d }: Scene): void {
  for (const { leader, root, strength } of disks) {
    if (leader >= n) continue;
    c.globalAlpha = 0.32 * strength * opacityAt(spots.depth[leader], optics);
    c.fillStyle = palette[hues[leader]];
    const [x, y] = [spots.x[leader], spots.y[leader]];
    const r = haloOf(dot, root, optics.radius);
    if (d !== 3) {
      disk(c, x, y, r);
      continue;
    }
    // On the sphere it lies on the surface, and is seen from the side near the rim.
    c.beginPath();
    c.ellipse(
      x,
      y,
      Math.max(dot, r * Math.abs(spots.depth[leader])),
      r,
      Math.atan2(y - optics.cy, x - optics.cx),
      0,
      2 * Math.PI,
    );
    c.fill();
  }
  c.globalAlpha = 1;
}

export function paintDots(brush: Brush, scene: Scene): void {
  const { n, shown } = scene;
  if (shown === 2) dotsByHue(brush, scene, null);
  else if (n <= MOST_SORTED) dotsByDepth(brush, scene);
  else {
    dotsByHue(brush, scene, false);
    dotsByHue(brush, scene, true);
  }
  brush.c.globalAlpha = 1;
}

/** All dots of a colour in one stroke of the brush. */
function dotsByHue({ c, spots, dot }: Brush, { byHue, hues, palette }: Scene, front: boolean | null): void {
  const r = front === false ? 0.75 * dot : dot;
  c.globalAlpha = front === false ? 0.28 : 1;
  for (let at = 0; at < byHue.length; ) {
    const hue = hues[byHue[at]];
    c.fillStyle = palette[hue];
    c.beginPath();
    for (; at < byHue.length && hues[byHue[at]] === hue; at++) {
      const k = byHue[at];
      if (front !== null && spots.depth[k] >= 0 !== front) continue;
      c.moveTo(spots.x[k] + r, spots.y[k]);
      c.arc(spots.x[k], spots.y[k], r, 0, 2 * Math.PI);
    }
    c.fill();
  }
}

function dotsByDepth({ c, optics, spots, dot }: Brush, { n, hues, palette }: Scene): void {
  const order = Array.from({ length: n }, (_, k) => k).sort((a, b) => spots.depth[a] - spots.depth[b]);
  for (const k of order) {
    c.globalAlpha = opacityAt(spots.depth[k], optics);
    c.fillStyle = palette[hues[k]];
    disk(c, spots.x[k], spots.y[k], spots.depth[k] < 0 ? 0.75 * dot : dot);
  }
}

/** How many stand together, beside their place. */
export function paintNumbers({ c, optics, ink, dot, spots, disks }: Brush, { n }: Scene): void {
  c.font = `600 12px ${ink.font}`;
  c.textAlign = 'center';
  c.textBaseline = 'middle';
  c.fillStyle = ink.muted;
  for (const { leader, size, root, strength } of disks) {
    if (leader >= n || size < LEAST_NUMBER || strength < 0.6 || spots.depth[leader] < 0) continue;
    const away = haloOf(dot, root, optics.radius) + 11;
    const [dx, dy] = outwards(spots.x[leader], spots.y[leader], optics);
    c.globalAlpha = (strength - 0.6) / 0.4;
    c.fillText(String(size), spots.x[leader] + away * dx, spots.y[leader] + away * dy);
  }
  c.globalAlpha = 1;
}
