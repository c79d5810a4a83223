/** What is marked at tokens: centers, those that stand still, the first one, the noted and the held one; attention. */
import { nameOf } from '../text/tokens.ts';
import { type Brush, label, opacityAt, outwards } from './brush.ts';
import { spotOf } from './painter.ts';
import type { Scene } from './scene.ts';

/** Weights of attention below this share of the largest are not seen. */
const LEAST_SHARE = 0.01;

/** A line to every other token that is attended, as wide as its weight, compared with the largest, its own included. */
export function paintAttention({ c, optics, ink, dot, spots }: Brush, { options: { attention }, n }: Scene): void {
  if (attention === null || attention.token >= n) return;
  const { token, weights } = attention;
  const there = Math.min(n, weights.length);
  let largest = 0;
  for (let j = 0; j < there; j++) if (weights[j] > largest) largest = weights[j];
  if (!(largest > 0)) return;
  const [fx, fy] = [spots.x[token], spots.y[token]];
  c.strokeStyle = ink.accent;
  c.lineCap = 'round';
  for (let j = 0; j < there; j++) {
    const share = weights[j] / largest;
    if (j === token || share < LEAST_SHARE) continue;
    c.globalAlpha = 0.1 + 0.6 * share;
    c.lineWidth = 0.5 + Math.min(3.5, 1.1 * dot) * share;
    c.beginPath();
    c.moveTo(fx, fy);
    // Bent towards the middle, the farther the more, so that lines between neighbours stay with them.
    const [tx, ty] = [spots.x[j], spots.y[j]];
    const bend = Math.min(0.4, Math.hypot(tx - fx, ty - fy) / (3 * optics.radius));
    const [mx, my] = [(fx + tx) / 2, (fy + ty) / 2];
    c.quadraticCurveTo(mx + bend * (optics.cx - mx), my + bend * (optics.cy - my), tx, ty);
    c.stroke();
  }
  c.globalAlpha = 1;
}

/** Strong centers are diamonds, the others squares, as in the figures. */
export function paintCenters({ c, optics, ink, dot, spots }: Brush, { centers, options }: Scene): void {
  if (!options.centers) return;
  const half = Math.max(3.2, dot * 0.95);
  c.strokeStyle = ink.background;
  c.lineWidth = 1.25;
  for (const { token, strong } of centers) {
    const [x, y] = [spots.x[token], spots.y[token]];
    c.globalAlpha = opacityAt(spots.depth[token], optics);
    c.fillStyle = strong ? ink.strong : ink.ordinary;
    c.beginPath();
    if (strong) {
      const s = half * 1.35;
      c.moveTo(x, y - s);
      c.lineTo(x + s, y);
      c.lineTo(x, y + s);
      c.lineTo(x - s, y);
      c.closePath();
    } else c.rect(x - half * 0.85, y - half * 0.85, 1.7 * half, 1.7 * half);
    c.fill();
    c.stroke();
  }
  c.globalAlpha = 1;
}

/** A pin through each token that stands still: a ring, and a needle outwards. */
export function paintFrozen({ c, optics, ink, dot, spots }: Brush, { options: { frozen }, n }: Scene): void {
  c.strokeStyle = c.fillStyle = ink.frozen;
  for (const token of frozen) {
    if (token >= n) continue;
    const [x, y] = [spots.x[token], spots.y[token]];
    const [dx, dy] = outwards(x, y, optics);
    c.globalAlpha = opacityAt(spots.depth[token], optics);
    c.lineWidth = 2.25;
    c.beginPath();
    c.arc(x, y, dot + 3, 0, 2 * Math.PI);
    c.moveTo(x + (dot + 3) * dx, y + (dot + 3) * dy);
    c.lineTo(x + (dot + 14) * dx, y + (dot + 14) * dy);
    c.stroke();
    c.beginPath();
    c.arc(x + (dot + 16) * dx, y + (dot + 16) * dy, 3.5, 0, 2 * Math.PI);
    c.fill();
  }
  c.globalAlpha = 1;
}

/** Rings around the first token, and around those that are chosen or pointed at. */
export function paintNoted(brush: Brush, { options: { chosen, hovered, beside, held }, n }: Scene): void {
  const { ink } = brush;
  const noted = new Set([chosen, hovered, beside]);
  if (n > 0) ring(brush, 0, noted.has(0) ? ink.accent : ink.ink, held?.token === 0);
  for (const token of noted) {
    if (token === null || token === 0 || token >= n) continue;
    ring(brush, token, ink.accent, held?.token === token);
  }
}

function ring(brush: Brush, token: number, colour: string, isHeld: boolean): void {
  const { c, optics, dot, spots } = brush;
  const [x, y] = [spots.x[token], spots.y[token]];
  c.globalAlpha = opacityAt(spots.depth[token], optics);
  c.strokeStyle = colour;
  c.lineWidth = isHeld ? 2.5 : 1.75;
  const r = dot + (isHeld ? 9 : 5.5);
  c.beginPath();
  c.arc(x, y, r, 0, 2 * Math.PI);
  c.stroke();
  const [dx, dy] = optics.shown === 2 ? outwards(x, y, optics).map((value) => -value) : [0, -1];
  const away = r + 12.5 + (token > 98 ? 6 : 0) * Math.abs(dx);
  label(brush, nameOf(token), x + away * dx, y + away * dy, colour);
  c.globalAlpha = 1;
}

/** Where the held token was taken from. */
export function paintOrigin({ c, optics, ink, dot }: Brush, { options: { held } }: Scene): void {
  if (held === null) return;
  const { x, y } = spotOf(optics, held.from, 0);
  c.strokeStyle = ink.muted;
  c.lineWidth = 1.25;
  c.setLineDash([3, 3]);
  c.beginPath();
  c.arc(x, y, dot + 2, 0, 2 * Math.PI);
  c.stroke();
  c.setLineDash([]);
}
