/** A document without a browser, and what tests ask of a drawn figure. */
import { Resvg } from '@resvg/resvg-js';
import domino from 'domino';
import { textWidth } from '../../src/figures/drawing/text.ts';
import type { Canvas, Figure } from '../../src/figures/index.ts';

/** In the quickest of the documents at hand, the program's own. */
export function drawn(figure: Figure, options: Omit<Canvas, 'document'> = {}): SVGSVGElement {
  return figure.draw({ document: domino.createDocument(), ...options });
}

/** Throws where the text is no well-formed SVG: resvg reads XML strictly. */
export function parsed(svg: string): { width: number; height: number } {
  const { width, height } = new Resvg(svg, { font: { loadSystemFonts: false } });
  return { width, height };
}

/** Not querySelector for one of them: domino's looks beyond the element. */
export function all(root: Element, selector: string): Element[] {
  return Array.from(root.querySelectorAll(selector));
}

/** Every attribute that holds a number that is none. */
export function wrongAttributes(root: Element): string[] {
  const wrong: string[] = [];
  for (const element of [root, ...all(root, '*')]) {
    for (const { name, value } of Array.from(element.attributes)) {
      if (value.startsWith('data:')) continue; // base64 may spell anything
      if (/NaN|undefined|Infinity|null/.test(value)) wrong.push(`${element.tagName} ${name}="${value}"`);
    }
  }
  return wrong;
}

export interface Text {
  readonly content: string;
  readonly size: number;
  readonly left: number;
  readonly right: number;
  readonly top: number;
  readonly bottom: number;
}

/** The attribute of an element or of the nearest one around it. */
function inherited(element: Element, name: string): string | null {
  for (let at: Element | null = element; at; at = at.parentElement) {
    const value = at.getAttribute(name);
    if (value !== null) return value;
  }
  return null;
}

/** A length; em are font sizes. */
function lengthOf(value: string | null, size: number): number {
  if (value === null) return 0;
  return value.endsWith('em') ? Number.parseFloat(value) * size : Number(value);
}

/** Estimated boxes of all lines of text, in layout units: translations add up, nothing is rotated. */
export function texts(svg: Element): Text[] {
  return all(svg, 'text').map((element) => {
    const size = Number(inherited(element, 'font-size'));
    let x = lengthOf(element.getAttribute('x'), size);
    let y = lengthOf(element.getAttribute('y'), size);
    for (let at: Element | null = element; at; at = at.parentElement) {
      const [, dx, dy] = /^translate\(([^,]+),([^)]+)\)$/.exec(at.getAttribute('transform') ?? '') ?? [];
      if (dx !== undefined) {
        x += Number(dx);
        y += Number(dy);
      }
    }
    const bold = (element as Element).getAttribute('font-weight') === '600';
    let width = 0;
    for (const part of Array.from(element.childNodes)) {
      const span = part.nodeType === 1 ? (part as Element) : null;
      const partSize = Number(span?.getAttribute('font-size') ?? size);
      width += lengthOf(span?.getAttribute('dx') ?? null, partSize);
      width += textWidth(part.textContent ?? '', partSize, span ? span.getAttribute('font-weight') === '600' : bold);
    }
    const anchor = inherited(element, 'text-anchor') ?? 'start';
    const left = anchor === 'end' ? x - width : anchor === 'middle' ? x - width / 2 : x;
    return {
      content: element.textContent ?? '',
      size,
      left,
      right: left + width,
      top: y - 0.72 * size,
      bottom: y + 0.05 * size,
    };
  });
}

/** Font sizes in use, spans included. */
export function fontSizes(svg: Element): number[] {
  return all(svg, 'text, tspan').map((element) => Number(inherited(element, 'font-size')));
}

/** Pairs of texts that lie on each other. */
export function overlapping(list: readonly Text[], room = 0.5): string[] {
  const found: string[] = [];
  for (const [i, a] of list.entries()) {
    for (const b of list.slice(0, i)) {
      const across = Math.min(a.right, b.right) - Math.max(a.left, b.left);
      const down = Math.min(a.bottom, b.bottom) - Math.max(a.top, b.top);
      if (across > room && down > room) found.push(`"${b.content}" and "${a.content}"`);
    }
  }
  return found;
}
