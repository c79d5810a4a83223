/** Colours of an order, from little to much. */
import type { Palette } from './palette.ts';
import { channelsOf } from './png.ts';

/** From barely off the background over the colour of tokens to that of the strongest ink: so many, as #rrggbb. */
export function shadesOf(palette: Palette, count: number): string[] {
  return Array.from({ length: count }, (_, i) => shadeAt(palette, i / (count - 1)));
}

/** One of them, at a place from 0 to 1. */
export function shadeAt({ surface, token, ordinary }: Palette, share: number): string {
  const stops = [surface, token, ordinary].map(channelsOf);
  const place = 2 * share;
  const from = Math.min(1, Math.floor(place));
  const channels = stops[from].map((low, c) => Math.round(low + (place - from) * (stops[from + 1][c] - low)));
  return `#${channels.map((channel) => channel.toString(16).padStart(2, '0')).join('')}`;
}

/** Ink or the colour of the paper: what has the greater contrast (WCAG 2) on a shade. */
export function inkOn(palette: Palette, share: number): string {
  const under = luminance(shadeAt(palette, share));
  const contrast = (colour: string) => {
    const [low, high] = [under, luminance(colour)].sort((a, b) => a - b);
    return (high + 0.05) / (low + 0.05);
  };
  return contrast(palette.ink) >= contrast(palette.background) ? palette.ink : palette.background;
}

/** Relative luminance of sRGB, 0 to 1. */
function luminance(colour: string): number {
  const linear = (channel: number) => (channel <= 0.04045 ? channel / 12.92 : ((channel + 0.055) / 1.055) ** 2.4);
  const [red, green, blue] = channelsOf(colour).map((channel) => linear(channel / 255));
  return 0.2126 * red + 0.7152 * green + 0.0722 * blue;
}
