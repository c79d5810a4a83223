/** What all that paints on a 2-D canvas shares. */
import type { Disk } from './gatherings.ts';
import type { Optics, Spots } from './painter.ts';

/** Colours of the page, read from it. */
export interface Ink {
  readonly ink: string;
  readonly muted: string;
  readonly rule: string;
  readonly surface: string;
  readonly strong: string;
  readonly ordinary: string;
  readonly frozen: string;
  readonly accent: string;
  readonly background: string;
  readonly font: string;
}

export interface Brush {
  readonly c: CanvasRenderingContext2D;
  readonly optics: Optics;
  readonly ink: Ink;
  /** Radius of a token, in CSS pixels. */
  readonly dot: number;
  /** Of the tokens of the scene. */
  readonly spots: Spots;
  readonly disks: readonly Disk[];
}

export function dotOf(n: number, radius: number): number {
  return Math.max(1.8, Math.min(7, (radius * 0.21) / Math.sqrt(n)));
}

/** What is behind is fainter. */
export const BEHIND = 0.28;

export function opacityAt(depth: number, { shown }: Optics): number {
  return shown === 2 || depth >= 0 ? 1 : BEHIND;
}

/** Away from the middle of the stage. */
export function outwards(x: number, y: number, { cx, cy }: Optics): readonly [number, number] {
  const r = Math.hypot(x - cx, y - cy);
  return r < 1 ? [0, -1] : [(x - cx) / r, (y - cy) / r];
}

export function disk(c: CanvasRenderingContext2D, x: number, y: number, r: number): void {
  c.beginPath();
  c.arc(x, y, r, 0, 2 * Math.PI);
  c.fill();
}

/** Words that can be read wherever they stand. */
export function label({ c, ink }: Brush, words: string, x: number, y: number, colour: string, size = 14): void {
  c.font = `600 ${size}px ${ink.font}`;
  c.textAlign = 'center';
  c.textBaseline = 'middle';
  c.lineWidth = 4;
  c.lineJoin = 'round';
  c.strokeStyle = ink.background;
  c.fillStyle = colour;
  c.strokeText(words, x, y);
  c.fillText(words, x, y);
}
