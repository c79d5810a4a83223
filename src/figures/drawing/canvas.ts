/** What a figure is drawn on. Plain JavaScript may give anything: what cannot be drawn on is told in a sentence. */
import { invalid, quoted } from '../../core/errors.ts';
import { palettes, type Theme } from './palette.ts';

export interface Canvas {
  readonly document: Document;
  /** By default light. */
  readonly theme?: Theme;
  /**
   * Pixels; by default 900. From 600 on, wider only means larger; below, the layout narrows so that text stays
   * legible.
   */
  readonly width?: number;
  /** Without title and caption, for a paper that sets its own. */
  readonly bare?: boolean;
  /**
   * With unseen marks where data stand, elements with `data-point`, for a page that lets its readers press them: in
   * the picture of a sweep the number of a group among `groups`.
   */
  readonly marks?: boolean;
}

const DEFAULT_WIDTH = 900;
const HOW = 'call draw({ document }) on a page, or give the figure to renderSvg of parkade/node';

/** @throws ParkadeError InvalidParameter for what is no canvas */
export function checkedCanvas(canvas: Canvas): Required<Canvas> {
  if (typeof canvas !== 'object' || canvas === null) {
    throw invalid('canvas', 'hold the document to draw in', `came as ${quoted(canvas)}`, HOW);
  }
  const { document, theme = 'light', width = DEFAULT_WIDTH, bare = false, marks = false } = canvas;
  if (!makesElements(document)) {
    throw invalid('document', 'be a document, which makes elements', `came as ${quoted(document)}`, HOW);
  }
  if (!Object.hasOwn(palettes, theme)) {
    const names = Object.keys(palettes).join(', ');
    throw invalid('theme', `be one of ${names}`, `came as ${quoted(theme)}`, 'choose one of them');
  }
  if (!(Number.isFinite(width) && width > 0)) {
    throw invalid('width', 'be a number of pixels above 0', `came as ${quoted(width)}`, `${DEFAULT_WIDTH} is usual`);
  }
  return { document, theme, width, bare, marks };
}

/** Documents of browsers and of packages have no class in common. */
function makesElements(document: Document): boolean {
  return typeof document?.createElementNS === 'function' && typeof document.createTextNode === 'function';
}
