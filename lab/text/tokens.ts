/** Tokens as people read them: x₁ is the first one, which data number 0. Pure. */

export function tokenText(k: number): string {
  return `x${String(k + 1).replace(/\d/g, (digit) => '₀₁₂₃₄₅₆₇₈₉'[Number(digit)])}`;
}
