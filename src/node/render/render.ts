/** Figures as files: SVG through a document without a browser, PNG through resvg with the font that parkade ships. */
import { Resvg } from '@resvg/resvg-js';
import domino from 'domino';
import { invalid, mistake, quoted } from '../../core/errors.ts';
import { UNSHOWN } from '../../figures/drawing/text.ts';
import type { Figure, Theme } from '../../figures/index.ts';
import { embedFonts } from './embedded-fonts.ts';
import { indexedPngFile } from './indexed-png.ts';
import { shippedFonts } from './shipped-fonts.ts';
import { letteringOf } from './system-fonts.ts';
import { xmlOf } from './xml.ts';

const HOW = 'give what renderSvg(figure) returns';

export const fontFiles = shippedFonts.map(({ file }) => file);

export interface Rendering {
  readonly theme?: Theme;
  /** Width in CSS pixels. */
  readonly width?: number;
  /** Without title and caption. */
  readonly bare?: boolean;
}

/** The picture as an element, in a document without a browser. */
export function drawSvg(figure: Figure, look: Rendering = {}): SVGSVGElement {
  if (typeof figure?.draw !== 'function') {
    throw invalid('figure', 'be a figure', `came as ${quoted(figure)}`, 'give figureOf(result)');
  }
  return figure.draw({ ...look, document: domino.createDocument() });
}

/** The picture as an SVG document that brings its fonts. */
export function renderSvg(figure: Figure, look: Rendering = {}): string {
  const svg = drawSvg(figure, look);
  embedFonts(svg);
  return `<?xml version="1.0" encoding="UTF-8"?>\n${xmlOf(svg)}\n`;
}

/**
 * An SVG document as PNG, two device pixels a CSS pixel.
 * @throws ParkadeError InvalidParameter for what is none
 */
export function renderPng(svg: string): Uint8Array {
  const image = render(svg, 2);
  const { pixels, width, height } = image; // each reading of the pixels copies them
  return isOpaque(pixels) ? indexedPngFile(pixels, width, height) : image.asPng();
}

/** An SVG document as RGBA, one device pixel a CSS pixel, rows from the top. */
export function renderPixels(svg: string): { data: Uint8Array; width: number; height: number } {
  const { pixels, width, height } = render(svg, 1);
  return { data: pixels, width, height };
}

function render(svg: string, zoom: number) {
  if (typeof svg !== 'string') {
    throw invalid('svg', 'be the text of an SVG document', `came as ${quoted(svg)}`, HOW);
  }
  const { files, lacking } = letteringOf(withoutData(svg));
  const legible = lacking.length === 0 ? svg : svg.replace(lettersOf(lacking), UNSHOWN);
  const font = {
    fontFiles: [...fontFiles, ...files],
    loadSystemFonts: false,
    defaultFontFamily: 'Inter',
    sansSerifFamily: 'Inter',
  };
  try {
    return new Resvg(legible, { font, fitTo: { mode: 'zoom', value: zoom } }).render();
  } catch (cause) {
    const came = `cannot be drawn (${cause instanceof Error ? cause.message : String(cause)})`;
    throw mistake('InvalidParameter', { key: 'svg', expected: 'be an SVG document', came, advice: HOW }, cause);
  }
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
