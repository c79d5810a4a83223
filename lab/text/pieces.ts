/** Formulas in sentences, β^{−1/2} or θ_j, as pieces on the line, above it and below it. Pure. */

export interface Piece {
  readonly text: string;
  readonly level: 'line' | 'above' | 'below';
}

/** ^ and _ before braces or one letter or digit; within words such as my_run they are what they are. */
const SCRIPT = /(?<!\p{Script=Latin}{2})([_^])(\{([^{}]*)\}|[\p{L}\p{Nd}])/gu;

export function piecesOf(text: string): Piece[] {
  const pieces: Piece[] = [];
  let at = 0;
  for (const found of text.matchAll(SCRIPT)) {
    if (found.index > at) pieces.push({ text: text.slice(at, found.index), level: 'line' });
    pieces.push({ text: found[3] ?? found[2], level: found[1] === '^' ? 'above' : 'below' });
    at = found.index + found[0].length;
  }
  if (at < text.length) pieces.push({ text: text.slice(at), level: 'line' });
  return pieces;
}
