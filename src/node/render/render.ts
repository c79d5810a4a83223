/** Figures as files: SVG through a document without a browser, PNG through resvg with the font that parkade ships. */
import { Resvg } from '@resvg/resvg-js';
import domino from 'domino';
import { UNSHOWN } from '../../figures/drawing/text.ts';
import type { Figure, Theme } from '../../figures/index.ts';
import { embedFonts } from './embedded-fonts.ts';
import { indexedPngFile } from './indexed-png.ts';
import { shippedFonts } from './shipped-fonts.ts';
import { letteringOf } from './system-fonts.ts';
import { xmlOf } from './xml.ts';

export const fontFiles = shippedFonts.map(({ file }) => file);

export interface Rendering {
  readonly theme?: Theme;
  /** Width in CSS pixels. */
  readonly width?: number;
  /** Without title and caption. */
  readonly bare?: boolean;
}

/** The picture as an element, in a document without a browser. */
export function drawSvg(figure: Figure, { width = 900, ...look }: Rendering = {}): SVGSVGElement {
  const document = domino.createDocument();
  return figure.draw({ document, width, ...look });
}

/** The picture as an SVG document that brings its fonts. */
export function renderSvg(figure: Figure, look: Rendering = {}): string {
  const svg = drawSvg(figure, look);
  embedFonts(svg);
  return `<?xml version="1.0" encoding="UTF-8"?>\n${xmlOf(svg)}\n`;
}

/** An SVG document as PNG, two device pixels a CSS pixel. */
export function renderPng(svg: string): Uint8Array {
  const image = render(svg, 2);
  return isOpaque(image.pixels) ? indexedPngFile(image.pixels, image.width, image.height) : image.asPng();
}

/** An SVG document as RGBA, one device pixel a CSS pixel, rows from the top. */
export function renderPixels(svg: string): { data: Uint8Array; width: number; height: number } {
  const { pixels, width, height } = render(svg, 1);
  return { data: pixels, width, height };
}

function render(svg: string, zoom: number) {
  const { files, lacking } = letteringOf(withoutData(svg));
  const shown = lacking.length === 0 ? svg : svg.replace(lettersOf(lacking), UNSHOWN);
  const font = {
    fontFiles: [...fontFiles, ...files],
    loadSystemFonts: false,
    defaultFontFamily: 'Inter',
    sansSerifFamily: 'Inter',
  };
  return new Resvg(shown, { font, fitTo: { mode: 'zoom', value: zoom } }).render();
}

/** Embedded fonts and pictures say nothing. */
function withoutData(svg: string): string {
  return svg.replace(/base64,[^"')]*/g, '');
}

function lettersOf(letters: readonly string[]): RegExp {
  return new RegExp(letters.map((letter) => `\\u{${(letter.codePointAt(0) as number).toString(16)}}`).join('|'), 'gu');
}

function isOpaque(pixels: Uint8Array): boolean {
  for (let i = 3; i < pixels.length; i += 4) if (pixels[i] !== 255) return false;
  return true;
}
