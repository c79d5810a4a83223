/**
 * Tables of numbers as text. Lines end with LF, CRLF or CR; one separator a file, a comma, semicolon, tab or spaces;
 * entries may be quoted; empty lines and those that begin with # are passed over; the first line may name the columns.
 * Nothing is guessed: what is not certain is refused by line and column. Commas are decimal ones in files that say so,
 * by a line "# decimal comma" before all others.
 */
import { strFromU8 } from 'fflate';
import { unreadable } from '../core/errors.ts';
import type { NumberArray } from '../core/recording.ts';
import { chosenColumns } from './columns.ts';
import { adviceAbout, numberOf } from './text-number.ts';

interface Line {
  /** From 1, in the file. */
  readonly number: number;
  readonly entries: readonly string[];
}

/**
 * @returns a two-dimensional array, or a one-dimensional one for a single column; without the columns that number the
 *   rows
 * @throws ParkadeError FileProblem, by line and column
 */
export function readCsv(bytes: Uint8Array, file: string): NumberArray {
  const lines = linesOf(decoded(bytes, file));
  const headed = lines.length > 0 && namesColumns(lines[0].entries);
  const body = headed ? lines.slice(1) : lines;
  if (body.length === 0) {
    throw unreadable(file, 'hold numbers', headed ? 'it has only a header line' : 'it is empty', 'write a row a line');
  }
  const width = lines[0].entries.length;
  const rows = body.map((line) => {
    const numbers = line.entries.map((entry, i) => numberAt(entry, line.number, i, file));
    if (numbers.length === width) return numbers;
    throw unreadable(
      file,
      `have ${width} ${headed ? 'entries' : 'numbers'} a line, like its first`,
      `line ${line.number} has ${line.entries.length}`,
      'mend that line',
    );
  });
  const columns = headed ? chosenColumns(lines[0].entries, rows, file) : rows[0].map((_, i) => i);
  const shape = columns.length === 1 ? [rows.length] : [rows.length, columns.length];
  return { shape, data: Float64Array.from(rows.flatMap((row) => columns.map((i) => row[i]))) };
}

function decoded(bytes: Uint8Array, file: string): string {
  const wide = (bytes[0] === 0xff && bytes[1] === 0xfe) || (bytes[0] === 0xfe && bytes[1] === 0xff);
  if (wide) throw unreadable(file, 'be text in UTF-8', 'it is in UTF-16', 'save it as CSV UTF-8');
  return strFromU8(bytes).replace(/^\uFEFF/, '');
}

/** How a file says that its commas are decimal ones. */
const DECIMAL_COMMA = /^[ \t\r\n]*#[ \t]*decimal comma[ \t]*$/im;

function linesOf(text: string): Line[] {
  const decimalComma = text.search(DECIMAL_COMMA) === 0;
  const lines = text
    .split(/\r\n|\r|\n/)
    .map((content, i) => ({ number: i + 1, content }))
    .filter(({ content }) => !/^[ \t]*(#|$)/.test(content));
  const separators = decimalComma ? [';', '\t'] : [';', '\t', ','];
  const separator = separatorOf(
    lines.map(({ content }) => content),
    separators,
  );
  const read = decimalComma ? withDecimalPoint : (entry: string) => entry;
  return lines.map(({ number, content }) => ({ number, entries: entriesOf(content, separator).map(read) }));
}

function withDecimalPoint(entry: string): string {
  return entry.replace(/^([^,]*),(?=\d)/, '$1.');
}

/**
 * The one separator: a semicolon or tab if there is any, then a comma, else spaces. Commas between semicolons or tabs
 * stay in their entries, where they are refused unless the file says that they are decimal ones.
 */
function separatorOf(lines: readonly string[], separators: readonly string[]): string {
  const unquoted = lines.map((line) => (line.includes('"') ? line.replace(/"[^"]*"/g, '') : line));
  return separators.find((separator) => unquoted.some((line) => line.includes(separator))) ?? ' ';
}

function entriesOf(line: string, separator: string): string[] {
  const parts = line.includes('"') ? splitOutsideQuotes(line, separator) : line.split(separator);
  const entries = parts.map((part) => part.replace(/^ +| +$/g, ''));
  const own = separator === ' ' ? entries.filter((entry) => entry !== '') : entries;
  return own.map((entry) => (/^"[^"]*"$/.test(entry) ? entry.slice(1, -1).trim() : entry));
}

function splitOutsideQuotes(line: string, separator: string): string[] {
  const parts = [''];
  let quoted = false;
  for (const letter of line) {
    if (letter === '"') quoted = !quoted;
    if (letter === separator && !quoted) parts.push('');
    else parts[parts.length - 1] += letter;
  }
  return parts;
}

/** Words all along, or what pandas writes over a matrix: nothing over the index, then 0, 1, 2, …. */
function namesColumns([first, ...others]: readonly string[]): boolean {
  const name = /^[^\d+−.,;-]*\p{L}/u;
  const word = (entry: string) => name.test(entry) && numberOf(entry) === undefined;
  if (first !== '') return word(first) && others.every(word);
  return others.length > 0 && (others.every(word) || others.every((entry, i) => entry === String(i)));
}

function numberAt(entry: string, line: number, column: number, file: string): number {
  const number = numberOf(entry);
  if (number !== undefined) return number;
  const came = entry === '' ? 'empty' : JSON.stringify(entry.length > 40 ? `${entry.slice(0, 39)}…` : entry);
  throw unreadable(file, 'hold numbers', `line ${line}, column ${column + 1} is ${came}`, adviceAbout(entry));
}
