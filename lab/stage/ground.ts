/** What tokens stand on: the circle, or the sphere with its graticule; and the δ-balls around centers. */
import type { Brush } from './brush.ts';
import { spotOf } from './painter.ts';
import type { Scene } from './scene.ts';

/** Points of a line of the graticule. */
const POINTS = 72;
/** Meridians and parallels, 30° apart. */
const LINES = 6;

export function paintGround(brush: Brush, scene: Scene): void {
  if (scene.shown === 3) paintSurface(brush, scene.options.dark);
  if (scene.d === 3) paintGraticule(brush);
  paintRim(brush, scene);
}

/** The circle itself, or the outline of the sphere; and the δ-balls. */
export function paintRim(brush: Brush, scene: Scene): void {
  const { c, optics, ink } = brush;
  c.beginPath();
  c.arc(optics.cx, optics.cy, optics.radius, 0, 2 * Math.PI);
  c.strokeStyle = ink.rule;
  c.lineWidth = 1.5;
  c.stroke();
  if (scene.options.balls !== null) paintBalls(brush, scene, scene.options.balls);
}

/** A little shade towards the rim makes a ball of a disk. */
function paintSurface({ c, optics: { cx, cy, radius }, ink }: Brush, dark: boolean): void {
  c.beginPath();
  c.arc(cx, cy, radius, 0, 2 * Math.PI);
  c.fillStyle = ink.surface;
  c.fill();
  const shade = c.createRadialGradient(cx - 0.3 * radius, cy - 0.38 * radius, 0, cx, cy, radius);
  const tone = dark ? '255 255 255' : '20 40 70';
  shade.addColorStop(0, `rgb(${tone} / ${dark ? 0.05 : 0})`);
  shade.addColorStop(0.7, `rgb(${tone} / 0.012)`);
  shade.addColorStop(1, `rgb(${tone} / ${dark ? 0 : 0.06})`);
  c.fillStyle = shade;
  c.fill();
}

function paintGraticule(brush: Brush): void {
  for (let i = 0; i < LINES; i++) {
    const longitude = (Math.PI * i) / LINES;
    line(brush, (s) => {
      const latitude = 2 * Math.PI * s;
      return [Math.cos(latitude) * Math.cos(longitude), Math.cos(latitude) * Math.sin(longitude), Math.sin(latitude)];
    });
    if (i === 0) continue;
    const height = -Math.PI / 2 + longitude;
    line(brush, (s) => [
      Math.cos(height) * Math.cos(2 * Math.PI * s),
      Math.cos(height) * Math.sin(2 * Math.PI * s),
      Math.sin(height),
    ]);
  }
  brush.c.globalAlpha = 1;
}

/** A closed line on the sphere; what is behind is fainter. */
function line({ c, optics, ink }: Brush, at: (s: number) => number[]): void {
  c.strokeStyle = ink.rule;
  c.lineWidth = 1;
  const spots = Array.from({ length: POINTS + 1 }, (_, i) => spotOf(optics, at(i / POINTS), 0));
  for (const ahead of [false, true]) {
    c.globalAlpha = ahead ? 0.8 : 0.25;
    c.beginPath();
    for (let i = 1; i <= POINTS; i++) {
      if (spots[i].depth >= 0 !== ahead) continue;
      c.moveTo(spots[i - 1].x, spots[i - 1].y);
      c.lineTo(spots[i].x, spots[i].y);
    }
    c.stroke();
  }
}

/** Around every center the tokens that are no centers themselves: within δ of it. */
function paintBalls(brush: Brush, { centers, places, shown }: Scene, delta: number): void {
  const { c, optics, ink } = brush;
  c.lineWidth = 1.25;
  for (const { token, strong } of centers) {
    c.strokeStyle = c.fillStyle = strong ? ink.strong : ink.ordinary;
    const at = token * shown;
    if (shown === 2) {
      const angle = Math.atan2(places[at + 1], places[at]);
      c.globalAlpha = 0.16;
      c.lineWidth = 14;
      c.beginPath();
      c.arc(optics.cx, optics.cy, optics.radius, -angle - delta, -angle + delta);
      c.stroke();
    } else {
      c.globalAlpha = spotOf(optics, places, at).depth >= 0 ? 0.55 : 0.15;
      cap(brush, places.subarray(at, at + 3), delta);
    }
  }
  c.globalAlpha = 1;
}

function cap({ c, optics }: Brush, [x, y, z]: Float32Array, delta: number): void {
  const helper = Math.abs(z) < 0.9 ? [0, 0, 1] : [1, 0, 0];
  const u = [y * helper[2] - z * helper[1], z * helper[0] - x * helper[2], x * helper[1] - y * helper[0]];
  const norm = Math.hypot(...u);
  for (let i = 0; i < 3; i++) u[i] /= norm;
  const v = [y * u[2] - z * u[1], z * u[0] - x * u[2], x * u[1] - y * u[0]];
  const [cos, sin] = [Math.cos(delta), Math.sin(delta)];
  c.beginPath();
  for (let i = 0; i <= POINTS; i++) {
    const a = (2 * Math.PI * i) / POINTS;
    const at = [x, y, z].map((value, j) => cos * value + sin * (Math.cos(a) * u[j] + Math.sin(a) * v[j]));
    const spot = spotOf(optics, at, 0);
    if (i === 0) c.moveTo(spot.x, spot.y);
    else c.lineTo(spot.x, spot.y);
  }
  c.stroke();
}
