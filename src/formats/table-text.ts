/** Tables as text: CSV and lines of JSON, in pieces, so that a table need not fit into memory. */
import { toJson } from '../core/json.ts';
import { exact } from '../core/number-text.ts';
import type { Field, SweepTable } from '../sweeps/table.ts';

/** Letters a piece, about. */
const PIECE = 65_536;

/**
 * CSV as RFC 4180 has it: CRLF behind every line, quotes where they are needed. Every number reads back as the same
 * double (in pandas with float_precision="round_trip"); NaN, inf and -inf are written as pandas reads them; nothing is
 * an empty field, and an empty text "". A text that would read as a number or a truth is quoted.
 */
export function csvPieces({ columns, rows }: SweepTable): Iterable<string> {
  return inPieces(function* () {
    yield `${columns.map(({ name }) => csvText(name)).join(',')}\r\n`;
    for (const row of rows()) yield `${row.map(csvField).join(',')}\r\n`;
  });
}

/** An object a line, by the names of the columns, as core/json.ts writes numbers: NaN as "NaN". */
export function jsonLines({ columns, rows }: SweepTable): Iterable<string> {
  const keys = columns.map(({ name }) => `${JSON.stringify(name)}:`);
  return inPieces(function* () {
    for (const row of rows()) yield `{${row.map((field, i) => keys[i] + toJson(field)).join(',')}}\n`;
  });
}

/** Words that read as something else than text: numbers, truths, and how programs write that nothing is there. */
const LIKE_A_VALUE = /^[\s]*[+-]?(\d|\.\d|inf|nan)|^(true|false|null|none|na|n\/a)$/i;

function csvField(field: Field): string {
  if (field === null) return '';
  if (typeof field === 'string') return field === '' || LIKE_A_VALUE.test(field) ? inQuotes(field) : csvText(field);
  return typeof field === 'number' ? csvNumber(field) : String(field);
}

function csvNumber(value: number): string {
  if (Number.isNaN(value)) return 'NaN';
  if (!Number.isFinite(value)) return value > 0 ? 'inf' : '-inf';
  return Object.is(value, -0) ? '-0.0' : exact(value);
}

function csvText(text: string): string {
  return /[",\r\n]|^\s|\s$/.test(text) ? inQuotes(text) : text;
}

function inQuotes(text: string): string {
  return `"${text.replaceAll('"', '""')}"`;
}

function* inPieces(lines: () => Iterable<string>): Generator<string> {
  let piece = '';
  for (const line of lines()) {
    piece += line;
    if (piece.length < PIECE) continue;
    yield piece;
    piece = '';
  }
  if (piece !== '') yield piece;
}
