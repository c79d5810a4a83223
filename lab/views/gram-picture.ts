/** The Gram matrix as a picture of a pixel a pair. */
import type { Look } from '../engine/protocol.ts';
import { coloursOfCosines } from '../stage/colours.ts';

const SHADES = 256;
/** How much is left of the colour of pairs that the causal mask hides. */
const PALE = 0.3;

/** RGBA of the matrix, row by row; to the right of the diagonal paler where the mask is causal. */
export function gramPixels(
  { size, cosines }: Look['gram'],
  causal: boolean,
  dark: boolean,
): Uint8ClampedArray<ArrayBuffer> {
  const colours = coloursOfCosines(SHADES, dark);
  const pixels = new Uint8ClampedArray(4 * size * size);
  for (let k = 0; k < size; k++) {
    for (let j = 0; j < size; j++) {
      const at = k * size + j;
      const shade = 3 * Math.round(((Math.min(1, Math.max(-1, cosines[at])) + 1) / 2) * (SHADES - 1));
      for (let c = 0; c < 3; c++) pixels[4 * at + c] = colours[shade + c];
      pixels[4 * at + 3] = causal && j > k ? 255 * PALE : 255;
    }
  }
  return pixels;
}

/** The picture on a canvas of its own size, to be drawn larger. */
export function gramCanvas(gram: Look['gram'], causal: boolean, dark: boolean): HTMLCanvasElement {
  const canvas = document.createElement('canvas');
  canvas.width = canvas.height = gram.size;
  const image = new ImageData(gramPixels(gram, causal, dark), gram.size, gram.size);
  canvas.getContext('2d')?.putImageData(image, 0, 0);
  return canvas;
}
