/** JSON from strangers: nothing but plain values, no deeper and no longer than anything honest is. */
import { strFromU8 } from 'fflate';
import { mistake, type ParkadeError, quoted } from '../core/errors.ts';

/** A stack of matrices in a list of layers has eight levels; parts within parts of an equation have more. */
export const MOST_LEVELS = 24;
/** The longest name or word: words of a specification are short, and what is long is a list. */
export const MOST_WORD = 500;
const KEY = /^[A-Za-z][A-Za-z0-9]{0,63}$/;
/** Names that mean something to every object of the language. */
const RESERVED = /^(constructor|prototype|hasOwnProperty|toString|valueOf)$/;

/** What is wrong with a link as such, as opposed to what it holds. */
export function wrongLink(expected: string, came: string, advice: string): ParkadeError {
  return mistake('InvalidInput', { key: 'link', subject: 'The link', expected, came, advice });
}

/**
 * The JSON of a link as plain values.
 * @throws ParkadeError InvalidInput for what is no JSON, nested too deeply, or holds names or values that no link has
 */
export function plainValues(bytes: Uint8Array): unknown {
  const text = strFromU8(bytes);
  if (levelsOf(text) > MOST_LEVELS) throw tooDeep();
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch {
    throw wrongLink('hold JSON', 'it holds other text', 'copy it once more from where it came');
  }
  checkPlain(value, 0);
  return value;
}

/** How deeply brackets are nested, counted before anything is built from them; those within strings do not count. */
function levelsOf(text: string): number {
  let [level, deepest, inString] = [0, 0, false];
  for (let i = 0; i < text.length; i++) {
    const sign = text[i];
    if (inString) {
      if (sign === '\\') i++;
      else if (sign === '"') inString = false;
    } else if (sign === '"') inString = true;
    else if (sign === '[' || sign === '{') deepest = Math.max(deepest, ++level);
    else if (sign === ']' || sign === '}') level--;
  }
  return deepest;
}

/**
 * Refuses what JSON can hold and no link does: numbers that are not finite, texts as long as books or with lists in
 * them, names that are none of this program.
 */
export function checkPlain(value: unknown, level: number): void {
  if (typeof value === 'number' && !Number.isFinite(value))
    throw wrongLink('hold finite numbers', `one came as ${quoted(value)}`, 'change it');
  if (typeof value === 'string') checkWord(value);
  if (typeof value !== 'object' || value === null) return;
  if (level >= MOST_LEVELS) throw tooDeep();
  if (!Array.isArray(value)) for (const key of Object.keys(value)) checkKey(key);
  for (const part of Object.values(value)) checkPlain(part, level + 1);
}

function checkKey(key: string): void {
  if (KEY.test(key) && !RESERVED.test(key)) return;
  throw wrongLink('have keys such as "beta"', `it has the key ${quoted(key)}`, 'drop it');
}

function checkWord(word: string): void {
  if (word.length > MOST_WORD)
    throw wrongLink(
      `hold texts of at most ${MOST_WORD} characters`,
      `it holds one of ${word.length}`,
      'write lists as lists',
    );
  if (/^\s*[[{]/.test(word))
    throw wrongLink('hold lists as lists', `it holds the text ${quoted(word)}`, 'drop the quotes around it');
}

function tooDeep(): ParkadeError {
  return wrongLink(
    `be nested at most ${MOST_LEVELS} levels deep`,
    'it is nested more deeply',
    'copy it once more from where it came',
  );
}
