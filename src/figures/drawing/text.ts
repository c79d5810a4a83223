/**
 * Fonts, numbers as words, and how wide text is, without a layout engine: the advance widths of Inter, with a little
 * room for other fonts.
 */
import { largestOf } from '../../numerics/extremes.ts';
import { withoutMarks } from './scripts.ts';

export const FONT = 'Inter, system-ui, sans-serif';
/** Semibold; named by its own family first, since that is how the font file calls itself. */
export const BOLD = { 'font-family': `Inter SemiBold, ${FONT}`, 'font-weight': 600 } as const;

/** Back to the usual weight, within semibold text. */
export const REGULAR = { 'font-family': FONT, 'font-weight': 400 } as const;

/** Advance widths of Inter Regular for the characters ' ' to '~', thousandths of the font size. */
const ADVANCES = [
  281, 288, 466, 633, 642, 982, 644, 300, 365, 365, 501, 662, 288, 460, 288, 360, 631, 407, 610, 618, 646, 593, 620,
  566, 619, 620, 288, 302, 662, 662, 662, 511, 966, 690, 654, 730, 722, 601, 590, 746, 743, 269, 571, 672, 565, 903,
  753, 765, 639, 765, 644, 642, 646, 744, 690, 985, 682, 679, 629, 365, 360, 365, 471, 456, 323, 562, 612, 571, 612,
  583, 370, 613, 591, 242, 242, 549, 242, 876, 591, 600, 612, 612, 376, 528, 327, 591, 562, 818, 546, 562, 552, 426,
  333, 426, 662,
];
const OTHER = 620;
/** Letters as wide as they are high: of Chinese, Japanese and Korean, and emoji. */
const WIDE =
  /[\u1100-\u115f\u2e80-\u303e\u3041-\ua4cf\uac00-\ud7a3\uf900-\ufaff\ufe30-\ufe6f\uff01-\uff60\u{1f000}-\u{3fffd}]/u;
const WIDE_ADVANCE = 1250;
/** Marks that stand over the letter before them, and signs without ink. */
const NO_ADVANCE = /[\p{Mn}\p{Me}\p{Cf}]/u;
const SEMIBOLD = 1.04;
const ROOM = 1.02;

/** Estimated width of one line, in the unit of `size`. */
export function textWidth(text: string, size: number, bold = false): number {
  let sum = 0;
  for (const character of withoutMarks(text).replaceAll('\u00a0', ' ')) sum += advanceOf(character);
  return (sum / 1000) * size * (bold ? SEMIBOLD : 1) * ROOM;
}

function advanceOf(character: string): number {
  const known = ADVANCES[character.charCodeAt(0) - 32];
  if (known !== undefined) return known;
  if (NO_ADVANCE.test(character)) return 0;
  return WIDE.test(character) ? WIDE_ADVANCE : OTHER;
}

/** Stands for a character that cannot be shown. */
export const UNSHOWN = '□';

/** Control characters, halves of surrogate pairs and noncharacters: no XML document may hold them. */
const UNPRINTABLE = /[^\P{Cc}\t\n\r]|\p{Cs}|[\ufffe\uffff]/gu;

/** The text with a sign for every character that is none. */
export function visible(text: string): string {
  return text.replace(UNPRINTABLE, UNSHOWN);
}

/** The text, or as much of its beginning (or end) as fits into the width, with … for the rest. */
export function shortened(
  text: string,
  size: number,
  width: number,
  { bold = false, keep = 'beginning' }: { readonly bold?: boolean; readonly keep?: 'beginning' | 'end' } = {},
): string {
  const letters = [...text];
  const first = (count: number) => `${letters.slice(0, count).join('').trimEnd()}…`;
  const last = (count: number) =>
    `…${letters
      .slice(letters.length - count)
      .join('')
      .trimStart()}`;
  let shown = text;
  for (let kept = letters.length - 1; kept > 0 && textWidth(shown, size, bold) > width; kept--) {
    shown = keep === 'end' ? last(kept) : first(kept);
  }
  return shown;
}

/** Words in lines no wider than `width`; a word wider than that is broken anywhere. */
export function wrapText(text: string, size: number, width: number, bold = false): string[] {
  const lines: string[] = [];
  let line = '';
  // What is above or below in a formula stays together.
  const whole = text.replace(/\{[^{}]*\}/g, (group) => group.replaceAll(' ', '\u00a0'));
  const words = whole.split(/[ \t\r\n]+/).flatMap((word) => broken(word, size, width, bold));
  for (const word of words) {
    const longer = line === '' ? word : `${line} ${word}`;
    if (line !== '' && textWidth(longer, size, bold) > width) {
      lines.push(line);
      line = word;
    } else {
      line = longer;
    }
  }
  if (line !== '') lines.push(line);
  return lines;
}

/** A word in pieces that fit into the width; formulas stay whole. */
function broken(word: string, size: number, width: number, bold: boolean): string[] {
  if (word.includes('{') || textWidth(word, size, bold) <= width) return [word];
  const pieces: string[] = [];
  let piece = '';
  for (const letter of word) {
    if (piece !== '' && textWidth(piece + letter, size, bold) > width) {
      pieces.push(piece);
      piece = '';
    }
    piece += letter;
  }
  return [...pieces, piece];
}

/** The same lines, as many as at that width, but of about equal length. */
export function balanced(text: string, size: number, width: number): string[] {
  const lines = wrapText(text, size, width);
  const widestWord = largestOf(text.split(' ').map((word) => textWidth(word, size)));
  for (let narrower = width - size; narrower >= widestWord; narrower -= size / 2) {
    const tried = wrapText(text, size, narrower);
    if (tried.length > lines.length) break;
    lines.splice(0, lines.length, ...tried);
  }
  return lines;
}

const SUPERSCRIPTS: Readonly<Record<string, string>> = {
  '-': '⁻',
  '0': '⁰',
  '1': '¹',
  '2': '²',
  '3': '³',
  '4': '⁴',
  '5': '⁵',
  '6': '⁶',
  '7': '⁷',
  '8': '⁸',
  '9': '⁹',
};

/**
 * A number as people write it: 0.5, 1024, 1.2×10⁶. Whole numbers below a million in full, else `digits` digits at
 * most.
 */
export function formatNumber(value: number, digits = 3): string {
  const whole = Number.isInteger(value) && Math.abs(value) < 1e6;
  const rounded = whole ? value : Number(value.toPrecision(digits));
  const magnitude = Math.abs(rounded);
  if (rounded === 0) return '0';
  if (magnitude >= 1e-3 && magnitude < 1e6) return String(rounded).replace('-', '−');
  const [mantissa, exponent] = rounded.toExponential().split('e');
  const power = powerOfTen(Number(exponent));
  const signed = mantissa.replace('-', '−');
  return /^−?1$/.test(signed) ? signed.replace('1', power) : `${signed}×${power}`;
}

/** 10 with a superscript. */
export function powerOfTen(exponent: number): string {
  return `10${[...String(exponent)].map((character) => SUPERSCRIPTS[character]).join('')}`;
}

/** Numbers formatted with as many digits as it takes to tell them apart. */
export function formatDistinct(values: readonly number[]): string[] {
  for (let digits = 3; digits < 15; digits++) {
    const texts = values.map((value) => formatNumber(value, digits));
    if (new Set(texts).size === new Set(values).size) return texts;
  }
  return values.map((value) => formatNumber(value, 15));
}
