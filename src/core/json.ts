/**
 * JSON in which every number comes back as it was. JSON has no word for NaN and the infinities, and `JSON.stringify`
 * makes them null and −0 zero; here they are the strings "NaN", "Infinity" and "-Infinity", and −0 is -0. A string that
 * reads like one of these words gets a backslash more in front, which reading takes away.
 */

import { exact } from './number-text.ts';

const WORDS: Readonly<Record<string, number>> = { NaN, Infinity, '-Infinity': -Infinity };
const LIKE_A_WORD = /^\\*(NaN|-?Infinity)$/;
/** In the text of a document: each backslash of a string is written twice. */
const WORD_IN_TEXT = /"(\\\\)*(NaN|-?Infinity)"/;

/** One line; keys without a value are left out, as `JSON.stringify` does. */
export function toJson(value: unknown): string {
  if (typeof value !== 'object' || value === null) return plain(value);
  if (Array.isArray(value)) return `[${value.map(toJson).join(',')}]`;
  return `{${entriesOf(value)
    .map(([key, entry]) => `${JSON.stringify(key)}:${toJson(entry)}`)
    .join(',')}}`;
}

/** One line, the same for values that differ only in the order of their keys. */
export function toCanonicalJson(value: unknown): string {
  return toJson(inOrder(value));
}

/** JSON for people too: indented, but a list of plain values stays on one line. */
export function toLegibleJson(value: unknown, indent = ''): string {
  if (typeof value !== 'object' || value === null) return plain(value);
  const list = Array.isArray(value);
  if (list && value.every((entry) => typeof entry !== 'object' || entry === null)) return toJson(value);
  const deeper = `${indent}  `;
  const parts = list
    ? value.map((entry) => deeper + toLegibleJson(entry, deeper))
    : entriesOf(value).map(([key, entry]) => `${deeper}${JSON.stringify(key)}: ${toLegibleJson(entry, deeper)}`);
  if (parts.length === 0) return list ? '[]' : '{}';
  return `${list ? '[' : '{'}\n${parts.join(',\n')}\n${indent}${list ? ']' : '}'}`;
}

/**
 * What `toJson` and `toLegibleJson` wrote, and any other JSON.
 * @throws SyntaxError as `JSON.parse` does
 */
export function fromJson(text: string): unknown {
  // A function called for every value is slow, and most documents have none of these words.
  return WORD_IN_TEXT.test(text) ? JSON.parse(text, (_, value) => numberWord(value)) : JSON.parse(text);
}

function inOrder(value: unknown): unknown {
  if (typeof value !== 'object' || value === null) return value;
  if (Array.isArray(value)) return value.map(inOrder);
  const entries = Object.entries(value).sort(([a], [b]) => (a < b ? -1 : 1));
  return Object.fromEntries(entries.map(([key, entry]) => [key, inOrder(entry)]));
}

function entriesOf(value: object): [string, unknown][] {
  return Object.entries(value).filter(([, entry]) => entry !== undefined);
}

function plain(value: unknown): string {
  if (typeof value === 'number') return numberText(value);
  if (typeof value === 'string' && LIKE_A_WORD.test(value)) return JSON.stringify(`\\${value}`);
  return JSON.stringify(value) ?? 'null';
}

function numberText(value: number): string {
  return value - value === 0 ? exact(value) : `"${value}"`;
}

function numberWord(value: unknown): unknown {
  if (typeof value !== 'string' || !LIKE_A_WORD.test(value)) return value;
  return value.startsWith('\\') ? value.slice(1) : WORDS[value];
}
