/** Tokens as people count them. Pure. */

const SUBSCRIPTS = '₀₁₂₃₄₅₆₇₈₉';

/** x₁ is the first, whose number in data is 0. */
export function nameOf(token: number): string {
  return `x${[...String(token + 1)].map((digit) => SUBSCRIPTS[Number(digit)]).join('')}`;
}
