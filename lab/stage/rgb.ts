/** Colours of the page as three numbers from 0 to 1. Pure. */

/** @param colour #rrggbb, or rgb(r g b) */
export function rgbOf(colour: string): readonly [number, number, number] {
  const hex = /^#([0-9a-f]{6})$/i.exec(colour);
  if (hex) {
    const value = Number.parseInt(hex[1], 16);
    return [(value >> 16) / 255, ((value >> 8) & 255) / 255, (value & 255) / 255];
  }
  const [r = 128, g = 128, b = 128] = (colour.match(/\d+(\.\d+)?/g) ?? []).map(Number);
  return [r / 255, g / 255, b / 255];
}
