/** Figures as files: SVG through a document without a browser, PNG through resvg with the font that parkade ships. */
import { join } from 'node:path';
import { Resvg } from '@resvg/resvg-js';
import { Window } from 'happy-dom';
import type { Figure, Theme } from '../figures/index.ts';
import { indexedPngFile } from './indexed-png.ts';
import { packageRoot } from './version.ts';

/** Inter, and for signs that it lacks, ⟨ or ≫ or ẋ, a subset of DejaVu Sans. */
export const fontFiles = ['Inter-Regular.ttf', 'Inter-SemiBold.ttf', 'DejaVuSans-Mathematics.ttf'].map((name) =>
  join(packageRoot, 'assets', name),
);

export interface Rendering {
  readonly theme?: Theme;
  /** Width in CSS pixels. */
  readonly width?: number;
}

/** The picture as an SVG document. */
export function renderSvg(figure: Figure, { theme = 'light', width = 900 }: Rendering = {}): string {
  const window = new Window();
  const document = window.document as unknown as Document;
  const svg = figure.draw({ document, theme, width });
  return `<?xml version="1.0" encoding="UTF-8"?>\n${svg.outerHTML}\n`;
}

/** An SVG document as PNG, two device pixels a CSS pixel. */
export function renderPng(svg: string): Uint8Array {
  const resvg = new Resvg(svg, {
    font: { fontFiles, loadSystemFonts: false, defaultFontFamily: 'Inter', sansSerifFamily: 'Inter' },
    fitTo: { mode: 'zoom', value: 2 },
  });
  const image = resvg.render();
  return isOpaque(image.pixels) ? indexedPngFile(image.pixels, image.width, image.height) : image.asPng();
}

function isOpaque(pixels: Uint8Array): boolean {
  for (let i = 3; i < pixels.length; i += 4) if (pixels[i] !== 255) return false;
  return true;
}
