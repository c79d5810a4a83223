/** An axis of a sweep: the values of one key, listed, named, or on a grid. */
import * as z from 'zod/mini';
import { invalid, quoted } from '../core/errors.ts';
import { toCanonicalJson } from '../core/json.ts';
import { limitsOf, unwrapped } from '../core/schema.ts';
import { parsedWords } from '../core/word.ts';
import { exp, log } from '../numerics/elementary.ts';
import { specParameters } from '../run/keys.ts';
import { geometricTimes, linearTimes } from '../run/times.ts';
import type { Field } from './table.ts';

/**
 * As it is written: a list of values; a mapping from names to values; one value; or a grid, `lin:FROM:TO:COUNT`,
 * `log:FROM:TO:COUNT`, whose numbers are rounded where the key takes whole ones.
 */
export type AxisSpec = string | number | boolean | readonly unknown[] | Readonly<Record<string, unknown>>;

export interface AxisValue {
  readonly value: unknown;
  /** What a table says: the value itself where a field can hold it, else its name. */
  readonly label: Field;
}

const LARGEST = 1_000_000;
/** A value longer than this in JSON needs a name. */
const LONGEST_LABEL = 60;

/**
 * The values of an axis, each once.
 * @throws ParkadeError InvalidParameter for a grid that is none, and for values that come twice
 */
export function axisOf(key: string, given: AxisSpec): readonly AxisValue[] {
  const values = valuesOf(key, given);
  if (values.length === 0 || values.length > LARGEST)
    throw invalid(key, `have 1 to ${LARGEST} values`, `${values.length} came`, 'change it');
  const seen = new Set<string>();
  for (const { value, label } of values) {
    const text = toCanonicalJson(value);
    if (seen.has(text)) throw invalid(key, 'have each value once', `has ${quoted(label)} twice`, 'drop one of them');
    seen.add(text);
  }
  return values;
}

function valuesOf(key: string, given: AxisSpec): readonly AxisValue[] {
  if (typeof given === 'string') {
    const grid = gridOf(key, given);
    if (grid !== null) return grid.map((value) => ({ value, label: value }));
    const meant = parsedWords(given);
    // 4,9,16 is a list where the key takes one number; where it takes a list, it is one value.
    return numberKind(key) !== null && Array.isArray(meant) ? meant.map(labelled) : [labelled(meant, 0)];
  }
  if (Array.isArray(given)) return given.map((value, i) => labelled(parsedWords(value), i));
  if (typeof given === 'object' && given !== null) {
    return Object.entries(given).map(([label, value]) => ({ value: parsedWords(value), label }));
  }
  return [labelled(given, 0)];
}

function labelled(value: unknown, index: number): AxisValue {
  if (typeof value === 'string' || typeof value === 'number' || typeof value === 'boolean')
    return { value, label: value };
  const text = toCanonicalJson(value);
  return { value, label: text.length <= LONGEST_LABEL ? text : `number ${index + 1}` };
}

/** Whether a key takes one number, and of which kind; null where it takes something else, or lists too. */
export function numberKind(key: string): 'whole' | 'number' | null {
  const schema = Object.hasOwn(specParameters, key) ? unwrapped(specParameters[key]).inner : undefined;
  if (!(schema instanceof z.ZodMiniNumber)) return null;
  return limitsOf(schema).whole ? 'whole' : 'number';
}

const GRID = /^(lin|log):/;

/** The numbers of a grid; null where the text is none. */
function gridOf(key: string, text: string): readonly number[] | null {
  if (!GRID.test(text) || numberKind(key) === null) return null;
  const [kind, ...words] = text.split(':');
  const [from, to, count] = words.map((word) => (word.trim() === '' ? Number.NaN : Number(word)));
  const sensible = to > from && to < Infinity && from > (kind === 'log' ? 0 : -Infinity);
  if (words.length !== 3 || !sensible || !(Number.isInteger(count) && count >= 2 && count <= LARGEST))
    throw wrongGrid(key, text, 'FROM:TO:COUNT', `COUNT from 2 to ${LARGEST}`);
  const numbers = kind === 'lin' ? linearTimes(from, to, count) : geometricTimes(from, to, count);
  return numberKind(key) === 'whole' ? [...new Set(numbers.map(Math.round))] : numbers;
}

function wrongGrid(key: string, text: string, form: string, more: string) {
  return invalid(
    key,
    `be a grid lin:${form} or log:${form} with FROM < TO (FROM > 0 for log)${more === '' ? '' : ` and ${more}`}`,
    `came as ${quoted(text)}`,
    'change it',
  );
}

/** A law of one key in a random design: from a uniform number of (0, 1) to a value. */
export function lawOf(key: string, given: AxisSpec): (uniform: number) => AxisValue {
  const kind = numberKind(key);
  if (typeof given !== 'string' || !GRID.test(given) || kind === null) {
    const values = axisOf(key, given);
    return (uniform) => values[Math.floor(uniform * values.length)];
  }
  const [name, ...words] = given.split(':');
  const [from, to] = words.map(Number);
  if (words.length !== 2 || !(to > from && to < Infinity && from > (name === 'log' ? 0 : -Infinity)))
    throw wrongGrid(key, given, 'FROM:TO', '');
  return (uniform) => {
    const number = name === 'lin' ? from + (to - from) * uniform : exp(log(from) + (log(to) - log(from)) * uniform);
    const value = kind === 'whole' ? Math.round(number) : number;
    return { value, label: value };
  };
}
