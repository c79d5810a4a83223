/** One number as text: how people, Fortran and spreadsheets write it. */
import { withPlainMinus } from '../core/number-text.ts';

const DIGITS = /^[+-]?(\d+\.?\d*|\.\d+)([ed][+-]?\d+)?$/i;
/** Nobody writes 05 for 5: a comma that meant something else has cut the number, as in 0,05 or 1,050. */
const CUT_OFF = /^[+-]?0\d/;

/**
 * The number that a word means: 1, -.5, 2e-3, 1.0D+00, −1, nan, inf; NaN and infinities are numbers here, and whoever
 * uses them refuses them by name. Undefined for every other word, and for a number too large for a double.
 */
export function numberOf(word: string): number | undefined {
  if (DIGITS.test(word) && !CUT_OFF.test(word)) {
    const value = Number(word.replace(/d/i, 'e'));
    return Number.isFinite(value) ? value : undefined;
  }
  if (/^[+-]?nan$/i.test(word)) return NaN;
  if (/^[+-]?inf(inity)?$/i.test(word)) return word.startsWith('-') ? -Infinity : Infinity;
  const plain = withPlainMinus(word);
  return plain === word ? undefined : numberOf(plain);
}

/** What to do about a word that is no number. */
export function adviceAbout(word: string): string {
  if (word === '') return 'give every entry a number';
  if (/^[+-−]?\d*,\d+/.test(word))
    return 'write decimal points instead of commas, or "# decimal comma" as the first line';
  if (/[;,\t ]/.test(word)) return 'use one separator in the whole file';
  if (CUT_OFF.test(word))
    return 'write decimal points and no zeros in front; a file with decimal commas begins with "# decimal comma"';
  return 'mend that entry';
}
