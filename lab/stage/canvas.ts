/** Scenes on a 2-D canvas: circle and sphere, in any browser. */

import { nameOf } from '../text/tokens.ts';
import { type Camera, frameOf } from './camera.ts';
import { paintGround } from './ground.ts';
import { type Optics, opticsOf, type Painter, type Spot, spotOf } from './painter.ts';
import type { Scene } from './scene.ts';

/** Colours of the page, read from it. */
export interface Ink {
  readonly ink: string;
  readonly muted: string;
  readonly rule: string;
  readonly surface: string;
  readonly strong: string;
  readonly ordinary: string;
  readonly background: string;
  readonly font: string;
}

export interface Brush {
  readonly c: CanvasRenderingContext2D;
  readonly optics: Optics;
  readonly ink: Ink;
  /** Radius of a token, in CSS pixels. */
  readonly dot: number;
}

export function canvasPainter(canvas: HTMLCanvasElement, inkOf: () => Ink): Painter {
  const c = canvas.getContext('2d') as CanvasRenderingContext2D;
  let [width, height] = [1, 1];
  return {
    name: '2-D canvas',
    resize(w, h, pixelRatio) {
      [width, height] = [w, h];
      canvas.width = Math.round(w * pixelRatio);
      canvas.height = Math.round(h * pixelRatio);
      c.setTransform(pixelRatio, 0, 0, pixelRatio, 0, 0);
    },
    paint(scene, camera: Camera) {
      const optics = opticsOf(width, height, camera, frameOf(camera), scene.shown);
      const brush: Brush = { c, optics, ink: inkOf(), dot: dotOf(scene.n, optics.radius) };
      c.clearRect(0, 0, width, height);
      paintGround(brush, scene);
      paintTrail(brush, scene);
      paintAttention(brush, scene);
      paintTokens(brush, scene);
      paintCenters(brush, scene);
      paintNoted(brush, scene);
    },
    dispose() {},
  };
}

function dotOf(n: number, radius: number): number {
  return Math.max(1.8, Math.min(7, (radius * 0.21) / Math.sqrt(n)));
}

/** What is behind is fainter. */
function opacityAt({ depth }: Spot, { shown }: Optics): number {
  return shown === 2 ? 1 : depth >= 0 ? 1 : 0.28;
}

/** On the circle the past lies inwards, as on the rings of a tree; on the sphere it is a line behind each token. */
function paintTrail({ c, optics, dot }: Brush, { trail, places, colours, n, shown }: Scene): void {
  if (trail.length === 0) return;
  c.lineWidth = Math.max(0.75, dot * 0.45);
  c.lineCap = 'round';
  for (let k = 0; k < n; k++) {
    c.strokeStyle = colours[k];
    let from = spotOf(optics, places, k * shown);
    for (let i = 0; i < trail.length; i++) {
      const { age, places: then } = trail[i];
      const ring = shown === 2 ? { ...optics, radius: optics.radius * (1 - 0.55 * age) } : optics;
      const to = spotOf(ring, then, k * shown);
      c.globalAlpha = 0.5 * (1 - age) * opacityAt(to, optics);
      c.beginPath();
      c.moveTo(from.x, from.y);
      c.lineTo(to.x, to.y);
      c.stroke();
      from = to;
    }
  }
  c.globalAlpha = 1;
}

/** A line to every token that is attended, as wide as its weight. */
function paintAttention({ c, optics, ink, dot }: Brush, { options: { attention }, places, shown }: Scene): void {
  if (attention === null) return;
  const from = spotOf(optics, places, attention.token * shown);
  const largest = attention.weights.reduce((most, weight) => Math.max(most, weight), 0);
  c.strokeStyle = ink.strong;
  attention.weights.forEach((weight, j) => {
    const share = weight / largest;
    if (j === attention.token || !(share > 0.01)) return;
    const to = spotOf(optics, places, j * shown);
    c.globalAlpha = 0.12 + 0.7 * share;
    c.lineWidth = 0.5 + 1.1 * dot * share;
    c.beginPath();
    c.moveTo(from.x, from.y);
    c.quadraticCurveTo((from.x + to.x + optics.cx) / 3, (from.y + to.y + optics.cy) / 3, to.x, to.y);
    c.stroke();
  });
  c.globalAlpha = 1;
}

function paintTokens({ c, optics, ink, dot }: Brush, { n, shown, places, colours, gatherings }: Scene): void {
  const spots = Array.from({ length: n }, (_, k) => spotOf(optics, places, k * shown));
  const order = shown === 2 ? [...spots.keys()] : [...spots.keys()].sort((a, b) => spots[a].depth - spots[b].depth);
  for (const { leader, size, tightness } of gatherings) {
    if (size < 2 || tightness === 0) continue;
    const spot = spots[leader];
    c.globalAlpha = 0.32 * tightness * opacityAt(spot, optics);
    c.fillStyle = colours[leader];
    disk(c, spot, haloOf(dot, size, optics));
  }
  for (const k of order) {
    c.globalAlpha = opacityAt(spots[k], optics);
    c.fillStyle = colours[k];
    disk(c, spots[k], shown === 3 && spots[k].depth < 0 ? 0.75 * dot : dot);
  }
  paintSizes(c, optics, ink, dot, gatherings, spots);
}

export function haloOf(dot: number, size: number, { radius }: Optics): number {
  return Math.min(0.16 * radius, dot * (1 + 0.9 * Math.sqrt(size)));
}

/** How many stand together, beside their place. */
function paintSizes(
  c: CanvasRenderingContext2D,
  optics: Optics,
  ink: Ink,
  dot: number,
  gatherings: Scene['gatherings'],
  spots: readonly Spot[],
): void {
  c.font = `600 12px ${ink.font}`;
  c.textAlign = 'center';
  c.textBaseline = 'middle';
  c.fillStyle = ink.muted;
  for (const { leader, size, tightness } of gatherings) {
    const spot = spots[leader];
    if (size < 3 || tightness < 0.6 || spot.depth < 0) continue;
    const away = haloOf(dot, size, optics) + 11;
    const [dx, dy] = outwards(spot, optics);
    c.globalAlpha = (tightness - 0.6) / 0.4;
    c.fillText(String(size), spot.x + away * dx, spot.y + away * dy);
  }
  c.globalAlpha = 1;
}

function outwards({ x, y }: Spot, { cx, cy }: Optics): readonly [number, number] {
  const r = Math.hypot(x - cx, y - cy);
  return r < 1 ? [0, -1] : [(x - cx) / r, (y - cy) / r];
}

/** Strong centers are diamonds, the others squares, as in the figures. */
function paintCenters({ c, optics, ink, dot }: Brush, { centers, places, shown }: Scene): void {
  const half = Math.max(3.2, dot * 0.95);
  for (const { token, strong } of centers) {
    const spot = spotOf(optics, places, token * shown);
    c.globalAlpha = opacityAt(spot, optics);
    c.fillStyle = strong ? ink.strong : ink.ordinary;
    c.strokeStyle = ink.background;
    c.lineWidth = 1.25;
    c.beginPath();
    if (strong) {
      const s = half * 1.35;
      c.moveTo(spot.x, spot.y - s);
      c.lineTo(spot.x + s, spot.y);
      c.lineTo(spot.x, spot.y + s);
      c.lineTo(spot.x - s, spot.y);
      c.closePath();
    } else c.rect(spot.x - half * 0.85, spot.y - half * 0.85, 1.7 * half, 1.7 * half);
    c.fill();
    c.stroke();
  }
  c.globalAlpha = 1;
}

/** Rings around the first token, and around the chosen and the hovered one. */
function paintNoted(brush: Brush, { places, shown, options: { chosen, hovered }, n }: Scene): void {
  ring(brush, places, 0, shown, brush.ink.ink, 'x₁');
  for (const token of new Set([chosen, hovered])) {
    if (token === null || token === 0 || token >= n) continue;
    ring(brush, places, token, shown, brush.ink.strong, nameOf(token));
  }
}

function ring(
  { c, optics, ink, dot }: Brush,
  places: Float32Array,
  token: number,
  shown: number,
  colour: string,
  name: string,
): void {
  const spot = spotOf(optics, places, token * shown);
  c.globalAlpha = opacityAt(spot, optics);
  c.strokeStyle = colour;
  c.lineWidth = 1.75;
  c.beginPath();
  c.arc(spot.x, spot.y, dot + 5.5, 0, 2 * Math.PI);
  c.stroke();
  const [dx, dy] = optics.shown === 2 ? outwards(spot, optics).map((value) => -value) : [0, -1];
  c.font = `600 14px ${ink.font}`;
  c.textAlign = 'center';
  c.textBaseline = 'middle';
  c.lineWidth = 4;
  c.strokeStyle = ink.background;
  c.fillStyle = colour;
  const [x, y] = [spot.x + (dot + 18) * dx, spot.y + (dot + 18) * dy];
  c.strokeText(name, x, y);
  c.fillText(name, x, y);
  c.globalAlpha = 1;
}

function disk(c: CanvasRenderingContext2D, { x, y }: Spot, r: number): void {
  c.beginPath();
  c.arc(x, y, r, 0, 2 * Math.PI);
  c.fill();
}
