/**
 * Fonts within an SVG, so that it looks the same where they are not installed: of each only the letters that the
 * picture has.
 */
import { readFileSync } from 'node:fs';
import { subsetFont } from './font-subset.ts';
import { BOLD_FONT, charactersOf, MATH_FONT, REGULAR_FONT, type ShippedFont } from './shipped-fonts.ts';

/** Adds what the text of the picture needs. */
export function embedFonts(svg: Element): void {
  const bold = new Set<number>();
  const regular = new Set<number>();
  for (const element of Array.from(svg.querySelectorAll('text, tspan'))) {
    const letters = isBold(element) ? bold : regular;
    for (const child of [...element.childNodes]) {
      if (child.nodeType === 3)
        for (const letter of child.textContent ?? '') letters.add(letter.codePointAt(0) as number);
    }
  }
  const lacking = [...regular, ...bold].filter((code) => !charactersOf(REGULAR_FONT.file).has(code));
  const faces = [
    face(REGULAR_FONT, regular, 400),
    face(BOLD_FONT, bold, 600),
    // Under the name of the others, for what these lack.
    ...[REGULAR_FONT, BOLD_FONT].map(({ family }) => face(MATH_FONT, lacking, family === 'Inter' ? 400 : 600, family)),
  ];
  const style = svg.ownerDocument.createElementNS(svg.namespaceURI, 'style');
  style.appendChild(svg.ownerDocument.createTextNode(faces.join('')));
  svg.insertBefore(style, svg.firstChild);
}

function isBold(element: Element): boolean {
  for (let at: Element | null = element; at; at = at.parentElement) {
    const weight = at.getAttribute('font-weight');
    if (weight !== null) return weight === '600';
  }
  return false;
}

function face({ file, family }: ShippedFont, codes: Iterable<number>, weight: number, name = family): string {
  const known = [...new Set(codes)].filter((code) => charactersOf(file).has(code)).sort((a, b) => a - b);
  if (known.length === 0) return '';
  const data = Buffer.from(subsetFont(readFileSync(file), known)).toString('base64');
  const range = name === family ? '' : `unicode-range:${known.map((code) => `U+${code.toString(16)}`).join()};`;
  return `@font-face{font-family:'${name}';font-weight:${weight};${range}src:url(data:font/woff;base64,${data})}`;
}
