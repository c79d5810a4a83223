/** What a word of a specification means, on the command line, in a file and in the library alike. */
import { withPlainMinus } from './number-text.ts';

const NUMBER = /^[+-]?(\d+\.?\d*|\.\d+)(e[+-]?\d+)?$/i;
/** Nobody writes 000 for 0: a comma that meant something else has cut the number, as in 1,000. */
const CUT_OFF = /^[+-]?0\d/;
const GAUSSIAN = /^gaussian:(\d+)(?::([\d.]+(?:e[+-]?\d+)?))?$/i;

/**
 * A number, a list of numbers or names (`1,4,10`), JSON (`[[1, 0], [0, 1]]`), a seeded Gaussian matrix (`gaussian:SEED`
 * or `gaussian:SEED:SCALE`), or the word itself.
 *
 * @param isFile whether a word with a comma is the name of a file; never in the library
 */
export function parseWord(word: string, isFile: (text: string) => boolean = () => false): unknown {
  const text = word.trim();
  if (text.startsWith('[') || text.startsWith('{')) {
    try {
      return JSON.parse(text);
    } catch {
      return word;
    }
  }
  const number = withPlainMinus(text);
  if (NUMBER.test(number)) return Number(number);
  if (/^[+-]?(nan|inf(inity)?)$/i.test(text))
    return /nan/i.test(text) ? NaN : text.startsWith('-') ? -Infinity : Infinity;
  const gaussian = GAUSSIAN.exec(text);
  if (gaussian)
    return { gaussian: Number(gaussian[1]), ...(gaussian[2] === undefined ? {} : { scale: Number(gaussian[2]) }) };
  return text.includes(',') && !isFile(text) ? listOf(text, word) : word;
}

function listOf(text: string, word: string): unknown {
  const parts = text
    .split(',')
    .map((part) => withPlainMinus(part.trim()))
    .filter((part, i, all) => part !== '' || i < all.length - 1);
  if (parts.some((part) => CUT_OFF.test(part) && NUMBER.test(part))) return word;
  return parts.map((part) => (NUMBER.test(part) ? Number(part) : part));
}

/**
 * A value with its words parsed, those within lists and objects of words too; lists of numbers are left as they are.
 */
export function parsedWords(value: unknown): unknown {
  if (typeof value === 'string') return parseWord(value);
  if (Array.isArray(value)) return value.some(holdsWords) ? value.map(parsedWords) : value;
  return isPlain(value)
    ? Object.fromEntries(Object.entries(value).map(([key, part]) => [key, parsedWords(part)]))
    : value;
}

function holdsWords(value: unknown): boolean {
  return typeof value === 'string' || isPlain(value);
}

function isPlain(value: unknown): value is object {
  return typeof value === 'object' && value !== null && !Array.isArray(value) && !ArrayBuffer.isView(value);
}
