/** Figures as PDF, for papers: text that can be searched, with its fonts embedded. Loaded when first needed. */
import PDFDocument from 'pdfkit';
import svgToPdf from 'svg-to-pdfkit';
import { UNSHOWN } from '../../figures/drawing/text.ts';
import type { Figure } from '../../figures/index.ts';
import { drawSvg, type Rendering } from './render.ts';
import { BOLD_FONT, charactersOf, MATH_FONT, REGULAR_FONT, type ShippedFont, shippedFonts } from './shipped-fonts.ts';
import { xmlOf } from './xml.ts';

/** CSS pixels are 1/96 inch, points 1/72. */
const POINTS_PER_PIXEL = 0.75;

/** One page, as large as the picture. The same figure gives the same bytes. */
export async function renderPdf(figure: Figure, look: Rendering = {}): Promise<Uint8Array> {
  const svg = drawSvg(figure, look);
  for (const element of Array.from(svg.querySelectorAll('text'))) {
    useFontsThatHave(element);
    separateRims(element);
  }
  const [width, height] = ['width', 'height'].map((name) => POINTS_PER_PIXEL * Number(svg.getAttribute(name)));
  const info = { Title: figure.title, Creator: 'parkade', CreationDate: new Date(0) };
  const document = new PDFDocument({ size: [width, height], margin: 0, info });
  for (const { family, file } of shippedFonts) document.registerFont(family, file);
  const whole = bytesOf(document);
  svgToPdf(document, xmlOf(svg), 0, 0, {
    width,
    height,
    fontCallback: (family) => family.split(',')[0],
    warningCallback(warning) {
      throw new Error(warning); // something drawn that the PDF would lack
    },
  });
  document.end();
  return whole;
}

function bytesOf(document: PDFDocument): Promise<Uint8Array> {
  return new Promise((resolve) => {
    const chunks: Uint8Array[] = [];
    document.on('data', (chunk) => chunks.push(chunk));
    document.on('end', () => resolve(new Uint8Array(Buffer.concat(chunks))));
  });
}

/** In a PDF no other font steps in for a missing letter: spans of the text are set in the first font that has them. */
function useFontsThatHave(element: Element, bold = false): void {
  const isBold = bold || element.getAttribute('font-weight') === '600';
  const own = isBold && element.getAttribute('font-weight') !== '400' ? BOLD_FONT : REGULAR_FONT;
  for (const child of [...element.childNodes]) {
    if (child.nodeType === 1) useFontsThatHave(child as Element, own === BOLD_FONT);
    else child.replaceWith(...runsOf(child.textContent ?? '', own).map((run) => spanOf(run, own, element)));
  }
}

interface Run {
  text: string;
  readonly font: ShippedFont;
}

/** A letter with the marks over it. */
const LETTER = /\P{M}\p{M}*|\p{M}+/gu;

function runsOf(text: string, own: ShippedFont): Run[] {
  const runs: Run[] = [];
  for (const [letter] of text.matchAll(LETTER)) {
    const font = [own, MATH_FONT].find(({ file }) => hasAll(file, letter));
    const last = runs.at(-1);
    const shown = font ? letter : UNSHOWN;
    if (last && last.font === (font ?? own)) last.text += shown;
    else runs.push({ text: shown, font: font ?? own });
  }
  return runs;
}

function hasAll(file: string, letter: string): boolean {
  const characters = charactersOf(file);
  return [...letter].every((character) => characters.has(character.codePointAt(0) as number));
}

function spanOf({ text, font }: Run, own: ShippedFont, { ownerDocument: document, namespaceURI }: Element): Node {
  if (font === own) return document.createTextNode(text);
  const span = document.createElementNS(namespaceURI, 'tspan');
  span.setAttribute('font-family', font.family);
  span.appendChild(document.createTextNode(text));
  return span;
}

/** PDF has no paint-order: the rim of background becomes a text of its own below. */
function separateRims(element: Element): void {
  if (element.getAttribute('paint-order') !== 'stroke') return;
  element.parentNode?.insertBefore(element.cloneNode(true), element);
  for (const name of ['stroke', 'stroke-width', 'stroke-linejoin', 'paint-order']) element.removeAttribute(name);
}
