/**
 * SVG elements, made by hand: explicit colours and positions only, since what renders them may know no CSS and no
 * layout.
 */
import { type Palette, palettes, type Theme } from './palette.ts';
import { piecesOf, withoutMarks } from './scripts.ts';
import { visible } from './text.ts';

const SVG = 'http://www.w3.org/2000/svg';
const XMLNS = 'http://www.w3.org/2000/xmlns/';

/** Font sizes in layout units; none is smaller than `label`, 11 px where a figure is shown 600 px wide. */
export const sizes = { title: 16, subtitle: 12, panel: 12.5, label: 11, caption: 11.5 } as const;

export type Attributes = Readonly<Record<string, string | number | undefined>>;

export interface Pen {
  readonly document: Document;
  readonly palette: Palette;
  /**
   * An element with attributes (numbers rounded to 1/100; undefined ones left out) and children; β^{−1/2} and T_j
   * within text are set as formulas.
   */
  el(name: string, attributes?: Attributes, ...children: (Node | string)[]): SVGElement;
  /** One line of text, by default in ink and label size. */
  text(content: string, x: number, y: number, attributes?: Attributes): SVGElement;
  /** An unseen shape where something of that number stands; none where nobody asked for marks. */
  mark(point: number | undefined, name: 'circle' | 'rect', attributes: Attributes): SVGElement[];
}

export function makePen(document: Document, theme: Theme, marks = false): Pen {
  const palette = palettes[theme];
  const el: Pen['el'] = (name, attributes = {}, ...children) => {
    const element = document.createElementNS(SVG, name) as SVGElement;
    for (const [key, value] of Object.entries(attributes)) {
      if (value === undefined) continue;
      element.setAttribute(key, typeof value === 'number' ? rounded(value) : visible(value));
    }
    const inLine = name === 'text' || name === 'tspan';
    const shown = (child: Node | string) => {
      if (typeof child !== 'string') return [child];
      return inLine ? formula(el, visible(child)) : [visible(child)];
    };
    for (const child of children.flatMap(shown)) {
      element.appendChild(typeof child === 'string' ? document.createTextNode(child) : child);
    }
    return element;
  };
  return {
    document,
    palette,
    el,
    text: (content, x, y, attributes) =>
      el('text', { x, y, 'font-size': sizes.label, fill: palette.ink, ...attributes }, content),
    mark: (point, name, attributes) =>
      marks && point !== undefined ? [el(name, { ...attributes, fill: 'none', 'data-point': String(point) })] : [],
  };
}

/** Size of what stands above or below, and how far off the line it is, in sizes of the text. */
const SCRIPT_SIZE = 0.75;
const SCRIPT_SHIFT = { above: -0.36, line: 0, below: 0.2 } as const;

function formula(el: Pen['el'], text: string): (Node | string)[] {
  const pieces = piecesOf(text);
  if (pieces.length < 2 || !pieces.some(({ level }) => level !== 'line')) return [text];
  let now = 0;
  return pieces.map(({ text: piece, level }) => {
    const size = level === 'line' ? 1 : SCRIPT_SIZE;
    const move = (SCRIPT_SHIFT[level] - now) / size;
    now = SCRIPT_SHIFT[level];
    if (level === 'line' && move === 0) return piece;
    const small = level === 'line' ? {} : { 'font-size': `${SCRIPT_SIZE}em` };
    return el('tspan', { dy: `${rounded(move)}em`, ...small }, withoutMarks(piece));
  });
}

/** The attribute that makes serialised SVG a document of its own. */
export function declareNamespace(svg: Element): void {
  svg.setAttributeNS(XMLNS, 'xmlns', SVG);
}

/** A coordinate to 1/100 of a layout unit. */
export function rounded(value: number): string {
  return String(Math.round(value * 100) / 100 + 0);
}

/** A coordinate to 1/10: for paths of many points. */
export function coarse(value: number): string {
  return String(Math.round(value * 10) / 10 + 0);
}

export interface Box {
  readonly left: number;
  readonly right: number;
  readonly top: number;
  readonly bottom: number;
}

export function overlaps(a: Box, b: Box): boolean {
  return a.left < b.right && b.left < a.right && a.top < b.bottom && b.top < a.bottom;
}

/** Attributes of text that stays readable over other marks: a rim of background. */
export function halo(palette: Palette): Attributes {
  return { stroke: palette.background, 'stroke-width': 3, 'stroke-linejoin': 'round', 'paint-order': 'stroke' };
}
