/// <reference path="./gifenc.d.ts" />
/** An animation as a GIF that loops: the colours of the whole in one table, and of each frame only what changed. */
import { createRequire } from 'node:module';
import type { Moving } from '../../../figures/runs/moving.ts';
import type { Rendering } from '../render.ts';
import { type Pixels, pixelsOf, type Told } from './frames.ts';

// Required, since what an import gives of it differs between Node and bundlers.
const { GIFEncoder, applyPalette, quantize }: typeof import('gifenc') = createRequire(import.meta.url)('gifenc');

/** One entry of the table means: as it was. */
const COLOURS = 255;
const UNCHANGED = COLOURS;
/** Frames that the table is made from: colours are of the theme and its blends, and come again. */
const SAMPLED = 6;
/** How colours are told apart while a table is made and looked up: to five or six bits a channel. */
const FORMAT = 'rgb565';

export async function gifOf(moving: Moving, look: Rendering, told: Told): Promise<Uint8Array> {
  const images: Pixels[] = [];
  for await (const image of pixelsOf(moving, look, told)) images.push(image);
  const [{ width, height }] = images;
  const palette = paletteOf(images);
  const table = [...palette, ...Array.from({ length: COLOURS + 1 - palette.length }, () => [0, 0, 0])];
  const gif = GIFEncoder();
  let before: Uint8Array | null = null;
  for (const { data, seconds } of images) {
    const now: Uint8Array = applyPalette(data, palette, FORMAT);
    const delay = 1000 * seconds;
    if (before === null) gif.writeFrame(now, width, height, { palette: table, delay, repeat: 0 });
    else
      gif.writeFrame(changed(before, now), width, height, {
        delay,
        transparent: true,
        transparentIndex: UNCHANGED,
        dispose: 1,
      });
    before = now;
  }
  gif.finish();
  return gif.bytes();
}

function paletteOf(images: readonly Pixels[]): number[][] {
  const step = Math.max(1, Math.floor((images.length - 1) / (SAMPLED - 1)));
  const sampled = images.filter((_, i) => i % step === 0 || i === images.length - 1);
  const size = images[0].data.length;
  const all = new Uint8Array(sampled.length * size);
  for (const [i, { data }] of sampled.entries()) all.set(data, i * size);
  return quantize(all, COLOURS, { format: FORMAT });
}

function changed(before: Uint8Array, now: Uint8Array): Uint8Array {
  return now.map((colour, i) => (colour === before[i] ? UNCHANGED : colour));
}
