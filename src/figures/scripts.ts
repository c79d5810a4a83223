/** Formulas in plain text, β^{−1/2} or T_j, as people read them: pieces on the line, above it and below it. */

export interface Piece {
  readonly text: string;
  readonly level: 'line' | 'above' | 'below';
}

/**
 * _ and ^ before braces, or before letters and digits. A word of several Latin letters has no index, so that names such as my_run stay
 * what they are.
 */
const SCRIPT = /((?<!\p{Script=Latin}{2})_|\^)(\{(?:[^{}]|\{[^{}]*\})*\}|[\p{L}\p{Nd}⊥]+)/u;

/** @example piecesOf('S_t over e^{−β}') // S, t below, over e, −β above */
export function piecesOf(text: string): Piece[] {
  const pieces: Piece[] = [];
  let rest = text;
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
