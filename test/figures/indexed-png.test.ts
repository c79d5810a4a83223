/** Pictures of few colours as files: the same picture, in fewer bytes. */
import { Resvg } from '@resvg/resvg-js';
import { describe, expect, test } from 'vitest';
import { figureOf } from '../../src/figures/index.ts';
import { run } from '../../src/index.ts';
import { indexedPngFile } from '../../src/node/render/indexed-png.ts';
import { fontFiles, renderPng, renderSvg } from '../../src/node/render/render.ts';

/** The pixels of a PNG file, RGBA, read by another program. */
function decoded(png: Uint8Array): { width: number; height: number; pixels: Uint8Array } {
  const file = Buffer.from(png);
  const [width, height] = [file.readUInt32BE(16), file.readUInt32BE(20)];
  const size = `width="${width}" height="${height}"`;
  const image = `<image ${size} image-rendering="optimizeSpeed" href="data:image/png;base64,${file.toString('base64')}"/>`;
  const { pixels } = new Resvg(`<svg xmlns="http://www.w3.org/2000/svg" ${size}>${image}</svg>`).render();
  return { width, height, pixels };
}

function painted(width: number, height: number, colour: (x: number, y: number) => [number, number, number]) {
  const pixels = new Uint8Array(4 * width * height);
  for (let i = 0; i < width * height; i++) pixels.set([...colour(i % width, Math.floor(i / width)), 255], 4 * i);
  return pixels;
}

test('up to 256 colours are kept as they are', () => {
  const pixels = painted(37, 23, (x, y) => [(x * 7) % 16, 100 + (y % 16), 200]);
  const back = decoded(indexedPngFile(pixels, 37, 23));
  expect([back.width, back.height]).toEqual([37, 23]);
  expect(Buffer.from(back.pixels).equals(Buffer.from(pixels))).toBe(true);
});

test('of more colours areas keep theirs, and the others move by a few levels', () => {
  // Two nearly equal areas above a ramp of 512 colours.
  const pixels = painted(512, 60, (x, y) => {
    if (y < 40) return x < 256 ? [255, 255, 255] : [247, 249, 251];
    return [x >> 1, 255 - (x >> 1), x & 1];
  });
  const { pixels: back } = decoded(indexedPngFile(pixels, 512, 60));
  const areas = 4 * 512 * 40;
  expect(Buffer.from(back.subarray(0, areas)).equals(Buffer.from(pixels.subarray(0, areas)))).toBe(true);
  const worst = pixels.subarray(areas).reduce((most, level, i) => Math.max(most, Math.abs(level - back[areas + i])), 0);
  // 416 colours in 160 groups: three to a group, four where halving is uneven.
  expect(worst).toBeLessThanOrEqual(4);
});

describe('a figure', async () => {
  const result = await run({ beta: 64, tokens: 200, saveAt: [0, 2, 10, 20], rtol: 1e-4, atol: 1e-6 });
  const svg = renderSvg(figureOf(result));
  const png = renderPng(svg);
  const font = { fontFiles, loadSystemFonts: false, defaultFontFamily: 'Inter', sansSerifFamily: 'Inter' };
  const full = new Resvg(svg, { font, fitTo: { mode: 'zoom', value: 2 } }).render();

  test('takes less than half of the bytes', () => {
    expect(png.length).toBeLessThan(full.asPng().length / 2);
  });

  test('looks the same: hardly a pixel moves, and none far', () => {
    const { pixels } = decoded(png);
    const moves = full.pixels.map((level, i) => Math.abs(level - pixels[i]));
    expect(moves.length).toBe(pixels.length);
    expect(moves.reduce((most, move) => Math.max(most, move), 0)).toBeLessThanOrEqual(32);
    expect(moves.filter((move) => move > 0).length / moves.length).toBeLessThan(0.01);
  });

  test('is the same file on each call', () => {
    expect(Buffer.from(renderPng(svg)).equals(Buffer.from(png))).toBe(true);
  });
});
