/** Formulas in plain text, β^{−1/2} or T_j or 7e-5, as people read them: pieces on the line, above it and below it. */

interface Piece {
  readonly text: string;
  readonly level: 'line' | 'above' | 'below';
}

/**
 * _ and ^ before braces, or before letters and digits. A word of several Latin letters has no index, so that names such
 * as my_run stay what they are.
 */
const SCRIPT = /((?<!\p{Script=Latin}{2})_|\^)(\{(?:[^{}]|\{[^{}]*\})*\}|[\p{L}\p{Nd}⊥]+)/u;

/** Numbers as programs write them. */
const POWER_OF_TEN = /(?<![\p{L}\p{Nd}_.])(\d+(?:\.\d+)?)e([+-]?)0*(\d+)(?![\p{L}\p{Nd}_])/gu;

/** 7e+7 and 1e-5 as 7×10^{7} and 10^{−5}. */
function withPowers(text: string): string {
  return text.replace(POWER_OF_TEN, (_, mantissa: string, sign: string, exponent: string) => {
    const factor = mantissa === '1' ? '' : `${mantissa}×`;
    return `${factor}10^{${sign === '-' ? '−' : ''}${exponent}}`;
  });
}

/** @example piecesOf('S_t over e^{−β}') // S, t below, over e, −β above */
export function piecesOf(text: string): Piece[] {
  const pieces: Piece[] = [];
  let rest = withPowers(text);
  for (let found = SCRIPT.exec(rest); found; found = SCRIPT.exec(rest)) {
    const [whole, mark, script] = found;
    if (found.index > 0) pieces.push({ text: rest.slice(0, found.index), level: 'line' });
    pieces.push({ text: script.replace(/^\{(.*)\}$/u, '$1'), level: mark === '^' ? 'above' : 'below' });
    rest = rest.slice(found.index + whole.length);
  }
  if (rest !== '') pieces.push({ text: rest, level: 'line' });
  return pieces;
}

/** The same without its marks; what is above or below in it too. */
export function withoutMarks(text: string): string {
  return piecesOf(text)
    .map(({ text: piece, level }) => (level === 'line' ? piece : withoutMarks(piece)))
    .join('');
}
