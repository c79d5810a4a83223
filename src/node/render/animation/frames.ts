/** The frames of an animation as pixels, one after the other: what a GIF and a film are made of. */
import type { Moving } from '../../../figures/runs/moving.ts';
import { type Rendering, renderPixels, renderSvg } from '../render.ts';

/** Told after each frame: the share that is done, and a word. */
export type Told = (share: number, text: string) => void;

export interface Pixels {
  /** RGBA, rows from the top. */
  readonly data: Uint8Array;
  readonly width: number;
  readonly height: number;
  /** How long it is seen. */
  readonly seconds: number;
}

/** Ticks of the clock in a second. */
export const TICKS_PER_SECOND = 15;
/** The end is looked at for longer before a loop begins again. */
const REST_SECONDS = 2;

/** How long frame number i is seen. */
export function secondsOf({ frames }: Moving, i: number): number {
  return frames[i].ticks / TICKS_PER_SECOND + (i === frames.length - 1 ? REST_SECONDS : 0);
}

/** CSS pixels, of which a frame of a film has one each. */
const WIDTH = 600;

/** Other work goes on between frames: progress is shown, and a stop is heard. */
export async function* pixelsOf(moving: Moving, look: Rendering, told: Told): AsyncGenerator<Pixels> {
  for (const [i, { t }] of moving.frames.entries()) {
    yield { ...renderPixels(renderSvg(moving.figure(i), { width: WIDTH, ...look })), seconds: secondsOf(moving, i) };
    told((i + 1) / moving.frames.length, `t = ${t}`);
    await new Promise(setImmediate);
  }
}
