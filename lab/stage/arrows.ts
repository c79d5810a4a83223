/** Velocities as arrows: of tokens, and of one more token at other places. */
import type { Arrows } from '../engine/protocol.ts';
import { BEHIND, type Brush } from './brush.ts';
import type { Optics } from './painter.ts';
import type { Scene } from './scene.ts';

/** The longest arrow, as a share of the radius. */
const LONGEST = 0.2;
/** Arrows shorter than this, in pixels, are left out. */
const SHORTEST = 2;

export function paintArrows(brush: Brush, { options: { arrows }, shown }: Scene): void {
  if (arrows === null) return;
  const { c, optics, ink, dot } = brush;
  const scale = (LONGEST * optics.radius) / (fastestOf(arrows.tokens, arrows.field, shown) || 1);
  // On the circle they stand apart, so that neither hides the other: the field outside, the tokens' own inside.
  if (arrows.field) {
    c.strokeStyle = ink.muted;
    c.globalAlpha = 0.75;
    c.lineWidth = 1.1;
    stroke(brush, arrows.field, scale, shown === 2 ? dot + 13 : 0);
  }
  if (arrows.tokens) {
    c.strokeStyle = ink.accent;
    c.globalAlpha = 0.85;
    c.lineWidth = 1.5;
    stroke(brush, arrows.tokens, scale, shown === 2 ? -(dot + 5) : 0);
  }
  c.globalAlpha = 1;
}

/** The largest speed among all of them, in radians a unit of time. */
export function fastestOf(tokens: Arrows | null, field: Arrows | null, shown: number): number {
  let largest = 0;
  for (const arrows of [tokens, field]) {
    if (arrows === null) continue;
    const { velocities } = arrows;
    for (let at = 0; at < velocities.length; at += shown) {
      let square = 0;
      for (let c = at; c < at + shown; c++) square += velocities[c] ** 2;
      if (square > largest) largest = square;
    }
  }
  return Math.sqrt(largest);
}

function stroke({ c, optics }: Brush, { places, velocities }: Arrows, scale: number, away: number): void {
  const { shown } = optics;
  const opacity = c.globalAlpha;
  for (const front of shown === 3 ? [false, true] : [true]) {
    c.globalAlpha = opacity * (front ? 1 : BEHIND);
    c.beginPath();
    for (let at = 0; at < places.length; at += shown) {
      const from = seen(optics, places, at);
      if (shown === 3 && from.depth >= 0 !== front) continue;
      const by = turned(optics, velocities, at);
      const [dx, dy] = [scale * by.x, scale * by.y];
      const length = Math.hypot(dx, dy);
      if (length < SHORTEST) continue;
      const x = from.x + away * places[at] * Number(shown === 2);
      const y = from.y - away * places[at + 1] * Number(shown === 2);
      arrow(c, x, y, dx, dy, length);
    }
    c.stroke();
  }
}

function arrow(c: CanvasRenderingContext2D, x: number, y: number, dx: number, dy: number, length: number): void {
  const head = Math.min(5, 0.45 * length) / length;
  c.moveTo(x, y);
  c.lineTo(x + dx, y + dy);
  c.moveTo(x + dx - head * (dx + 0.6 * dy), y + dy - head * (dy - 0.6 * dx));
  c.lineTo(x + dx, y + dy);
  c.lineTo(x + dx - head * (dx - 0.6 * dy), y + dy - head * (dy + 0.6 * dx));
}

function seen(optics: Optics, places: Float32Array, at: number): { x: number; y: number; depth: number } {
  const by = turned(optics, places, at);
  return { x: optics.cx + optics.radius * by.x, y: optics.cy + optics.radius * by.y, depth: by.depth };
}

/** A direction in space as it is on the stage, y downwards. */
function turned({ frame, shown }: Optics, v: Float32Array, at: number): { x: number; y: number; depth: number } {
  if (shown === 2) return { x: v[at], y: -v[at + 1], depth: 1 };
  const [x, y, z] = [v[at], v[at + 1], v[at + 2]];
  return {
    x: frame[0] * x + frame[1] * y + frame[2] * z,
    y: -(frame[3] * x + frame[4] * y + frame[5] * z),
    depth: frame[6] * x + frame[7] * y + frame[8] * z,
  };
}
