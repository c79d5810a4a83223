/**
 * How numbers are written: for programs, and for people in full and briefly. Those for people are typed as they are
 * read.
 */

/** The shortest text that reads back as the same double; unlike `String`, −0 keeps its sign. */
export function exact(value: number): string {
  return Object.is(value, -0) ? '-0' : String(value);
}

/** Every digit, for people: 1e-6, not 0.000001. */
export function inFull(value: number): string {
  return isSmall(value) ? value.toExponential() : exact(value);
}

/** A number with at most four significant digits, without needless zeros. */
export function brief(value: number): string {
  if (!Number.isFinite(value)) return String(value);
  const rounded = Number(value.toPrecision(4));
  return Math.abs(rounded) >= 1e6 || isSmall(rounded) ? rounded.toExponential() : String(rounded);
}

/** With so many decimals; what rounds to zero has no sign. */
export function fixed(value: number, decimals: number): string {
  return value.toFixed(decimals).replace(/^-(?=[0.]+$)/, '');
}

function isSmall(value: number): boolean {
  return value !== 0 && Math.abs(value) < 1e-4;
}

/** What typesetting makes of a minus sign: U+2212, the en dash, the small and the wide hyphen-minus. */
const MINUS_SIGNS = /[−–\uFE63\uFF0D]/g;

/** The same text with plain minus signs. */
export function withPlainMinus(text: string): string {
  return text.replace(MINUS_SIGNS, '-');
}
